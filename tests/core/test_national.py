"""A national limit is said wherever the local date is later than it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core.clock import Due
from bot.core.progress import beside, compared
from bot.core.react import Telling
from bot.core.telling import card
from tests.core.calendar_words import calendar_day
from tests.core.played import at
from tests.core.publishing import begun, publishing, raised
from tests.core.worked_out import ENGLAND


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("tell", "Friday 27 November 2026, 5 working days before this date"),
        ("ring", "Friday 20 November 2026, 10pm, 12 hours before this time"),
        ("gather", "Wednesday 2 December 2026, 2 working days before this date"),
    ],
)
def test_a_local_date_later_than_the_national_says_both(part: str, says: str) -> None:
    played = begun()
    line = played.lines()[part]

    assert list(beside(line, played.offices)) == [("National limit", says)]
    assert compared(line, played.offices) == f"National limit: {says}."


def test_sending_and_inviting_have_no_national_limit() -> None:
    assert begun().lines()["gather/send"].national is None


def test_a_date_not_known_yet_says_the_national_limit_that_is() -> None:
    due = 'due = "begun + 6 months"'
    national = f'{due}\nnational = "aware + 5 working days"'
    played = raised(publishing(due, national))

    assert compared(played.lines()["publish"], played.offices) == (
        "National limit: Friday 27 November 2026, and the date here is not known yet."
    )


def test_a_new_alert_says_the_national_limit_with_the_date() -> None:
    played = raised()
    told = card(Telling("raised", "keeper"), played.case, played.asking("kit"))

    assert told is not None
    assert dict(told.facts)["Tell the Panel of the decision"] == (
        "Friday 4 December 2026. National limit: Friday 27 November 2026, 5 working "
        "days before this date."
    )


def beside_it(
    due: date | None, planned: date | None = None, national: date | None = None
) -> list[str]:
    """Say what stands beside a date, whatever it is."""
    line = replace(
        begun().lines()["publish"],
        due=Due(due),
        planned=planned,
        national=Due(national) if national else None,
    )
    return [said for _, said in beside(line, ENGLAND)]


def test_times_of_one_day_are_told_apart() -> None:
    morning, noon = at("Fri 27 Nov 2026 9:00"), at("Fri 27 Nov 2026 12:00")
    day = calendar_day("Fri 27 Nov 2026")

    assert beside_it(noon, national=morning) == [
        "Friday 27 November 2026, 9am, 3 hours before this time"
    ]
    soon = at("Fri 27 Nov 2026 9:30")
    assert beside_it(soon, national=morning)[0].endswith(
        "9am, less than an hour before this time"
    )
    assert beside_it(day, national=noon)[0].endswith(
        "12pm, before the end of this date"
    )
    assert beside_it(morning, national=noon) == []
    assert beside_it(noon, national=day) == []
    assert beside_it(morning, planned=noon)[0].endswith("12pm, after its time")
    assert beside_it(noon, planned=morning) == ["Friday 27 November 2026, 9am"]
    assert beside_it(None, planned=day) == ["Friday 27 November 2026"]


def test_where_working_days_cannot_be_counted_days_are() -> None:
    saturday, sunday = calendar_day("Sat 28 Nov 2026"), calendar_day("Sun 29 Nov 2026")
    assert beside_it(sunday, national=saturday)[0].endswith("1 day before this date")
    far, further = calendar_day("Mon 1 Jan 2035"), calendar_day("Fri 12 Jan 2035")

    assert beside_it(further, national=far)[0].endswith("11 days before this date")


def test_a_national_limit_past_the_known_holidays_is_not_said() -> None:
    far = publishing('national = "aware + 5 working', 'national = "aware + 900 working')
    played = begun(procedure=far)

    assert played.lines()["tell"].national is None
