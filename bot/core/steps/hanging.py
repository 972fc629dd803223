"""What hangs on a decision or an answer, and so has to be settled before it changes."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import OutOfTurn
from bot.core.procedure import Decision, SignOff
from bot.core.progress import AnyStep, status


def gone(before: Case, then: Case, asking: Asking) -> Iterator[AnyStep]:
    """List the steps that would no longer be for a case."""
    procedure = asking.procedure
    for step in procedure.step:
        if status(step, before, procedure) == "not-needed":
            continue
        if status(step, then, procedure) == "not-needed":
            yield step


def nothing_stands(before: Case, then: Case, asking: Asking) -> None:
    """Make sure that no meeting to which people are invited would be for nothing.

    Raises:
        OutOfTurn: One has a time.
    """
    for step in gone(before, then, asking):
        if step.id not in before.done and before.to_come(step.id):
            raise OutOfTurn(
                f"The {step.title} has a time, and would no longer be for this case.",
                next_step="Call it off first, so that everybody invited is told.",
            )


def nothing_done(before: Case, then: Case, asking: Asking) -> None:
    """Make sure that nothing done by a limit of the law would be for nothing.

    What was agreed on paper, and not yet sent, goes with the decision it hung on.

    Raises:
        OutOfTurn: Something was done, and cannot be undone.
    """
    for step in gone(before, then, asking):
        if isinstance(step, Decision | SignOff) or step.limit == "local":
            continue
        if step.id in before.done:
            raise OutOfTurn(
                f"“{step.title}” has been done, and cannot be undecided.",
                next_step="Keep that choice; another can be added beside it."
                if _several(before, step, asking)
                else "The decision stands. Record what has changed as an action.",
            )


def _several(case: Case, step: AnyStep, asking: Asking) -> bool:
    names = {name for way in step.when for name in way if name in case.rulings}
    steps = (asking.procedure.by_id.get(name) for name in names)
    return any(isinstance(one, Decision) and one.several for one in steps)
