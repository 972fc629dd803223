"""Where each step of a case stands: which apply, and which are open or done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from bot.core.case import Case
from bot.core.procedure import (
    Decision,
    Meeting,
    Procedure,
    Request,
    SignOff,
    Task,
    When,
)

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
        chosen = case.chosen(name)
        if chosen is None:
            undecided = True
        elif not chosen & allowed:
            return False
    return None if undecided else True


def status(step: AnyStep, case: Case, procedure: Procedure) -> Status:
    """Say where one step stands."""
    by, known = case.statuses.get(step.id, (None, None))
    if by is not procedure:
        known = _status(step, case, procedure)
        case.statuses[step.id] = procedure, known
    worked_out: Status = known
    return worked_out


def _status(step: AnyStep, case: Case, procedure: Procedure) -> Status:
    suits = applies(step, case)
    if suits is False or step.id in case.aside:
        return "not-needed"
    if suits is None and _never_decided(step, case, procedure):
        return "not-needed"
    if finished(step, case):
        return "done"
    if suits is None or any(waits_for(step, case, procedure)):
        return "waiting"
    return "open"


def _never_decided(step: AnyStep, case: Case, procedure: Procedure) -> bool:
    """Say whether a step hangs on decisions that nobody is going to make."""
    return all(
        any(
            name not in case.rulings
            and name in procedure.by_id
            and status(procedure.by_id[name], case, procedure) == "not-needed"
            for name in way
        )
        for way in step.when
        if _holds(way, case) is None
    )


def waits_for(step: AnyStep, case: Case, procedure: Procedure) -> Iterator[AnyStep]:
    """List the steps that must be settled before this one can be done."""
    for name in step.after:
        earlier = procedure.by_id[name]
        if earlier.optional or name in case.done:
            continue
        if status(earlier, case, procedure) in ("waiting", "open"):
            yield earlier


def finished(step: AnyStep, case: Case) -> bool:
    """Say whether a step has been done for good, and will not come round again."""
    deadline = step.deadline
    if deadline is not None and deadline.manner == "every":
        until = deadline.until
        # With a count, it goes on until that day: then no further day is found.
        return until is not None and not until.count and until.anchor in case.anchors
    return step.id in case.done
