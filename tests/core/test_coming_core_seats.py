"""Who is coming in words, seat by seat, and who could come instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.coming import coming, fact, stand_ins
from bot.core.commands import (
    DeclareConflict,
)
from bot.core.items import item_of
from bot.core.progress import lines
from tests.core.coming import (
    NOBODY_YET,
    START,
    answers,
    asked_to,
    says,
    take,
    who,
)
from tests.core.played import ROSTER, Played


def test_nobody_has_answered_at_first() -> None:
    assert says(asked_to("police")) == (
        "None of 6 has answered yet. "
        "Needed: the Chair, Northshire Police and the Head of Service."
    )


def test_the_seats_that_are_needed_are_named() -> None:
    played = asked_to("police", "nhs")
    answers(played, "pat")
    answers(played, "hera", "tentative")
    answers(played, "hal", "accepted")
    answers(played, "sue")

    assert says(played) == (
        "1 of 7 is coming. Declined: Northshire Police. Perhaps: Northshire Health. "
        "Not answered: the Chair."
    )


def test_when_everybody_comes_nobody_is_named() -> None:
    played = asked_to()
    for name in ("hal", "hope", "chas", "kit", "sue"):
        answers(played, name, "accepted")

    assert says(played) == "5 of 5 are coming."


def test_one_of_several_in_a_seat_is_enough() -> None:
    played = asked_to()
    answers(played, "hal")
    answers(played, "hope", "accepted")

    assert who(played).lost == ()
    assert "Declined" not in says(played)


def test_a_seat_is_not_lost_while_somebody_has_not_answered() -> None:
    played = asked_to()
    answers(played, "hal")

    assert who(played).lost == ()
    assert says(played) == (
        "None of 5 has accepted yet. Not answered: the Chair and the Head of Service."
    )


def test_an_organisation_that_is_away_is_said_to_be() -> None:
    played = asked_to()
    hob = replace(ROSTER.person("hal"), id="hob", agency="school")
    played.roster = replace(ROSTER, people=(*ROSTER.people, hob))
    played.is_away("hob", "Tue 1 Dec 2026", "Tue 1 Dec 2026")

    assert says(played) == (
        "None of 5 has answered yet. "
        "Away that day: the Head of Service from Northshire Schools. "
        "Needed: the Chair and the Head of Service from Northshire Council."
    )


def test_a_meeting_for_roles_that_nobody_holds_says_so() -> None:
    played = asked_to()
    played.roster = replace(ROSTER, people=(ROSTER.person("ann"),))

    assert says(played) == "Nobody on the roster is asked to it."


@pytest.mark.parametrize("step", ["wrap-up", "send"])
def test_nobody_comes_to_what_has_no_time(step: str) -> None:
    played = asked_to()

    assert coming(played.procedure.by_id[step], played.case, played.asking()) is None


def test_who_is_coming_stands_on_cards_until_the_meeting_begins() -> None:
    played = asked_to()
    step = played.procedure.by_id["review"]
    before = dict(fact(step, played.case, played.asking()))
    played.goes_to(START)

    assert before == {"Who is coming": NOBODY_YET}
    assert not list(fact(step, played.case, played.asking()))


def test_an_item_says_who_is_coming() -> None:
    played = asked_to()
    known = lines(
        played.procedure, played.case.anchors, played.offices, played.case, ROSTER
    )
    made = item_of(
        played.procedure.by_id["review"], played.case, known, played.asking("kit")
    )

    assert ("Who is coming", NOBODY_YET) in made.facts


def could(played: Played) -> list[tuple[str, str]]:
    found = stand_ins(who(played), played.case, played.asking())
    return [(one.instead.id, one.why) for one in found]


def test_nobody_is_suggested_while_no_seat_is_lost() -> None:
    played = asked_to()
    answers(played, "hal")

    assert could(played) == []


def test_the_deputy_role_is_suggested_first() -> None:
    played = asked_to()
    answers(played, "hal")
    answers(played, "hope")

    assert could(played) == [
        ("carl", "deputy: Chief Executive"),
        ("arun", "from Northshire Council"),
        ("abel", "from Northshire Council"),
        ("dina", "from Northshire Council"),
        ("cora", "from Northshire Council"),
    ]


def test_nobody_is_suggested_for_a_seat_of_the_partnerships_own() -> None:
    played = asked_to()
    answers(played, "chas")

    assert could(played) == []


def test_others_of_an_agency_are_suggested() -> None:
    played = asked_to("police")
    pia, per = (replace(ROSTER.person("pat"), id=name) for name in ("pia", "per"))
    contact = tuple(
        replace(a, contact="pat") if a.id == "police" else a for a in ROSTER.agencies
    )
    played.roster = replace(ROSTER, people=(*ROSTER.people, pia, per), agencies=contact)
    answers(played, "pat")

    assert could(played) == [
        ("pia", "from Northshire Police"), ("per", "from Northshire Police")
    ]  # fmt: skip
    played.is_away("per", "Tue 1 Dec 2026", "Tue 1 Dec 2026")
    assert could(played) == [("pia", "from Northshire Police")]


def test_another_holder_of_the_role_is_suggested() -> None:
    played = asked_to().is_away("hope", "Tue 1 Dec 2026", "Tue 1 Dec 2026", "hal")
    answers(played, "hal")
    played.roster = replace(played.roster, absences=())
    heads = [one for one in could(played) if one[1] == "Head of Service"]

    assert who(played).lost == ()
    assert heads == []


def test_whoever_declined_or_takes_no_part_is_not_suggested() -> None:
    played = asked_to()
    played.does("carl", DeclareConflict(person="carl", digest="why"))
    answers(played, "hal")
    answers(played, "hope")
    names = [name for name, _ in could(played)]

    assert not {"carl", "hal", "hope"} & set(names)


def test_whose_place_was_taken_is_not_suggested_for_it_again() -> None:
    played = asked_to("police")
    played.roster = replace(
        ROSTER,
        people=(*ROSTER.people, replace(ROSTER.person("pat"), id="pia")),
        agencies=tuple(
            replace(a, contact="pat") if a.id == "police" else a
            for a in ROSTER.agencies
        ),
    )
    played.does("kit", take("pat", "pia"))
    answers(played, "pia")

    assert could(played) == []
