from __future__ import annotations

from bot.core import telling
from bot.core.apart import vacant
from bot.core.commands import DeclareConflict, Sign, StandDown
from bot.core.items import item_of
from bot.core.react import Telling
from tests.core.played import (
    REF,
    Played,
    arranged,
    asked,
    decided,
    drafted,
    held,
    raised,
    signs,
)


def apart(played: Played, who: str, by: str = "kit") -> Played:
    played.does(by, DeclareConflict(person=who, digest="why"))
    return played


def kinds(played: Played) -> list[tuple[str, str]]:
    return [(t.kind, t.role or t.person) for t in played.told if t.kind != "redraw"]


def stuck(played: Played, *parts: str) -> str:
    made = telling.card(
        Telling("stuck", "keeper", parts=parts), played.case, played.asking("kit")
    )
    if made is None:
        return ""
    return "\n".join(dict(item.facts)["Who can act"] for item in made.items)


def test_whoever_takes_no_part_has_the_calendars_to_come_squared() -> None:
    played = apart(arranged(), "hal")

    assert Telling("attend", parts=("review",)) in played.told


def test_a_meeting_that_is_over_or_off_takes_nothing_out_of_a_calendar() -> None:
    off = arranged()
    off.does("kit", StandDown(step="review", digest="why"))
    for played in (off, held()):
        assert "attend" not in [kind for kind, _ in kinds(apart(played, "hal"))]


def test_what_they_alone_could_do_goes_to_the_deputy_and_the_keeper_is_told() -> None:
    played = apart(raised(), "arun")

    assert ("ask", "author") in kinds(played)
    assert ("stuck", "keeper") in kinds(played)
    assert stuck(played, "consult") == (
        "The Author takes no part in this case. Abel can act instead."
    )


def test_nothing_is_held_up_while_a_colleague_in_the_role_can_act() -> None:
    played = apart(raised(), "ann")
    assert kinds(played) == []
    assert stuck(played, "consult") == ""
    several = drafted()
    several = signs(several, "dina")
    assert stuck(apart(several, "cora"), "sign") == ""
    both = ("head", "", "sign")
    assert vacant(both, apart(several, "hal").case, several.asking()) == ""


def test_a_seat_of_one_person_says_who_can_stand_in_and_does_not_block_for_ever() -> (
    None
):
    played = apart(signs(drafted(), "dina"), "hal")

    assert stuck(played, "sign") == (
        "Nobody can do this now: Hal (Head of Service) takes no part in this case, or "
        "is away. The Business Manager can record an absence with a deputy, who can "
        "then act at once."
    )
    known = tuple(played.lines().values())
    step = played.procedure.by_id["sign"]
    facts = item_of(step, played.case, known, played.asking("kit")).facts
    assert "Who can act" in dict(facts)

    played.is_away("hal", "Fri 20 Nov 2026", "Fri 27 Nov 2026", "abel")
    assert stuck(played, "sign") == (
        "Hal (Head of Service) takes no part in this case. Abel can act instead."
    )
    text = played.case.chain("sign").text
    assert played.does("abel", Sign(step="sign", text=text))
    assert played.journal[-1].instead_of == "hal"


def test_a_deputy_who_takes_no_part_either_cannot_act() -> None:
    played = apart(apart(raised(), "abel"), "arun")

    assert ("ask", "author") not in kinds(played)
    assert stuck(played, "consult").startswith("Nobody can do this now: the Author")


def test_an_agency_is_no_seat_and_what_is_done_is_held_up_no_more() -> None:
    played = apart(asked("police"), "pat")
    seat = ("agency:police", "", "ask")

    assert vacant(seat, played.case, played.asking()) == ""
    assert stuck(apart(decided(), "arun"), "consult") == ""
    assert played.case.ref == REF
