"""Where each step of a case stands: which apply, and which are open or done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from bot.core.case import Case
from bot.core.procedure import (
    DISPUTED,
    LATE,
    Decision,
    Meeting,
    Procedure,
    Request,
    SignOff,
    Task,
    When,
)
from bot.core.progress.disputes import disputed

AnyStep: TypeAlias = Task | SignOff | Request | Meeting | Decision


Status: TypeAlias = Literal["waiting", "open", "done", "not-needed"]


def applies(step: AnyStep, case: Case) -> bool | None:
    """Say whether a step applies to a case; nothing while that is undecided."""
    if not step.when:
        return True
    found = [_holds(way, case) for way in step.when]
    if True in found:
        return True
    return None if None in found else False


def _holds(way: When, case: Case) -> bool | None:
    undecided = False
    for name, wanted in way.items():
        allowed = {wanted} if isinstance(wanted, str) else set(wanted)
        if name in (DISPUTED, LATE):
            # "No" until it happens, so that nothing waits for what may never be.
            if not any(_has_happened(name, step, case) for step in allowed):
                return False
            continue
        chosen = case.chosen(name)
        if chosen is None:
            undecided = True
        elif not chosen & allowed:
            return False
    return None if undecided else True


def _has_happened(name: str, step: str, case: Case) -> bool:
    return step in case.late if name == LATE else disputed(case, step)


def status(step: AnyStep, case: Case, procedure: Procedure) -> Status:
    """Say where one step stands."""
    by, known = case.statuses.get(step.id, (None, None))
    if by is not procedure:
        known = _status(step, case, procedure)
        case.statuses[step.id] = procedure, known
    worked_out: Status = known
    return worked_out


def _status(step: AnyStep, case: Case, procedure: Procedure) -> Status:
    if _needless(step, case, procedure):
        return "not-needed"
    suits = applies(step, case)
    if finished(step, case, procedure):
        return "done" if step.id in case.done or not again(step) else "not-needed"
    if suits is None or any(waits_for(step, case, procedure)):
        return "waiting"
    return "open"


def _needless(step: AnyStep, case: Case, procedure: Procedure) -> bool:
    """Say whether a step is not for a case, whatever it waits for."""
    suits = applies(step, case)
    if suits is False or step.id in case.aside:
        return True
    return suits is None and _never_decided(step, case, procedure)


def _never_decided(step: AnyStep, case: Case, procedure: Procedure) -> bool:
    """Say whether a step hangs on decisions or answers that nobody is going to give."""
    return all(
        any(_never_known(name, case, procedure) for name in way)
        for way in step.when
        if _holds(way, case) is None
    )


def _never_known(name: str, case: Case, procedure: Procedure) -> bool:
    if name in case.rulings or name in (DISPUTED, LATE):
        return False
    if name in procedure.by_id:
        return _needless(procedure.by_id[name], case, procedure)
    return name not in case.facts  # left empty when the alert was raised


def waits_for(step: AnyStep, case: Case, procedure: Procedure) -> Iterator[AnyStep]:
    """List the steps that must be settled before this one can be done."""
    for name in step.after:
        earlier = procedure.by_id[name]
        if earlier.optional or name in case.done:
            continue
        if status(earlier, case, procedure) in ("waiting", "open"):
            yield earlier


def finished(step: AnyStep, case: Case, procedure: Procedure) -> bool:
    """Say whether a step has been done for good, and will not come round again.

    What is repeated until another step is done is finished too when that other step
    is not for the case, or no longer is.
    """
    if isinstance(step, Task | Meeting) and step.repeats:
        # Not by its status: the other step may wait for this one.
        last = procedure.by_id[step.until]
        over = last.id in case.done or _needless(last, case, procedure)
        if over or not _every(step):
            return over
    deadline = step.deadline
    if deadline is not None and deadline.manner == "every":
        until = deadline.until
        # With a count, it goes on until that day: then no further day is found.
        return until is not None and not until.count and until.anchor in case.anchors
    return step.id in case.done


def again(step: AnyStep) -> bool:
    """Say whether a step can be done again and again, until another is done."""
    return isinstance(step, Task | Meeting) and step.repeats


def rests(step: AnyStep, case: Case) -> bool:
    """Say whether a step may be done again, but nobody waits for that."""
    return again(step) and not _every(step) and step.id in case.done


def _every(step: AnyStep) -> bool:
    return step.deadline is not None and step.deadline.manner == "every"
