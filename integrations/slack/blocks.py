"""A card as Slack draws it, with the text that a screen reader says instead.

Whatever a card holds, what comes out is taken by Slack: long text is cut into
several sections, and what does not fit in one message is left out from the end and
named. Text is never read for mentions, links or pictures.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from bot.core.cards import Button, Card, Item, plain
from integrations.slack import limits
from integrations.slack.acts import Act, action_id, carried, value
from integrations.slack.limits import escaped, numbered, pieces, short

Block: TypeAlias = dict[str, Any]

UNNAMED: Final = "Dayzero"
_UNLABELLED: Final = "Open"
_MORE: Final = "There is more than fits here. Open the case to see all of it."
_MOST_LEFT_OUT: Final = 1_000
"""How much of the names of what was left out is said."""
_UNHEARD: Final = ("type", "value", "action_id", "block_id")


@dataclass(frozen=True, slots=True)
class Message:
    """A message: what a screen reader and a notification say, and what is drawn."""

    text: str
    blocks: list[Block]


def message(card: Card, partnership: str) -> Message:
    """Draw a card as a message."""
    said = plain(card).strip() or UNNAMED
    text = escaped(short(said, limits.MESSAGE_TEXT))
    return Message(text, drawn(card, partnership))


def drawn(
    card: Card,
    partnership: str,
    *,
    most: int = limits.MESSAGE_BLOCKS,
    weight: int = limits.MESSAGE_WEIGHT,
) -> list[Block]:
    """Draw a card as blocks.

    Args:
        card: What is said.
        partnership: Whose record its buttons are about.
        most: How many blocks there may be.
        weight: How much may be said in them all.
    """
    rows = _elements(card, partnership)
    items = [_item(item, row) for item, row in zip(card.items, rows, strict=False)]
    top, foot = _top(card), _foot(card, rows[-1])
    room = most - len(top) - len(foot)
    left = weight - weighed(top) - weighed(foot)
    count = _fitting(items, room, left)
    more = paragraphs([_left_out(card.items[count:])])
    if room < len(more) or left < weighed(more):
        return _cut_down(top, foot, most, weight)
    return [*top, *(block for item in items[:count] for block in item), *more, *foot]


def _fitting(items: list[list[Block]], room: int, weight: int) -> int:
    """Say how many items fit, with a line that names the others where not all do."""
    if sum(map(len, items)) <= room and sum(map(weighed, items)) <= weight:
        return len(items)
    room, weight, count = room - 1, weight - _MOST_LEFT_OUT * 2, 0
    for item in items:
        room, weight = room - len(item), weight - weighed(item)
        if room < 0 or weight < 0:
            break
        count += 1
    return count


def weighed(part: object) -> int:
    """Say how much is said in blocks, with something for each thing around it."""
    if isinstance(part, dict):
        heard = (weighed(v) for name, v in part.items() if name not in _UNHEARD)
        return limits.AROUND + sum(heard)
    if isinstance(part, list):
        return sum(map(weighed, part))
    return limits.length(part) if isinstance(part, str) else 0


def size(blocks: list[Block]) -> int:
    """Say how many bytes blocks take when they are sent."""
    return len(json.dumps(blocks))


def plain_text(text: str, most: int) -> Block:
    """Write a text in which Slack reads nothing but the text."""
    return {"type": "plain_text", "text": short(text, most), "emoji": False}


def marked(text: str) -> Block:
    """Write a text in which we ourselves made something bold; escaped already."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> list[Block]:
    """Write a heading; what is too long for one stands whole beneath it."""
    said = " ".join(text.split()) or UNNAMED
    block = {"type": "header", "text": plain_text(said, limits.HEADER)}
    return [block, *([] if limits.fits(said, limits.HEADER) else paragraphs([said]))]


def paragraphs(lines: Iterable[str]) -> list[Block]:
    """Write lines of text, as many sections as they need."""
    parts = [
        piece
        for line in lines
        for piece in pieces(line.strip(), limits.SECTION)
        if piece.strip()
    ]
    blocks: list[Block] = []
    place = 0
    for count in limits.grouped([limits.length(p) + 1 for p in parts], limits.SECTION):
        text = "\n".join(parts[place : place + count])
        blocks.append({"type": "section", "text": plain_text(text, limits.SECTION)})
        place += count
    return blocks


def facts(pairs: Iterable[tuple[str, str]]) -> list[Block]:
    """Write labels and values side by side."""
    fields = [_fact(label, said) for label, said in pairs if (label + said).strip()]
    places = range(0, len(fields), limits.FIELDS)
    return [
        {"type": "section", "fields": fields[at : at + limits.FIELDS]} for at in places
    ]


