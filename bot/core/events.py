"""What has happened, in the past tense: the closed union ``Event``.

An event never carries free text. Whatever a person typed is in ``answers``,
under the place of the entry in the journal; the event carries its ``digest``,
so that the record proves what was said without saying it. Who did it, in what
role, for whom, when and why (``cause``) stand on the journal entry, once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

CaseRef: TypeAlias = str
"""A case's reference, such as ``DOR-2026-004``."""
StepId: TypeAlias = str
RoleId: TypeAlias = str
AnchorId: TypeAlias = str
PersonId: TypeAlias = str
AgencyId: TypeAlias = str
Digest: TypeAlias = str
"""A keyed digest of text kept in ``answers``, or an empty string for no text."""
Moment: TypeAlias = date | datetime
"""A day in London, or an instant with its zone where hours are counted."""


@dataclass(frozen=True, slots=True)
class AlertRaised:
    """A practitioner raised an alert, and a case began.

    Attributes:
        procedure: The slug of the procedure it follows.
        version: The digest of the procedure's text; the case is pinned to it.
        facts: Answers that are choices and route the case. Never free text.
        digest: Of everything that was written in the form.
    """

    procedure: str
    version: str
    facts: Mapping[str, str] = field(default_factory=dict)
    digest: Digest = ""


@dataclass(frozen=True, slots=True)
class AnchorSet:
    """A moment that deadlines are counted from became known.

    Attributes:
        anchor: Its name in the procedure, such as ``aware`` or ``sin-sent``.
        value: The day in London, or the instant where hours are counted.
    """

    anchor: AnchorId
    value: Moment


@dataclass(frozen=True, slots=True)
class AnchorCorrected:
    """An anchor was wrong and has been put right. The old value stays on record.

    Attributes:
        was: What it had been.
        digest: Of the reason given.
    """

    anchor: AnchorId
    value: Moment
    was: Moment
    digest: Digest = ""


@dataclass(frozen=True, slots=True)
class DraftWritten:
    """The text that a chain will sign was written, or written again.

    Attributes:
        step: The sign-off it belongs to.
        digest: Of the text. A signature is bound to it.
    """

    step: StepId
    digest: Digest


@dataclass(frozen=True, slots=True)
class Signed:
    """One seat of one link of a sign-off chain agreed.

    Attributes:
        link: Its place in the chain, from nought.
        seat: The role, or ``role/person`` where each holder has a seat.
        digest: Of the text that was signed.
    """

    step: StepId
    link: int
    seat: str
    digest: Digest


@dataclass(frozen=True, slots=True)
class ChainCompleted:
    """Every link of a sign-off chain has agreed the same text."""

    step: StepId


@dataclass(frozen=True, slots=True)
class SentBack:
    """A signer sent the text back to its author, with a reason.

    Attributes:
        link: The place in the chain it was sent back from.
        digest: Of the reason.
    """

    step: StepId
    link: int
    digest: Digest


@dataclass(frozen=True, slots=True)
class StepCompleted:
    """A task was done.

    Attributes:
        on: The day it was done, or the instant where hours are counted.
        digest: Of any note left with it.
    """

    step: StepId
    on: Moment
    digest: Digest = ""


@dataclass(frozen=True, slots=True)
class StepNotNeeded:
    """A named person decided that a step does not apply, with a reason."""

    step: StepId
    digest: Digest


@dataclass(frozen=True, slots=True)
class AgencyIdentified:
    """An agency was found to be involved.

    Attributes:
        step: The request step that will ask it.
        return_by: Its own date, when it was found too late for the usual one.
    """

    step: StepId
    agency: AgencyId
    return_by: date | None = None


@dataclass(frozen=True, slots=True)
class RequestSent:
    """An agency was asked for its return."""

    step: StepId
    agency: AgencyId


@dataclass(frozen=True, slots=True)
class ReturnReceived:
    """An agency's return came in.

    Attributes:
        on: The day it came.
        digest: Of the reason it was late, if it was.
    """

    step: StepId
    agency: AgencyId
    on: date
    digest: Digest = ""


