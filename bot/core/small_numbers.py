"""Counts that may leave the partnership: small ones hidden, and not to be worked out.

A count under five may point at a child, so it is not shown. That is not enough: what
is missing from a row is its total less the rest. So further counts are hidden, the
smallest that will do, totals among them, until every hidden one could still have been
another number for all that is shown.

The question "could it have been another?" is asked exactly. A table with its totals
is a circulation: each count is a flow from its row to its column, each total a flow
into the row or out of the column. A count can be worked out if, and only if, no loop
of flows through it can carry one more or one less within what a reader knows of each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Final, Literal, NamedTuple, TypeAlias

FEWEST: Final = 5
"""The smallest count that is shown."""
FEWER: Final = "fewer than 5"
"""What stands for a count that is too small; none at all is one."""
HIDDEN: Final = "not shown"
"""What stands for a count that is hidden so that another cannot be worked out."""

Seen: TypeAlias = int | Literal["fewer than 5", "not shown"]
"""A count as somebody outside sees it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of counts as somebody outside sees it.

    Attributes:
        cells: A row of counts for each row of the table.
        rows: The total of each row.
        columns: The total of each column.
        whole: The total of all.
    """

    cells: tuple[tuple[Seen, ...], ...]
    rows: tuple[Seen, ...]
    columns: tuple[Seen, ...]
    whole: Seen


@dataclass(frozen=True, slots=True)
class _Flow:
    """One count, as a flow from one place to another."""

    start: str
    end: str
    count: int


def shown_table(counts: Sequence[Sequence[int]]) -> Table:
    """Hide what must be hidden of a table, so that it can be shown with its totals.

    Example:
        The 2 is hidden, and so are a count in its row, one in its column, and the
        one where those two meet; otherwise a subtraction would give it away:

        >>> table = shown_table([[2, 20, 30], [12, 22, 32], [13, 23, 33]])
        >>> for row in table.cells:
        ...     print(row)
        ('fewer than 5', 'not shown', 30)
        ('not shown', 'not shown', 32)
        (13, 23, 33)
        >>> table.rows, table.columns, table.whole
        ((52, 66, 69), (27, 65, 95), 187)

    The total of all is the total of other tables too. So it is always shown, unless
    it is itself too small, and everything else gives way to it.

    Args:
        counts: Rows of counts, all of one length.
    """
    width = len(counts[0]) if counts else 0
    flows = [
        _Flow(f"row {r}", f"column {c}", count)
        for r, row in enumerate(counts)
        for c, count in enumerate(row)
    ]
    flows += [_Flow("all rows", f"row {r}", sum(row)) for r, row in enumerate(counts)]
    flows += [
        _Flow(f"column {c}", "all columns", sum(row[c] for row in counts))
        for c in range(width)
    ]
    whole = _Flow("all columns", "all rows", sum(map(sum, counts)))
    seen = _seen([*flows, whole], fixed=whole)
    inner = len(counts) * width
    return Table(
        tuple(seen[at : at + width] for at in range(0, inner, width or 1)),
        seen[inner : inner + len(counts)],
        seen[inner + len(counts) : -1],
        seen[-1],
    )


def shown_list(counts: Sequence[int]) -> tuple[tuple[Seen, ...], Seen]:
    """Hide what must be hidden of a list, so that it can be shown with its total.

    As with a table, its total is always shown, unless it is itself too small.

    Example:
        >>> shown_list([3, 9, 14])
        (('fewer than 5', 'not shown', 14), 26)
    """
    flows = [_Flow("all", "each", count) for count in counts]
    total = _Flow("each", "all", sum(counts))
    seen = _seen([*flows, total], fixed=total)
    return seen[:-1], seen[-1]


def _seen(flows: list[_Flow], fixed: _Flow) -> tuple[Seen, ...]:
    """Hide the small counts, then as many more as it takes to protect them."""
    if fixed.count < FEWEST:
        return tuple(FEWER for _ in flows)
    seen: list[Seen] = [f.count if f.count >= FEWEST else FEWER for f in flows]
    while (weak := _weakest(flows, seen)) is not None:
        more = _to_hide_with(weak, flows, seen, fixed)
        if more is None:
            # Hiding more protects it no better: then nothing is told of any count.
            return tuple(f.count if f is fixed else HIDDEN for f in flows)
        for at in more:
            seen[at] = HIDDEN
    return tuple(seen)


def _weakest(flows: list[_Flow], seen: list[Seen]) -> int | None:
    """Find a hidden count that can be worked out, if there is one."""
    room = list(map(_room, flows, seen))
    for at, mark in enumerate(seen):
        if isinstance(mark, str) and _loop(at, flows, room) is None:
            return at
    return None


def _to_hide_with(
    weak: int, flows: list[_Flow], seen: list[Seen], fixed: _Flow
) -> list[int] | None:
    """Find what to hide with a count: the smallest counts that make a loop with it."""
    room = [
        _room(flow, mark if isinstance(mark, str) or flow is fixed else HIDDEN)
        for flow, mark in zip(flows, seen, strict=True)
    ]
    costs = [mark if isinstance(mark, int) else 0 for mark in seen]
    found = _loop(weak, flows, room, costs)
    return None if found is None else [n for n in found.by if isinstance(seen[n], int)]


class _Loop(NamedTuple):
    """A way round through a count, with the counts it goes by and what they come to."""

    cost: int
    by: tuple[int, ...]


def _loop(
    at: int,
    flows: list[_Flow],
    room: Sequence[tuple[bool, bool]],
    costs: Sequence[int] | None = None,
) -> _Loop | None:
    """Find the cheapest way to carry one more, or one less, through a count."""
    flow, (up, down) = flows[at], room[at]
    rest = [(n, *one) for n, one in enumerate(room) if n != at]
    ways = []
    if up:
        ways.append(_way(flow.end, flow.start, flows, rest, costs))
    if down:
        ways.append(_way(flow.start, flow.end, flows, rest, costs))
    return min((way for way in ways if way is not None), default=None)


def _way(
    start: str,
    end: str,
    flows: list[_Flow],
    room: Sequence[tuple[int, bool, bool]],
    costs: Sequence[int] | None,
) -> _Loop | None:
    """Find the cheapest way to carry one more from one place to another."""
    steps: dict[str, list[tuple[int, str]]] = {}
    for n, up, down in room:
        if up:
            steps.setdefault(flows[n].start, []).append((n, flows[n].end))
        if down:
            steps.setdefault(flows[n].end, []).append((n, flows[n].start))
    left: list[tuple[int, tuple[int, ...], str]] = [(0, (), start)]
    reached: set[str] = set()
    while left:
        cost, by, place = heappop(left)
        if place == end:
            return _Loop(cost, by)
        if place in reached:
            continue
        reached.add(place)
        for n, onward in steps.get(place, ()):
            heappush(left, (cost + (costs[n] if costs else 0), (*by, n), onward))
    return None


def _room(flow: _Flow, mark: Seen) -> tuple[bool, bool]:
    """Say whether a count could be more, and less, by what its mark tells a reader.

    Whoever knows this rule knows that what is hidden for another's sake is not small.
    """
    if mark == FEWER:
        # What is listed at all may be known to have happened once, so one is the least.
        return flow.count < FEWEST - 1, flow.count > 1
    if mark == HIDDEN:
        return True, flow.count > FEWEST
    return False, False
