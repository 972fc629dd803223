"""The journal in words: one sentence for each entry, with nothing personal in it."""

from __future__ import annotations

from typing import Final, assert_never

from bot.core import routes, words
from bot.core.account_of_meetings import (
    of_coming,
    of_meeting,
    of_times,
    title_of,
)
from bot.core.asking import BOT, Asking
from bot.core.events import (
    ActionAdded,
    ActionCompleted,
    ActionReassigned,
    ActionReopened,
    AgencyIdentified,
    AlertRaised,
    AnchorCorrected,
    AnchorSet,
    AnswersErased,
    AnswersRead,
    CameInTime,
    CaseClosed,
    ChainCompleted,
    ConflictDeclared,
    Decided,
    DeliveryEnded,
    DissentRecorded,
    DraftWritten,
    Entry,
    FactCorrected,
    FellLate,
    HolidaysAnnounced,
    ImpactChecked,
    MeetingArranged,
    MeetingHeld,
    MeetingMoved,
    MeetingStoodDown,
    Nudged,
    PlaceTaken,
    ProcedureMoved,
    Replied,
    RequestSent,
    ReturnReceived,
    RoomOpened,
    SentBack,
    Signed,
    Snoozed,
    StepCompleted,
    StepNotNeeded,
    TimeHeld,
    TimesFound,
    TimesSought,
    ViewGiven,
)
from bot.core.procedure import Request
from bot.core.progress import plans

_ENDS: Final = {
    "sent": "was delivered",
    "dropped": "was no longer true",
    "mailed": "could not be shown in the chat, so it went by e-mail",
}


def said(entry: Entry, asking: Asking) -> str:
    """Say what happened, without who and when.

    Example: ``The notification was sent: Tuesday 29 December 2026.``
    """
    match entry.event:
        case DraftWritten() | Signed() | ChainCompleted() | SentBack():
            return _of_chain(entry.event, asking)
        case AgencyIdentified() | RequestSent() | ReturnReceived():
            return _of_request(entry.event, asking)
        case MeetingArranged() | MeetingMoved() | MeetingStoodDown() | MeetingHeld():
            return of_meeting(entry.event, asking)
        case TimesSought() | TimesFound() | TimeHeld():
            return of_times(entry.event, asking)
        case Replied() | PlaceTaken():
            return of_coming(entry.event, asking)
        case (
            ActionAdded()
            | ActionReassigned()
            | ActionCompleted()
            | ImpactChecked()
            | ActionReopened()
        ):
            return plans.told(entry.event, asking)
        case (
            StepCompleted()
            | StepNotNeeded()
            | Decided()
            | DissentRecorded()
            | ViewGiven()
            | FellLate()
            | CameInTime()
            | Snoozed()
            | Nudged()
        ):
            return _of_step(entry.event, asking)
        case RoomOpened(people):
            inside = words.listed(map(asking.roster.name, people))
            is_now = f"is open to {inside}" if inside else "was closed"
            return f"The room of this case {is_now}."
        case _:
            return _of_case(entry.event, entry, asking)


def by_whom(entry: Entry, asking: Asking) -> str:
    """Say who did it, in what role, and for whom."""
    if entry.by == BOT:
        return "Dayzero"
    name = asking.roster.name(entry.by)
    role = f", {asking.said(entry.role)}" if entry.role else ""
    if entry.instead_of:
        instead = asking.roster.name(entry.instead_of)
        return f"{name} for {instead}{role}"
    return f"{name}{role}"


def _asked_for(step: str, asking: Asking) -> str:
    known = asking.procedure.by_id.get(step)
    if isinstance(known, Request):
        return f"its {known.asks_for}"
    return title_of(step, asking)


def _packed(step: str, asking: Asking) -> str:
    known = asking.procedure.by_id.get(step)
    asked = asking.procedure.by_id.get(getattr(known, "pack", ""))
    return words.one(asked.asks_for) if isinstance(asked, Request) else "a return"


def _anchor(anchor: str, asking: Asking) -> str:
    shape = asking.procedure.anchor.get(anchor)
    return words.begun(shape.title) if shape else anchor


