"""What happens between many agencies: requests, returns and meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.events.names import AgencyId, Digest, RoleId, StepId


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
    """A meeting will not take place; everybody invited is told.

    Attributes:
        pencilled: Whether its time was only held, and has been let go.
    """

    step: StepId
    digest: Digest = ""
    pencilled: bool = False


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
