"""What can be typed after a slash: to raise an alert, to see a case, a list or help.

What is typed after a command is never kept and never said back: a chat is no place
for a child's details.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeAlias

from bot.core.cards import Card, plain
from bot.core.errors import Refused, Unknown
from bot.counter import Counter
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
NOT_KEPT: Final = (
    "A chat is no place for details, so what you typed after /alert has not been "
    "kept. Write it in the form, which only those who may read it will see."
)
_REFERENCE: Final = re.compile(r"[A-Z]{1,8}-\d{4}-\d{1,6}")
_NO_REFERENCE: Final = Unknown(
    "That is not the reference of a case.",
    next_step="It looks like WVX-2026-001. Type /case alone to see what waits for "
    "you. What you typed has not been kept.",
)

Shows: TypeAlias = Callable[[Counter, str, datetime], Card]
"""Makes a card for one person of a partnership."""


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
    return replace(opened, text=NOT_KEPT, blocks=paragraphs([NOT_KEPT]))


def _case(visit: Visit, reference: str) -> Reply:
    """Show a case of whichever partnership has it."""
    refusal: Refused = _NO_REFERENCE
    if _REFERENCE.fullmatch(reference):
        for account in visit.accounts:
            desk = visit.desk(account.partnership)
            try:
                card = desk.brief(reference, account.person, visit.now)
            except Refused as no:
                # What one of them knows of it counts for more than what none does.
                known = not isinstance(refusal, Unknown)
                refusal = refusal if known else no
            else:
                return _answer([(account.partnership, card)])
    return refused(refusal)


def _joined(visit: Visit, shows: Shows) -> Reply:
    """Show the same of every partnership that somebody serves."""
    cards = []
    refusal: Refused | None = None
    for account in visit.accounts:
        desk = visit.desk(account.partnership)
        try:
            card = shows(desk, account.person, visit.now)
        except Refused as no:
            refusal = no
            continue
        title = desk.people().title
        several = len(visit.accounts) > 1
        heading = f"{title}: {card.heading}" if several else card.heading
        cards.append((account.partnership, replace(card, heading=heading)))
    return refused(refusal) if refusal and not cards else _answer(cards)


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