def bold(text: str) -> str:
    """Write a line in bold; one that has our sign for it in it stays as it is."""
    said = escaped(" ".join(text.split()))
    return f"*{said}*" if said and "*" not in said and "`" not in said else said


def _fact(label: str, said: str) -> Block:
    name = bold(short(label.strip(), limits.HEADER))
    left = short(said.strip(), limits.FIELD - limits.length(name) - 1)
    return marked(f"{name}\n{escaped(left)}".strip())


def _top(card: Card) -> list[Block]:
    return [*header(card.heading), *paragraphs(card.text), *facts(card.facts)]


def _foot(card: Card, row: list[Block]) -> list[Block]:
    outcome = [bold(part) for part in pieces(card.outcome, limits.SECTION - 2)]
    said = [{"type": "section", "text": marked(text)} for text in outcome if text]
    return [*said, *_whole(card.buttons), *_rows(row)]


def _left_out(left: tuple[Item, ...]) -> str:
    """Name the items that did not fit."""
    names = short("; ".join(_title(item) for item in left), _MOST_LEFT_OUT)
    return f"And {len(left)} more: {names}" if left else ""


def _title(item: Item) -> str:
    title = " ".join(item.title.split()) or _UNLABELLED
    return f"{title} (late)" if item.late else title


def _item(item: Item, row: list[Block]) -> list[Block]:
    """Write one of several things: its facts under its name, and its buttons."""
    late = " (late)" if item.late else ""
    title = bold(item.title) or _UNLABELLED
    said = [f"{label}: {text}" for label, text in item.facts if (label + text).strip()]
    text = "\n".join([title + late, *map(escaped, said)])
    if limits.length(text) > limits.SECTION:
        name = (bold(short(item.title, limits.HEADER)) or _UNLABELLED) + late
        head = {"type": "section", "text": marked(name)}
        return [head, *paragraphs(said), *_whole(item.buttons), *_rows(row)]
    section: Block = {"type": "section", "text": marked(text)}
    whole = _whole(item.buttons)
    if len(row) == 1 and not whole:
        return [{**section, "accessory": row[0]}]
    return [section, *whole, *_rows(row)]


def _whole(buttons: tuple[Button, ...]) -> list[Block]:
    """Write the labels that a button cannot hold."""
    labels = map(_label, buttons)
    return paragraphs(one for one in labels if not limits.fits(one, limits.BUTTON))


def _rows(row: list[Block]) -> list[Block]:
    places = range(0, len(row), limits.ELEMENTS)
    return [
        {"type": "actions", "elements": row[at : at + limits.ELEMENTS]} for at in places
    ]


def _elements(card: Card, partnership: str) -> list[list[Block]]:
    """Make the buttons of each item, and last those of the whole card.

    No two of them have the same name: where several say the same, each says to a
    screen reader which thing it is about.
    """
    rows = [(_title(item), item.buttons) for item in card.items]
    rows.append(("", card.buttons))
    placed = [(of, button) for of, buttons in rows for button in buttons]
    same = Counter(_label(button) for _, button in placed)
    full = [
        f"{_label(button)}: {of}" if of and same[_label(button)] > 1 else _label(button)
        for of, button in placed
    ]
    spoken = iter(numbered(full, limits.BUTTON))
    numbers = iter(range(len(placed)))
    return [_row(buttons, partnership, spoken, numbers) for _, buttons in rows]


def _row(
    buttons: tuple[Button, ...],
    partnership: str,
    spoken: Iterable[str],
    numbers: Iterable[int],
) -> list[Block]:
    seen = numbered(map(_label, buttons), limits.BUTTON)
    row = []
    for button, text, name, number in zip(buttons, seen, spoken, numbers, strict=False):
        act = Act(partnership, button.does, button.about)
        if carried(act):
            row.append(_button(act, text, name, number, main=button.main))
    return row


def _button(act: Act, text: str, name: str, number: int, *, main: bool) -> Block:
    block: Block = {
        "type": "button",
        "text": plain_text(text, limits.BUTTON),
        "action_id": action_id(act, number),
        "value": value(act),
    }
    if main:
        block["style"] = "primary"
    if name != text:
        block["accessibility_label"] = name
    return block


def _label(button: Button) -> str:
    return " ".join(button.label.split()) or _UNLABELLED


def _cut_down(
    top: list[Block], foot: list[Block], most: int, weight: int
) -> list[Block]:
    """Keep the heading and the buttons of a card that says too much, and say so."""
    more = paragraphs([_MORE])
    while len(top) + len(foot) >= most or weighed([*top, *more, *foot]) > weight:
        (top if len(top) > 1 else foot).pop()
    return [*top, *more, *foot]