def _of_case(
    event: AlertRaised
    | AnchorSet
    | AnchorCorrected
    | AnswersRead
    | AnswersErased
    | HolidaysAnnounced
    | ProcedureMoved
    | ConflictDeclared
    | FactCorrected
    | CaseClosed
    | DeliveryEnded,
    entry: Entry,
    asking: Asking,
) -> str:
    match event:
        case AlertRaised():
            return f"The alert was raised and became {entry.case}."
        case AnchorSet(anchor, value):
            return f"{_anchor(anchor, asking)}: {words.moment(value)}."
        case AnchorCorrected(anchor, value, was):
            return (
                f"Corrected. {_anchor(anchor, asking)}: {words.moment(value)}; "
                f"it had been {words.moment(was)}."
            )
        case AnswersRead(n):
            return f"What was written under entry {n} was read."
        case HolidaysAnnounced(moved):
            number = words.counted(len(moved), "date")
            return f"Bank holidays were announced, and {number} moved."
        case ProcedureMoved(_, _, moved):
            number = words.counted(len(moved), "date")
            return f"A newer version of the procedure is followed now; {number} moved."
        case AnswersErased():
            return "Everything written on this case was erased."
        case ConflictDeclared(person):
            return f"{asking.roster.name(person)} takes no part in this case."
        case FactCorrected(fact):
            question = routes.fact_named(fact, asking.procedure)
            asks = question.asks if question else fact
            return f"The answer to “{asks}” was changed, with a reason."
        case CaseClosed():
            return "The case was closed."
        case DeliveryEnded(key, outcome, late):
            end = _ENDS.get(outcome, "could not be delivered")
            behind = f", {words.counted(late, 'minute')} late" if late else ""
            return f"Message {key} {end}{behind}."
        case _:
            assert_never(event)


def _of_chain(
    event: DraftWritten | Signed | ChainCompleted | SentBack, asking: Asking
) -> str:
    title = title_of(event.step, asking)
    match event:
        case DraftWritten():
            return f"The text of {title} was written."
        case Signed(_, link, seat):
            role = asking.said(seat.partition("/")[0])
            return (
                f"{title} was signed for the {role}, at place {link + 1} in the chain."
            )
        case ChainCompleted():
            return f"{title} is agreed by everybody in the chain."
        case SentBack(_, link):
            return f"{title} was sent back, with a reason, from place {link + 1}."
        case _:
            assert_never(event)


def _of_request(
    event: AgencyIdentified | RequestSent | ReturnReceived, asking: Asking
) -> str:
    agency = asking.roster.agency_name(event.agency)
    match event:
        case AgencyIdentified(_, _, return_by):
            own = f", with its own day: {words.day(return_by)}" if return_by else ""
            return f"{agency} is involved{own}."
        case RequestSent():
            return f"{agency} was asked for {_asked_for(event.step, asking)}."
        case ReturnReceived(_, _, on):
            return f"The return from {agency} came on {words.day(on)}."
        case _:
            assert_never(event)


def _of_step(
    event: StepCompleted
    | StepNotNeeded
    | Decided
    | DissentRecorded
    | ViewGiven
    | FellLate
    | CameInTime
    | Snoozed
    | Nudged,
    asking: Asking,
) -> str:
    title = title_of(event.step, asking)
    match event:
        case StepCompleted(_, on, _, without):
            names = words.listed(map(asking.roster.agency_name, without))
            done = f"{title} was done on {words.moment(on)}"
            if not names:
                return f"{done}."
            return f"{done}, without {_packed(event.step, asking)} from {names}."
        case StepNotNeeded():
            return f"{title} was recorded as not needed, with a reason."
        case Decided(step, choice):
            named = asking.procedure.by_id.get(step)
            decided = words.listed(routes.titles(named, choice))
            return f"{title} was decided: {decided}."
        case ViewGiven(step, role, view):
            named = asking.procedure.by_id.get(step)
            favours = words.listed(routes.titles(named, view))
            return f"The view of the {asking.said(role)} on {title}: {favours}."
        case DissentRecorded():
            return f"Disagreement with {title} was recorded, with reasons."
        case FellLate(_, on, last):
            after = words.counted((on - last).days, "day")
            return f"{title} is on {words.day(on)}, {after} after its last day."
        case CameInTime():
            return f"{title} is no longer after its last day."
        case Snoozed(_, until):
            return f"Nudges about {title} wait until {words.moment(until)}."
        case Nudged(_, planned, pitch, to):
            roles = words.listed(map(asking.whom, to))
            day = {"before": "before its day", "on": "on its day"}
            when = {**day, "national": "for the national limit"}.get(pitch)
            said = f"A nudge about {title}, {when or 'after its day'}, to {roles}"
            return f"{said}; planned for {words.moment(planned)}."
        case _:
            assert_never(event)
