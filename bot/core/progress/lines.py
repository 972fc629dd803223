"""Every deadline of a procedure or a case, worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import is_
from typing import TypeAlias

from bot.core import clock
from bot.core.case import Case
from bot.core.clock import Deadline, Due
from bot.core.errors import NotKnownYet
from bot.core.events import AnchorId, Moment, RoleId, StepId
from bot.core.people import Roster
from bot.core.procedure import Procedure
from bot.core.progress.days import due_of, local_day, part_day
from bot.core.progress.standing import Standings, standings
from bot.core.progress.suiting import AnyStep
from bot.core.workdays import Offices, working_day_before

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
        national: The national limit for the same act, worked out, if there is one.
        planned: The day for which it is planned, if that is set ahead.
    """

    part: str
    step: AnyStep
    title: str
    role: RoleId
    deadline: Deadline
    due: Due | None
    refused: str = ""
    settled: bool = False
    national: Due | None = None
    planned: Moment | None = None

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
        return clock.is_after(now, when)


_Part: TypeAlias = tuple[str, str, Deadline, bool]
"""What it is called, what is to be done, by when, and whether it is settled."""
_Found: TypeAlias = dict[StepId, tuple[tuple[object, ...], tuple[Line, ...]]]
"""The lines of each step that are left, after all that they follow from."""


def lines(
    procedure: Procedure,
    anchors: Mapping[AnchorId, Moment],
    offices: Offices,
    case: Case | None = None,
    roster: Roster | None = None,
) -> tuple[Line, ...]:
    """Work out every deadline of a procedure, for some anchors or for a case.

    With a case, each agency asked has a line of its own, and steps that do not
    apply to it are left out. They are the very same for as long as nothing that they
    follow from changes.
    """
    if case is None:
        return tuple(_lines(procedure, anchors, offices, case, roster))
    others = anchors, case.requests, case.meetings, case.earlier
    whole = procedure, offices, roster, standings(case, procedure), *others
    known: tuple[Line, ...] | None = case.known("lines", *whole)
    if known is None:
        found = _lines(procedure, anchors, offices, case, roster)
        known = case.keep("lines", tuple(found), *whole)
    return known


def left(
    procedure: Procedure, offices: Offices, case: Case, roster: Roster
) -> tuple[Line, ...]:
    """Work out only the deadlines of a case that are still to be met.

    What is only done if somebody finds it necessary need not be met. The lines of a
    step are the very same for as long as nothing that they follow from changes.
    """
    stands = standings(case, procedure)
    others = case.anchors, case.requests, case.meetings, case.earlier
    whole = procedure, offices, roster, stands, *others
    known: tuple[Line, ...] | None = case.known("left", *whole)
    if known is None:
        found = _each_left(stands, procedure, offices, case, roster)
        known = case.keep("left", tuple(found), *whole)
    return known


def _each_left(
    stands: Standings,
    procedure: Procedure,
    offices: Offices,
    case: Case,
    roster: Roster,
) -> Iterator[Line]:
    """Work out the lines of each step, where they are not known from before."""
    before: _Found = case.known("each left", procedure, offices, roster) or {}
    found: _Found = {}
    for name in procedure.counted_from:
        step = procedure.by_id[name]
        if step.optional or stands.status[name] == "not-needed":
            continue
        over = name in stands.over
        if over and step.kind != "request":
            continue  # an agency may still owe its return
        ground = over, *_ground(name, case, procedure)
        was, known = before.get(name, ((), ()))
        if len(was) != len(ground) or not all(map(is_, was, ground)):
            parts = _parts(step, case, roster, done=over)
            still = (part for part in parts if not part[-1])
            given = procedure, case.anchors, offices, case
            known = tuple(_worked_out(step, still, *given))
        found[name] = ground, known
        yield from known
    case.keep("each left", found, procedure, offices, roster)


def _ground(name: StepId, case: Case, procedure: Procedure) -> Iterator[object]:
    """List all that the lines of a step follow from, except whether it is over."""
    anchors, steps = procedure.counted_from[name]
    yield case.requests.get(name)
    yield case.meetings.get(name)
    yield from map(case.anchors.get, anchors)
    for other in steps:
        yield case.done.get(other)
        yield case.earlier.get(other)
        yield case.meetings.get(other)


def _lines(
    procedure: Procedure,
    anchors: Mapping[AnchorId, Moment],
    offices: Offices,
    case: Case | None,
    roster: Roster | None,
) -> Iterator[Line]:
    stands = standings(case, procedure) if case else None
    for step in procedure.step:
        if stands and stands.status[step.id] == "not-needed":
            continue
        over = stands is not None and step.id in stands.over
        parts = _parts(step, case, roster, done=over)
        yield from _worked_out(step, parts, procedure, anchors, offices, case)


def _worked_out(
    step: AnyStep,
    parts: Iterable[_Part],
    procedure: Procedure,
    anchors: Mapping[AnchorId, Moment],
    offices: Offices,
    case: Case | None,
) -> Iterator[Line]:
    for part, title, deadline, settled in parts:
        due, refused = None, ""
        try:
            due = _own_date(part, step, case, offices) or due_of(
                step, procedure, anchors, offices, case, deadline
            )
        except NotKnownYet as refusal:
            refused = str(refusal)
        own = deadline is step.deadline  # not of the sending, or the inviting
        yield Line(
            part,
            step,
            title,
            step.owner,
            deadline,
            due,
            refused,
            settled,
            _national(step, procedure, anchors, offices, case) if own else None,
            anchors.get(step.target) if own else None,
        )


def _national(
    step: AnyStep,
    procedure: Procedure,
    anchors: Mapping[AnchorId, Moment],
    offices: Offices,
    case: Case | None,
) -> Due | None:
    limit = step.national_deadline
    if limit is None:
        return None
    try:
        return due_of(step, procedure, anchors, offices, case, limit)
    except NotKnownYet:
        return None


def undated(step: AnyStep) -> bool:
    """Say whether a step has no deadline of any sort, and so never a line."""
    return next(_parts(step, None, None, done=False), None) is None


def _parts(
    step: AnyStep, case: Case | None, roster: Roster | None, *, done: bool
) -> Iterator[_Part]:
    if step.kind == "meeting" and step.invite_deadline:
        arranged = case.meetings.get(step.id) if case else None
        sent = done or (arranged is not None and arranged.certain)
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
