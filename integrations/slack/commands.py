"""What can be typed after a slash: to raise an alert, to see a case, a list or help.

What is typed after a command is never kept and never said back: a chat is no place
for a child's details.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.core.cards import Card, plain
from bot.core.errors import Refused
from bot.counter import Counter
from bot.spoken import Shows, joined, not_kept, of_case
from integrations.slack import choosing
from integrations.slack.blocks import drawn, message, paragraphs
from integrations.slack.limits import (
    MESSAGE_BLOCKS,
    MESSAGE_TEXT,
    MESSAGE_WEIGHT,
    escaped,
    short,
)
from integrations.slack.reply import Reply
from integrations.slack.visiting import Visit
from integrations.slack.window import Json

HELP: Final = Card(
    heading="What you can type here",
    facts=(
        ("/alert", "Raise an alert about a serious incident."),
        ("/case", "See what waits for you."),
        ("/case and a reference", "See a case, as in /case WVX-2026-001."),
        ("/deadlines", "See what is late, and what is due this week."),
        ("/help", "See this list."),
    ),
    text=(
        "Only you see what these answer.",
        "This app’s Home tab offers the same, without typing.",
    ),
)


def take(visit: Visit) -> Reply:
    """Take a command."""
    word = str(visit.body.get("command") or "").strip().lstrip("/").lower()
    text = str(visit.body.get("text") or "").strip()
    match word, text:
        case "alert", _:
            return _alert(visit, text)
        case "case", "":
            return _joined(visit, Counter.mine)
        case "case", reference:
            return _case(visit, reference.upper())
        case "deadlines", _:
            return _joined(visit, Counter.deadlines)
        case _:
            return _answer([("", HELP)])


def _alert(visit: Visit, text: str) -> Reply:
    """Open the alert form; ask first for which partnership, if there are several."""
    opened = choosing.alert(visit)
    if not text:
        return opened
    said = not_kept("/alert")
    return replace(opened, text=said, blocks=paragraphs([said]))


def _case(visit: Visit, reference: str) -> Reply:
    """Show a case of whichever partnership has it."""
    try:
        return _answer([of_case(visit, reference, "/case")])
    except Refused as refusal:
        return refused(refusal)


def _joined(visit: Visit, shows: Shows) -> Reply:
    """Show the same of every partnership that somebody serves."""
    try:
        return _answer(joined(visit, shows))
    except Refused as refusal:
        return refused(refusal)


def refused(refusal: Refused) -> Reply:
    """Say no to a command, and what then."""
    said = f"{refusal.reason} {refusal.next_step}".strip()
    return Reply(text=escaped(said), blocks=paragraphs([said]))


def _answer(cards: Iterable[tuple[str, Card]]) -> Reply:
    """Draw cards one under the other, so that each has its share of the room."""
    shown = list(cards)
    if len(shown) == 1:
        partnership, card = shown[0]
        whole = message(card, partnership)
        return Reply(text=whole.text, blocks=whole.blocks)
    most, weight = (n // len(shown) for n in (MESSAGE_BLOCKS, MESSAGE_WEIGHT))
    text = "\n\n".join(plain(card) for _, card in shown)
    blocks = []
    for place, (whose, card) in enumerate(shown):
        part = drawn(card, whose, most=most, weight=weight)
        blocks += [_named_apart(block, place) for block in part]
    return Reply(text=escaped(short(text, MESSAGE_TEXT)), blocks=blocks)


def _named_apart(block: Json, place: int) -> Json:
    """Keep the buttons of several cards in one message apart."""
    named = dict(block)
    if "accessory" in block:
        named["accessory"] = _named(block["accessory"], place)
    if block["type"] == "actions":
        named["elements"] = [_named(one, place) for one in block["elements"]]
    return named


def _named(button: Json, place: int) -> Json:
    return {**button, "action_id": f"{button['action_id']}-{place}"}
