"""What has happened, in the past tense: the closed union ``Event``.

An event never carries free text. Whatever a person typed is in ``answers``,
under the place of the entry in the journal; the event carries its ``digest``,
so that the record proves what was said without saying it. Who did it, in what
role, for whom, when and why (``cause``) stand on the journal entry, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.core.events.names import (
    AgencyId,
    AnchorId,
    CaseRef,
    Digest,
    Moment,
    PersonId,
    RoleId,
    StepId,
)
from bot.core.events.of_agencies import (
    AgencyIdentified,
    MeetingArranged,
    MeetingHeld,
    MeetingMoved,
    MeetingStoodDown,
    RequestSent,
    ReturnReceived,
)
from bot.core.events.of_calendars import (
    Answered,
    Offer,
    PlaceTaken,
    Relief,
    Replied,
    TimeHeld,
    TimesFound,
    TimesSought,
)
from bot.core.events.of_cases import (
    AlertRaised,
    AnchorCorrected,
    AnchorSet,
    AnswersErased,
    AnswersRead,
    CaseClosed,
    ConflictDeclared,
    DeliveryEnded,
    HolidaysAnnounced,
    ProcedureMoved,
    RoomOpened,
)
from bot.core.events.of_chains import ChainCompleted, DraftWritten, SentBack, Signed
from bot.core.events.of_plans import (
    ActionAdded,
    ActionCompleted,
    ActionReassigned,
    ActionReopened,
    ImpactChecked,
)
from bot.core.events.of_routes import NOT_REACHED, FactCorrected, ViewGiven
from bot.core.events.of_steps import (
    CameInTime,
    Decided,
    DissentRecorded,
    FellLate,
    Nudged,
    Snoozed,
    StepCompleted,
    StepNotNeeded,
)

__all__ = [
    "NOT_REACHED",
    "ActionAdded",
    "ActionCompleted",
    "ActionReassigned",
    "ActionReopened",
    "AgencyId",
    "AgencyIdentified",
    "AlertRaised",
    "AnchorCorrected",
    "AnchorId",
    "AnchorSet",
    "Answered",
    "AnswersErased",
    "AnswersRead",
    "CameInTime",
    "CaseClosed",
    "CaseRef",
    "ChainCompleted",
    "ConflictDeclared",
    "Decided",
    "DeliveryEnded",
    "Digest",
    "DissentRecorded",
    "DraftWritten",
    "Entry",
    "Event",
    "FactCorrected",
    "FellLate",
    "HolidaysAnnounced",
    "ImpactChecked",
    "MeetingArranged",
    "MeetingHeld",
    "MeetingMoved",
    "MeetingStoodDown",
    "Moment",
    "Nudged",
    "Offer",
    "PersonId",
    "PlaceTaken",
    "ProcedureMoved",
    "Relief",
    "Replied",
    "RequestSent",
    "ReturnReceived",
    "RoleId",
    "RoomOpened",
    "SentBack",
    "Signed",
    "Snoozed",
    "StepCompleted",
    "StepId",
    "StepNotNeeded",
    "TimeHeld",
    "TimesFound",
    "TimesSought",
    "ViewGiven",
]

Event: TypeAlias = (
    AlertRaised
    | AnchorSet
    | AnchorCorrected
    | DraftWritten
    | Signed
    | ChainCompleted
    | SentBack
    | StepCompleted
    | StepNotNeeded
    | AgencyIdentified
    | RequestSent
    | ReturnReceived
    | MeetingArranged
    | MeetingMoved
    | MeetingStoodDown
    | MeetingHeld
    | TimesSought
    | TimesFound
    | TimeHeld
    | Replied
    | PlaceTaken
    | Decided
    | DissentRecorded
    | ViewGiven
    | FactCorrected
    | FellLate
    | CameInTime
    | Snoozed
    | Nudged
    | ConflictDeclared
    | ActionAdded
    | ActionReassigned
    | ActionCompleted
    | ImpactChecked
    | ActionReopened
    | AnswersRead
    | AnswersErased
    | DeliveryEnded
    | RoomOpened
    | HolidaysAnnounced
    | ProcedureMoved
    | CaseClosed
)
"""Everything that can have happened on a case. Nothing else goes in a journal."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a journal: an event, and who, when, for whom and why.

    Attributes:
        n: Its place in the case's journal, from 1.
        at: The instant it was recorded, UTC.
        by: The person, or ``dayzero`` when the bot itself acted.
        role: The role it was done in, or an empty string.
        instead_of: Whom a deputy acted for, or an empty string.
        cause: The platform's own id for the request, and so the repeat's key.
        seal: Proof of this entry and of every one before it.
    """

    case: CaseRef
    n: int
    at: datetime
    by: PersonId
    role: RoleId
    instead_of: PersonId
    cause: str
    event: Event
    seal: str = ""
