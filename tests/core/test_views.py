"""Those entitled to a view give it, before a decision or after, each in one seat."""

from __future__ import annotations

import pytest

from bot.core import account, offers, telling
from bot.core.cards import plain
from bot.core.commands import DeclareConflict, Dissent, GiveView
from bot.core.errors import (
    AlreadyDone,
    Conflicted,
    Incomplete,
    NotYours,
    OutOfTurn,
    Unknown,
)
from bot.core.events import ViewGiven
from bot.core.items import item_of
from bot.core.progress import disputed
from bot.core.react import Telling
from tests.core.eastshire import alerted, decides, deciding, route, routed, viewing
from tests.core.played import Played


def heard(played: Played) -> Played:
    """Every seat has a view, or was not reached."""
    played.does("pat", viewing("police", "notify"))
    played.does("arun", viewing("health", "not-reached", ""))
    return played


def test_a_view_is_given_before_the_decision_or_after_it() -> None:
    assert alerted().does("pat", viewing("police", "leave", "")) == (
        ViewGiven("route", "police", "leave", ""),
    )
    assert routed("notify").does("pat", viewing("police", "notify", ""))


@pytest.mark.parametrize(
    ("who", "role"), [("pat", "police"), ("arun", ""), ("abel", ""), ("kit", "")]
)
def test_a_view_is_given_in_its_seat_or_written_down_for_it(
    who: str, role: str
) -> None:
    played = alerted().is_away("arun", "Thu 19 Nov 2026", "Mon 23 Nov 2026")
    if who == "arun":
        played = alerted()
    played.does(who, viewing("police", "notify"))
    entry = played.journal[-1]

    assert (entry.by, entry.role == "police") == (who, bool(role))
    assert account.said(entry, played.asking()) == (
        "The view of the Police (statutory partner) on “Decide the routes”: "
        "Notify the Panel."
    )


def test_the_deputy_of_a_seat_speaks_for_it_while_it_is_empty() -> None:
    played = alerted()
    assert isinstance(played.refused("abel", viewing("police", "notify")), NotYours)
    played.is_away("pat", "Thu 19 Nov 2026", "Mon 23 Nov 2026")
    played.does("abel", viewing("police", "notify"))

    assert played.journal[-1].instead_of == "pat"
    assert isinstance(played.refused("abel", viewing("health", "notify")), NotYours)


def test_one_partner_does_not_speak_for_another() -> None:
    refusal = alerted().refused("pat", viewing("health", "notify"))

    assert refusal.reason == "This is for the NHS (statutory partner)."


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (viewing("chief", "notify"), Unknown),
        (viewing("police", "perhaps"), Unknown),
        (GiveView(step="lesson", role="police", view="much"), OutOfTurn),
        (GiveView(step="send", role="police", view="much"), Unknown),
    ],
)
def test_a_view_is_on_a_choice_of_a_decision_of_this_case(
    command: GiveView, kind: type[Exception]
) -> None:
    assert isinstance(routed("notify").refused("kit", command), kind)


def test_a_view_that_differs_from_the_decision_has_a_reason() -> None:
    played = routed("notify", "share")

    assert played.does("pat", viewing("police", "share", ""))
    refusal = played.refused("pat", viewing("police", "looked-after-death", ""))
    assert isinstance(refusal, Incomplete)
    assert refusal.reason == "Say why this differs from what was decided."


def test_the_same_view_again_needs_something_to_add() -> None:
    played = alerted()
    played.does("pat", viewing("police", "notify", ""))
    refusal = played.refused("kit", viewing("police", "notify", ""))

    assert isinstance(refusal, AlreadyDone)
    assert refusal.reason == (
        "Pat already recorded this, on Friday 20 November 2026, 10am."
    )
    assert played.does("kit", viewing("police", "notify", "by telephone"))


def test_a_later_view_takes_the_place_of_the_earlier_on_record() -> None:
    played = alerted()
    played.does("pat", viewing("police", "notify"))
    played.does("pat", viewing("police", "share"))

    assert played.case.views["route"]["police"].view == "share"
    assert [e.event for e in played.journal if isinstance(e.event, ViewGiven)] == [
        ViewGiven("route", "police", "notify", "why"),
        ViewGiven("route", "police", "share", "why"),
    ]


def test_nobody_with_a_conflict_gives_a_view() -> None:
    played = alerted()
    played.does("pat", DeclareConflict(person="pat"))

    assert isinstance(played.refused("pat", viewing("police", "notify")), Conflicted)


# --- Before it can be decided ---------------------------------------------------------


def test_some_choices_wait_until_everybody_was_asked() -> None:
    played = alerted()
    refusal = played.refused("arun", deciding("leave"))

    assert refusal.reason == (
        "“Do not notify” needs the view of the Police (statutory partner) and the "
        "NHS (statutory partner) first."
    )
    assert refusal.next_step == ("Record each view, or that they could not be reached.")
    played.does("pat", viewing("police", "leave"))
    assert "the NHS (statutory partner) first" in (
        played.refused("arun", deciding("leave")).reason
    )
    played.does("kit", viewing("health", "not-reached", ""))
    assert decides(played, "leave")


