"""Choosing times for several meetings at once, so that each leaves room for the next.

What speaks against each time is added up, point by point, over all the meetings; the
first difference decides between two sets of times, as it does between two times for one
meeting. Of equals, the earlier meeting is the earlier. No meeting of a case is ever put
over another, so whoever comes to several of them is free of the others.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate
from typing import Final, TypeAlias

from bot.core.events import PersonId, StepId
from bot.core.finding.choosing import best
from bot.core.finding.diaries import MINUTE, Diary, Known
from bot.core.finding.reliefs import after, reliefs
from bot.core.finding.slots import CLOSE, Board, Slot, too_close
from bot.core.finding.wishes import BEFORE_ALL, Found, Taken, Wish, span_of

_NEVER: Final = 1 << 256
PATIENCE: Final = 100_000
"""How many times are looked at in one search; three meetings take a few hundred."""
_Chosen: TypeAlias = dict[StepId, Slot]


def choose_together(
    wishes: Sequence[Wish], diaries: Mapping[PersonId, Diary]
) -> tuple[Found, ...]:
    """Find times for several meetings of a case that can all be kept.

    The first time offered for each can be had with the first of all the others, and
    every further one with the first of all the others too. Where there is no room
    for all of them, whichever has none beside those before it is left without.

    Args:
        wishes: The meetings, and the days each may be held on.
        diaries: Those that could be read. Nothing is known of anybody else.
    """
    if not wishes:
        return ()
    own = [span for wish in wishes for span in wish.own]
    known = Known(diaries, span_of(wishes)[0], own)
    ordered = _in_order([_loosed(wish, wishes) for wish in wishes])
    boards = {wish.step: Board(wish, known) for wish in ordered}
    chosen = _placed(boards)
    return tuple(_found(boards[wish.step], boards, chosen, known) for wish in wishes)


def _loosed(wish: Wish, wishes: Sequence[Wish]) -> Wish:
    """Let a meeting go by where others of the search will be, not where they are."""
    steps = {one.step for one in wishes}
    sought = (step for step in wish.follows if step in steps)
    return replace(
        wish,
        taken=tuple(taken for taken in wish.taken if taken.step not in steps),
        before=tuple(dict.fromkeys((*wish.before, *sought))),
    )


def _in_order(wishes: Sequence[Wish]) -> list[Wish]:
    """Put every meeting after those of the search that must come before it."""
    left, ordered = list(wishes), list[Wish]()
    while left:
        waiting = {wish.step for wish in left}
        first = next(wish for wish in left if waiting.isdisjoint(wish.before))
        left.remove(first)
        ordered.append(first)
    return ordered


def _placed(boards: Mapping[StepId, Board]) -> _Chosen:
    """Place the meetings, leaving one out where it has no room beside those before."""
    able: list[Board] = []
    for board in boards.values():
        if board.slots and _follow(board, able):
            able.append(board)
    some, times = able, Search(able).found()
    if not times:
        some = []
        for board in able:
            if _follow(board, some) and (found := Search([*some, board]).found()):
                some, times = [*some, board], found
    return {board.wish.step: slot for board, slot in zip(some, times, strict=True)}


def _follow(board: Board, some: Sequence[Board]) -> bool:
    """Say whether all that a meeting follows is among some others."""
    return {one.wish.step for one in some}.issuperset(board.wish.before)


class Search:
    """Looks for the best times of several meetings that can all be kept.

    A branch is left as soon as the best that is still to be hoped for is worse than
    what is known: every meeting at the time that would suit it best after each one
    that it follows, whatever the others do. Many meetings in few days could still
    take for ever; so, once many times have been looked at, the best so far is taken.
    """

    __slots__ = ("ahead", "best", "boards", "hoped", "left")

    def __init__(self, boards: Sequence[Board], patience: int = PATIENCE) -> None:
        """Get ready to place some meetings, each after those that it follows."""
        self.boards, self.left = boards, patience
        self.best: tuple[int, tuple[int, ...]] = (_NEVER, ())
        self.ahead = [tuple(_by_day(board)) for board in boards]
        self.hoped: dict[tuple[int, int, int], int] = {}

    def found(self) -> tuple[Slot, ...]:
        """Give one time for each meeting, or nothing."""
        self._place((), 0)
        at = self.best[1]
        return tuple(
            next(slot for slot in board.slots if slot.at == start)
            for board, start in zip(self.boards, at, strict=False)
        )

    def _place(self, chosen: tuple[Slot, ...], cost: int) -> None:
        number = len(chosen)
        if number == len(self.boards):
            self.best = min(self.best, (cost, tuple(slot.at for slot in chosen)))
            return
        hope = self._hope(chosen, number + 1)
        for slot in self.boards[number].slots:
            self.left -= 1
            if self.left < 0 or cost + slot.cost + hope > self.best[0]:
                return
            if not self._fits(slot, chosen):
                continue
            then = (*chosen, slot)
            sure = cost + slot.cost + CLOSE * self._close(slot, chosen)
            if sure + self._hope(then, number + 1) <= self.best[0]:
                self._place(then, sure)

    def _hope(self, chosen: tuple[Slot, ...], number: int) -> int:
        """Say the least that the meetings from one on could cost."""
        total = 0
        for place in range(number, len(self.boards)):
            wish = self.boards[place].wish
            least = self.boards[place].slots[0].cost
            for earlier, slot in enumerate(chosen):
                if self.boards[earlier].wish.step in wish.before:
                    least = max(least, self._least(place, earlier, slot))
            total += least
        return total

    def _least(self, place: int, earlier: int, slot: Slot) -> int:
        """Say the least that a meeting could cost after one that it follows."""
        key = place, earlier, slot.at
        if key not in self.hoped:
            first, wish = self.boards[earlier].wish, self.boards[place].wish
            on, end = first.days[slot.day].on, slot.at + first.minutes
            self.hoped[key] = min(
                (
                    least[bisect_left(starts, end)] + CLOSE * too_close(wish, day, on)
                    for day, starts, least in self.ahead[place]
                    if starts[-1] >= end
                ),
                default=_NEVER,
            )
        return self.hoped[key]

    def _fits(self, slot: Slot, chosen: tuple[Slot, ...]) -> bool:
        wish = self.boards[len(chosen)].wish
        return all(
            beside(wish, slot, board.wish, other)
            for board, other in zip(self.boards, chosen, strict=False)
        )

    def _close(self, slot: Slot, chosen: tuple[Slot, ...]) -> int:
        wish = self.boards[len(chosen)].wish
        pairs = zip(self.boards, chosen, strict=False)
        return sum(close(wish, slot, board.wish, other) for board, other in pairs)


def _by_day(board: Board) -> Iterator[tuple[date, list[int], list[int]]]:
    """List the starts on each day, with the least that any from each one on costs."""
    for number, day in enumerate(board.wish.days):
        timed = sorted((s.at, s.cost) for s in board.slots if s.day == number)
        costs = accumulate((cost for _, cost in reversed(timed)), min)
        if timed:
            yield day.on, [at for at, _ in timed], [*reversed([*costs])]


def close(wish: Wish, slot: Slot, other: Wish, its: Slot) -> int:
    """Say by how many days two meetings are too close, where one follows the other."""
    on, day = wish.days[slot.day].on, other.days[its.day].on
    if other.step in wish.before:
        return too_close(wish, on, day)
    return too_close(other, day, on) if wish.step in other.before else 0


def beside(wish: Wish, slot: Slot, other: Wish, its: Slot) -> bool:
    """Say whether two meetings can have two times, in their order and apart."""
    first = slot.at + wish.minutes <= its.at
    last = its.at + other.minutes <= slot.at
    if other.step in wish.before:
        return last
    return first or (last and wish.step not in other.before)


def _found(
    board: Board, boards: Mapping[StepId, Board], chosen: _Chosen, known: Known
) -> Found:
    """Say what there is for one meeting, once all have been placed that can be."""
    wish = board.wish
    others = [
        (boards[step].wish, slot) for step, slot in chosen.items() if step != wish.step
    ]
    if slot := chosen.get(wish.step):
        fit = [s for s in board.slots if all(beside(wish, s, *one) for one in others)]
        fit.sort(
            key=lambda s: s.cost + CLOSE * sum(close(wish, s, *one) for one in others)
        )
        offered = best(fit, wish.minutes, (slot,))
        return Found(wish.step, wish.minutes, tuple(map(board.offer, offered)))
    if not set(chosen).issuperset(wish.before):
        return Found(wish.step, wish.minutes)
    stands = after(wish, _taken(wish, others, known))
    return Found(wish.step, wish.minutes, (), reliefs(stands, known))


def _taken(
    wish: Wish, others: Sequence[tuple[Wish, Slot]], known: Known
) -> Iterator[Taken]:
    """Say what the other meetings leave no room for at the times found for them."""
    for other, slot in others:
        start = known.first + slot.at * MINUTE
        end = start + other.minutes * MINUTE
        yield Taken(
            other.step, (BEFORE_ALL if other.step in wish.before else start, end)
        )
