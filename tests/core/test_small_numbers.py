"""No hidden count can be worked out from what is shown, by any subtraction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, product

from hypothesis import given
from hypothesis import strategies as st

from bot.core.small_numbers import FEWER, HIDDEN, Seen, shown_list, shown_table

WIDE = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 60), min_size=width, max_size=width),
        min_size=1,
        max_size=6,
    )
)


def told(counts: list[list[int]]) -> list[list[Seen]]:
    """The table as it is printed: with a total at the end of each row and column."""
    table = shown_table(counts)
    rows = [[*row, total] for row, total in zip(table.cells, table.rows, strict=True)]
    return [*rows, [*table.columns, table.whole]]


def whole(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def by_subtraction(seen: list[list[Seen]]) -> Iterator[tuple[int, int]]:
    """Find every hidden count that somebody gets by taking what is shown from a total.

    Again and again, with what has been found so far.
    """
    known = [[mark if isinstance(mark, int) else None for mark in row] for row in seen]
    high, wide = len(known) - 1, len(known[0]) - 1
    sums = [[(r, c) for c in range(wide + 1)] for r in range(high + 1)]
    sums += [[(r, c) for r in range(high + 1)] for c in range(wide + 1)]
    found = True
    while found:
        found = False
        for one in sums:
            missing = [(r, c) for r, c in one if known[r][c] is None]
            if len(missing) == 1:
                at = missing[0]
                rest = [known[r][c] or 0 for r, c in one[:-1]]
                total = known[one[-1][0]][one[-1][1]]
                gone = sum(rest) if at == one[-1] else (total or 0) - sum(rest)
                known[at[0]][at[1]] = gone
                yield at
                found = True


def possible(seen: list[list[Seen]]) -> Iterator[list[list[int]]]:
    """Make every table that looks the same to somebody outside, as far as 20.

    Hidden for another's sake means five or more, to whoever knows the rule.
    """
    inner = [row[:-1] for row in seen[:-1]]
    known = max((m for row in inner for m in row if isinstance(m, int)), default=0)
    ways = [
        [mark] if isinstance(mark, int) else range(*_between(mark, known))
        for row in inner
        for mark in row
    ]
    width = len(inner[0])
    for numbers in product(*ways):
        made = [list(numbers[i : i + width]) for i in range(0, len(numbers), width)]
        if all(map(_fits, chain(*whole(made)), chain(*seen))):
            yield made


def _between(mark: str, known: int) -> tuple[int, int]:
    return (0, 5) if mark == FEWER else (5, max(known, 5) + 8)


def _fits(count: int, mark: Seen) -> bool:
    if isinstance(mark, int):
        return count == mark
    return count < 5 if mark == FEWER else count >= 5


@given(WIDE)
def test_no_hidden_count_is_found_by_subtracting_from_the_totals(
    counts: list[list[int]],
) -> None:
    seen = told(counts)
    if not any(FEWER in row for row in seen):
        return
    assert list(by_subtraction(seen)) == []


SMALL = st.lists(
    st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2
)


@given(SMALL)
def test_every_hidden_count_could_have_been_another(counts: list[list[int]]) -> None:
    seen = told(counts)
    if not any(FEWER in row for row in seen):
        return  # all is shown, or nothing is told of any count
    found = [whole(made) for made in possible(seen)]
    assert whole(counts) in found
    for r, row in enumerate(seen):
        for c, mark in enumerate(row):
            if isinstance(mark, str):
                assert len({made[r][c] for made in found}) > 1, (r, c, seen)


@given(WIDE)
def test_what_is_shown_is_true_and_nothing_small_is_shown(
    counts: list[list[int]],
) -> None:
    for row, marks in zip(whole(counts), told(counts), strict=True):
        for count, mark in zip(row, marks, strict=True):
            assert mark in (count, FEWER, HIDDEN)
            assert not (isinstance(mark, int) and mark < 5)
            assert mark != FEWER or count < 5


@given(st.lists(st.integers(0, 15), max_size=5))
def test_a_list_keeps_its_total_and_nothing_in_it_can_be_worked_out(
    counts: list[int],
) -> None:
    seen, total = shown_list(counts)
    assert total == (sum(counts) if sum(counts) >= 5 else total)
    hidden = [n for n, mark in zip(counts, seen, strict=True) if isinstance(mark, str)]
    if isinstance(total, int):
        assert len(hidden) != 1
    if FEWER not in seen or total in (FEWER, HIDDEN):
        return
    ways = [
        [mark] if isinstance(mark, int) else range(*_between(mark, sum(counts)))
        for mark in seen
    ]
    found = [made for made in product(*ways) if sum(made) == total]
    for at, mark in enumerate(seen):
        if isinstance(mark, str):
            assert len({made[at] for made in found}) > 1, (counts, seen)


def test_a_table_of_large_counts_is_shown_whole() -> None:
    table = shown_table([[5, 6], [7, 8]])
    assert table.cells == ((5, 6), (7, 8))
    assert (table.rows, table.columns, table.whole) == ((11, 15), (12, 14), 26)


def test_where_nothing_else_is_left_to_hide_nothing_is_told() -> None:
    assert shown_list([0, 5]) == ((HIDDEN, HIDDEN), 5)
    assert shown_list([2]) == ((FEWER,), FEWER)
    assert shown_list([]) == ((), FEWER)
    assert shown_list([1, 3]) == ((FEWER, FEWER), FEWER)


def test_a_table_of_nothing_has_nothing_to_hide() -> None:
    table = shown_table([])
    assert (table.cells, table.rows, table.columns) == ((), (), ())
