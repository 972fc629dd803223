"""By what right somebody asks."""

from __future__ import annotations

import pytest

from bot.core.asking import BOT
from bot.core.errors import Conflicted, NotYours
from bot.core.people import Standing
from tests.core.calendar_words import calendar_day
from tests.core.played import Played, at, raised


def test_today_is_the_day_in_london() -> None:
    played = Played()
    played.now = at("Tue 2 Jun 2026 0:30")

    assert played.asking("kit").today == calendar_day("Tue 2 Jun 2026")


def test_the_bot_acts_in_no_role() -> None:
    played = raised()

    assert played.asking(BOT).standing(played.case, "keeper") == Standing("")


@pytest.mark.parametrize(("who", "may"), [("pat", True), ("kit", False)])
def test_anybody_of_an_agency_answers_for_it(who: str, may: bool) -> None:
    played = raised()
    asking = played.asking(who)
    if may:
        assert asking.standing(played.case, "agency:police").role == "agency:police"
    else:
        with pytest.raises(NotYours, match="Northshire Police"):
            asking.standing(played.case, "agency:police")


def test_the_first_role_that_fits_is_taken() -> None:
    played = raised()
    asking = played.asking("sue")

    assert asking.any_standing(played.case, ("chair", "support")).role == "support"
    with pytest.raises(NotYours, match="the Chair or the Author"):
        asking.any_standing(played.case, ("chair", "author"))


def test_a_conflict_goes_before_every_role() -> None:
    played = raised()
    played.presses("sue", "conflict", person="sue", note="why")

    with pytest.raises(Conflicted):
        played.asking("sue").any_standing(played.case, ("chair", "support"))


def test_roles_and_agencies_are_said_as_people_say_them() -> None:
    asking = raised().asking("kit")

    assert asking.said("keeper") == "Business Manager"
    assert asking.said("every-agency") == "every agency involved"
    assert asking.said("channel") == "channel"
    assert asking.said("agency:police") == "Northshire Police"
    assert asking.said("agency:gone") == "gone"
