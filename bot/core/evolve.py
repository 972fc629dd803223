"""How each event changes a case: the fold of a journal.

Nothing is checked here. What is in a journal has happened, whatever the rules
say today.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.core.case import Action, Arrangement, Ask, Case, Mark, Ruling, Signature, Was
from bot.core.events import (
    ActionAdded,
    ActionCompleted,
    ActionReassigned,
    AgencyIdentified,
    AlertRaised,
    AnchorCorrected,
    AnchorSet,
    AnswersErased,
    AnswersRead,
    CaseClosed,
    CaseRef,
    ChainCompleted,
    ConflictDeclared,
    Decided,
    DeliveryEnded,
    DissentRecorded,
    DraftWritten,
    Entry,
    HolidaysAnnounced,
    MeetingArranged,
    MeetingHeld,
    MeetingMoved,
    MeetingStoodDown,
    Moment,
    Nudged,
    RequestSent,
    ReturnReceived,
    SentBack,
    Signed,
    Snoozed,
    StepCompleted,
    StepNotNeeded,
)


def fold(ref: CaseRef, journal: Iterable[Entry]) -> Case:
    """Make a case from its journal."""
    case = Case(ref)
    for entry in journal:
        case = evolve(case, entry)
    return case


def evolve(case: Case, entry: Entry) -> Case:
    """Apply one entry. A new kind of event does not type-check until it is here."""
    case = replace(case, length=entry.n)
    mark = _mark(entry, entry.at)
    match entry.event:
        case AlertRaised(procedure, version, facts):
            return replace(
                case, procedure=procedure, version=version, facts=facts, raised=mark
            )
        case AnchorSet() | AnchorCorrected():
            return _anchored(case, entry.event, mark)
        case DraftWritten() | Signed() | ChainCompleted() | SentBack():
            return _signed(case, entry.event, entry)
        case AgencyIdentified() | RequestSent() | ReturnReceived():
            return _asked(case, entry.event, entry)
        case MeetingArranged() | MeetingMoved() | MeetingStoodDown() | MeetingHeld():
            return _met(case, entry.event, entry)
        case StepCompleted(step, on):
            return replace(case, done={**case.done, step: _mark(entry, on)})
        case StepNotNeeded(step):
            return replace(case, aside={**case.aside, step: mark})
        case Decided(step, choice):
            ruling = Ruling(choice, mark)
            return replace(
                case,
                rulings={**case.rulings, step: ruling},
                done={**case.done, step: _mark(entry, entry.at)},
            )
        case DissentRecorded(step):
            ruling = case.rulings[step]
            ruling = replace(ruling, dissent=(*ruling.dissent, mark))
            return replace(case, rulings={**case.rulings, step: ruling})
        case Snoozed(step, until):
            return replace(case, snoozed={**case.snoozed, step: until})
        case Nudged(part, planned):
            return replace(case, nudged={**case.nudged, part: planned})
        case ConflictDeclared(person):
            return replace(case, conflicted=case.conflicted | {person})
        case ActionAdded() | ActionReassigned() | ActionCompleted():
            return _tracked(case, entry.event, entry)
        case AnswersRead() | DeliveryEnded():
            return case
        case HolidaysAnnounced(moved):
            return replace(case, recounted=moved)
        case AnswersErased():
            return replace(case, erased=True)
        case CaseClosed():
            return replace(case, closed=mark)
        case _:
            assert_never(entry.event)


def _mark(entry: Entry, on: Moment) -> Mark:
    return Mark(entry.by, entry.role, entry.at, entry.n, on, entry.instead_of)


def _anchored(case: Case, event: AnchorSet | AnchorCorrected, mark: Mark) -> Case:
    was = case.corrected
    if isinstance(event, AnchorCorrected):
        was = (*was, Was(event.anchor, event.was, mark))
    anchors = {**case.anchors, event.anchor: event.value}
    return replace(case, anchors=anchors, corrected=was)


def _signed(
    case: Case, event: DraftWritten | Signed | ChainCompleted | SentBack, entry: Entry
) -> Case:
    chain = case.chain(event.step)
    mark = _mark(entry, entry.at)
    done = dict(case.done)
    match event:
        case DraftWritten(_, digest):
            kept = chain.signatures if digest == chain.text else ()
            chain = replace(
                chain,
                text=digest,
                written=mark,
                authors=chain.authors | {entry.by},
                signatures=kept,
                returned=None,
                last_text=entry.n,
            )
            done.pop(event.step, None)
        case Signed(_, link, seat):
            signature = Signature(link, seat, mark)
            chain = replace(chain, signatures=(*chain.signatures, signature))
        case ChainCompleted(step):
            done[step] = mark
        case SentBack():
            chain = replace(chain, text="", signatures=(), returned=mark)
        case _:
            assert_never(event)
    return replace(case, chains={**case.chains, event.step: chain}, done=done)


def _asked(
    case: Case, event: AgencyIdentified | RequestSent | ReturnReceived, entry: Entry
) -> Case:
    asks = dict(case.asks(event.step))
    mark = _mark(entry, entry.at)
    match event:
        case AgencyIdentified(_, agency, return_by):
            asks[agency] = Ask(mark, return_by)
        case RequestSent(_, agency):
            asks[agency] = replace(asks[agency], sent=mark)
        case ReturnReceived(_, agency, on):
            asks[agency] = replace(asks[agency], returned=_mark(entry, on))
        case _:
            assert_never(event)
    done = dict(case.done)
    done.pop(event.step, None)
    if all(ask.returned for ask in asks.values()):
        latest = max(asks.values(), key=lambda ask: _day_returned(ask, entry.at))
        done[event.step] = latest.returned or mark
    requests = {**case.requests, event.step: asks}
    return replace(case, requests=requests, done=done)


def _day_returned(ask: Ask, otherwise: datetime) -> datetime:
    return ask.returned.at if ask.returned else otherwise


def _met(
    case: Case,
    event: MeetingArranged | MeetingMoved | MeetingStoodDown | MeetingHeld,
    entry: Entry,
) -> Case:
    mark = _mark(entry, entry.at)
    before = case.meetings.get(event.step)
    sequence = before.sequence + 1 if before else 0
    match event:
        case MeetingArranged(step, start, minutes) | MeetingMoved(step, start, minutes):
            arranged = Arrangement(start, minutes, sequence, mark)
        case MeetingStoodDown(step):
            if before is None:
                return case
            arranged = replace(before, sequence=sequence, changed=mark, stood_down=True)
        case MeetingHeld(step, on):
            return replace(case, done={**case.done, step: _mark(entry, on)})
        case _:
            assert_never(event)
    return replace(case, meetings={**case.meetings, event.step: arranged})


def _tracked(
    case: Case, event: ActionAdded | ActionReassigned | ActionCompleted, entry: Entry
) -> Case:
    match event:
        case ActionAdded(number, sheet, owner, due):
            action = Action(number, sheet, owner, due, _mark(entry, entry.at))
            return replace(case, actions=(*case.actions, action))
        case ActionReassigned(number, owner, due):
            actions = (
                replace(a, owner=owner, due=due) if a.number == number else a
                for a in case.actions
            )
        case ActionCompleted(number, on):
            done = _mark(entry, on)
            actions = (
                replace(a, done=done) if a.number == number else a for a in case.actions
            )
        case _:
            assert_never(event)
    return replace(case, actions=tuple(actions))