def test_other_choices_do_not_wait() -> None:
    assert decides(alerted(), "notify")


# --- Disagreement ---------------------------------------------------------------------


def test_a_view_for_what_was_not_chosen_makes_a_dispute() -> None:
    played = heard(alerted())
    decides(played, "notify")
    assert not disputed(played.case, "route")
    assert played.status("escalate") == "not-needed"

    played.does("pat", viewing("police", "leave"))
    assert disputed(played.case, "route")
    assert played.status("escalate") == "open"
    assert ("ask", "chief") in {(t.kind, t.role) for t in played.told}

    played.does("pat", viewing("police", "notify"))
    assert played.status("escalate") == "not-needed"
    assert ("no-more", "chief") in {(t.kind, t.role) for t in played.told}


def test_a_dissent_makes_a_dispute_until_it_is_decided_again() -> None:
    played = routed("notify")
    played.does("hera", Dissent(step="route", digest="why"))
    assert disputed(played.case, "route")

    decides(played, "notify", "share")
    assert not disputed(played.case, "route")
    assert not disputed(played.case, "lesson")


# --- Who hears of it, and where it is shown -------------------------------------------


def told(played: Played) -> list[str]:
    return [t.role for t in played.told if t.kind == "view"]


def test_whoever_decides_hears_of_a_view_and_the_keeper_of_a_dispute() -> None:
    played = alerted()
    played.does("pat", viewing("police", "leave"))
    assert told(played) == ["author"]
    played.does("arun", viewing("health", "leave"))
    assert told(played) == []
    decides(played, "notify")
    played.does("pat", viewing("police", "share"))
    assert told(played) == ["author", "keeper"]
    played.does("kit", viewing("health", "share"))
    assert told(played) == ["author"]


def test_the_views_stand_on_the_cards() -> None:
    played = heard(alerted())
    views = "Police (statutory partner): Notify the Panel; NHS (statutory partner): "
    views += "not reached"
    viewed = Telling("view", "author", parts=("route",))
    card = telling.card(viewed, played.case, played.asking("arun"))
    assert card is not None
    assert card.heading == "NSH-2026-001: a view was recorded: Decide the routes"
    assert card.facts == (("Views", views),)
    item = item_of(route(), played.case, (), played.asking("arun"))
    assert ("Views", views) in item.facts

    decides(played, "share")
    card = telling.card(viewed, played.case, played.asking("arun"))
    assert card is not None
    assert card.text == ("Not everybody agrees with what was decided.",)
    assert ("Decided", "Share what was learned") in card.facts
    news = telling.card(
        Telling("news", "keeper", parts=("route",)), played.case, played.asking("kit")
    )
    assert news is not None
    assert f"Views: {views}" in plain(news)


def test_a_view_of_what_is_no_longer_decided_is_not_told() -> None:
    played = routed("notify")
    for step in ("lesson", "send"):
        gone = Telling("view", "chief", parts=(step,))
        assert telling.card(gone, played.case, played.asking("carl")) is None


@pytest.mark.parametrize(
    ("who", "label"),
    [
        ("pat", "Give a view"),
        ("arun", "Write down a view"),
        ("kit", "Write down a view"),
        ("ann", ""),
        ("carl", ""),
    ],
)
def test_whoever_may_record_a_view_has_a_button(who: str, label: str) -> None:
    played = alerted()
    found = offers.of_step(route(), played.case, played.asking(who))

    assert [b.label for b in found if b.does == "view"] == [label] * bool(label)


def test_a_holder_of_one_seat_is_not_asked_whose_view_it_is() -> None:
    played = routed("notify", "share")
    form = played.form("pat", "view", "NSH-2026-001/route")

    assert form is not None
    assert form.about == "NSH-2026-001/route/police"
    assert form.title == "The view of the Police (statutory partner): Decide the routes"
    assert form.text == (
        "It was decided: Notify the Panel and Share what was learned.",
    )
    assert [q.id for q in form.questions] == ["view", "note"]
    assert form.questions[0].options[-1].id == "not-reached"


def test_whoever_writes_views_down_is_asked_whose() -> None:
    played = heard(alerted())
    form = played.form("kit", "view", "NSH-2026-001/route")

    assert form is not None
    assert form.text == (
        "Nothing has been decided yet.",
        (
            "Views so far. Police (statutory partner): Notify the Panel; "
            "NHS (statutory partner): not reached."
        ),
    )
    assert [o.id for o in form.questions[0].options] == ["police", "health"]
    other = played.form("ann", "view", "NSH-2026-001/route")
    assert other is not None
    assert other.questions[0].id == "role"


def test_the_decision_form_says_which_views_there_are() -> None:
    form = heard(alerted()).form("arun", "decide", "NSH-2026-001/route")

    assert form is not None
    assert form.text[-1].startswith("Views so far. Police (statutory partner): Notify")


def test_a_view_on_a_choice_that_is_no_longer_there_is_said_by_its_name() -> None:
    played = alerted()
    played.happens(ViewGiven("gone", "police", "left", "why"))

    assert account.said(played.journal[-1], played.asking()) == (
        "The view of the Police (statutory partner) on “gone”: left."
    )
