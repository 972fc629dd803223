"""Where a case stands: which steps apply, are open or done, and what is due when.

No date is kept. Correct an anchor or announce a bank holiday, and every date that
depends on it is different the next time anybody asks. Where a step stands follows
from the journal alone, so it is worked out once for each entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal, TypeAlias

from bot.core import clock
from bot.core.case import Case
from bot.core.clock import Deadline, Due
from bot.core.errors import NotKnownYet
from bot.core.events import AnchorId, Moment, RoleId, StepId
from bot.core.people import Roster
from bot.core.procedure import Decision, Meeting, Procedure, Request, SignOff, Task
from bot.core.words import LONDON
from bot.core.workdays import Offices, working_day_before

AnyStep: TypeAlias = Task | SignOff | Request | Meeting | Decision
Status: TypeAlias = Literal["waiting", "open", "done", "not-needed"]

INVITE = "/invite"
"""Ends the part of a meeting that is the sending of its invitations."""
SEND = "/send"
"""Ends the part of a request that is the sending of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One deadline of one step.

    Attributes:
        part: The step, or ``step/invite``, ``step/send`` or ``step/agency``.
        title: What is to be done by then.
        role: Who sees to it.
        due: When, worked out; nothing when it lies past the known holidays.
        refused: Why it could not be worked out, or an empty string.
        settled: Whether it has been done, or is no longer to be done.
    """

    part: str
    step: AnyStep
    title: str
    role: RoleId
    deadline: Deadline
    due: Due | None
    refused: str = ""
    settled: bool = False

    @property
    def day(self) -> date | None:
        """The local day it is due, if that is known."""
        return part_day(self.due) if self.due else None

    def late(self, now: datetime) -> bool:
        """Say whether it should have been done already and has not been.

        What is only done if somebody finds it necessary is never late.
        """
        when = self.due.due if self.due else None
        if self.settled or self.step.optional or when is None:
            return False
        if isinstance(when, datetime):
            return when < now
        return when < now.astimezone(LONDON).date()


def applies(step: AnyStep, case: Case) -> bool | None:
    """Say whether a step applies to a case; nothing while that is undecided."""
    undecided = False
    for name, wanted in step.when.items():
        allowed = (wanted,) if isinstance(wanted, str) else wanted
        chosen = case.chosen(name)
        if chosen is None:
            undecided = True
        elif chosen not in allowed:
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
    if _finished(step, case):
        return "done"
    if suits is None or any(waits_for(step, case, procedure)):
        return "waiting"
    return "open"


def _never_decided(step: AnyStep, case: Case, procedure: Procedure) -> bool:
    """Say whether a step hangs on a decision that nobody is going to make."""
    return any(
        name not in case.rulings
        and name in procedure.by_id
        and status(procedure.by_id[name], case, procedure) == "not-needed"
        for name in step.when
    )


def waits_for(step: AnyStep, case: Case, procedure: Procedure) -> Iterator[AnyStep]:
    """List the steps that must be settled before this one can be done."""
    for name in step.after:
        earlier = procedure.by_id[name]
        if earlier.optional or name in case.done:
            continue
        if status(earlier, case, procedure) in ("waiting", "open"):
            yield earlier


def _finished(step: AnyStep, case: Case) -> bool:
    deadline = step.deadline
    if deadline is not None and deadline.manner == "every":
        until = deadline.until
        # With a count, it goes on until that day: then no further day is found.
        return until is not None and not until.count and until.anchor in case.anchors
    return step.id in case.done


def lines(
    procedure: Procedure,
    anchors: Mapping[AnchorId, Moment],
    offices: Offices,
    case: Case | None = None,
    roster: Roster | None = None,
) -> tuple[Line, ...]:
    """Work out every deadline of a procedure, for some anchors or for a case.

    With a case, each agency asked has a line of its own, and steps that do not
    apply to it are left out.
    """
    return tuple(_lines(procedure, anchors, offices, case, roster))


def left(
    procedure: Procedure, offices: Offices, case: Case, roster: Roster
) -> Iterator[Line]:
    """Work out only the deadlines of a case that are still to be met.

    What is only done if somebody finds it necessary need not be met.
    """
    return _lines(procedure, case.anchors, offices, case, roster, only_left=True)


def _lines(
    procedure: Procedure,
    anchors: Mapping[AnchorId, Moment],
    offices: Offices,
    case: Case | None,
    roster: Roster | None,
    *,
    only_left: bool = False,
) -> Iterator[Line]:
    for step in procedure.step:
        if case and status(step, case, procedure) == "not-needed":
            continue
        if only_left and step.optional:
            continue
        for part, title, deadline, settled in _parts(step, case, roster):
            if only_left and settled:
                continue
            due, refused = None, ""
            try:
                due = _own_date(part, step, case, offices) or due_of(
                    step, procedure, anchors, offices, case, deadline
                )
            except NotKnownYet as refusal:
                refused = str(refusal)
            yield Line(part, step, title, step.owner, deadline, due, refused, settled)


def undated(step: AnyStep) -> bool:
    """Say whether a step has no deadline of any sort, and so never a line."""
    return next(_parts(step, None, None), None) is None


def _parts(
    step: AnyStep, case: Case | None, roster: Roster | None
) -> Iterator[tuple[str, str, Deadline, bool]]:
    done = case is not None and _finished(step, case)
    if step.kind == "meeting" and step.invite_deadline:
        arranged = case.meetings.get(step.id) if case else None
        sent = done or (arranged is not None and not arranged.stood_down)
        yield f"{step.id}{INVITE}", f"Invite: {step.title}", step.invite_deadline, sent
    if step.kind == "request":
        asks = case.asks(step.id) if case else {}
        if step.send_deadline:
            sent = bool(asks) and all(ask.sent for ask in asks.values())
            yield f"{step.id}{SEND}", f"Send: {step.title}", step.send_deadline, sent
        if asks and step.deadline:
            for agency, ask in asks.items():
                name = roster.agency_name(agency) if roster else agency
                title = f"{step.asks_for.capitalize()} from {name}"
                yield f"{step.id}/{agency}", title, step.deadline, bool(ask.returned)
            return
    if step.deadline:
        yield step.id, step.title, step.deadline, done


def _own_date(
    part: str, step: AnyStep, case: Case | None, offices: Offices
) -> Due | None:
    """Give an agency found late the day that was agreed with it."""
    agency = part.removeprefix(f"{step.id}/")
    ask = case.asks(step.id).get(agency) if case else None
    if ask is None or ask.return_by is None:
        return None
    day = ask.return_by
    found = local_day(ask.identified.at)
    advised = None if offices.open_on(day) else working_day_before(day, offices)
    return Due(due=day, start=found, day_zero=found, advised=advised)


def due_of(
    step: AnyStep,
    procedure: Procedure,
    anchors: Mapping[AnchorId, Moment],
    offices: Offices,
    case: Case | None = None,
    deadline: Deadline | None = None,
) -> Due:
    """Work out when a step, or one of its other deadlines, is due.

    Args:
        step: The step.
        procedure: The procedure it belongs to.
        anchors: The anchors known.
        offices: When offices are open.
        case: The case, which knows when other steps were done.
        deadline: One of the step's other deadlines, instead of its own.

    Raises:
        NotKnownYet: It falls where the bank holidays are not published.
    """
    wanted = deadline or step.deadline
    if wanted is None:
        return Due()
    if wanted.manner == "every":
        last = case.done.get(step.id) if case else None
        return clock.occurrence(wanted, anchors, offices, last.on if last else None)
    if wanted.with_step is None:
        return _worked_out(wanted, tuple(anchors.items()), offices)
    other = procedure.by_id[wanted.with_step]
    happened = happened_on(other.id, case) if case else None
    if other.sets in anchors:  # the day it happened, as far as it has been put right
        happened = local_day(anchors[other.sets])
    if happened is not None:
        return clock.settled_on(other.id, happened, offices)
    if other.deadline is None:
        return clock.waiting(other.id)
    return due_of(other, procedure, anchors, offices, case)


@lru_cache(maxsize=1_024)
def _worked_out(
    deadline: Deadline, anchors: tuple[tuple[AnchorId, Moment], ...], offices: Offices
) -> Due:
    # Every press asks for every date of a case, and moves hardly any.
    return clock.work_out(deadline, dict(anchors), offices)


def part_day(due: Due) -> date | None:
    """Find the local day of a due date, if it is known."""
    return None if due.due is None else local_day(due.due)


def happened_on(step: StepId, case: Case) -> date | None:
    """Find the day on which a step was done, or a meeting is arranged for."""
    if step in case.done:
        return local_day(case.done[step].on)
    arranged = case.meetings.get(step)
    if arranged and not arranged.stood_down:
        return local_day(arranged.start)
    return None


def local_day(when: Moment) -> date:
    """Find the day in London of a day or an instant."""
    return when.astimezone(LONDON).date() if isinstance(when, datetime) else when
