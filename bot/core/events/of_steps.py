"""What happens to a step of any kind, to a task and to a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.events.names import Digest, Moment, RoleId, StepId


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
