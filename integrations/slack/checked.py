"""What was typed and written, to be read in a window: exactly as it was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from bot.core import forms
from bot.core.forms import Form, Section
from bot.filling import Filling
from bot.windows import of_others
from integrations.slack import limits
from integrations.slack.blocks import (
    Block,
    bold,
    header,
    marked,
    paragraphs,
    plain_text,
    size,
)
from integrations.slack.limits import fits, pieces, short

Pairs: TypeAlias = Iterable[tuple[str, str]]

_BESIDE: Final = 200
"""An answer longer than this stands under its question, not beside it."""
_LENGTHS: Final = (10_000, 3_000, 1_000, 300, 60)
"""How much of each answer is shown, tried in turn until all of them fit."""
_SHORTENED: Final = "Long answers are shortened here. Nothing of them is lost."
_UNANSWERED: Final = "Not answered"


def pairs(said: Pairs, most: int) -> list[Block]:
    """Write questions with their answers, side by side where they are short."""
    blocks: list[Block] = []
    row: list[Block] = []
    for asks, answer in said:
        name = marked(bold(short(asks.strip() or _UNANSWERED, limits.SECTION - 500)))
        text = short(answer, most) if answer.strip() else _UNANSWERED
        if fits(text, _BESIDE) and fits(asks, limits.FIELD - 500):
            row += [name, plain_text(text, limits.FIELD)]
            if len(row) < limits.FIELDS:
                continue
        blocks += _row(row)
        row = []
        if not fits(text, _BESIDE) or not fits(asks, limits.FIELD - 500):
            blocks += [{"type": "section", "text": name}, *whole(text)]
    return [*blocks, *_row(row)]


def whole(text: str) -> list[Block]:
    """Write a long text as it is, as many sections as it needs."""
    return [
        {"type": "section", "text": plain_text(piece, limits.SECTION)}
        for piece in pieces(text, limits.SECTION)
        if piece.strip()
    ]


def fitted(said: Pairs, room: int, most_bytes: int) -> list[Block]:
    """Write questions with their answers in so much room, shortening what is long."""
    kept = tuple(said)
    for blocks in _ways(kept):
        if len(blocks) <= room and size(blocks) <= most_bytes:
            return blocks
    return paragraphs(["There is more here than fits in this window."])[:room]


def _ways(said: tuple[tuple[str, str], ...]) -> Iterator[list[Block]]:
    """Write answers at their best, then closer together, then shorter and shorter."""
    yield pairs(said, _LENGTHS[0])
    yield paragraphs(f"{asks}\n{answer or _UNANSWERED}\n" for asks, answer in said)
    for most in _LENGTHS[1:]:
        yield [*paragraphs([_SHORTENED]), *pairs(said, most)]


def written(form: Form, room: int, most_bytes: int) -> list[Block]:
    """Show what was written before, where a form is about it."""
    if not form.shows or form.does == "draft":
        return []
    return [*header("What was written"), *fitted(form.shows, room - 1, most_bytes)]


def handed_over(filling: Filling, section: Section) -> list[Block]:
    """Say who else was asked to complete a section, and what they answered."""
    return paragraphs(
        of_others(filling, section, lambda said: short(said, limits.FIELD))
    )


def everything(
    filling: Filling, top: list[Block], foot: list[Block], change: str
) -> list[Block]:
    """Show everything that was typed, once more before it is sent."""
    form = filling.form
    step = f"Step {filling.sections + 1} of {filling.sections + 1}. {form.title}"
    top = [
        *top,
        *header("Check your answers"),
        {"type": "context", "elements": [plain_text(step, limits.SECTION)]},
    ]
    for most in _LENGTHS:
        blocks = [
            *top,
            *(paragraphs([_SHORTENED]) if most < _LENGTHS[0] else []),
            *_sections(filling, most, change),
            *foot,
        ]
        if len(blocks) <= limits.VIEW_BLOCKS and size(blocks) <= limits.VIEW_SIZE:
            return blocks
    told = "There is more here than fits in this window. All of it is kept and sent."
    return [*top, *paragraphs([told]), *_titles(filling, change), *foot]


def _sections(filling: Filling, most: int, change: str) -> Iterator[Block]:
    shown = forms.shown(filling.form.questions, filling.answers)
    for at, section in enumerate(filling.form.sections):
        own = [question for question in shown if question in section.questions]
        yield _title(section, at, change)
        yield from handed_over(filling, section)
        yield from pairs(((q.asks, filling.said(q)) for q in own), most)


def _titles(filling: Filling, change: str) -> Iterator[Block]:
    room = limits.VIEW_BLOCKS // 2
    for at, section in enumerate(filling.form.sections[:room]):
        yield _title(section, at, change)


def _title(section: Section, at: int, change: str) -> Block:
    """Write a section's title, with a button that leads back to it."""
    title = " ".join(section.title.split()) or f"Section {at + 1}"
    label = short(f"Change: {title}", limits.BUTTON - 4)
    return {
        "type": "section",
        "text": marked(bold(short(title, limits.FIELD))),
        "accessory": {
            "type": "button",
            "text": plain_text("Change", limits.BUTTON),
            "accessibility_label": f"{label} ({at + 1})",
            "action_id": f"{change}/{at}",
            "value": str(at),
        },
    }


def _row(row: list[Block]) -> list[Block]:
    return [{"type": "section", "fields": row}] if row else []
