"""Which times a meeting could have, and what each costs, from best to worst.

Of two times the better is the one with the smaller cost. What is compared, the
first difference deciding:

1. the chair's diary is known, and they are free;
2. fewer statutory partners that must be there are not known;
3. fewer others that must be there are not known;
4. it is not before the day by which returns to be dealt with are due;
5. fewer of those who need not be there are taken;
6. fewer of those who need not be there are not known;
7. it leaves the hour from 12:30pm to 1:30pm alone;
8. it leaves two full working days after a meeting that it has to follow, or at
   least is not so close to it;
9. it is earlier.

A time at which a seat that must be filled is known to be taken is none at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final, NamedTuple

from bot.core.attending import Seat
from bot.core.events import Offer, PersonId
from bot.core.finding.diaries import MINUTE, Known, Span
from bot.core.finding.starts import EVERY, Starts, marked
from bot.core.finding.wishes import Day, Taken, Wish
from bot.core.progress import local_day
from bot.core.words import LONDON

_LUNCH: Final = time(12, 30), time(13, 30)
_FIELD: Final = 16
_START: Final = 32
CLOSE: Final = 1 << _START
"""What each day costs by which it is too close to a meeting that comes before."""
_APART: Final = 3


class Slot(NamedTuple):
    """A time that a meeting could have.

    Attributes:
        cost: What speaks against it, as one number. Costs of several meetings can be
            added up: every point keeps its own place in the sum.
        at: When it starts, in minutes.
        day: Which of the days it is on.
    """

    cost: int
    at: int
    day: int


@dataclass(frozen=True, slots=True)
class Sat:
    """A seat on one day: from which starts it is filled, and from which it cannot be.

    Attributes:
        kind: Whether it is the chair's (0), of a partner that must come (1), of
            somebody else who must (2), or of somebody who need not (3).
    """

    seat: Seat
    kind: int
    free: int
    busy: int


class OnDay:
    """One day of a meeting, start by start."""

    __slots__ = ("_clear", "_known", "_others", "day", "needed", "starts")

    def __init__(
        self, day: Day, minutes: int, known: Known, present: datetime | None = None
    ) -> None:
        """Ask of every seat when it is filled for so many minutes.

        Args:
            day: The day.
            minutes: How long the meeting would last.
            known: What is known of people's time.
            present: A start that is no answer, because it is there already.
        """
        self.day, self._known = day, known
        wait = -day.opens.minute % EVERY
        room = (day.closes - day.opens) // MINUTE - wait - minutes
        first = (day.opens - known.first) // MINUTE + wait
        self.starts = Starts(first, max(0, room // EVERY + 1), minutes)
        self._clear = self.starts.every
        if present:
            at = (present - known.first) // MINUTE
            self._clear &= ~self.starts.within(at, at + minutes)
        self.needed = [self._sat(seat) for seat in day.seats if seat.needed]
        self._others: list[Sat] | None = None

    @property
    def sat(self) -> list[Sat]:
        """Every seat, those that must be filled first.

        Whoever need not come is only asked about where there is a time at all.
        """
        if self._others is None:
            others = (seat for seat in self.day.seats if not seat.needed)
            self._others = [self._sat(seat) for seat in others]
        return [*self.needed, *self._others]

    def _sat(self, seat: Seat) -> Sat:
        return Sat(seat, _kind(seat), *self.filled(seat.people))

    def filled(self, people: Iterable[PersonId]) -> tuple[int, int]:
        """Say from when any of some people is free, and from when all are taken.

        Of nobody at all, neither can be said.
        """
        free, busy = 0, self.starts.every if people else 0
        for person in people:
            if person not in self.day.away:
                one, other = self._known.of(person, self.starts)
                free |= one
                busy &= other
        return free, busy

    def over(self, span: Span) -> int:
        """Say from when it would be over a stretch of time, in part or whole."""
        return self._known.over(span, self.starts)

    def clear_of(self, taken: Iterable[Taken]) -> int:
        """Say from when it can be beside other meetings, whoever is free."""
        starts = self._clear
        for other in taken:
            starts &= ~self.over(other.span)
        return starts

    def possible(self, taken: Iterable[Taken]) -> int:
        """Say from when it can be, with nobody taken who must be there."""
        starts = self.clear_of(taken)
        for sat in self.needed:
            starts &= ~sat.busy
        return starts

    def lunch(self) -> int:
        """Say from when it would be held while people have lunch."""
        start, end = (
            datetime.combine(self.day.on, at, LONDON).astimezone(UTC) for at in _LUNCH
        )
        return self.over((start, end))


class Board:
    """Every time that a meeting could have."""

    __slots__ = ("_days", "_first", "slots", "wish")

    def __init__(self, wish: Wish, known: Known) -> None:
        """Find them all."""
        self.wish, self._first = wish, known.first
        self._days = [
            OnDay(day, wish.minutes, known, wish.present) for day in wish.days
        ]
        self.slots = sorted(self._found())

    def _found(self) -> Iterator[Slot]:
        follows = [
            local_day(taken.span[1])
            for taken in self.wish.taken
            if taken.step in self.wish.follows
        ]
        for number, day in enumerate(self._days):
            starts = day.possible(self.wish.taken)
            if not starts:
                continue
            sats, early, lunch = day.sat, int(day.day.early), day.lunch()
            close = sum(too_close(self.wish, day.day.on, other) for other in follows)
            for which in marked(starts):
                late = lunch >> which & 1
                cost = _cost(sats, which, early, late, close) << _START
                at = day.starts.minute(which)
                yield Slot(cost | at, at, number)

    def offer(self, slot: Slot) -> Offer:
        """Say a time, and which seats speak against it."""
        day = self._days[slot.day]
        order = [seat.name for seat in day.day.seats]
        sats = sorted(day.sat, key=lambda sat: order.index(sat.seat.name))
        at = (slot.at - day.starts.first) // EVERY
        return Offer(
            self._first + slot.at * MINUTE,
            tuple(s.seat.name for s in sats if s.busy >> at & 1),
            tuple(s.seat.name for s in sats if not (s.busy | s.free) >> at & 1),
        )


def too_close(wish: Wish, on: date, before: date) -> int:
    """Say by how many working days a meeting is too close to one that it follows."""
    days = sum(before < day.on <= on for day in wish.every_day)
    return max(0, _APART - days)


def _kind(seat: Seat) -> int:
    if seat.chair:
        return 0
    if not seat.needed:
        return 3
    return 1 if seat.statutory else 2


def _cost(sats: Iterable[Sat], at: int, early: int, *less: int) -> int:
    """Put what speaks against a time into one number, the weightiest foremost."""
    unknown, taken = [0, 0, 0, 0], 0
    for sat in sats:
        if sat.busy >> at & 1:
            taken += 1
        elif not sat.free >> at & 1:
            unknown[sat.kind] += 1
    chair, partners, others, rest = unknown
    cost = 0
    for points in (chair, partners, others, early, taken, rest, *less):
        cost = cost << _FIELD | points
    return cost
