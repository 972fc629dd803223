"""What would help where a meeting can have no time, each with the first it would give.

Somebody can be let off, a deputy can come instead, the meeting can be shorter or at
shorter notice, another meeting of the case can move, or a limit can bend.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from typing import Final

from bot.core.events import Relief
from bot.core.finding.diaries import MINUTE, Known
from bot.core.finding.slots import OnDay
from bot.core.finding.starts import marked
from bot.core.finding.wishes import Day, Taken, Wish

AND: Final = "&"
"""Stands between the names of two seats that would both have to be let off."""
_SHORTEST: Final = 15
_MOST: Final = 3


def reliefs(wish: Wish, known: Known) -> tuple[Relief, ...]:
    """List what would help, people first and the procedure's last day last."""
    days = [OnDay(day, wish.minutes, known, wish.present) for day in wish.days]
    half = replace(wish, minutes=wish.minutes // 2, present=None)
    would = (
        *_released(days, wish, known),
        *_deputised(days, wish, known),
        Relief("shorter", "", _first(wish.days, half, known)),
        Relief("notice", "", _first(wish.sooner, wish, known)),
        *_moved(wish, known),
        Relief("limit", "", _first(wish.later, wish, known)),
    )
    return tuple(one for one in would if one.start or one.kind == "release")


def after(wish: Wish, others: Iterable[Taken]) -> Wish:
    """Put times that were just found for other meetings in a meeting's way."""
    return replace(wish, taken=(*wish.taken, *others))


def _released(days: list[OnDay], wish: Wish, known: Known) -> Iterator[Relief]:
    """Find whom to let off: one, or else two, or else whoever is taken most."""
    if one := _let_off(days, wish, known, 1):
        yield from one[:_MOST]
        return
    if two := _let_off(days, wish, known, 2):
        yield two[0]
        return
    often: dict[str, int] = {}
    for day in days:
        starts = day.clear_of(wish.taken)
        for sat in day.needed:
            if times := (starts & sat.busy).bit_count():
                often[sat.seat.name] = often.get(sat.seat.name, 0) + times
    if often:
        yield Relief("release", max(often, key=lambda name: often[name]))


def _let_off(days: list[OnDay], wish: Wish, known: Known, count: int) -> list[Relief]:
    """List who could be let off, so many at a time, by the time that would give."""
    found: dict[str, datetime] = {}
    for day in days:
        starts = day.clear_of(wish.taken)
        needed = {sat.seat.name: sat.busy for sat in day.needed}
        if not starts:
            continue
        for names in combinations(needed, count):
            left = starts
            for name, busy in needed.items():
                if name not in names:
                    left &= ~busy
            if left:
                found.setdefault(AND.join(names), _time(day, left, known))
    listed = sorted(found.items(), key=lambda one: one[1])
    return [Relief("release", names, start) for names, start in listed]


def _deputised(days: list[OnDay], wish: Wish, known: Known) -> Iterator[Relief]:
    """Find in which seats a deputy would do, as far as their diaries are known."""
    found: dict[str, datetime] = {}
    for day in days:
        for name, people in day.day.deputies:
            starts = day.clear_of(wish.taken)
            for sat in day.needed:
                instead = day.filled(people)[1] if sat.seat.name == name else sat.busy
                starts &= ~(sat.busy & instead)
            if starts:
                found.setdefault(name, _time(day, starts, known))
    for name, start in found.items():
        yield Relief("deputy", name, start)


def _moved(wish: Wish, known: Known) -> Iterator[Relief]:
    """Find which other meeting of the case is in the way."""
    for one in dict.fromkeys(taken.step for taken in wish.taken):
        rest = tuple(taken for taken in wish.taken if taken.step != one)
        start = _first(wish.days, replace(wish, taken=rest), known)
        yield Relief("move", one, start)


def _first(days: Iterable[Day], wish: Wish, known: Known) -> datetime | None:
    """Find the first time at which nobody is taken who must be there."""
    for day in days if wish.minutes >= _SHORTEST else ():
        on = OnDay(day, wish.minutes, known, wish.present)
        if starts := on.possible(wish.taken):
            return _time(on, starts, known)
    return None


def _time(day: OnDay, starts: int, known: Known) -> datetime:
    return known.first + day.starts.minute(next(marked(starts))) * MINUTE
