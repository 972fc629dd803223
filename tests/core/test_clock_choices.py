"""Days that compete, windows, repeats, and steps that go together."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.clock import Due, occurrence, read, settled_on
from tests.core.calendar_words import calendar_day, calendar_moment
from tests.core.worked_out import ENGLAND, due_of


def test_the_earlier_day_wins() -> None:
    due = due_of(
        "earlier of incident + 5 working days or aware + 5 working days",
        incident="Mon 16 Nov 2026",
        aware="Fri 20 Nov 2026",
    )

    assert (due.anchor, due.due) == ("incident", calendar_day("Mon 23 Nov 2026"))
    assert not due.provisional


def test_the_earlier_of_two_is_given_as_soon_as_one_is_known() -> None:
    due = due_of(
        "earlier of incident + 5 days or aware + 5 days", aware="Fri 20 Nov 2026"
    )

    assert (due.anchor, due.due) == ("aware", calendar_day("Wed 25 Nov 2026"))
    assert due.provisional
    assert due.earlier_if == ("incident",)


def test_the_later_day_wins() -> None:
    due = due_of(
        "later of incident + 5 days or aware + 1 day",
        incident="Mon 16 Nov 2026",
        aware="Fri 20 Nov 2026",
    )

    assert (due.anchor, due.due) == ("incident", calendar_day("Sat 21 Nov 2026"))


def test_the_later_of_two_waits_for_both() -> None:
    due = due_of(
        "later of incident + 5 days or aware + 5 days", aware="Fri 20 Nov 2026"
    )

    assert due == Due(waiting_for=("incident",))


@pytest.mark.parametrize("choice", ["earlier of", "later of", "first known of"])
def test_with_nothing_known_all_are_waited_for_once(choice: str) -> None:
    due = due_of(f"{choice} incident + 5 days or aware + 5 days or aware + 1 week")

    assert due.waiting_for == ("incident", "aware")


def test_the_first_known_is_the_first_as_written() -> None:
    written = "first known of incident + 5 days or aware + 5 days"

    one = due_of(written, aware="Fri 20 Nov 2026")
    both = due_of(written, aware="Fri 20 Nov 2026", incident="Sat 21 Nov 2026")

    assert (one.anchor, both.anchor) == ("aware", "incident")


def test_an_hour_and_a_day_compete_by_when_each_is_over() -> None:
    due = due_of(
        "earlier of known + 24 hours or aware + 1 day",
        known="Thu 19 Nov 2026 10:00",
        aware="Thu 19 Nov 2026",
    )

    assert due.due == calendar_moment("Fri 20 Nov 2026 10:00")


def test_a_window_says_both_its_days() -> None:
    due = due_of(
        "from sin-sent + 8 working days to sin-sent + 11 working days",
        sin_sent="Fri 27 Nov 2026",
    )

    assert due.start == calendar_day("Wed 9 Dec 2026")
    assert due.due == calendar_day("Mon 14 Dec 2026")
    assert due.day_zero == calendar_day("Fri 27 Nov 2026")


def test_a_window_waits_for_both_its_ends() -> None:
    due = due_of("between aware and sin-sent + 1 day", aware="Fri 20 Nov 2026")

    assert due == Due(waiting_for=("sin-sent",))


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (None, "Fri 4 Dec 2026"),
        ("Thu 1 Jan 2009", "Fri 4 Dec 2026"),
        ("Fri 27 Nov 2026", "Fri 4 Dec 2026"),
        ("Thu 3 Dec 2026", "Fri 4 Dec 2026"),
        ("Fri 4 Dec 2026", "Fri 11 Dec 2026"),
        ("Sat 5 Dec 2026", "Fri 11 Dec 2026"),
        ("Fri 18 Dec 2026", "Tue 29 Dec 2026"),
    ],
)
def test_a_repeating_deadline_comes_round(after: str | None, due: str) -> None:
    found = occurrence(
        read("every 5 working days from sin-sent"),
        {"sin-sent": calendar_day("Fri 27 Nov 2026")},
        ENGLAND,
        calendar_day(after) if after else None,
    )

    assert found.due == calendar_day(due)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ("Sat 31 Jan 2026", "Sat 28 Feb 2026"),
        ("Sat 28 Feb 2026", "Tue 31 Mar 2026"),
        ("Tue 31 Mar 2026", "Thu 30 Apr 2026"),
    ],
)
def test_every_month_from_the_31st_is_the_last_day_of_each(
    after: str, due: str
) -> None:
    found = occurrence(
        read("every month from told"),
        {"told": calendar_day("Sat 31 Jan 2026")},
        ENGLAND,
        calendar_day(after),
    )

    assert found.due == calendar_day(due)


@pytest.mark.parametrize(
    ("after", "due"),
    [
        (None, "Fri 27 Nov 2026 21:00"),
        (calendar_day("Fri 27 Nov 2026"), "Sat 28 Nov 2026 9:00"),
        (calendar_moment("Sat 28 Nov 2026 9:00"), "Sat 28 Nov 2026 21:00"),
    ],
)
def test_hours_come_round_from_the_hour(after: date | None, due: str) -> None:
    found = occurrence(
        read("every 12 hours from known"),
        {"known": calendar_moment("Fri 27 Nov 2026 9:00")},
        ENGLAND,
        after,
    )

    assert found.due == calendar_moment(due)


def test_a_repeat_may_begin_some_days_after_its_anchor() -> None:
    due = due_of("every week from sin-sent + 1 working day", sin_sent="Fri 27 Nov 2026")

    assert due.due == calendar_day("Mon 7 Dec 2026")


@pytest.mark.parametrize(
    ("after", "due"),
    [("Thu 3 Dec 2026", "Fri 4 Dec 2026"), ("Fri 4 Dec 2026", None)],
)
def test_a_repeat_stops_at_its_end(after: str, due: str | None) -> None:
    found = occurrence(
        read("every week from told until closed"),
        {
            "told": calendar_day("Fri 27 Nov 2026"),
            "closed": calendar_moment("Fri 4 Dec 2026 9:00"),
        },
        ENGLAND,
        calendar_day(after),
    )

    assert found == Due() if due is None else found.due == calendar_day(due)


def test_a_repeat_in_hours_stops_at_the_hour() -> None:
    known = {"known": calendar_moment("Fri 27 Nov 2026 9:00")}
    twice = read("every 12 hours from known until known + 24 hours")

    last = occurrence(twice, known, ENGLAND, calendar_moment("Sat 28 Nov 2026 8:59"))
    over = occurrence(twice, known, ENGLAND, calendar_moment("Sat 28 Nov 2026 9:00"))

    assert last.due == calendar_moment("Sat 28 Nov 2026 9:00")
    assert over == Due()


def test_a_repeat_whose_end_is_not_known_goes_on() -> None:
    due = due_of("every week from told until closed", told="Fri 27 Nov 2026")

    assert due.due == calendar_day("Fri 4 Dec 2026")


def test_a_repeat_waits_for_its_anchor() -> None:
    assert due_of("every month from published").waiting_for == ("published",)


def test_what_does_not_come_round_has_no_occurrence() -> None:
    with pytest.raises(ValueError, match="does not come round"):
        occurrence(read("aware"), {}, ENGLAND)


def test_a_step_that_goes_with_another_waits_for_it() -> None:
    assert due_of("same day as rapid-review").waiting_for == ("rapid-review",)


def test_and_has_its_day_once_that_is_known() -> None:
    due = settled_on("rapid-review", calendar_day("Mon 14 Dec 2026"), ENGLAND)

    assert (due.due, due.anchor) == (calendar_day("Mon 14 Dec 2026"), "rapid-review")


def test_and_names_the_working_day_before_without_asking_for_it() -> None:
    due = settled_on("rapid-review", calendar_day("Sun 13 Dec 2026"), ENGLAND)

    assert (due.advised, due.aim) == (calendar_day("Fri 11 Dec 2026"), None)


def test_a_day_counted_to_a_weekend_has_a_working_day_to_aim_for() -> None:
    due = due_of("aware + 3 days", aware="Thu 10 Dec 2026")

    assert due.aim == calendar_day("Fri 11 Dec 2026")
