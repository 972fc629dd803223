"""What is wished for, and what is found: a time for a meeting, inside its days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from bot.core.attending import Seat
from bot.core.events import Offer, PersonId, Relief, StepId
from bot.core.finding.diaries import Span

BEFORE_ALL: Final = datetime.min.replace(tzinfo=UTC)
"""When what a meeting has to follow begins to be in its way."""
AFTER_ALL: Final = datetime.max.replace(tzinfo=UTC)
"""When what has to follow a meeting stops being in its way."""


@dataclass(frozen=True, slots=True)
class Day:
    """A working day on which a meeting may be held, and who would sit in it.

    Attributes:
        opens: The first instant at which it may start, in UTC.
        closes: The last at which it may end.
        seats: Who fills them on that day.
        away: Those of them who are away, with nobody in their place.
        deputies: Who could fill a seat that must be filled instead, by its name.
        early: Whether returns that the meeting deals with are due later than that.
    """

    on: date
    opens: datetime
    closes: datetime
    seats: tuple[Seat, ...]
    away: frozenset[PersonId] = frozenset()
    deputies: tuple[tuple[str, tuple[PersonId, ...]], ...] = ()
    early: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """Time that another meeting of the same case takes up.

    Attributes:
        step: That meeting.
        span: Its own time; with all before it, or all after it, where one of the two
            has to follow the other.
    """

    step: StepId
    span: Span


@dataclass(frozen=True, slots=True)
class Wish:
    """A meeting that wants a time.

    Attributes:
        at: When it was asked for.
        days: The days on which it may be held.
        taken: What of the case stands in the way.
        follows: The meetings that must end first, whether they have a time or not.
        before: Those of them that have none yet.
        own: Where it stands in diaries now.
        present: Where it is arranged for now, and so need not be offered.
        sooner: The days it could have if less notice were given.
        later: The days it could have after the last one.
    """

    step: StepId
    minutes: int
    at: datetime
    days: tuple[Day, ...]
    taken: tuple[Taken, ...] = ()
    follows: tuple[StepId, ...] = ()
    before: tuple[StepId, ...] = ()
    own: tuple[Span, ...] = ()
    present: datetime | None = None
    sooner: tuple[Day, ...] = ()
    later: tuple[Day, ...] = ()

    @property
    def every_day(self) -> tuple[Day, ...]:
        """Every day that may have to be asked about."""
        return (*self.sooner, *self.days, *self.later)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a meeting.

    Attributes:
        offers: At most three times, the best first.
        reliefs: What would help, where there is none.
    """

    step: StepId
    minutes: int
    offers: tuple[Offer, ...] = ()
    reliefs: tuple[Relief, ...] = ()


def people_in(wishes: Iterable[Wish]) -> tuple[PersonId, ...]:
    """List everybody whose diary is of use, each once."""
    return tuple(
        dict.fromkeys(
            person
            for wish in wishes
            for day in wish.every_day
            for people in (
                *(seat.people for seat in day.seats),
                *(people for _, people in day.deputies),
            )
            for person in people
        )
    )


def span_of(wishes: Iterable[Wish]) -> Span:
    """Say from when to when their diaries are of use."""
    every = tuple(wishes)
    days = [day for wish in every for day in wish.every_day]
    if not days:
        return every[0].at, every[0].at
    return min(day.opens for day in days), max(day.closes for day in days)
