"""A view is asked for once when a decision opens, and waits until it is not wanted."""

from __future__ import annotations

from functools import cache

from bot.core import faults, offers, telling
from bot.core.cards import Card, plain
from bot.core.commands import Close, Decide, DeclareConflict, RaiseAlert
from bot.core.procedure import Procedure
from bot.core.react import Telling, asked_again, waiting_for
from bot.core.wanted import roles_of
from tests.core.eastshire import ROSTER, alerted, decides, route, routed, viewing
from tests.core.played import HERE, Played

WANTED = Telling("wanted", parts=("route/police", "route/health"))
SECOND = """
[[step]]
id = "also"
stage = "first"
kind = "decision"
title = "Decide something else"
owner = "police"
views = ["author", "police"]
choices = [{ id = "much", title = "Much" }, { id = "little", title = "Little" }]
source = { para = "4" }

[[step]]
id = "if-need-be"
stage = "first"
kind = "decision"
title = "Decide if need be"
owner = "keeper"
optional = true
views = ["police"]
choices = [{ id = "much", title = "Much" }, { id = "little", title = "Little" }]
source = { para = "4" }
"""


@cache
def with_two() -> Procedure:
    text = (HERE / "routes.toml").read_text(encoding="utf-8")
    return faults.read(text + SECOND)


def card(played: Played, who: str, told: Telling = WANTED) -> Card | None:
    return telling.card(told, played.case, played.asking(who))


def told(played: Played) -> list[Telling]:
    return [t for t in played.told if t.kind == "wanted"]


def waits(played: Played, who: str) -> tuple[str, ...]:
    return waiting_for(played.case, played.asking(who))


def test_everybody_entitled_to_a_view_is_told_once_when_the_decision_opens() -> None:
    played = alerted()
    assert told(played) == [WANTED]
    assert roles_of(WANTED) == ("police", "health")

    played.does("pat", viewing("police", "notify"))
    assert told(played) == []
    decides(played, "notify")
    assert told(played) == []


def test_the_card_says_which_decision_by_when_and_nothing_of_the_case() -> None:
    made = card(alerted(), "pat")

    assert made is not None
    assert made.heading == "NSH-2026-001: your view is wanted: Decide the routes"
    assert made.facts[0] == ("Due", "Friday 27 November 2026")
    assert [(b.does, b.label) for b in made.buttons] == [
        ("view", "Give a view"),
        ("open", "Open the case"),
    ]
    assert "hurt" not in plain(made)


def test_whoever_is_not_entitled_is_shown_nothing() -> None:
    assert card(alerted(), "ann") is None
    assert card(alerted(), "kit") is None


def test_a_view_waits_until_it_is_given() -> None:
    played = alerted()
    assert (waits(played, "pat"), waits(played, "hera")) == (("route",), ("route",))
    played.does("pat", viewing("police", "notify"))

    assert (waits(played, "pat"), waits(played, "hera")) == ((), ("route",))
    assert card(played, "pat") is None
    assert card(played, "hera") is not None


def test_a_view_waits_no_more_once_it_is_decided() -> None:
    played = routed("notify")

    assert waits(played, "hera") == ()
    assert card(played, "hera") is None


def test_what_became_of_it_stands_on_the_card_shown_before() -> None:
    played = alerted()
    played.does("pat", viewing("police", "notify"))
    again = telling.redrawn(WANTED, played.case, played.asking("pat"))
    assert again is not None
    assert again.outcome == "View recorded by Pat, Friday 20 November 2026, 10am."
    assert [b.does for b in again.buttons] == ["open"]

    decides(played, "notify")
    again = telling.redrawn(WANTED, played.case, played.asking("hera"))
    assert again is not None
    assert again.outcome.startswith("Decided by Arun, ")
    assert telling.redrawn(WANTED, played.case, played.asking("ann")) is None


def test_a_case_that_is_closed_wants_no_view() -> None:
    played = alerted(harm="neither")
    played.does("pat", viewing("police", "leave"))
    played.does("hera", viewing("health", "leave"))
    decides(played, "leave")
    played.does("kit", Close(digest="why"))

    assert waits(played, "pat") == ()
    assert card(played, "pat") is None


def test_the_deputy_of_somebody_away_is_asked_for_the_view() -> None:
    played = alerted().is_away("pat", "Fri 20 Nov 2026", "Mon 23 Nov 2026", "kit")

    assert asked_again("pat", played.case, played.asking()) == (
        Telling("wanted", parts=("route/police",)),
    )
    assert waits(played, "kit") == ("route",)
    made = card(played, "kit")
    assert made is not None
    assert made.buttons[0].label == "Give a view"


def test_whoever_speaks_for_a_seat_gives_a_view_and_does_not_write_one_down() -> None:
    played = alerted().is_away("pat", "Fri 20 Nov 2026", "Mon 23 Nov 2026", "carl")
    found = offers.of_step(route(), played.case, played.asking("carl"))

    assert [b.label for b in found if b.does == "view"] == ["Give a view"]


def test_the_deputy_is_asked_when_the_holder_takes_no_part() -> None:
    played = alerted()
    played.does("pat", DeclareConflict(person="pat"))

    assert told(played) == [Telling("wanted", parts=("route/police",))]
    assert waits(played, "pat") == ()
    assert waits(played, "abel") == ("route",)
    played.does("ann", DeclareConflict(person="ann"))
    assert told(played) == []


def test_the_role_that_decides_is_not_asked_for_a_view_of_its_own() -> None:
    played = two()

    assert "also/police" not in told(played)[0].parts
    assert told(played)[0].parts == ("route/police", "route/health", "also/author")


def test_several_decisions_stand_on_one_card() -> None:
    played = two()
    played.is_away("arun", "Fri 20 Nov 2026", "Mon 23 Nov 2026", "pat")
    (all_of_it,) = told(played)
    made = card(played, "pat", all_of_it)
    assert made is not None
    assert made.heading == "NSH-2026-001: your view is wanted of 2 decisions"
    assert [i.title for i in made.items] == [
        "Decide the routes",
        "Decide something else",
    ]
    assert all([b.does for b in i.buttons] == ["view"] for i in made.items)

    played.does("pat", viewing("police", "notify"))
    again = telling.redrawn(all_of_it, played.case, played.asking("pat"))
    assert again is not None
    assert again.items[0].facts[0][1].startswith("View recorded by Pat")
    assert again.text
    decides(played, "notify", by="pat")
    played.does("pat", Decide(step="also", choice="much", digest="why"))
    again = telling.redrawn(all_of_it, played.case, played.asking("pat"))
    assert again is not None
    assert again.text == ()


def two() -> Played:
    """A case of a procedure with two decisions that open at once."""
    played = Played(with_two(), ROSTER)
    today = played.asking().today
    alert = RaiseAlert(
        procedure="eastshire",
        version="1",
        facts={"harm": "hurt"},
        anchors={"aware": today},
        digest="the alert",
    )
    played.does("ann", alert)
    return played
