"""Windows that say something: an answer, what was written, a card, a choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.core.cards import Button, Card
from integrations.slack import limits
from integrations.slack.blocks import Block, drawn, header, paragraphs, plain_text
from integrations.slack.checked import Pairs, fitted
from integrations.slack.meta import Meta

CALLBACK: Final = "told"
_TITLE: Final = "Dayzero"
_READ: Final = "What was written"
_READING: Final = "That you have read this is on the record of the case."


def told(
    says: str, next_step: str = "", title: str = "", *, meta: Meta | None = None
) -> Block:
    """Say one thing in a window, and what to do then."""
    lines = [line for line in (says, next_step) if line.strip()] or [_TITLE]
    return _window(title, paragraphs(lines), meta)


def readings(reads: Pairs, title: str = "", *, meta: Meta | None = None) -> Block:
    """Show what was written to somebody who may read it, as it was written."""
    top = [*header(title or _READ), *paragraphs([_READING])]
    room = limits.VIEW_BLOCKS - len(top)
    said = fitted(reads, room, limits.VIEW_SIZE - 1_000)
    return _window(title or _READ, [*top, *said], meta)


def card_view(
    card: Card, partnership: str, title: str = "", *, meta: Meta | None = None
) -> Block:
    """Show a card in a window."""
    most, weight = limits.VIEW_BLOCKS, limits.VIEW_WEIGHT
    blocks = drawn(card, partnership, most=most, weight=weight)
    return _window(title or card.case or card.heading, blocks, meta)


def choosing(asks: str, ways: Iterable[tuple[str, Button]], title: str = "") -> Block:
    """Ask which of several things is meant, such as for which partnership.

    Args:
        asks: The question.
        ways: Each partnership, and the button that goes on in it.
        title: What stands above it.
    """
    known = tuple(ways)
    blocks = header(asks)
    for place, (partnership, button) in enumerate(known[: limits.VIEW_BLOCKS - 4]):
        row = drawn(Card(asks, buttons=(button,)), partnership)[-1]
        blocks.append(_numbered(row, place))
    return _window(title or asks, blocks, None)


def _numbered(row: Block, place: int) -> Block:
    """Keep the names of buttons that were drawn one at a time apart."""
    button = dict(row["elements"][0])
    act = str(button["action_id"]).rpartition("/")[0]
    return {**row, "elements": [{**button, "action_id": f"{act}/{place}"}]}


def _window(title: str, blocks: Sequence[Block], meta: Meta | None) -> Block:
    view: Block = {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": plain_text(title.strip() or _TITLE, limits.VIEW_TITLE),
        "close": plain_text("Close", limits.SUBMIT),
        "blocks": list(blocks),
    }
    return {**view, "private_metadata": meta.written()} if meta else view
