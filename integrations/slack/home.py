"""A person's first page in Slack, for somebody who opens it twice a year.

What can be begun stands first, then what they left half way, what waits for them,
what is late, and what comes this week. It says nothing personal.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.core import words
from bot.core.cards import Button, Card, Item
from bot.core.questions.of_people import AWAY
from bot.first_page import Standing, half_written, leading
from bot.raising import ALERT
from integrations.slack import limits
from integrations.slack.acts import PREFIX
from integrations.slack.blocks import Block, drawn, header, paragraphs

HELP: Final = "help"
_TITLE: Final = "What you can do here"
_HOW: Final = (
    "You need to know no commands: everything that waits for you is on this page. "
    "Only you see it."
)
_MORE: Final = "There is more than fits on this page. Type /case to see all of it."
_LEAST: Final = 8
_LEFT: Final = limits.VIEW_BLOCKS - 6


def home(standing: tuple[Standing, ...], now: datetime) -> Block:
    """Draw somebody's first page, over each partnership that they serve."""
    blocks = [*header(_TITLE), *_doing(standing), *paragraphs([_HOW, _drawn(now)])]
    share = max(_LEAST, (_LEFT - len(blocks)) // max(1, len(standing)))
    weight = limits.VIEW_WEIGHT // max(1, len(standing))
    for one in standing:
        parts = _of(one, share, weight, several=len(standing) > 1)
        if len(blocks) + len(parts) >= limits.VIEW_BLOCKS:
            blocks += paragraphs([_MORE])
            break
        blocks += parts
    return {"type": "home", "blocks": _told_apart(blocks)}


def nobody(says: str, next_step: str) -> Block:
    """Draw the first page of somebody who is on no roster."""
    return {"type": "home", "blocks": [*header(_TITLE), *paragraphs([says, next_step])]}


def _doing(standing: tuple[Standing, ...]) -> list[Block]:
    """Draw what can be begun. Of several partnerships, one is asked for afterwards."""
    first = standing[0].partnership if len(standing) == 1 else ""
    away = tuple(
        Button(
            f"I am away ({one.name})" if len(standing) > 1 else "I am away", AWAY, ""
        )
        for one in standing
    )
    buttons = [
        *_row(first, (Button("Raise an alert", ALERT, "", main=True),)),
        *(
            element
            for one, button in zip(standing, away, strict=True)
            for element in _row(one.partnership, (button, *one.can))
        ),
        *_row(first, (Button("Help", HELP, ""),)),
    ]
    return [{"type": "actions", "elements": buttons[: limits.ELEMENTS]}]


def _row(partnership: str, buttons: tuple[Button, ...]) -> list[Block]:
    card = Card(_TITLE, buttons=buttons)
    found = drawn(card, partnership)[-1].get("elements", [])
    return list(found)


def _of(one: Standing, most: int, weight: int, *, several: bool) -> list[Block]:
    """Draw how things stand in one partnership, in so many blocks."""
    late = tuple(item for item in one.deadlines.items if item.late)
    soon = tuple(item for item in one.deadlines.items if not item.late)
    begun = Card("Half written", items=half_written(one.begun))
    lists = [
        *([begun] if begun.items else []),
        one.mine,
        Card(_counted("Late", late), items=tuple(map(leading, late))),
        Card(
            _counted("This week", soon),
            one.deadlines.text,
            one.deadlines.facts,
            tuple(map(leading, soon)),
        ),
    ]
    share = max(2, (most - several) // len(lists))
    blocks = header(one.name) if several else []
    for card in lists:
        part = weight // len(lists)
        blocks += drawn(card, one.partnership, most=share, weight=part)
    return blocks


def _counted(title: str, items: tuple[Item, ...]) -> str:
    return f"{title}: {len(items)}" if items else f"{title}: nothing"


def _drawn(now: datetime) -> str:
    return f"As it stood on {words.moment(now)}."


def _told_apart(blocks: list[Block]) -> list[Block]:
    """Give every button of the page a name of its own: the lists share one page."""
    buttons = [button for block in blocks for button in _buttons(block)]
    names = limits.numbered(map(_name, buttons), limits.BUTTON)
    for number, (button, name) in enumerate(zip(buttons, names, strict=True)):
        act = str(button["action_id"]).rpartition("/")[0]
        button["action_id"] = f"{act}/{number}"
        if name != button["text"]["text"]:
            button["accessibility_label"] = name
    return blocks


def _buttons(block: Block) -> list[Block]:
    found = [block["accessory"]] if "accessory" in block else []
    found += block.get("elements", []) if block["type"] == "actions" else []
    return [one for one in found if str(one.get("action_id", "")).startswith(PREFIX)]


def _name(button: Block) -> str:
    return str(button.get("accessibility_label", button["text"]["text"]))
