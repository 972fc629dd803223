"""What was typed and written, to be read in a dialog: exactly as it was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.core import forms
from bot.core.forms import Section
from bot.filling import Filling
from bot.windows import of_others
from integrations.teams.buttons import sets, submit
from integrations.teams.elements import (
    aside,
    box,
    heading,
    labelled,
    paragraphs,
    said,
    some,
    subheading,
    weighed,
)
from integrations.teams.limits import Json, light, short
from integrations.teams.marks import one_line
from integrations.teams.meta import CHANGE, FORM
from integrations.teams.paged import UNANSWERED

_LENGTHS: Final = (100_000, 3_000, 1_000, 300, 100)
"""How much of each answer is shown, tried in turn until all of them fit."""
_SHORTENED: Final = "Long answers are shortened here. Nothing of them is lost."
_TOO_MUCH: Final = (
    "There is more here than fits in this window. All of it is kept and sent; press "
    "Change to read a section."
)
_TITLE: Final = 200
_OTHERWISE: Final = 1_500
_TOLD: Final = 6_000


def everything(filling: Filling, room: int, carries: Mapping[str, Any]) -> list[Json]:
    """Show everything that was typed, once more before it is sent."""
    step = (
        f"Step {filling.sections + 1} of {filling.sections + 1}. {filling.form.title}"
    )
    top = [*heading("Check your answers"), *aside(light(step, _TITLE * 2))]
    for most in _LENGTHS:
        cut = [said(_SHORTENED)] if most < _LENGTHS[0] else []
        blocks = [*top, *cut, *_sections(filling, most, carries)]
        if weighed(blocks) <= room:
            return blocks
    blocks = [*top, said(_TOO_MUCH)]
    for at, section in enumerate(filling.form.sections):
        one = _titled(section, at, [], carries)
        if weighed([*blocks, one]) <= room:
            blocks.append(one)
    return blocks


def handed_over(filling: Filling, section: Section) -> list[Json]:
    """Say who else was asked to complete a section, and what they answered."""
    told = of_others(filling, section, lambda answer: light(answer, _OTHERWISE))
    return some([paragraphs(line) for line in told], told, _TOLD)


def _sections(
    filling: Filling, most: int, carries: Mapping[str, Any]
) -> Iterator[Json]:
    shown = forms.shown(filling.form.questions, filling.answers)
    for at, section in enumerate(filling.form.sections):
        own = [question for question in shown if question in section.questions]
        answers = [
            block
            for question in own
            for block in labelled(question.asks, _answer(filling.said(question), most))
        ]
        told = handed_over(filling, section) if most > _TITLE else []
        yield _titled(section, at, [*told, *answers], carries)


def _answer(answer: str, most: int) -> str:
    return short(answer, most) if answer.strip() else UNANSWERED


def _titled(
    section: Section, at: int, inside: list[Json], carries: Mapping[str, Any]
) -> Json:
    """Write a section under its title, with a button that leads back to it."""
    title = short(one_line(section.title) or f"Section {at + 1}", _TITLE)
    change = submit("Change", {**carries, FORM: f"{CHANGE}/{at}"})
    change["tooltip"] = f"Change: {title}"
    rows = [subheading(title, size="medium"), *inside, *sets([change])]
    return box(rows, separator=True, spacing="medium")
