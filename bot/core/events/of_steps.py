"""What happens to a step of any kind, to a task and to a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.core.events.names import AgencyId, Digest, Moment, RoleId, StepId


@dataclass(frozen=True, slots=True)
class StepCompleted:
    """A task was done.

    Attributes:
        on: The day it was done, or the instant where hours are counted.
        digest: Of any note left with it.
        without: The agencies whose returns were missing from the pack that went.
    """

    step: StepId
    on: Moment
    digest: Digest = ""
    without: tuple[AgencyId, ...] = ()


@dataclass(frozen=True, slots=True)
class StepNotNeeded:
    """A named person decided that a step does not apply, with a reason."""

    step: StepId
    digest: Digest


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
class FellLate:
    """A step was found to be planned, or to have been done, after its last day.

    Attributes:
        on: The day for which it is planned, or on which it was done.
        last: The day by which it should have been done.
    """

    step: StepId
    on: date
    last: date


@dataclass(frozen=True, slots=True)
class CameInTime:
    """A step that had been found late is late no more: a date has changed since."""

    step: StepId


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
        pitch: ``before``, ``on`` or ``after`` the day, or ``national`` where it is of
            a national limit that comes first.
        to: The roles told: the owner, and above the owner as it gets later.
    """

    step: str
    planned: datetime
    pitch: str
    to: tuple[RoleId, ...]
