"""How a limit is said to have ended, and what is said to have been in its way."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.case import Mark
from bot.national.reckoned import said_late, spare, to_the_hour, too_soon
from bot.offices import load_offices
from tests.core.calendar_words import calendar_day, calendar_moment

ENGLAND = load_offices("ENG")


@pytest.mark.parametrize(
    ("done", "due", "days"),
    [
        ("Thu 25 Mar 2027", "Fri 2 Apr 2027", 4),  # Easter is between
        ("Fri 2 Apr 2027", "Fri 2 Apr 2027", 0),
        ("Sat 3 Apr 2027", "Fri 2 Apr 2027", -1),  # late, though on no working day
        ("Fri 24 Dec 2027", "Wed 29 Dec 2027", 1),
        ("Wed 29 Dec 2027", "Fri 24 Dec 2027", -1),
    ],
)
def test_what_was_late_is_never_counted_as_done_on_its_last_day(
    done: str, due: str, days: int
) -> None:
    assert spare(calendar_day(done), calendar_day(due), ENGLAND) == days


@pytest.mark.parametrize(
    ("raised", "due", "why"),
    [
        ("Tue 1 Jun 2027 9:00", "Tue 1 Jun 2027 12:00", "the alert came too late"),
        ("Tue 1 Jun 2027 9:00", "Sun 30 May 2027 12:00", "the alert came too late"),
        # A day's notice is no excuse where all of a working day was left.
        ("Tue 1 Jun 2027 9:00", "Wed 2 Jun 2027 8:00", ""),
        ("Thu 25 Mar 2027 18:00", "Fri 26 Mar 2027 17:00", "offices were closed"),
        ("Thu 25 Mar 2027 9:00", "Fri 26 Mar 2027 8:00", ""),
        ("Sat 29 May 2027 12:00", "Sun 30 May 2027 12:00", "offices were closed"),
    ],
)
def test_a_limit_in_hours_is_excused_only_where_nobody_could_meet_it(
    raised: str, due: str, why: str
) -> None:
    found = too_soon(calendar_moment(raised), calendar_moment(due), ENGLAND)
    assert found.startswith(why)
    assert bool(found) is bool(why)


@pytest.mark.parametrize(
    ("due", "excused"),
    [("Wed 2 Jun 2027", True), ("Thu 3 Jun 2027", False), ("Fri 28 May 2027", True)],
)
def test_a_limit_in_days_is_excused_where_the_alert_left_a_working_day_or_less(
    due: str, excused: bool
) -> None:
    raised = calendar_moment("Tue 1 Jun 2027 23:30")
    assert bool(too_soon(raised, calendar_day(due), ENGLAND)) is excused


def test_a_limit_in_hours_is_held_against_the_hour_at_which_it_was_recorded() -> None:
    at = calendar_moment("Wed 9 Jun 2027 15:20")
    today, before = calendar_day("Wed 9 Jun 2027"), calendar_day("Tue 8 Jun 2027")

    def found(on: date) -> date:
        return to_the_hour(on, Mark("alex", "business-manager", at, 4, on))

    assert found(today) == at
    assert found(before) == before  # it was put down only the day after
    assert found(at) == at
    assert to_the_hour(today, None) == today


@pytest.mark.parametrize(
    ("said", "late"),
    [
        (None, False),
        ("Mon 7 Jun 2027 9:00", False),  # two working days before
        ("Wed 9 Jun 2027 9:00", False),  # on the day
        ("Thu 10 Jun 2027 9:00", True),
    ],
)
def test_what_was_said_before_a_day_does_not_say_that_it_is_late(
    said: str | None, late: bool
) -> None:
    at = calendar_moment(said) if said else None
    assert said_late(at, calendar_day("Wed 9 Jun 2027")) is late
