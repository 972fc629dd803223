"""What one finds at the beginning: a welcome, what waits, and what can be typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot import first_page
from bot.core.cards import Button, Card, Item
from bot.core.questions.of_people import AWAY
from bot.first_page import Begun, Standing, half_written, leading
from bot.raising import ALERT
from bot.store.drafts import SECTION
from bot.visitor import ADD_ME, NOT_ON_THE_ROSTER
from integrations.teams.acts import Act
from integrations.teams.visiting import Visit

HELP: Final = "help"
MINE: Final = "mine"
DEADLINES: Final = "deadlines"
PRIVATE: Final = "Only you see what these buttons open."
_DELETE: Final = "Please delete your message: others can read it where you wrote it."
_DELETE_OWN: Final = (
    "Please delete your message, so that it does not stay in this chat."
)
_BEGINS: Final = (
    Button("Raise an alert", ALERT, "", main=True),
    Button("What waits for me", MINE, ""),
    Button("Deadlines", DEADLINES, ""),
)
_HELP: Final = Button("Help", HELP, "")
ASKED: Final = "You are asked to complete a section"
_OPENS: Final = "Open the section"
_WORDS: Final = (
    ("alert", "Raise an alert about a serious incident."),
    ("case", "See what waits for you."),
    ("case and a reference", "See a case, as in case WVX-2026-001."),
    ("deadlines", "See what is late, and what is due this week."),
    ("help", "See this list."),
)


def help_card() -> Card:
    """Say what can be typed."""
    return Card(
        "What you can type here",
        (
            (
                "In a channel or a group chat, mention this app first; it answers "
                "there with buttons, and only you see what they open."
            ),
            "An alert can also be raised from the menu of any message.",
        ),
        _WORDS,
        buttons=_BEGINS,
    )


def welcome() -> Card:
    """Greet somebody who has the app for the first time."""
    return Card(
        "Dayzero is here",
        (
            "It tells you here what a serious incident asks of you, and by when.",
            (
                "Nothing about a child or family is ever written in this chat. You "
                "write it in forms, which only those who may read it see."
            ),
            "You need to know no commands: begin with these buttons, or type help.",
        ),
        buttons=(*_BEGINS, _HELP),
    )


def hello() -> Card:
    """Greet a channel or a group chat."""
    return Card(
        "Dayzero is here",
        (
            "Mention it to raise an alert or to see what waits for you.",
            "Write nothing about a child or family here.",
            PRIVATE,
        ),
        buttons=(*_BEGINS, _HELP),
    )


def launcher(reference: str = "") -> Card:
    """Offer, where others can read, what opens for whoever presses it alone.

    Args:
        reference: A case that was asked for, if its reference looks like one.
    """
    own = (Button(f"Open {reference}", "open", reference, main=True),)
    raises = replace(_BEGINS[0], main=not reference)
    buttons = (*(own if reference else ()), raises, *_BEGINS[1:], _HELP)
    return Card("What you can do here", (PRIVATE,), buttons=buttons)


def raising(text: tuple[str, ...] = ()) -> Card:
    """Offer the alert form to somebody who has asked for it."""
    return Card(
        "Raise an alert",
        text or ("The form opens in a window that only you see.",),
        buttons=(replace(_BEGINS[0], label="Open the alert form"),),
    )


def delete_it(said: str, *, alone: bool) -> tuple[str, ...]:
    """Ask somebody to delete what they wrote where it does not belong.

    Args:
        said: What is said of it beside.
        alone: Whether nobody else sees what is written there.
    """
    return said, _DELETE_OWN if alone else _DELETE


def mine(visit: Visit) -> list[tuple[str, Card]]:
    """Say to somebody what waits for them in each partnership they serve."""
    found = first_page.standing(visit)
    several = len(found) > 1
    cards = [(one.partnership, _mine(one, several=several)) for one in found]
    return cards or [("", Card(NOT_ON_THE_ROSTER, (ADD_ME,)))]


def page(visit: Visit, act: Act) -> Card | None:
    """Make the card that a button opens; nothing if the button opens none.

    Raises:
        Refused: There is no such case, or this person has no part in it.
    """
    if act.does == HELP:
        return help_card()
    desk, by = visit.desk(act.partnership), visit.person(act.partnership)
    if act.does == MINE:
        return dict(mine(visit)).get(act.partnership)
    card = desk.page(act.does, act.about, by, visit.now)
    if card is None or act.does != DEADLINES:
        return card
    return deadlines(card)


def deadlines(card: Card) -> Card:
    """Let each line of the deadlines lead to its case."""
    return replace(card, items=tuple(map(leading, card.items)))


def _mine(one: Standing, *, several: bool) -> Card:
    """Put what was left half way above what waits, and what can be begun beneath."""
    begun = tuple(map(_left, one.begun, half_written(one.begun)))
    asked = any(left.does == SECTION for left in one.begun)
    heading = ASKED if asked and not one.mine.items else one.mine.heading
    return replace(
        one.mine,
        heading=f"{one.name}: {heading}" if several else heading,
        items=(*begun, *one.mine.items),
        buttons=(
            _begin(one),
            _BEGINS[2],
            Button("I am away", AWAY, ""),
            *one.can,
            _HELP,
        ),
    )


def _left(begun: Begun, item: Item) -> Item:
    """Tell what somebody left half way from what another asks of them."""
    if begun.does != SECTION:
        return replace(item, title=f"Half written: {item.title}")
    opens = tuple(replace(button, label=_OPENS) for button in item.buttons)
    return Item(f"A section of an alert: {item.title}", buttons=opens)


def _begin(one: Standing) -> Button:
    """Offer an alert: a new one, or the one that was left half way."""
    left = any(begun.does == ALERT for begun in one.begun)
    first = not (one.mine.items or one.begun)
    label = "Go on with your alert" if left else _BEGINS[0].label
    return replace(_BEGINS[0], label=label, main=first)
