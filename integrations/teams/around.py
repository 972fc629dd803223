"""What stands above the questions of a form: where one is, and what to put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.answer import Answer
from bot.core import words
from bot.core.forms import Form, Problem
from bot.filling import Filling
from bot.spoken import REFERENCE
from bot.store.drafts import SECTION
from integrations.teams.buttons import sets, submit
from integrations.teams.checked import handed_over
from integrations.teams.elements import (
    aside,
    box,
    cut,
    heading,
    paragraphs,
    said,
    subheading,
    weighed,
)
from integrations.teams.limits import Json, light
from integrations.teams.marks import one_line
from integrations.teams.meta import FORM, META, NEW, Meta

ALERT: Final = "raise-alert"
_LINE: Final = 250
_REFUSED: Final = 1_200
_MOST_NOTES: Final = 3
_NOTE: Final = 700
_MOST_PROBLEMS: Final = 10


def told(
    form: Form,
    problems: tuple[Problem, ...],
    refused: Answer | None,
    notes: tuple[str, ...],
) -> list[Json]:
    """Say above everything what came of the last press, and what is to be put right."""
    return [*_refusal(refused), *_notes(notes), *_to_put_right(form, problems)]


def headed(filling: Filling, meta: Meta, room: int) -> list[Json]:
    """Say where they are, and when what they typed before was kept.

    Args:
        filling: The form, and how far they are.
        meta: What the dialog carries.
        room: What all of it may weigh. What is too long for that is shortened.
    """
    form, section = filling.form, filling.section
    many = filling.sections > 1
    about = form.about.partition("/")[0]
    # An alert, a section of one or an absence is about no case: its name says nothing.
    case = about if REFERENCE.fullmatch(about) else ""
    step = f"Step {filling.at + 1} of {filling.sections + 1}. {form.title}"
    texts = [] if many and filling.at else [*form.text]
    blocks = [
        *heading(light(section.title if many else form.title, _LINE)),
        *aside(light(step if many else case, _LINE)),
        *([] if form.does == SECTION else _kept(filling, meta)),
    ]
    others = handed_over(filling, section)
    for lines in (*map(paragraphs, (*texts, section.text)), others):
        blocks += cut(lines, room - weighed(blocks))
    return blocks


def _kept(filling: Filling, meta: Meta) -> list[Json]:
    if filling.kept_at is None:
        return []
    before = f"What you typed before was kept on {words.moment(filling.kept_at)}."
    again = submit("Begin again", {META: meta.written(), FORM: NEW})
    return [said(before), *sets([again])]


def _refusal(refused: Answer | None) -> list[Json]:
    if refused is None:
        return []
    text = f"This could not be recorded: {refused.says} {refused.next_step}"
    return [box(cut(paragraphs(text.strip()), _REFUSED), style="attention")]


def _notes(notes: tuple[str, ...]) -> list[Json]:
    each = [cut(paragraphs(note), _NOTE) for note in notes[:_MOST_NOTES]]
    lines = [block for note in each for block in note]
    return [box(lines, style="emphasis")] if lines else []


def _to_put_right(form: Form, problems: tuple[Problem, ...]) -> list[Json]:
    asks: Mapping[str, str] = {one.id: one.asks for one in form.questions}
    lines = [f"{asks.get(one.question, '')} {one.says}".strip() for one in problems]
    if not lines:
        return []
    shown = [light(line, _LINE) for line in lines[:_MOST_PROBLEMS]]
    if len(lines) > len(shown):
        shown.append(f"And {len(lines) - len(shown)} more, each said at its question.")
    top = subheading("There is something to put right.", color="attention")
    under = [said(one_line(line)) for line in shown]
    return [box([top, *under], style="attention")]
