"""Dialogs that say something: an answer, what was written, a card, a choice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from bot.core.cards import Button, Card
from integrations.teams import acts
from integrations.teams.acts import Act
from integrations.teams.buttons import sets, submit
from integrations.teams.cards import drawn
from integrations.teams.dialogs import (
    LARGE,
    ROOM,
    SMALL,
    Dialog,
    message_dialog,
    of_elements,
    titled,
)
from integrations.teams.elements import aside, cut, heading, paragraphs, weighed
from integrations.teams.limits import Json
from integrations.teams.meta import META, Meta
from integrations.teams.paged import Pairs, pages_of

__all__ = [
    "Dialog", "card_dialog", "choosing", "message_dialog", "readings", "told",
]  # fmt: skip

_TITLE: Final = "Dayzero"
_READ: Final = "What was written"
_READING: Final = "That you have read this is on the record of the case."
_SAID: Final = 8_000


def told(
    says: str, next_step: str = "", title: str = "", *, meta: Meta | None = None
) -> Dialog:
    """Say one thing in a dialog, and what to do then.

    Args:
        says: What came of it, or why not.
        next_step: What to do then.
        title: What stands above it.
        meta: The page that it goes back to, if it was shown in place of one.
    """
    texts = [text for text in (says, next_step) if text.strip()] or [_TITLE]
    body = [block for text in texts for block in cut(paragraphs(text), _SAID)]
    if meta is not None and meta.does:
        there = Act(meta.partnership, meta.does, meta.about)
        body += sets([submit("Back", {**_also(meta), **acts.data(there)})])
    return of_elements(title or _TITLE, body, height=SMALL)


def readings(
    reads: Pairs, act: Act, page: int = 0, title: str = "", *, meta: Meta | None = None
) -> Dialog:
    """Show what was written to somebody who may read it, as it was written.

    Args:
        reads: What was written, by question.
        act: What asked for it; its buttons ask for it again, with another page.
        page: Which page, from nought: :func:`integrations.teams.acts.page_of`.
        title: What stands above it.
        meta: What the dialog carries beside.
    """
    top = [*heading(title or _READ), *aside(_READING)]
    pages = pages_of(reads, ROOM - weighed(top) - 2_500)
    at = min(page, len(pages) - 1)
    there = acts.data(act)
    ways = []
    if at:
        ways.append(submit("Back", {**_also(meta), **there, "page": at - 1}))
    if at < len(pages) - 1:
        onward = {**_also(meta), **there, "page": at + 1}
        ways.append(submit("Read on", onward, main=True))
    where = aside(f"Page {at + 1} of {len(pages)}") if len(pages) > 1 else []
    return of_elements(title or _READ, [*top, *where, *pages[at], *sets(ways)])


def card_dialog(
    card: Card, partnership: str, title: str = "", *, meta: Meta | None = None
) -> Dialog:
    """Show a card in a dialog, with all its buttons."""
    content = drawn(card, partnership, weight=ROOM, dialog=True, also=_also(meta))
    name = titled(title or card.case or card.heading)
    return Dialog(name, {**content, "speak": name}, LARGE)


def choosing(
    asks: str,
    ways: Iterable[tuple[str, Button]],
    title: str = "",
    *,
    meta: Meta | None = None,
) -> Dialog:
    """Ask which of several things is meant, such as for which partnership.

    Args:
        asks: The question.
        ways: Each partnership, and the button that goes on in it.
        title: What stands above it.
        meta: What the dialog carries beside.
    """
    body: list[Json] = [*heading(asks)]
    for partnership, button in ways:
        one = drawn(
            Card(asks, buttons=(button,)), partnership, dialog=True, also=_also(meta)
        )
        body += [block for block in one["body"][1:] if weighed([*body, block]) < ROOM]
    return of_elements(title or asks, body)


def _also(meta: Meta | None) -> dict[str, Any]:
    return {META: meta.written()} if meta else {}
