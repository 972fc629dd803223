"""When bodies outside a partnership answer, and when its own cases are gone through."""

from __future__ import annotations

import pytest

from bot.core.words import LONDON
from bot.national.duties import round_of
from bot.national.outsiders import answered_after
from bot.offices import load_offices
from tests.core.calendar_words import calendar_day, calendar_moment


def test_most_answer_by_the_day_expected_some_late_and_a_few_never() -> None:
    given, many = 2 * 480.0, 2_000
    asked = [("anywhere", f"P001-2027-{n:03}", "panel-asks") for n in range(many)]

    found = [answered_after(7, what, given) for what in asked]

    assert found == [answered_after(7, what, given) for what in asked]
    in_time = sum(minutes is not None and minutes <= given for minutes in found)
    assert 0.70 * many < in_time < 0.85 * many
    assert 0.015 * many < found.count(None) < 0.05 * many


def test_where_no_day_is_expected_an_answer_takes_a_week_or_two() -> None:
    asked = [("anywhere", f"P001-2027-{n:03}", "panel-view") for n in range(500)]
    came = sorted(filter(None, (answered_after(7, what, None) for what in asked)))
    assert 5 * 480 < came[len(came) // 2] < 10 * 480


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Sat 1 Jan 2022", "Tue 4 Jan 2022 9:45"),  # Monday stands in for it
        ("Fri 26 Mar 2027", "Tue 30 Mar 2027 9:45"),  # Good Friday
        ("Fri 4 Jun 2027", "Fri 4 Jun 2027 9:45"),
    ],
)
def test_cases_are_gone_through_when_offices_are_open(first: str, then: str) -> None:
    found = round_of(calendar_day(first), load_offices("ENG"))
    assert found.astimezone(LONDON) == calendar_moment(then)
