"""What happens around a meeting's time: sought, offered, held, and who is coming."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from bot.core.events.names import PersonId, StepId

Answered: TypeAlias = Literal["accepted", "declined", "tentative"]
"""What somebody who was invited said."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that a meeting could have, with what is known against it.

    Attributes:
        start: When it would start, with its zone.
        busy: The seats whose holders are all taken then, by name.
        unknown: The seats whose diaries could not be read, by name.
    """

    start: datetime
    busy: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relief:
    """Something that would help where no time is possible.

    Attributes:
        kind: ``release``, ``limit``, ``deputy``, ``notice``, ``shorter`` or ``move``.
        seat: The seat, or the other meeting, that it is about.
        start: The time that would then be possible.
    """

    kind: str
    seat: str = ""
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class TimesSought:
    """Somebody asked which times there are for some meetings.

    Attributes:
        holding: Whether they are to be held, before their days are certain.
    """

    steps: tuple[StepId, ...]
    holding: bool = False


@dataclass(frozen=True, slots=True)
class TimesFound:
    """Diaries were read, and the best times for a meeting were found.

    Attributes:
        minutes: How long it would last.
        offers: The times, the best first.
        reliefs: What would help, where there is no time.
        read: How many diaries could be read.
        asked: How many people's were wanted.
    """

    step: StepId
    minutes: int
    offers: tuple[Offer, ...] = ()
    reliefs: tuple[Relief, ...] = ()
    read: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class TimeHeld:
    """A time was held for a meeting, before its days are certain."""

    step: StepId
    start: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Replied:
    """Somebody who was invited said whether they are coming.

    Attributes:
        at: When they said so.
        sitting: Which one it is, of a meeting that is held again and again.
    """

    step: StepId
    person: PersonId
    answer: Answered
    at: datetime
    sitting: int = 1


@dataclass(frozen=True, slots=True)
class PlaceTaken:
    """Somebody comes to a meeting in the place of somebody else.

    Attributes:
        person: Who was invited.
        instead: Who comes.
        sitting: Which one it is, of a meeting that is held again and again.
    """

    step: StepId
    person: PersonId
    instead: PersonId
    sitting: int = 1
