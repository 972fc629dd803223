"""What must hold of every count, whatever the day, the number and the holidays."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.core.clock import Unit, occurrence, on_day, read
from bot.core.clock.moments import moved
from bot.core.workdays import (
    Offices,
    next_working_day,
    skipped,
    working_day_before,
    working_days_between,
    working_days_from,
)
from bot.offices import load_offices

ENGLAND = load_offices("ENG")
ENGLAND_AS_NUMPY = np.busdaycalendar(
    holidays=np.array(list(ENGLAND.closed), dtype="datetime64[D]")
)

DAYS = st.dates(date(2019, 1, 1), date(2028, 12, 31))
EARLY_DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
COUNTS = st.integers(-60, 60).filter(bool)
CLOSED = st.dictionaries(DAYS, st.just("A bank holiday"), max_size=60)


def open_offices(closed: dict[date, str]) -> Offices:
    return Offices(closed, known_from=date.min, known_to=date.max)


def walked(day_zero: date, count: int, offices: Offices) -> date:
    """Count on one's fingers."""
    day, pace = day_zero, timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += pace
        left -= offices.open_on(day)
    return day


@given(start=DAYS, count=COUNTS, closed=CLOSED)
def test_a_deadline_leaves_exactly_the_days_it_promises(
    start: date, count: int, closed: dict[date, str]
) -> None:
    offices = open_offices(closed)

    due = working_days_from(start, count, offices)

    low, high = sorted((start.toordinal(), due.toordinal()))
    between = (date.fromordinal(n) for n in range(low, high + 1))
    assert sum(map(offices.open_on, between)) - offices.open_on(start) == abs(count)
    assert offices.open_on(due)


@given(start=DAYS, count=COUNTS, closed=CLOSED)
def test_a_count_agrees_with_counting_on_ones_fingers(
    start: date, count: int, closed: dict[date, str]
) -> None:
    offices = open_offices(closed)

    found = working_days_from(start, count, offices)

    assert found == walked(start, count, offices)


@given(start=EARLY_DAYS, count=COUNTS)
def test_a_count_in_england_agrees_with_numpy(start: date, count: int) -> None:
    theirs: np.datetime64 = np.busday_offset(
        np.datetime64(start, "D"),
        count,
        roll="backward" if count > 0 else "forward",
        busdaycal=ENGLAND_AS_NUMPY,
    )

    assert working_days_from(start, count, ENGLAND) == theirs.item()


def test_every_day_from_2019_to_2028_agrees_with_numpy_on_the_statutory_counts() -> (
    None
):
    first, last = date(2019, 1, 1), date(2028, 12, 1)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    asked = np.array(days, dtype="datetime64[D]")

    for count in (1, 5, 15):
        theirs = np.busday_offset(
            asked, count, roll="backward", busdaycal=ENGLAND_AS_NUMPY
        )
        known = [
            (day, due)
            for day, due in zip(days, theirs.tolist(), strict=True)
            if due <= ENGLAND.known_to
        ]
        assert known == [
            (day, working_days_from(day, count, ENGLAND)) for day, _ in known
        ]


@given(start=DAYS, count=COUNTS, closed=CLOSED)
def test_counting_there_and_back_returns_to_a_working_day(
    start: date, count: int, closed: dict[date, str]
) -> None:
    offices = open_offices(closed)
    start = next_working_day(start, offices)

    due = working_days_from(start, count, offices)

    assert working_days_from(due, -count, offices) == start


@given(start=DAYS, count=COUNTS, closed=CLOSED)
def test_the_days_between_are_the_days_counted(
    start: date, count: int, closed: dict[date, str]
) -> None:
    offices = open_offices(closed)

    due = working_days_from(start, count, offices)

    assert working_days_between(start, due, offices) == count


@given(start=DAYS, end=DAYS, closed=CLOSED)
def test_every_day_between_is_either_counted_or_skipped(
    start: date, end: date, closed: dict[date, str]
) -> None:
    offices = open_offices(closed)

    passed = skipped(start, end, offices)

    days = abs((end - start).days)
    low, high = (start, end) if start <= end else (end, start)
    counted = sum(
        offices.open_on(low + timedelta(days=n)) for n in range(days + 1)
    ) - offices.open_on(start)
    assert len(passed) + counted == days
    assert all(low <= s.day <= high and s.day != start for s in passed)


@given(day=DAYS, closed=CLOSED)
def test_the_working_days_either_side_are_neighbours(
    day: date, closed: dict[date, str]
) -> None:
    offices = open_offices(closed)

    before, on = working_day_before(day, offices), next_working_day(day, offices)

    assert before < day <= on
    assert working_days_from(before, 1, offices) == on


@given(
    start=st.dates(date(2019, 1, 1), date(2024, 12, 31)),
    after=st.dates(date(2018, 1, 1), date(2025, 12, 31)),
    count=st.integers(1, 6),
    unit=st.sampled_from(("working days", "days", "weeks", "months", "hours")),
)
def test_what_comes_round_next_is_the_first_time_past_the_day(
    start: date, after: date, count: int, unit: Unit
) -> None:
    deadline = read(f"every {count} {unit} from told")

    found = occurrence(deadline, {"told": start}, ENGLAND, after)

    times = found.count // count
    assert found.due is not None
    assert on_day(found.due) > after
    assert on_day(found.due) > start or unit == "hours"
    if times > 1:
        before = on_day(moved(start, (times - 1) * count, unit, ENGLAND))
        # On a day when the offices are shut, it may be done on the last one before.
        shut = unit != "hours" and not ENGLAND.open_on(before)
        assert (working_day_before(before, ENGLAND) if shut else before) <= after
