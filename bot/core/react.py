"""Who must hear of what has happened, and by what: cards, invitations, requests.

A telling names a role and a kind, never people or words: both are worked out
when it goes, so one that waited overnight is still true.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from itertools import groupby

from bot.core import apart, rooms, timing
from bot.core.asking import OF_AGENCY, Asking
from bot.core.case import Case
from bot.core.changed import changed
from bot.core.declined import declined
from bot.core.errors import Refused
from bot.core.events import (
    AgencyIdentified,
    AlertRaised,
    AnchorCorrected,
    ChainCompleted,
    Decided,
    DissentRecorded,
    Entry,
    HolidaysAnnounced,
    MeetingArranged,
    MeetingHeld,
    MeetingMoved,
    MeetingStoodDown,
    Nudged,
    PersonId,
    ProcedureMoved,
    Replied,
    RequestSent,
    RoleId,
    SentBack,
    StepCompleted,
    StepId,
    TimeHeld,
)
from bot.core.hearing import Seat, Telling
from bot.core.procedure import CHANNEL, EVERY_AGENCY, Meeting, Request, SignOff, Task
from bot.core.progress import reordered, rests, standings, still_before
from bot.core.progress.lateness import came_up
from bot.core.registered import warnings
from bot.core.squared import squared, squared_for_agencies
from bot.core.steps.sign_off import empty_seats
from bot.core.wanted import wanted, wanted_again, wanted_of, wanting

__all__ = ["Telling", "asked_again", "asked_of", "react", "turns", "waiting_for"]


def react(
    before: Case,
    entries: Iterable[Entry],
    after: Case,
    asking: Asking,
    earlier: Asking | None = None,
) -> tuple[Telling, ...]:
    """List who must hear of what one command did to a case.

    Args:
        before: The case as it stood.
        entries: What happened, in order.
        after: The case as it stands now.
        asking: The rules, the people and the time.
        earlier: The rules before, where the case moved to a newer version of them.
    """
    told: list[Telling] = []
    happened = list(entries)
    for entry in happened:
        told.extend(_heard(entry, after, asking))
    told.extend(_nudges(happened, after, asking))
    was, now = asked_of(before, earlier or asking), asked_of(after, asking)
    again = {e.event.step for e in happened if isinstance(e.event, SentBack)}
    new = sorted(seat for seat in now if seat not in was or seat[2] in again)
    for (role, person), seats in groupby(new, key=lambda seat: seat[:2]):
        steps = tuple(step for _, _, step in seats)
        ordered = tuple(s for s in asking.procedure.by_id if s in steps)
        told.append(Telling("ask", role, person, parts=ordered))
    told.extend(wanting(before, happened, after, asking, earlier or asking))
    told.extend(declined(before, happened, after, asking))
    told.extend(changed(before, happened, was - now, after, asking))
    told.extend(apart.told(happened, now, after, asking))
    told.extend(timing.told(before, happened, now - was, after, asking))
    told.extend(rooms.told(before, happened, after, asking, earlier or asking))
    touched = _touched(happened) | {step for _, _, step in was ^ now}
    touched |= set(reordered(before, after, asking.procedure))
    if any(isinstance(e.event, ProcedureMoved) for e in happened):
        told.extend(_renewed(was | now, asking))
        told.extend(squared(after, asking))
    if any(isinstance(e.event, AnchorCorrected | ProcedureMoved) for e in happened):
        touched |= {step for _, _, step in now}
    if touched and before.length:
        told.append(Telling("redraw", parts=tuple(sorted(touched))))
    return tuple(dict.fromkeys(told))


def _renewed(seats: Iterable[Seat], asking: Asking) -> Iterator[Telling]:
    """Tell everybody who had something to do, or has now, that the rules are newer."""
    yield Telling("renewed", channel=True)
    roles = {role for role, _, _ in seats if role in asking.procedure.role}
    for role in sorted(roles | {asking.procedure.coordinator}):
        yield Telling("renewed", role)


def asked_of(case: Case, asking: Asking) -> frozenset[Seat]:
    """List whose turn it is, for every step that is open on a case."""
    if case.closed or not case.raised:
        return frozenset()
    return frozenset(
        (role, person, step.id)
        for step in standings(case, asking.procedure).open
        if not step.optional
        for role, person in turns(step.id, case, asking)
    )


def waiting_for(case: Case, asking: Asking) -> tuple[StepId, ...]:
    """List the steps that wait for this person, as themselves or as a deputy.

    That is each whose turn is theirs, or on which their view is wanted.
    """
    mine = {
        step
        for role, person, step in asked_of(case, asking)
        if _is_for(role, person, step, case, asking)
    }
    mine |= set(wanted_of(wanted(case, asking), case, asking))
    agency = asking.roster.person(asking.by).agency
    for step, asks in case.requests.items():
        ask = asks.get(agency)
        if ask and ask.sent and not ask.returned and not case.closed:
            mine.add(step)
    return tuple(step for step in asking.procedure.by_id if step in mine)


def _is_for(
    role: RoleId, person: PersonId, step: StepId, case: Case, asking: Asking
) -> bool:
    try:
        standing = asking.standing(case, role, asking.procedure.by_id[step])
    except Refused:
        return False
    if not person or person in (asking.by, standing.instead_of):
        return True
    gone = asking.roster.absence(person, asking.today)
    return bool(gone and gone.deputy == asking.by)


def asked_again(away: PersonId, case: Case, asking: Asking) -> tuple[Telling, ...]:
    """Ask again what waits for somebody who is away, so that a deputy hears of it."""
    roles = asking.roster.person(away).roles
    parts: dict[Seat, list[StepId]] = {}
    for role, person, step in sorted(asked_of(case, asking)):
        if away == person or (not person and role in roles):
            parts.setdefault((role, person, ""), []).append(step)
    asked = (
        Telling("ask", role, person, parts=tuple(steps))
        for (role, person, _), steps in parts.items()
    )
    return *asked, *wanted_again(away, case, asking)


def turns(
    step_id: StepId, case: Case, asking: Asking
) -> Iterator[tuple[RoleId, PersonId]]:
    """List whose turn it is to do something to an open step: roles, and holders."""
    step = asking.procedure.by_id[step_id]
    deadline = step.deadline
    if rests(step, case):
        return
    if isinstance(step, SignOff):
        chain = case.chain(step.id)
        if not chain.text:
            yield step.owner, ""
            return
        for seat in empty_seats(step, chain, asking):
            role, _, person = seat.partition("/")
            yield role, person
    elif isinstance(step, Meeting):
        ready = all(
            case.to_come(name) for name in still_before(step, case, asking.procedure)
        )
        if ready and case.to_come(step.id) is None:
            yield step.owner, ""
    elif isinstance(step, Request):
        asks = case.asks(step.id)
        if not asks or any(ask.sent is None for ask in asks.values()):
            yield step.owner, ""
    elif isinstance(step, Task) and step.awaits:
        return
    elif deadline is None or deadline.manner != "every":
        yield step.owner, ""


def _heard(entry: Entry, case: Case, asking: Asking) -> Iterator[Telling]:
    event = entry.event
    match event:
        case AlertRaised():
            yield Telling("raised", channel=True)
            short = (step.owner for step, _ in warnings(case, asking))
            for role in dict.fromkeys((asking.procedure.coordinator, *short)):
                yield Telling("raised", role)
        case StepCompleted() | ChainCompleted() | MeetingHeld() | Decided():
            yield from _news(event.step, case, asking)
        case DissentRecorded(step=step):
            owner = asking.procedure.by_id[step].owner
            for role in dict.fromkeys((owner, asking.procedure.coordinator)):
                yield Telling("news", role, parts=(step,))
        case AnchorCorrected(anchor=anchor):
            yield Telling("moved", channel=True, parts=(anchor,))
            owners = {role for role, _, _ in asked_of(case, asking)}
            for role in sorted(owners | {asking.procedure.coordinator}):
                yield Telling("moved", role, parts=(anchor,))
        case HolidaysAnnounced():
            yield Telling("recounted", channel=True)
            owners = {role for role, _, _ in asked_of(case, asking)}
            for role in sorted(owners | {asking.procedure.coordinator}):
                yield Telling("recounted", role)
        case RequestSent(step=step, agency=agency):
            yield Telling("request", OF_AGENCY + agency, parts=(f"{step}/{agency}",))
        case MeetingArranged() | MeetingMoved() | MeetingStoodDown() | TimeHeld():
            known = case.meetings[event.step]
            yield Telling(
                "invite",
                parts=(event.step,),
                sequence=known.sequence,
                sitting=known.sitting,
            )
        case AgencyIdentified():
            yield from squared_for_agencies(case, asking)
        case _:
            return


def _news(step_id: StepId, case: Case, asking: Asking) -> Iterator[Telling]:
    for role in asking.procedure.by_id[step_id].tell:
        if role == CHANNEL:
            yield Telling("news", channel=True, parts=(step_id,))
        elif role == EVERY_AGENCY:
            for agency in case.agencies:
                yield Telling("news", OF_AGENCY + agency, parts=(step_id,))
        else:
            yield Telling("news", role, parts=(step_id,))


def _nudges(happened: list[Entry], case: Case, asking: Asking) -> Iterator[Telling]:
    """One nudge for each role, about everything it is to hear of at this minute.

    One that somebody asked to hear later is not late for that, nor is one about what
    has only come up now.
    """
    parts: dict[RoleId, list[str]] = {}
    late: dict[RoleId, int] = {}
    for entry in happened:
        if isinstance(entry.event, Nudged):
            planned = entry.event.planned
            wanted = case.snoozed.get(entry.event.step.split("/")[0], planned)
            there = came_up(entry.event.step, case, asking.procedure)
            gone = entry.at.astimezone(UTC) - max(planned, wanted, *there)
            behind = int(gone.total_seconds() // 60)
            for role in entry.event.to:
                parts.setdefault(role, []).append(entry.event.step)
                late[role] = max(late.get(role, 0), behind)
    for role, about in parts.items():
        yield Telling("nudge", role, parts=tuple(about), late=late[role])


def _touched(happened: list[Entry]) -> set[StepId]:
    # A nudge is a card of its own and changes nothing on those before it: with every
    # one of them drawn again each morning, the hundredth would draw a hundred.
    unmoved = Replied | Nudged
    events = (e.event for e in happened if not isinstance(e.event, unmoved))
    steps = (getattr(event, "step", "") for event in events)
    return {step.split("/")[0] for step in steps if step}
