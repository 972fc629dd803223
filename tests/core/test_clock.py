"""Deadlines fall where a person says: days, weeks, months and hours."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.core.clock import Due, occurrence, read, work_out
from bot.core.errors import NotKnownYet
from bot.core.workdays import Offices
from tests.core.calendar_words import calendar_day, calendar_moment
from tests.core.worked_out import ENGLAND, due_of

FOR_EVER = Offices({}, date.min, date.max)


@pytest.mark.parametrize(
    ("written", "anchor_day", "due_day"),
    [
        # ordinary weeks
        ("aware + 5 working days", "Fri 20 Nov 2026", "Fri 27 Nov 2026"),
        ("aware + 15 working days", "Fri 27 Nov 2026", "Fri 18 Dec 2026"),
        # over Christmas, with Boxing Day moved to the Monday
        ("aware + 5 working days", "Fri 18 Dec 2026", "Tue 29 Dec 2026"),
        # learned at the weekend: the same day as if learned on the Friday
        ("aware + 5 working days", "Sat 19 Dec 2026", "Tue 29 Dec 2026"),
        # back from publication, over Easter
        ("aware - 7 working days", "Wed 7 Apr 2027", "Thu 25 Mar 2027"),
        ("aware - 5 weeks", "Wed 7 Apr 2027", "Wed 3 Mar 2027"),
        # the calendar's own days
        ("aware + 5 days", "Fri 20 Nov 2026", "Wed 25 Nov 2026"),
        ("aware + 3 weeks", "Mon 30 Nov 2026", "Mon 21 Dec 2026"),
        ("on aware", "Sun 29 Nov 2026", "Sun 29 Nov 2026"),
        # months, where the day may not exist
        ("aware + 6 months", "Mon 31 Aug 2026", "Sun 28 Feb 2027"),
        ("aware + 6 months", "Tue 31 Aug 2027", "Tue 29 Feb 2028"),
        ("aware + 6 months", "Tue 15 Dec 2026", "Tue 15 Jun 2027"),
        ("aware - 1 month", "Wed 31 Mar 2027", "Sun 28 Feb 2027"),
        ("aware - 12 months", "Tue 29 Feb 2028", "Sun 28 Feb 2027"),
    ],
)
def test_deadlines_fall_where_a_person_says(
    written: str, anchor_day: str, due_day: str
) -> None:
    assert due_of(written, aware=anchor_day).due == calendar_day(due_day)


def test_an_instant_counts_from_its_day_in_london() -> None:
    late = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # half past midnight on Tuesday

    due = work_out(read("aware + 1 working day"), {"aware": late}, ENGLAND)

    assert (due.day_zero, due.due) == (date(2026, 6, 2), date(2026, 6, 3))


def test_an_instant_without_a_zone_is_a_mistake() -> None:
    naive = datetime(2026, 6, 1, 9)  # noqa: DTZ001 - the mistake itself

    with pytest.raises(ValueError, match="does not say its time zone"):
        work_out(read("aware + 1 working day"), {"aware": naive}, ENGLAND)


def test_a_day_that_is_no_working_day_advises_the_one_before() -> None:
    due = due_of("panel + 6 months", panel="Mon 31 Aug 2026")

    assert due.due == calendar_day("Sun 28 Feb 2027")
    assert due.advised == calendar_day("Fri 26 Feb 2027")


def test_a_working_day_needs_no_advice() -> None:
    assert due_of("aware + 5 working days", aware="Fri 20 Nov 2026").advised is None


def test_only_a_count_in_working_days_skips_anything() -> None:
    working = due_of("aware + 1 working day", aware="Fri 20 Nov 2026")
    calendar = due_of("aware + 3 days", aware="Fri 20 Nov 2026")

    assert working.due == calendar.due
    assert [s.why for s in working.skipped] == ["Saturday", "Sunday"]
    assert calendar.skipped == ()


def test_what_is_not_known_yet_is_waited_for() -> None:
    due = due_of("sin-sent + 15 working days", aware="Fri 20 Nov 2026")

    assert due == Due(waiting_for=("sin-sent",))


@pytest.mark.parametrize(
    "written",
    [
        "panel + 6 months",
        "panel + 20 working days",
        "panel + 400 days",
        "panel + 10000 months",
        "panel + 480 hours",
        "panel + 10000 weeks",
    ],
)
def test_a_date_past_the_published_holidays_is_refused(written: str) -> None:
    with pytest.raises(NotKnownYet, match="Sunday 31 December 2028"):
        due_of(written, panel="Thu 14 Dec 2028")


def test_a_date_before_the_known_holidays_is_refused() -> None:
    with pytest.raises(NotKnownYet, match="Sunday 1 January 2012"):
        due_of("incident + 5 days", incident="Tue 1 Nov 2011")


@pytest.mark.parametrize("written", ["a + 3 days", "a + 1 month", "a + 1 hour"])
def test_the_last_day_of_the_calendar_is_refused_as_any_other(written: str) -> None:
    with pytest.raises(NotKnownYet):
        work_out(read(written), {"a": date.max}, ENGLAND)


@pytest.mark.parametrize("written", ["a - 3 days", "a - 1 month"])
def test_so_is_the_first(written: str) -> None:
    with pytest.raises(NotKnownYet):
        work_out(read(written), {"a": date.min}, ENGLAND)


def test_a_publication_past_the_published_holidays_can_be_counted_back_from() -> None:
    due = due_of("publication - 5 weeks", publication="Sat 20 Jan 2029")

    assert due.due == calendar_day("Sat 16 Dec 2028")
    assert due.advised == calendar_day("Fri 15 Dec 2028")


@pytest.mark.parametrize(
    ("known", "hours", "due"),
    [
        ("Fri 27 Nov 2026 16:30", 24, "Sat 28 Nov 2026 16:30"),
        # clocks go forward in the night to Sunday 29 March 2026
        ("Sat 28 Mar 2026 12:00", 24, "Sun 29 Mar 2026 13:00"),
        ("Sun 29 Mar 2026 0:30", 1, "Sun 29 Mar 2026 2:30"),
        # and back in the night to Sunday 25 October 2026
        ("Sat 24 Oct 2026 12:00", 24, "Sun 25 Oct 2026 11:00"),
        ("Sun 25 Oct 2026 3:00", -3, "Sun 25 Oct 2026 1:00"),
    ],
)
def test_hours_are_real_hours(known: str, hours: int, due: str) -> None:
    sign = "+" if hours > 0 else "-"

    found = due_of(f"known {sign} {abs(hours)} hours", known=known)

    assert found.due == calendar_moment(due)
    assert not found.assumed_midnight


def test_the_second_of_two_same_hours_is_told_from_the_first() -> None:
    known = {"known": calendar_moment("Sun 25 Oct 2026 0:30")}

    first = work_out(read("known + 1 hour"), known, ENGLAND).due
    second = work_out(read("known + 2 hours"), known, ENGLAND).due

    assert isinstance(first, datetime)
    assert isinstance(second, datetime)
    assert first.isoformat() == "2026-10-25T01:30:00+01:00"
    assert second.isoformat() == "2026-10-25T01:30:00+00:00"


def test_an_anchor_with_no_time_of_day_counts_from_its_first_moment() -> None:
    due = due_of("24 hours after known", known="Fri 27 Nov 2026")

    assert due.due == calendar_moment("Sat 28 Nov 2026 0:00")
    assert due.start == calendar_day("Fri 27 Nov 2026")
    assert due.assumed_midnight


def test_hours_that_end_at_the_weekend_advise_the_friday() -> None:
    due = due_of("24 hours after known", known="Fri 27 Nov 2026 16:30")

    assert due.advised == calendar_day("Fri 27 Nov 2026")


def test_where_holidays_are_known_for_ever_the_calendar_still_ends() -> None:
    with pytest.raises((OverflowError, ValueError)):
        work_out(read("a + 3 days"), {"a": date.max}, FOR_EVER)
    with pytest.raises((OverflowError, ValueError)):
        work_out(read("a + 1 month"), {"a": date.max}, FOR_EVER)


def test_what_was_done_before_a_sunday_was_done_for_that_sunday() -> None:
    monthly = read("every month from told")
    told = {"told": calendar_day("Sat 28 Nov 2026")}
    found = occurrence(monthly, told, ENGLAND, calendar_day("Mon 28 Dec 2026"))
    assert found.due == calendar_day("Thu 28 Jan 2027")
    # Sun 28 Feb: the last working day before it is Fri 26 Feb.
    early = occurrence(monthly, told, ENGLAND, calendar_day("Fri 26 Feb 2027"))
    assert early.due == calendar_day("Sun 28 Mar 2027")
    too_early = occurrence(monthly, told, ENGLAND, calendar_day("Thu 25 Feb 2027"))
    assert too_early.due == calendar_day("Sun 28 Feb 2027")
