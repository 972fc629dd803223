"""Working days are counted as a person with a diary counts them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.errors import NotKnownYet
from bot.core.workdays import (
    Offices,
    next_working_day,
    skipped,
    working_day_before,
    working_days_between,
    working_days_from,
)
from bot.offices import load_offices
from tests.core.calendar_words import calendar_day

ENGLAND = load_offices("ENG")
SMALL = Offices(
    {date(2026, 12, 25): "Christmas Day", date(2026, 12, 28): "Some bank holiday"},
    known_from=date(2026, 1, 1),
    known_to=date(2026, 12, 31),
)


@pytest.mark.parametrize(
    ("day_zero", "count", "due"),
    [
        # ordinary weeks
        ("Fri 20 Nov 2026", 5, "Fri 27 Nov 2026"),
        ("Fri 27 Nov 2026", 15, "Fri 18 Dec 2026"),
        ("Mon 2 Mar 2026", 1, "Tue 3 Mar 2026"),
        # no days at all is day zero itself, even on a Sunday
        ("Sun 22 Nov 2026", 0, "Sun 22 Nov 2026"),
        # learned on Saturday or on Sunday: due together, and with the Friday
        ("Sat 21 Nov 2026", 5, "Fri 27 Nov 2026"),
        ("Sun 22 Nov 2026", 5, "Fri 27 Nov 2026"),
        # learned on a bank holiday
        ("Mon 31 Aug 2026", 1, "Tue 1 Sep 2026"),
        # over Christmas 2026, with Boxing Day moved to the Monday
        ("Fri 18 Dec 2026", 5, "Tue 29 Dec 2026"),
        ("Sat 19 Dec 2026", 5, "Tue 29 Dec 2026"),
        ("Thu 24 Dec 2026", 5, "Tue 5 Jan 2027"),
        # over Christmas 2027, with both days moved
        ("Fri 24 Dec 2027", 1, "Wed 29 Dec 2027"),
        ("Tue 21 Dec 2027", 15, "Fri 14 Jan 2028"),
        # over Easter
        ("Wed 24 Mar 2027", 5, "Fri 2 Apr 2027"),
        ("Thu 2 Apr 2026", 1, "Tue 7 Apr 2026"),
        # the May bank holiday of 2020 moved to the Friday
        ("Fri 1 May 2020", 1, "Mon 4 May 2020"),
        ("Thu 7 May 2020", 1, "Mon 11 May 2020"),
        # the Jubilee and the State Funeral of 2022
        ("Fri 27 May 2022", 1, "Mon 30 May 2022"),
        ("Wed 1 Jun 2022", 1, "Mon 6 Jun 2022"),
        ("Fri 16 Sep 2022", 1, "Tue 20 Sep 2022"),
        # the Coronation of 2023
        ("Fri 5 May 2023", 1, "Tue 9 May 2023"),
        # back from publication, over Easter and over a weekend
        ("Wed 7 Apr 2027", -7, "Thu 25 Mar 2027"),
        ("Mon 30 Nov 2026", -1, "Fri 27 Nov 2026"),
        ("Sun 29 Nov 2026", -1, "Fri 27 Nov 2026"),
        ("Sat 28 Nov 2026", -5, "Mon 23 Nov 2026"),
    ],
)
def test_a_count_ends_on_the_day_a_diary_gives(
    day_zero: str, count: int, due: str
) -> None:
    found = working_days_from(calendar_day(day_zero), count, ENGLAND)

    assert found == calendar_day(due)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("Fri 20 Nov 2026", "Fri 27 Nov 2026", 5),
        ("Fri 20 Nov 2026", "Sun 22 Nov 2026", 0),
        ("Sat 21 Nov 2026", "Mon 23 Nov 2026", 1),
        ("Fri 20 Nov 2026", "Fri 20 Nov 2026", 0),
        ("Fri 27 Nov 2026", "Fri 20 Nov 2026", -5),
        ("Sun 29 Nov 2026", "Fri 27 Nov 2026", -1),
        ("Fri 27 Nov 2026", "Sun 22 Nov 2026", -4),
    ],
)
def test_days_between_leave_out_the_first(start: str, end: str, days: int) -> None:
    found = working_days_between(calendar_day(start), calendar_day(end), ENGLAND)

    assert found == days


def test_the_next_working_day_may_be_the_day_itself() -> None:
    friday = calendar_day("Fri 27 Nov 2026")

    assert next_working_day(friday, ENGLAND) == friday


def test_the_next_working_day_after_good_friday_is_the_tuesday() -> None:
    found = next_working_day(calendar_day("Fri 26 Mar 2027"), ENGLAND)

    assert found == calendar_day("Tue 30 Mar 2027")


def test_the_working_day_before_is_never_the_day_itself() -> None:
    found = working_day_before(calendar_day("Fri 27 Nov 2026"), ENGLAND)

    assert found == calendar_day("Thu 26 Nov 2026")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("Fri 27 Nov 2026", ""),
        ("Sat 28 Nov 2026", "Saturday"),
        ("Sun 29 Nov 2026", "Sunday"),
        ("Fri 25 Dec 2026", "Christmas Day (bank holiday)"),
        ("Mon 28 Dec 2026", "Some bank holiday"),
    ],
)
def test_a_closed_day_says_why(day: str, why: str) -> None:
    assert SMALL.why_closed(calendar_day(day)) == why
    assert SMALL.open_on(calendar_day(day)) is (why == "")


def test_every_day_passed_over_is_listed_with_its_reason() -> None:
    passed = skipped(date(2026, 12, 23), date(2026, 12, 29), SMALL)

    assert [(s.day.day, s.why) for s in passed] == [
        (25, "Christmas Day (bank holiday)"),
        (26, "Saturday"),
        (27, "Sunday"),
        (28, "Some bank holiday"),
    ]


def test_day_zero_is_not_among_the_days_passed_over() -> None:
    passed = skipped(
        calendar_day("Sat 28 Nov 2026"), calendar_day("Mon 30 Nov 2026"), SMALL
    )

    assert [s.why for s in passed] == ["Sunday"]


def test_a_count_backwards_passes_over_the_latest_first() -> None:
    passed = skipped(
        calendar_day("Mon 30 Nov 2026"), calendar_day("Fri 27 Nov 2026"), SMALL
    )

    assert [s.why for s in passed] == ["Sunday", "Saturday"]


def test_a_day_after_the_last_published_is_refused_by_name() -> None:
    with pytest.raises(NotKnownYet) as refusal:
        SMALL.open_on(calendar_day("Fri 1 Jan 2027"))

    assert refusal.value.reason == (
        "Friday 1 January 2027 is past the last day for which GOV.UK has published "
        "bank holidays, Thursday 31 December 2026."
    )
    assert "update" in refusal.value.next_step


def test_a_day_before_the_first_known_is_refused_by_name() -> None:
    with pytest.raises(NotKnownYet) as refusal:
        SMALL.open_on(calendar_day("Wed 31 Dec 2025"))

    assert refusal.value.reason == (
        "Wednesday 31 December 2025 is before the first day whose bank holidays are "
        "known here, Thursday 1 January 2026."
    )
    assert "by hand" in refusal.value.next_step


def test_a_count_that_ends_past_the_last_published_day_is_refused() -> None:
    with pytest.raises(NotKnownYet, match="on or after Monday 4 January 2027"):
        working_days_from(calendar_day("Wed 30 Dec 2026"), 3, SMALL)


def test_a_count_that_ends_before_the_first_known_day_is_refused() -> None:
    with pytest.raises(NotKnownYet, match="on or before Wednesday 31 December 2025"):
        working_days_from(calendar_day("Thu 1 Jan 2026"), -1, SMALL)


@pytest.mark.parametrize("count", [10**7, -(10**7)])
def test_a_count_past_the_end_of_the_calendar_is_refused_too(count: int) -> None:
    with pytest.raises(NotKnownYet):
        working_days_from(calendar_day("Thu 1 Jan 2026"), count, SMALL)


@pytest.mark.parametrize("count", [-1, 0, 1])
@pytest.mark.parametrize("day", ["Wed 31 Dec 2025", "Fri 1 Jan 2027"])
def test_a_count_cannot_begin_where_nothing_is_known(day: str, count: int) -> None:
    with pytest.raises(NotKnownYet):
        working_days_from(calendar_day(day), count, SMALL)


def test_offices_with_the_same_days_are_equal_and_hash_alike() -> None:
    same = Offices(dict(SMALL.closed), SMALL.known_from, SMALL.known_to)

    assert same == SMALL
    assert hash(same) == hash(SMALL)
    assert replace(SMALL, closed={}) != SMALL


def test_changing_the_days_it_was_made_from_changes_nothing() -> None:
    closed = {date(2026, 12, 25): "Christmas Day"}
    offices = Offices(closed, date(2026, 1, 1), date(2026, 12, 31))

    closed.clear()

    assert not offices.open_on(date(2026, 12, 25))


def test_a_diary_entry_with_the_wrong_weekday_is_refused() -> None:
    with pytest.raises(ValueError, match="is a Friday, not a Thu"):
        calendar_day("Thu 27 Nov 2026")
