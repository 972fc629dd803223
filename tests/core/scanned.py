"""The plainest way to find times: look at every time and at every diary.

Slow, and easy to see through. What finds them quickly is held to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import NamedTuple

from bot.core.attending import Seat
from bot.core.finding import Day, Diary, Span, Wish
from bot.core.words import LONDON


class Scanned(NamedTuple):
    """A time, with what speaks against it, the weightiest first."""

    points: tuple[int, ...]
    start: datetime
    on: int
    busy: tuple[str, ...]
    unknown: tuple[str, ...]


def scan(
    wish: Wish, diaries: Mapping[str, Diary], own: Sequence[Span] = ()
) -> list[Scanned]:
    """List every time a meeting could have, the best first."""
    return sorted(_scan(wish, diaries, own or wish.own))


def _scan(
    wish: Wish, diaries: Mapping[str, Diary], own: Sequence[Span]
) -> Iterator[Scanned]:
    length = timedelta(minutes=wish.minutes)
    for on, day in enumerate(wish.days):
        start = day.opens
        while start + length <= day.closes:
            if start.astimezone(LONDON).minute in (0, 30):
                found = _judged(wish, day, on, (start, start + length), diaries, own)
                if found:
                    yield found
            start += timedelta(minutes=1)


def _judged(
    wish: Wish,
    day: Day,
    on: int,
    span: Span,
    diaries: Mapping[str, Diary],
    own: Sequence[Span],
) -> Scanned | None:
    if span[0] == wish.present or any(_meet(span, one.span) for one in wish.taken):
        return None
    states = {seat.name: _filled(seat, day, span, diaries, own) for seat in day.seats}
    if any(states[seat.name] == "busy" for seat in day.seats if seat.needed):
        return None

    def count(state: str, **like: bool) -> int:
        return sum(
            states[seat.name] == state
            and all(getattr(seat, word) == value for word, value in like.items())
            for seat in day.seats
        )

    lunch = tuple(datetime.combine(day.on, time(h, 30), LONDON) for h in (12, 13))
    points = (
        count("unknown", chair=True),
        count("unknown", chair=False, needed=True, statutory=True),
        count("unknown", chair=False, needed=True, statutory=False),
        int(day.early),
        count("busy", chair=False, needed=False),
        count("unknown", chair=False, needed=False),
        int(_meet(span, (lunch[0], lunch[1]))),
        sum(
            _close(wish, day.on, one.span[1].astimezone(LONDON).date())
            for one in wish.taken
            if one.step in wish.follows
        ),
    )
    return Scanned(
        points,
        span[0],
        on,
        tuple(s.name for s in day.seats if states[s.name] == "busy"),
        tuple(s.name for s in day.seats if states[s.name] == "unknown"),
    )


def _close(wish: Wish, on: date, before: date) -> int:
    return max(0, 3 - sum(before < day.on <= on for day in wish.days))


def _filled(
    seat: Seat,
    day: Day,
    span: Span,
    diaries: Mapping[str, Diary],
    own: Sequence[Span],
) -> str:
    states = {_state(who, day, span, diaries, own) for who in seat.people}
    if "free" in states:
        return "free"
    return "busy" if states == {"busy"} else "unknown"


def _state(
    who: str,
    day: Day,
    span: Span,
    diaries: Mapping[str, Diary],
    own: Sequence[Span],
) -> str:
    if who in day.away:
        return "busy"
    if who not in diaries:
        return "unknown"
    diary = diaries[who]
    busy, maybe = list(diary.busy), list(diary.maybe)
    for one in own:
        if one in busy:
            busy.remove(one)
        elif one in maybe:
            maybe.remove(one)
        elif pieces := _filling(busy, one):
            busy = [other for other in busy if other not in pieces]
            maybe += pieces
    if any(_meet(span, other) for other in busy):
        return "busy"
    known = diary.first <= span[0] and span[1] <= diary.last
    return "free" if known and not any(_meet(span, o) for o in maybe) else "unknown"


def _filling(busy: list[Span], own: Span) -> list[Span]:
    """List what lies inside a meeting's own time, if every second of it is taken."""
    inside = [one for one in busy if own[0] <= one[0] < one[1] <= own[1]]
    instant = own[0]
    while instant < own[1]:
        if not any(start <= instant < end for start, end in inside):
            return []
        instant += timedelta(seconds=20)
    return inside


def _meet(one: Span, other: Span) -> bool:
    """Say whether two stretches of time share any; an empty one shares none."""
    return max(one[0], other[0]) < min(one[1], other[1])


def three(found: Sequence[Scanned], minutes: int) -> list[Scanned]:
    """Pick the best of each of three days, or what does not overlap."""
    picked: list[Scanned] = list(found[:1])
    for one in found:
        if len(picked) < 3 and one.on not in {other.on for other in picked}:
            picked.append(one)
    length = timedelta(minutes=minutes)
    for one in found:
        apart = all(abs(one.start - other.start) >= length for other in picked)
        if len(picked) < 3 and apart:
            picked.append(one)
    return picked


def scan_together(
    wishes: Sequence[Wish], diaries: Mapping[str, Diary]
) -> tuple[Scanned, ...] | None:
    """Find the best set of times by trying every one there is."""
    own = [span for wish in wishes for span in wish.own]
    every = [scan(wish, diaries, own) for wish in wishes]
    sets = [one for one in product(*every) if _kept(wishes, one)]
    return min(sets, key=lambda one: _total(wishes, one), default=None)


def _total(wishes: Sequence[Wish], some: tuple[Scanned, ...]) -> tuple[object, ...]:
    points = [*map(sum, zip(*(one.points for one in some), strict=True))]
    for wish, one in zip(wishes, some, strict=True):
        for other, its in zip(wishes, some, strict=True):
            if other.step in wish.follows:
                days = wish.days[one.on].on, other.days[its.on].on
                points[-1] += _close(wish, *days)
    begun = sum(one.start.timestamp() for one in some)
    return points, begun, tuple(one.start for one in some)


def _kept(wishes: Sequence[Wish], some: Sequence[Scanned]) -> bool:
    ends = {
        wish.step: one.start + timedelta(minutes=wish.minutes)
        for wish, one in zip(wishes, some, strict=True)
    }
    pairs = list(zip(wishes, some, strict=True))
    for wish, one in pairs:
        for other, its in pairs:
            if other.step in wish.follows and one.start < ends[other.step]:
                return False
            met = _meet((one.start, ends[wish.step]), (its.start, ends[other.step]))
            if other.step != wish.step and met:
                return False
    return True
