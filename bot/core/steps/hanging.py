"""What hangs on a decision or an answer, and so has to be settled before it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import OutOfTurn
from bot.core.events import StepId
from bot.core.procedure import Decision, SignOff
from bot.core.progress import AnyStep, standings


def gone(
    before: Case, then: Case, among: Collection[StepId], asking: Asking
) -> Iterator[AnyStep]:
    """List those of some steps that would no longer be for a case."""
    if not among:  # every page tries every choice and answer, and most hold up nothing
        return
    procedure = asking.procedure
    stood = standings(before, procedure).status
    stands = standings(then, procedure).status
    for step in procedure.step:
        if step.id in among and "not-needed" == stands[step.id] != stood[step.id]:
            yield step


def nothing_stands(before: Case, then: Case, asking: Asking) -> None:
    """Make sure that no meeting to which people are invited would be for nothing.

    Raises:
        OutOfTurn: One has a time.
    """
    timed = [
        name
        for name in before.meetings
        if name not in before.done and before.to_come(name)
    ]
    for step in gone(before, then, timed, asking):
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
    known = map(asking.procedure.by_id.get, before.done)
    done = [
        step.id
        for step in known
        if step and step.limit != "local" and not isinstance(step, Decision | SignOff)
    ]
    for step in gone(before, then, done, asking):
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
