"""Choosing the best times for one meeting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from bot.core.events import PersonId
from bot.core.finding.diaries import Diary, Known
from bot.core.finding.reliefs import reliefs
from bot.core.finding.slots import Board, Slot
from bot.core.finding.wishes import Found, Wish, span_of

MOST: Final = 3
"""How many times are offered."""


def choose(wish: Wish, diaries: Mapping[PersonId, Diary]) -> Found:
    """Find the best times for a meeting, or what would help if there are none.

    They are the best time of each of the best three days. Where fewer days have one,
    further times follow that do not overlap those before, the best first.

    Args:
        wish: The meeting, and the days it may be held on.
        diaries: Those that could be read. Nothing is known of anybody else.
    """
    if wish.before:
        return Found(wish.step, wish.minutes)
    known = Known(diaries, span_of((wish,))[0], wish.own)
    board = Board(wish, known)
    offers = tuple(board.offer(slot) for slot in best(board.slots, wish.minutes))
    helps = () if offers else reliefs(wish, known)
    return Found(wish.step, wish.minutes, offers, helps)


def best(
    slots: Iterable[Slot], minutes: int, given: tuple[Slot, ...] = ()
) -> tuple[Slot, ...]:
    """Pick the times to be offered, on different days as far as there are any.

    Args:
        slots: The times there are, the best first.
        minutes: How long each lasts.
        given: What is offered in any case, before the others.
    """
    every = tuple(slots)
    picked = list(given)
    for slot in every:
        if len(picked) < MOST and all(slot.day != one.day for one in picked):
            picked.append(slot)
    for slot in every:
        if len(picked) < MOST and all(abs(slot.at - o.at) >= minutes for o in picked):
            picked.append(slot)
    return tuple(picked)
