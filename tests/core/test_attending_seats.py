"""The seats of a meeting, and who fills them on the day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.attending import said
from bot.core.commands import DeclareConflict
from bot.core.people import Agency
from tests.core.attended import DAY, meeting, seated, with_roster
from tests.core.played import ROSTER, asked, person, sent


def test_the_chairs_seat_comes_first() -> None:
    assert list(seated(asked("police", "nhs"))) == [
        "chair", "agency:police", "agency:nhs", "head", "keeper", "support",
    ]  # fmt: skip


def test_any_one_of_its_people_fills_a_seat() -> None:
    assert seated(sent())["head"].people == ("hal", "hope")


def test_those_invited_and_the_chair_are_needed() -> None:
    found = seated(asked("police"))

    needed = [name for name, seat in found.items() if seat.needed]
    assert needed == ["chair", "agency:police", "head"]
    assert [name for name, seat in found.items() if seat.chair] == ["chair"]


def test_a_quorum_says_who_is_needed_beside_the_chair() -> None:
    found = seated(asked("police", "nhs"), meeting(quorum=("every-agency",)))

    needed = [name for name, seat in found.items() if seat.needed]
    assert needed == ["chair", "agency:police", "agency:nhs"]


def test_a_seat_is_statutory_where_its_organisation_is_a_partner() -> None:
    found = seated(asked("police", "school"), meeting(may_come=("health",)))

    statutory = [name for name, seat in found.items() if seat.statutory]
    assert statutory == ["agency:police", "head", "health"]


GROUP = replace(
    ROSTER,
    people=(
        *ROSTER.people,
        person("gil", "police", "group"),
        person("gus", "police", "group"),
        person("guy", "school", "group"),
    ),
    agencies=(*ROSTER.agencies, Agency("charity", "Northshire Charity")),
)


def test_a_role_held_in_several_organisations_has_a_seat_for_each() -> None:
    found = seated(with_roster(GROUP), meeting(invite=("group",)))

    assert found["group@police"].people == ("gil", "gus")
    assert found["group@school"].people == ("guy",)
    assert found["group@police"].statutory
    assert not found["group@school"].statutory


def test_a_deputy_fills_the_seat_of_the_organisation_they_stand_in_for() -> None:
    played = with_roster(GROUP).is_away("guy", DAY, DAY, "dina")

    assert seated(played, meeting(invite=("group",)))["group@school"].people == (
        "dina",
    )


def test_a_seat_is_empty_where_its_organisation_has_everybody_away() -> None:
    played = with_roster(GROUP).is_away("guy", DAY, DAY)

    assert seated(played, meeting(invite=("group",)))["group@school"].people == ()


def test_an_organisation_whose_people_take_no_part_has_no_seat() -> None:
    played = with_roster(GROUP)
    played.does("guy", DeclareConflict(person="guy", digest="why"))

    found = seated(played, meeting(invite=("group",)))

    assert "group" in found
    assert "group@school" not in found


def test_a_chair_from_several_organisations_has_one_seat() -> None:
    found = seated(with_roster(GROUP), meeting(invite=("head",), chair="group"))

    assert found["group"].people == ("gil", "gus", "guy")
    assert found["group"].chair


def test_a_deputy_role_fills_one_seat_for_all_organisations() -> None:
    roster = replace(GROUP, people=(*GROUP.people, person("ned", "nhs", "head")))
    played = with_roster(roster)
    for name in ("hal", "hope", "ned"):
        played.is_away(name, DAY, DAY)

    assert seated(played)["head"].people == ("carl",)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("chair", "the Chair"),
        ("agency:police", "Northshire Police"),
        ("head@nhs", "the Head of Service from Northshire Health"),
    ],
)
def test_a_seat_is_said_as_people_do(name: str, says: str) -> None:
    assert said(name, sent().asking()) == says
