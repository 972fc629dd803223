"""Who may act as what, and who is reached."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.errors import NotYours, Unknown
from bot.core.people import Absence, Roster, Standing
from tests.core.calendar_words import calendar_day
from tests.core.played import ROSTER

TODAY = calendar_day("Fri 20 Nov 2026")


def away(*who: str, deputy: str = "") -> Roster:
    gone = tuple(Absence(one, TODAY, TODAY, deputy) for one in who)
    return replace(ROSTER, absences=gone)


def test_a_roster_knows_its_people_and_agencies_by_name() -> None:
    assert ROSTER.person("kit").name == "Kit"
    assert ROSTER.name("kit") == "Kit"
    assert ROSTER.name("gone") == "gone"
    assert ROSTER.agency("police").name == "Northshire Police"
    assert ROSTER.agency_name("police") == "Northshire Police"
    assert ROSTER.agency_name("gone") == "gone"
    assert [p.id for p in ROSTER.of_agency("unit")] == ["kit", "sue", "chas"]


def test_a_stranger_and_an_agency_that_left_are_refused() -> None:
    with pytest.raises(Unknown):
        ROSTER.person("nobody")
    with pytest.raises(Unknown):
        ROSTER.agency("gone")


@pytest.mark.parametrize(
    ("day", "covered"),
    [
        ("Thu 19 Nov 2026", False),
        ("Fri 20 Nov 2026", True),
        ("Mon 23 Nov 2026", True),
        ("Tue 24 Nov 2026", False),
    ],
)
def test_an_absence_lasts_from_its_first_day_to_its_last(
    day: str, covered: bool
) -> None:
    gone = Absence("kit", TODAY, calendar_day("Mon 23 Nov 2026"))

    assert gone.covers(calendar_day(day)) is covered


def test_of_two_absences_the_one_recorded_last_stands() -> None:
    first, second = Absence("kit", TODAY, TODAY, "sue"), Absence("kit", TODAY, TODAY)
    roster = replace(ROSTER, absences=(first, second))

    assert roster.absence("kit", TODAY) is second


@pytest.mark.parametrize(
    ("roster", "who", "standing"),
    [
        (ROSTER, "kit", Standing("keeper")),
        (ROSTER, "sue", None),  # the role that stands in, and somebody is there
        (away("kit"), "sue", Standing("keeper", "kit")),
        (away("kit", deputy="tess"), "tess", Standing("keeper", "kit")),
        (away("kit", deputy="tess"), "hal", None),
        (away("kit"), "kit", Standing("keeper")),  # back for a moment
    ],
)
def test_by_what_right_somebody_acts(
    roster: Roster, who: str, standing: Standing | None
) -> None:
    if standing:
        assert roster.standing(who, "keeper", TODAY, "support") == standing
    else:
        with pytest.raises(NotYours):
            roster.standing(who, "keeper", TODAY, "support")


def test_a_role_that_nobody_holds_is_acted_in_by_its_deputy() -> None:
    roster = replace(ROSTER, people=tuple(p for p in ROSTER.people if p.id != "kit"))

    assert roster.standing("sue", "keeper", TODAY, "support") == Standing(
        "keeper", "keeper"
    )


def test_whoever_is_barred_counts_as_away() -> None:
    assert ROSTER.away("keeper", TODAY, frozenset({"kit"}))
    assert not ROSTER.away("head", TODAY, frozenset({"hal"}))


@pytest.mark.parametrize(
    ("roster", "role", "reached"),
    [
        (ROSTER, "head", "hal hope"),
        (away("hal"), "head", "hope"),
        (away("hal", deputy="sue"), "head", "sue hope"),
        (away("hal", "hope"), "head", "carl"),  # the deputy role
        (away("hal", "hope", "carl"), "head", "carl"),  # nobody else is left
        (away("kit"), "keeper", "carl"),
        (ROSTER, "nothing", "carl"),
    ],
)
def test_who_hears_when_a_role_is_told(roster: Roster, role: str, reached: str) -> None:
    found = roster.reached_by(role, TODAY, "chief")

    assert " ".join(person.id for person in found) == reached


def test_where_nobody_stands_in_the_people_away_are_told_all_the_same() -> None:
    assert [p.id for p in away("kit").reached_by("keeper", TODAY)] == ["kit"]
