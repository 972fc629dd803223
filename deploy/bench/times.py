"""What it costs to choose times for meetings, against looking at every one of them.

Three meetings of a case over fifteen working days, with twenty people in twelve seats
whose diaries are all but full. The plain way takes every half hour, asks of every
person whether anything in their diary lies over it, and then tries every set of three
times; it is given the same seats and diaries, and must come to the same times.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from time import perf_counter
from typing import Final, NamedTuple, TypeVar

from bot.core.attending import Seat
from bot.core.finding import Day, Diary, Span, Wish, choose, choose_together
from bot.core.words import LONDON
from bot.core.workdays import working_days_from
from bot.offices import load_offices
from deploy.bench.table import Row, machine, table

PEOPLE: Final = tuple(f"person-{number:02}" for number in range(20))
DAYS: Final = 15
AIM: Final = 0.5
_HALF: Final = timedelta(minutes=30)
_ROUNDS: Final = 3
_Answer = TypeVar("_Answer")


class Scanned(NamedTuple):
    """A time, with what speaks against it, the weightiest first."""

    points: tuple[int, ...]
    start: datetime
    on: int


def rows() -> Iterator[Row]:
    """Measure, and make sure that both come to the same times."""
    dice = random.Random(5)
    days = _days()
    diaries = _diaries(days, dice)
    wishes = (
        Wish("review", 180, days[0].opens, days),
        Wish("leaders", 60, days[0].opens, days, follows=("review",)),
        Wish("actions", 120, days[0].opens, days, follows=("review",)),
    )
    one, alone = _timed(lambda: choose(wishes[0], diaries))
    all_three, together = _timed(lambda: choose_together(wishes, diaries))
    best, scanned = _timed(lambda: min(_scan(wishes[0], diaries)))
    sets, tried = _timed(lambda: _try(wishes, diaries))
    assert one.offers[0].start == best.start
    assert [found.offers[0].start for found in all_three] == sets
    what = f"times for a meeting of {len(PEOPLE)} people in {DAYS} days, against a scan"
    yield Row(what, alone, scanned, "ms", AIM)
    what = "the same for 3 meetings that can all be kept, against every set"
    yield Row(what, together, tried, "ms", AIM / 5)


def _days() -> tuple[Day, ...]:
    """Fifteen working days, over a weekend on which the clocks change."""
    offices, first = load_offices("ENG"), date(2026, 10, 15)
    seats = tuple(
        Seat(
            f"seat-{number}",
            PEOPLE[number : number + 1] + PEOPLE[12 + number : 13 + number],
            needed=number < 6,
            chair=number == 0,
            statutory=number in (1, 2, 3),
        )
        for number in range(12)
    )
    return tuple(
        Day(
            day,
            datetime.combine(day, time(9), LONDON).astimezone(UTC),
            datetime.combine(day, time(17), LONDON).astimezone(UTC),
            seats,
        )
        for day in (working_days_from(first, n, offices) for n in range(1, DAYS + 1))
    )


def _diaries(days: Sequence[Day], dice: random.Random) -> Mapping[str, Diary]:
    """Fill most of every day; of one person in ten nothing is known."""
    found = {}
    for person in PEOPLE:
        busy: list[Span] = []
        for day in days:
            for _ in range(dice.randrange(1, 5)):
                start = day.opens + _HALF * dice.randrange(16)
                busy.append((start, start + _HALF * dice.randrange(1, 4)))
        if dice.random() < 0.9:
            found[person] = Diary(days[0].opens, days[-1].closes, tuple(busy))
    return found


def _try(wishes: Sequence[Wish], diaries: Mapping[str, Diary]) -> list[datetime]:
    """Try every set of times, and give the best that can all be kept."""
    lengths = [timedelta(minutes=wish.minutes) for wish in wishes]
    days = {day.on: number for number, day in enumerate(wishes[0].days)}

    def total(some: tuple[Scanned, ...]) -> tuple[object, ...]:
        points = [sum(column) for column in zip(*(s.points for s in some), strict=True)]
        review = days[wishes[0].days[some[0].on].on]
        close = sum(max(0, 3 - (one.on - review)) for one in some[1:])
        starts = [one.start for one in some]
        return points, close, sum(start.timestamp() for start in starts), starts

    def kept(some: tuple[Scanned, ...]) -> bool:
        review, leaders, actions = (one.start for one in some)
        after = review + lengths[0] <= min(leaders, actions)
        return after and (
            leaders + lengths[1] <= actions or actions + lengths[2] <= leaders
        )

    every = [sorted(_scan(wish, diaries)) for wish in wishes]
    best = min((some for some in product(*every) if kept(some)), key=total)
    return [one.start for one in best]


def _scan(wish: Wish, diaries: Mapping[str, Diary]) -> Iterator[Scanned]:
    """Look at every half hour of every day, and at every diary."""
    length = timedelta(minutes=wish.minutes)
    for on, day in enumerate(wish.days):
        start = day.opens
        while start + length <= day.closes:
            if points := _points(day, (start, start + length), diaries):
                yield Scanned(points, start, on)
            start += _HALF


def _points(
    day: Day, span: Span, diaries: Mapping[str, Diary]
) -> tuple[int, ...] | None:
    states = [
        (seat, {_state(person, span, diaries) for person in seat.people})
        for seat in day.seats
    ]
    if any(seat.needed and found == {"busy"} for seat, found in states):
        return None
    chair = partners = others = taken = rest = 0
    for seat, found in states:
        if "free" in found:
            continue
        if found == {"busy"}:
            taken += 1
        elif seat.chair:
            chair += 1
        elif not seat.needed:
            rest += 1
        elif seat.statutory:
            partners += 1
        else:
            others += 1
    noon = (datetime.combine(day.on, time(hour, 30), LONDON) for hour in (12, 13))
    first, last = noon
    lunch = int(span[0] < last and first < span[1])
    return chair, partners, others, taken, rest, lunch


def _state(person: str, span: Span, diaries: Mapping[str, Diary]) -> str:
    diary = diaries.get(person)
    if diary is None:
        return "unknown"
    over = any(span[0] < end and start < span[1] for start, end in diary.busy)
    return "busy" if over else "free"


def _timed(does: Callable[[], _Answer]) -> tuple[_Answer, float]:
    """Give the answer, and the best of several rounds in milliseconds."""
    answer, best = does(), float("inf")
    for _ in range(_ROUNDS):
        start = perf_counter()
        does()
        best = min(best, perf_counter() - start)
    return answer, best * 1_000


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
