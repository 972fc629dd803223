"""What may be asked about a meeting's time, and about who is coming."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.commands.asked import Asked
from bot.core.events import Answered, PersonId, StepId, TimesFound


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekTimes(Asked):
    """Ask which times there are for some meetings.

    Attributes:
        holding: Whether they are to be held, before their days are certain.
    """

    steps: tuple[StepId, ...]
    holding: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTimes(Asked):
    """Put down the times that were found. Asked by the bot itself.

    Attributes:
        found: What was found, one for each meeting.
        holding: Whether they were sought to be held.
    """

    found: tuple[TimesFound, ...]
    holding: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTimes(Asked):
    """Hold a time for each of some meetings.

    Attributes:
        times: The meeting, when it would start, and for how many minutes.
    """

    times: tuple[tuple[StepId, datetime, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHold(Asked):
    """Let a time go that is held for a meeting."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteReply(Asked):
    """Put down what somebody who was invited said. Asked by the bot itself.

    Attributes:
        at: When they said so.
        sequence: Which change of the meeting they answered; nothing if not known.
        sitting: Which one it is, of a meeting that is held again and again.
    """

    step: StepId
    person: PersonId
    answer: Answered
    at: datetime
    sequence: int | None = None
    sitting: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePlace(Asked):
    """Have somebody come to a meeting in the place of somebody else."""

    step: StepId
    person: PersonId
    instead: PersonId
