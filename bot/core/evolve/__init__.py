"""How each event changes a case: the fold of a journal.

Nothing is checked here. What is in a journal has happened, whatever the rules
say today.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, assert_never

from bot.core.case import Case, Mark, Was
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
    CaseRef,
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
from bot.core.evolve.marks import (
    Growing,
    changed,
    done_on,
    grown,
    longer,
    mark_of,
)
from bot.core.evolve.of_agencies import asked, met
from bot.core.evolve.of_calendars import timed
from bot.core.evolve.of_chains import signed
from bot.core.evolve.of_plans import tracked
from bot.core.evolve.of_routes import ruled

BESIDE: Final = (AnswersRead, DeliveryEnded)
"""What leaves a case as it was, and only longer: most of what a long one holds."""


def fold(ref: CaseRef, journal: Iterable[Entry]) -> Case:
    """Make a case from its journal; what is in :data:`BESIDE` may be left out.

    The last entry says how long the journal is, so that one must be there.
    """
    case: Case = Growing(ref)
    length = 0
    for entry in journal:
        case, length = _applied(case, entry), entry.n
    return grown(case, length)


def evolve(case: Case, entry: Entry) -> Case:
    """Apply one entry, and hand on what is known of the case before.

    What was worked out says what from, so whatever the entry changed is not known.
    """
    after = longer(_applied(case, entry), entry.n)
    after.worked.update(case.worked)
    return after


def _applied(case: Case, entry: Entry) -> Case:
    # A new kind of event does not type-check until it is here.
    mark = mark_of(entry, entry.at)
    match entry.event:
        case AlertRaised():
            return _raised(case, entry.event, mark)
        case AnchorSet() | AnchorCorrected():
            return _anchored(case, entry.event, mark)
        case DraftWritten() | Signed() | ChainCompleted() | SentBack():
            return signed(case, entry.event, mark)
        case AgencyIdentified() | RequestSent() | ReturnReceived():
            return asked(case, entry.event, entry)
        case MeetingArranged() | MeetingMoved() | MeetingStoodDown() | MeetingHeld():
            return met(case, entry.event, entry)
        case TimesSought() | TimesFound() | TimeHeld() | Replied() | PlaceTaken():
            return timed(case, entry.event, entry)
        case StepCompleted(step, on):
            return done_on(case, step, mark_of(entry, on))
        case StepNotNeeded(step):
            return changed(case, aside={**case.aside, step: mark})
        case Decided() | DissentRecorded() | ViewGiven() | FactCorrected():
            return ruled(case, entry.event, mark)
        case FellLate() | CameInTime():
            return _found_late(case, entry.event)
        case Snoozed(step, until):
            return changed(case, snoozed={**case.snoozed, step: until})
        case Nudged(part, planned):
            return changed(case, nudged={**case.nudged, part: planned})
        case ConflictDeclared(person):
            return changed(case, conflicted=case.conflicted | {person})
        case ActionAdded() | ActionReassigned() | ActionCompleted():
            return tracked(case, entry.event, entry)
        case ImpactChecked() | ActionReopened():
            return tracked(case, entry.event, entry)
        case AnswersRead() | DeliveryEnded():
            return case
        case RoomOpened(people):
            return changed(case, room=people)
        case HolidaysAnnounced(moved):
            return changed(case, recounted=moved)
        case ProcedureMoved(version, _, moved):
            return changed(case, version=version, recounted=moved)
        case AnswersErased():
            return changed(case, erased=True)
        case CaseClosed():
            return changed(case, closed=mark)
        case _:
            assert_never(entry.event)


def _raised(case: Case, event: AlertRaised, mark: Mark) -> Case:
    return changed(
        case,
        procedure=event.procedure,
        version=event.version,
        facts=event.facts,
        raised=mark,
    )


def _found_late(case: Case, event: FellLate | CameInTime) -> Case:
    if isinstance(event, FellLate):
        return changed(case, late=case.late | {event.step})
    return changed(case, late=case.late - {event.step})


def _anchored(case: Case, event: AnchorSet | AnchorCorrected, mark: Mark) -> Case:
    was = case.corrected
    if isinstance(event, AnchorCorrected):
        was = (*was, Was(event.anchor, event.was, mark))
    anchors = {**case.anchors, event.anchor: event.value}
    return changed(case, anchors=anchors, corrected=was)