@dataclass(frozen=True, slots=True)
class MeetingArranged:
    """A meeting was given a time; invitations follow.

    Attributes:
        start: When it starts, with its zone.
        minutes: How long it lasts.
        digest: Of the reason for a time after the last day, if it is.
    """

    step: StepId
    start: datetime
    minutes: int
    digest: Digest = ""


@dataclass(frozen=True, slots=True)
class MeetingMoved:
    """A meeting was given another time; the old one stays on record."""

    step: StepId
    start: datetime
    minutes: int
    was: datetime
    digest: Digest = ""


@dataclass(frozen=True, slots=True)
class MeetingStoodDown:
    """A meeting will not take place; everybody invited is told."""

    step: StepId
    digest: Digest = ""


@dataclass(frozen=True, slots=True)
class MeetingHeld:
    """A meeting took place.

    Attributes:
        on: The day it was held.
        chaired_by: The role that took the chair.
    """

    step: StepId
    on: date
    chaired_by: RoleId = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A named person decided, with reasons.

    Attributes:
        choice: The identifier of the choice in the procedure.
        digest: Of the reasons.
    """

    step: StepId
    choice: str
    digest: Digest


@dataclass(frozen=True, slots=True)
class DissentRecorded:
    """Somebody entitled to a view disagreed with a decision, and said why."""

    step: StepId
    digest: Digest


@dataclass(frozen=True, slots=True)
class Snoozed:
    """Somebody asked not to be nudged about a step until a time, and said why."""

    step: StepId
    until: datetime
    digest: Digest


@dataclass(frozen=True, slots=True)
class Nudged:
    """The bot reminded somebody that a step is due.

    Attributes:
        step: The step, or ``step/agency`` or ``step/invite`` for a part of one.
        planned: The instant at which this was to be said.
        pitch: ``before``, ``on`` or ``after`` the day.
        to: The roles told: the owner, and above the owner as it gets later.
    """

    step: str
    planned: datetime
    pitch: str
    to: tuple[RoleId, ...]


@dataclass(frozen=True, slots=True)
class ConflictDeclared:
    """A person must take no part in this case."""

    person: PersonId
    digest: Digest = ""


@dataclass(frozen=True, slots=True)
class ActionAdded:
    """An action was put on a sheet of the tracker.

    Attributes:
        action: Its number on the case, from 1.
        sheet: The stage whose sheet it is on.
        owner: The role that owns it.
        digest: Of what is to be done.
    """

    action: int
    sheet: str
    owner: RoleId
    due: date
    digest: Digest


@dataclass(frozen=True, slots=True)
class ActionReassigned:
    """An action was given to another owner, or another date, or both."""

    action: int
    owner: RoleId
    due: date


@dataclass(frozen=True, slots=True)
class ActionCompleted:
    """An action was done; the digest is of the evidence."""

    action: int
    on: date
    digest: Digest


@dataclass(frozen=True, slots=True)
class AnswersRead:
    """Somebody opened what was written on a case.

    Attributes:
        entry: The place in the journal of what was read.
    """

    entry: int


@dataclass(frozen=True, slots=True)
class AnswersErased:
    """Everything written on a case was erased, by destroying its key."""


@dataclass(frozen=True, slots=True)
class DeliveryEnded:
    """A card, invitation or message reached its end.

    Attributes:
        key: The delivery's key: its place in the journal.
        outcome: ``sent``, ``dropped`` (no longer true) or ``dead`` (given up).
        late: Minutes after it was due to go, when that was more than an hour.
    """

    key: str
    outcome: str
    late: int = 0


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """Nothing more is to be done on this case."""

    digest: Digest = ""


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
    | Decided
    | DissentRecorded
    | Snoozed
    | Nudged
    | ConflictDeclared
    | ActionAdded
    | ActionReassigned
    | ActionCompleted
    | AnswersRead
    | AnswersErased
    | DeliveryEnded
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
