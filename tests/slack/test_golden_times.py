"""The cards and forms about times and who is coming, as Slack draws them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core import telling
from bot.core.cards import Card
from bot.core.forms import Form
from bot.core.hearing import Telling
from integrations.slack.blocks import message
from tests.core.coming import answers, asked_to
from tests.core.played import REF, Played
from tests.core.times import (
    ASKED,
    BOTH,
    FIRST,
    SECOND,
    SHOWN,
    THIRD,
    card,
    finds,
    goes_on,
    holdable,
    offered,
    pencilled,
    sought,
    times,
)
from tests.slack.checking import message_faults, view_faults
from tests.slack.test_golden import EVERYTHING, GOLDEN, compare, views

DECLINED = Telling("declined", "keeper", parts=("review",))


def held() -> Played:
    """A review with a time that is held, and others that were found since."""
    return finds(goes_on(pencilled()), times("review", FIRST, SECOND, THIRD))


def lost() -> Played:
    """A review that everybody in one of its roles has declined."""
    played = asked_to("police")
    for name in ("hal", "hope"):
        answers(played, name)
    return finds(played, times("review", SECOND))


def cards() -> Iterator[tuple[str, Card]]:
    yield "times to hold", card(holdable(), BOTH)
    yield "one held, one to hold", card(pencilled(), BOTH)
    yield "no time", card(finds(sought(), times("review", limit="")), BOTH)
    yield "times for a meeting", card(offered(), SHOWN)
    yield "times beside a held one", card(held(), SHOWN)
    yield "asked, with a held time", card(held(), ASKED)
    yield "declined", card(lost(), DECLINED)
    played = lost()
    played.presses("kit", "take-place", "review/hal~carl")
    over = telling.redrawn(DECLINED, played.case, played.asking("kit"))
    assert over
    yield "declined, and filled", over


def forms() -> Iterator[tuple[str, Form]]:
    for name, played, does, about in (
        ("hold", holdable(), "hold-times", REF),
        ("choose", offered(), "arrange", f"{REF}/review"),
        ("choose beside a held one", held(), "arrange", f"{REF}/review"),
    ):
        form = played.form("kit", does, about)
        assert form
        yield name, form


def test_cards_about_times_are_drawn_as_before() -> None:
    made = {name: message(one, "everything") for name, one in cards()}
    payloads = {
        name: {"text": one.text, "blocks": one.blocks} for name, one in made.items()
    }
    for payload in payloads.values():
        assert not message_faults(payload)
    compare(GOLDEN / "times-cards.json", payloads)


def test_forms_about_times_are_drawn_as_before() -> None:
    payloads = {
        f"{name} {at}": view
        for name, form in forms()
        for at, view in enumerate(views(EVERYTHING, form, {}), 1)
    }
    for view in payloads.values():
        assert not view_faults(view)
    compare(GOLDEN / "times-forms.json", payloads)
