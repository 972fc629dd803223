"""Why there is no time, and what would help, said plainly and without names."""

from __future__ import annotations

import pytest

from bot.core.events import Relief
from bot.core.finding import help_with, why_none
from bot.core.procedure import Meeting
from bot.core.workdays import Offices
from tests.core.calendar_words import calendar_day as day
from tests.core.played import Played, asked, at, decided, held, sent
from tests.core.wished import changed

ALL_AGENCIES = ("council", "police", "nhs", "school")


def meeting(played: Played, step: str) -> Meeting:
    found = played.procedure.by_id[step]
    assert isinstance(found, Meeting)
    return found


FRIDAY = "Fri 4 Dec 2026 10:00"


def none(played: Played, step: str = "review") -> str:
    return why_none(meeting(played, step), played.case, played.asking())


def test_it_says_why_there_is_no_time() -> None:
    assert none(sent()) == (
        "At no time from Tuesday 24 November 2026 to Monday 7 December 2026 is "
        "everybody free who must be there."
    )
    assert none(decided()).startswith("At no time from Tuesday 1 December 2026")
    assert none(sent(), "wrap-up") == "The Review comes first and has no time yet."
    assert none(held()) == "The Review has been held."
    assert none(sent().goes_to("Wed 9 Dec 2026 10:00")) == (
        "The last day the procedure allows, Monday 7 December 2026, has gone."
    )
    assert none(sent().goes_to("Mon 7 Dec 2026 10:00")) == (
        "With 1 working day of notice, none is left by Monday 7 December 2026."
    )
    assert none(changed(sent(), "review", lasts="600")) == (
        "It lasts 10 hours, which is more than a day has."
    )


@pytest.mark.parametrize(
    ("kind", "seat", "says"),
    [
        ("release", "agency:police", "Without Northshire Police, it can be on {}."),
        (
            "release",
            "agency:police&chair",
            "Without Northshire Police and the Chair, it can be on {}.",
        ),
        ("shorter", "", "At half its length, it can be on {}."),
        ("notice", "", "At shorter notice, it can be on {}."),
        (
            "move",
            "wrap-up",
            "If the Wrap-up were at another time, this could be on {}.",
        ),
        (
            "limit",
            "",
            (
                "After its last day, it can be on {}. The last day is this "
                "partnership’s own."
            ),
        ),
    ],
)
def test_what_would_help_is_said_with_the_time_it_gives(
    kind: str, seat: str, says: str
) -> None:
    played = asked("council", "police")
    relief = Relief(kind, seat, at(FRIDAY))

    said = help_with(relief, meeting(played, "review"), played.case, played.asking())

    assert said == says.format("Friday 4 December 2026, 10am")


def test_a_deputy_is_named_by_their_office() -> None:
    played = sent()
    relief = Relief("deputy", "head", at(FRIDAY))

    said = help_with(relief, meeting(played, "review"), played.case, played.asking())

    assert said.endswith("it can be on Friday 4 December 2026, 10am.")
    assert " in place of " in said


def test_whoever_is_taken_most_is_named_where_nothing_alone_is_enough() -> None:
    played = asked("police")
    relief = Relief("release", "agency:police")

    said = help_with(relief, meeting(played, "review"), played.case, played.asking())

    assert said == "Most often taken: Northshire Police."


@pytest.mark.parametrize(
    ("lines", "start", "says"),
    [
        (
            {"limit": '"national"'},
            "Tue 8 Dec 2026 10:00",
            "The last day is a national limit.",
        ),
        (
            {"limit": '"statutory"'},
            "Tue 8 Dec 2026 10:00",
            "The last day is statutory.",
        ),
        (
            {"national": '"sent + 15 working days"'},
            "Tue 8 Dec 2026 10:00",
            (
                "The last day is this partnership’s own; the national limit, "
                "Friday 11 December 2026, would be kept."
            ),
        ),
        (
            {"national": '"sent + 15 working days"'},
            "Mon 14 Dec 2026 10:00",
            (
                "The last day is this partnership’s own; the national limit, "
                "Friday 11 December 2026, would not be."
            ),
        ),
        (
            {"national": '"over + 15 working days"'},
            "Mon 14 Dec 2026 10:00",
            (
                "The last day is this partnership’s own; the national limit is not "
                "known yet."
            ),
        ),
    ],
)
def test_it_says_whose_limit_would_bend(
    lines: dict[str, str], start: str, says: str
) -> None:
    played = changed(sent(), "review", **lines)
    relief = Relief("limit", "", at(start))

    said = help_with(relief, meeting(played, "review"), played.case, played.asking())

    assert said.endswith(says)


def test_a_national_limit_past_the_known_bank_holidays_is_not_known() -> None:
    played = changed(sent(), "review", national='"sent + 15 working days"')
    known = played.offices
    played.offices = Offices(known.closed, known.known_from, day("Wed 9 Dec 2026"))
    relief = Relief("limit", "", at("Tue 8 Dec 2026 10:00"))

    said = help_with(relief, meeting(played, "review"), played.case, played.asking())

    assert said.endswith("the national limit is not known yet.")
