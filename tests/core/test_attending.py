"""Who should be at a meeting, by the day on which it is held."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.commands import DeclareConflict, TakePlace
from tests.core.attended import DAY, known, meeting, seated, there, who, with_roster
from tests.core.played import ROSTER, arranged, asked, person, sent


def test_everybody_comes_in_the_order_of_the_invitation() -> None:
    assert who(asked("police", "nhs")) == [
        "pat", "hera", "hal", "hope", "chas", "kit", "sue"
    ]  # fmt: skip


def test_each_comes_as_what_they_are_met_as_first() -> None:
    played = asked("police")
    pat, chas, sue = (known(played, name) for name in ("pat", "chas", "sue"))

    assert (pat.role, pat.required, pat.chair) == ("agency:police", True, False)
    assert (chas.role, chas.required, chas.chair) == ("chair", True, True)
    assert (sue.role, sue.required, sue.chair) == ("support", False, False)


def test_somebody_invited_twice_comes_once_and_keeps_the_chair() -> None:
    step = meeting(invite=("every-agency", "police"), chair="police")
    pat = known(asked("police"), "pat", step)

    assert (pat.role, pat.required, pat.chair) == ("agency:police", True, True)


def test_an_agency_that_may_come_need_not() -> None:
    step = meeting(invite=("head",), may_come=("every-agency",))

    assert not known(asked("police"), "pat", step).required


def test_the_deputy_comes_for_whoever_is_away_on_the_day_of_the_meeting() -> None:
    played = sent().is_away("chas", DAY, DAY, "carl")

    assert "chas" not in who(played)
    assert known(played, "carl").instead_of == "chas"
    assert known(played, "carl").chair
    assert "chas" in who(played, day="Wed 2 Dec 2026")


def test_somebody_away_today_comes_on_the_day_all_the_same() -> None:
    played = sent().is_away("chas", "Fri 20 Nov 2026", "Mon 30 Nov 2026", "carl")

    assert "chas" in who(played)


def test_of_several_in_a_role_those_come_who_are_there() -> None:
    played = sent().is_away("hal", DAY, DAY)

    assert "hal" not in who(played)
    assert "hope" in who(played)


def test_the_deputy_role_comes_where_nobody_in_the_role_is_there() -> None:
    played = sent().is_away("hal", DAY, DAY).is_away("hope", DAY, DAY)

    assert (known(played, "carl").role, known(played, "carl").instead_of) == (
        "head",
        "hal",
    )


def test_a_deputy_who_is_away_as_well_does_not_come() -> None:
    played = sent().is_away("hal", DAY, DAY, "dina").is_away("dina", DAY, DAY)
    played.is_away("hope", DAY, DAY)

    assert "dina" not in who(played)
    assert "carl" in who(played)


def test_the_deputy_role_may_have_named_a_deputy_too() -> None:
    played = sent().is_away("hal", DAY, DAY).is_away("hope", DAY, DAY)
    played.is_away("carl", DAY, DAY, "dina")

    assert known(played, "dina").instead_of == "carl"


def test_those_in_a_role_are_asked_where_nobody_at_all_is_there() -> None:
    played = sent().is_away("chas", DAY, DAY)

    assert "chas" in who(played)


def test_a_steps_own_deputy_comes_for_its_owner() -> None:
    step = meeting(deputy="chief")
    played = sent().is_away("kit", DAY, DAY)

    assert known(played, "carl", step).role == "keeper"


def test_whoever_takes_no_part_does_not_come() -> None:
    played = asked("police", "nhs")
    played.does("pat", DeclareConflict(person="pat", digest="why"))

    assert "pat" not in who(played)


def test_the_deputy_role_comes_where_all_in_the_role_take_no_part() -> None:
    played = sent()
    for name in ("hal", "hope"):
        played.does(name, DeclareConflict(person=name, digest="why"))

    assert known(played, "carl").instead_of == "hal"


def test_a_role_that_nobody_holds_is_filled_by_its_deputy_role() -> None:
    people = tuple(p for p in ROSTER.people if p.id not in ("hal", "hope"))
    played = sent()
    played.roster = replace(ROSTER, people=people)

    assert known(played, "carl").instead_of == "head"


def test_a_role_that_nobody_could_fill_brings_nobody() -> None:
    played = sent()
    played.roster = replace(
        ROSTER, people=tuple(p for p in ROSTER.people if p.id != "chas")
    )

    assert not any(attendee.chair for attendee in there(played))
    assert "chair" not in seated(played)


STATION = replace(
    ROSTER,
    people=(*ROSTER.people, person("pia", "police"), person("per", "police")),
    agencies=tuple(
        replace(a, contact="pia") if a.id == "police" else a for a in ROSTER.agencies
    ),
)


@pytest.mark.parametrize(
    ("away", "comes"),
    [
        ((), ["pia"]),
        ((("pia", "pat"),), ["pat"]),
        ((("pia", ""),), ["pat", "per"]),
        ((("pia", ""), ("pat", ""), ("per", "")), ["pia"]),
    ],
)
def test_an_agency_sends_its_contact_or_whoever_is_there(
    away: tuple[tuple[str, str], ...], comes: list[str]
) -> None:
    played = with_roster(STATION)
    for name, deputy in away:
        played.is_away(name, DAY, DAY, deputy)

    found = [a.person.id for a in there(played) if a.role == "agency:police"]

    assert found == comes


def test_an_agency_sends_somebody_else_where_its_contact_takes_no_part() -> None:
    played = with_roster(STATION)
    played.does("pia", DeclareConflict(person="pia", digest="why"))

    found = [a.person.id for a in there(played) if a.role == "agency:police"]

    assert found == ["pat", "per"]


# Whoever takes a place


def test_whoever_takes_a_place_comes_in_it() -> None:
    played = arranged()
    played.does("kit", TakePlace(step="review", person="chas", instead="carl"))
    carl = known(played, "carl")

    assert "chas" not in who(played)
    assert (carl.role, carl.required, carl.chair) == ("chair", True, True)
    assert carl.instead_of == "chas"


def test_a_place_can_be_taken_back() -> None:
    played = arranged()
    played.does("kit", TakePlace(step="review", person="chas", instead="carl"))
    played.does("kit", TakePlace(step="review", person="carl", instead="chas"))

    assert "chas" in who(played)
    assert "carl" not in who(played)


def test_a_place_is_ones_own_again_when_the_other_takes_no_part() -> None:
    played = arranged()
    played.does("kit", TakePlace(step="review", person="chas", instead="carl"))
    played.does("carl", DeclareConflict(person="carl", digest="why"))

    assert "chas" in who(played)


def test_a_place_is_ones_own_again_when_the_other_has_left() -> None:
    played = arranged()
    played.does("kit", TakePlace(step="review", person="chas", instead="carl"))
    played.roster = replace(
        ROSTER, people=tuple(p for p in ROSTER.people if p.id != "carl")
    )

    assert "chas" in who(played)


def test_a_place_in_a_role_held_already_is_filled_once() -> None:
    played = arranged()
    played.does("kit", TakePlace(step="review", person="hal", instead="hope"))

    assert seated(played)["head"].people == ("hope",)


def test_whoever_was_chosen_keeps_a_place_when_its_own_holder_is_away_as_well() -> None:
    played = arranged()
    played.does("kit", TakePlace(step="review", person="chas", instead="carl"))
    played.is_away("chas", DAY, DAY, "dina")

    assert known(played, "carl").chair
    assert known(played, "carl").instead_of == "chas"
    assert "dina" not in who(played)


def test_a_deputy_comes_for_somebody_away_who_was_to_come_after_all() -> None:
    played = arranged()
    played.does("kit", TakePlace(step="review", person="chas", instead="carl"))
    played.does("kit", TakePlace(step="review", person="carl", instead="chas"))
    played.is_away("chas", DAY, DAY, "dina")

    assert known(played, "dina").instead_of == "chas"
