"""A date can be explained to somebody who doubts it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.core.clock import Due, day_number, explain, read, settled_on, work_out
from bot.offices import load_offices
from tests.core.calendar_words import calendar_day, calendar_moment

ENGLAND = load_offices("ENG")
TITLES = {
    "aware": "the council became aware",
    "known": "the incident was known",
    "publication": "the report is published",
    "rapid-review": "the Rapid Review Meeting",
}


def due_of(written: str, **anchors: date | datetime) -> Due:
    return work_out(read(written), anchors, ENGLAND)


def explained(written: str, **anchors: date | datetime) -> list[str]:
    return explain(due_of(written, **anchors), ENGLAND, TITLES)


def test_each_day_over_christmas_is_accounted_for() -> None:
    told = explained("aware + 5 working days", aware=calendar_day("Fri 18 Dec 2026"))

    assert told == [
        "Due Tuesday 29 December 2026: 5 working days after the council became aware.",
        (
            "Day 0 is Friday 18 December 2026 (the council became aware), "
            "and is not counted."
        ),
        "Sat 19 Dec: skipped, Saturday.",
        "Sun 20 Dec: skipped, Sunday.",
        "Mon 21 Dec to Thu 24 Dec: days 1 to 4.",
        "Fri 25 Dec: skipped, Christmas Day (bank holiday).",
        "Sat 26 Dec: skipped, Saturday.",
        "Sun 27 Dec: skipped, Sunday.",
        "Mon 28 Dec: skipped, Boxing Day, substitute day (bank holiday).",
        "Tue 29 Dec: day 5.",
    ]


def test_a_count_back_goes_back() -> None:
    told = explained(
        "publication - 2 working days", publication=calendar_day("Tue 1 Dec 2026")
    )

    assert told == [
        "Due Friday 27 November 2026: 2 working days before the report is published.",
        (
            "Day 0 is Tuesday 1 December 2026 (the report is published), "
            "and is not counted."
        ),
        "Mon 30 Nov: day 1 before.",
        "Sun 29 Nov: skipped, Sunday.",
        "Sat 28 Nov: skipped, Saturday.",
        "Fri 27 Nov: day 2 before.",
    ]


def test_a_day_at_the_weekend_says_what_is_advised() -> None:
    told = explained("aware + 1 day", aware=calendar_day("Fri 20 Nov 2026"))

    assert told[-1] == (
        "Saturday 21 November 2026 is not a working day (Saturday). The working day "
        "before is Friday 20 November 2026."
    )


def test_hours_say_that_they_run_on() -> None:
    told = explained("known + 3 hours", known=calendar_moment("Fri 27 Nov 2026 9:30"))

    assert told == [
        "Due Friday 27 November 2026, 12:30pm: 3 hours after the incident was known.",
        (
            "Counted from Friday 27 November 2026, 9:30am (the incident was known), in "
            "real hours, through nights, weekends and bank holidays."
        ),
    ]


def test_hours_from_a_day_say_what_was_assumed() -> None:
    told = explained("known + 3 hours", known=calendar_day("Fri 27 Nov 2026"))

    assert told[1] == (
        "Counted from the first moment of Friday 27 November 2026 (the incident was "
        "known), because no time of day is known."
    )


def test_a_window_says_when_it_opens() -> None:
    told = explained(
        "from aware + 1 day to aware + 3 days", aware=calendar_day("Mon 23 Nov 2026")
    )

    assert told[-1] == "Not before Tuesday 24 November 2026."


def test_what_may_become_earlier_says_so() -> None:
    told = explained(
        "earlier of known + 3 days or aware + 3 days",
        aware=calendar_day("Mon 23 Nov 2026"),
    )

    assert told[-1] == (
        "This may become earlier. Not known yet: the incident was known."
    )


def test_what_waits_says_what_for() -> None:
    assert explained("aware + 3 days") == [
        "Waiting. Not known yet: the council became aware."
    ]


def test_what_comes_round_no_more_says_so() -> None:
    assert explain(Due(), ENGLAND) == ["Comes round no more."]


def test_an_anchors_own_day_needs_no_count() -> None:
    told = explain(
        settled_on("rapid-review", calendar_day("Mon 14 Dec 2026"), ENGLAND),
        ENGLAND,
        TITLES,
    )

    assert told == ["Due Monday 14 December 2026: the Rapid Review Meeting."]


@pytest.mark.parametrize(
    ("written", "anchor", "now", "said"),
    [
        ("a + 15 working days", "Fri 27 Nov 2026", "Wed 9 Dec 2026", "Day 8 of 15"),
        ("a + 15 working days", "Fri 27 Nov 2026", "Fri 27 Nov 2026", "Day 0 of 15"),
        ("a + 15 working days", "Fri 27 Nov 2026", "Sun 29 Nov 2026", "Day 0 of 15"),
        ("a + 5 working days", "Fri 27 Nov 2026", "Mon 7 Dec 2026", "Day 6 of 5"),
        ("a + 5 working days", "Fri 27 Nov 2026", "Thu 26 Nov 2026", "Before day 0"),
        ("a + 3 weeks", "Fri 27 Nov 2026", "Wed 9 Dec 2026", "Day 12 of 21"),
        ("a + 1 month", "Fri 27 Nov 2026", "Sun 29 Nov 2026", "Day 2 of 30"),
        (
            "a - 7 working days",
            "Mon 14 Dec 2026",
            "Fri 27 Nov 2026",
            "4 working days to go",
        ),
        (
            "a - 1 week",
            "Mon 14 Dec 2026",
            "Sun 13 Dec 2026",
            "1 day before day 0",
        ),
        ("a - 1 week", "Mon 14 Dec 2026", "Tue 15 Dec 2026", "Day 0 is past"),
        (
            "a + 24 hours",
            "Fri 27 Nov 2026 9:00",
            "Fri 27 Nov 2026 17:59",
            "Hour 8 of 24",
        ),
        (
            "a + 24 hours",
            "Fri 27 Nov 2026 9:00",
            "Fri 27 Nov 2026 8:59",
            "Hour 0 of 24",
        ),
        ("a - 24 hours", "Fri 27 Nov 2026 9:00", "Wed 25 Nov 2026 9:00", ""),
        ("on a", "Fri 27 Nov 2026", "Fri 27 Nov 2026", ""),
    ],
)
def test_a_count_says_how_far_it_has_come(
    written: str, anchor: str, now: str, said: str
) -> None:
    moment = calendar_moment if ":" in anchor else calendar_day

    due = due_of(written, a=moment(anchor))

    assert day_number(due, moment(now), ENGLAND) == said


def test_what_waits_has_no_count() -> None:
    assert not day_number(due_of("a + 1 day"), date(2026, 1, 1), ENGLAND)
