"""Sections of a form, as many as dialogs need: what is light enough to be one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.core.forms import Question, Section
from bot.filling import Filling
from bot.windows import parted
from integrations.teams.elements import weighed
from integrations.teams.inputs import Fields

_ROOM: Final = 14_000
"""What the questions of one section may weigh, with what is usually typed in them."""
_USUAL: Final = {"text": 2_000, "line": 200}
"""What is usually typed, in bytes. Of more than fits, the longest stand alone."""


def fitting(filling: Filling) -> Filling:
    """Make several sections of each that asks more than one dialog should hold.

    What has been typed changes nothing about it: a form has the same sections from
    its beginning to its end.
    """
    return parted(filling, _parts)


def _parts(section: Section) -> list[Section]:
    groups = list(_groups(section.questions))
    if len(groups) <= 1:
        return [section]
    return [
        replace(
            section,
            title=f"{section.title} ({number} of {len(groups)})",
            questions=group,
            text=section.text if number == 1 else "",
        )
        for number, group in enumerate(groups, 1)
    ]


def _groups(questions: tuple[Question, ...]) -> Iterator[tuple[Question, ...]]:
    """Part questions into groups that go together in one dialog, in their order."""
    group: list[Question] = []
    total = 0
    for question in questions:
        heavy = _usually(question)
        if group and total + heavy > _ROOM:
            yield tuple(group)
            group, total = [], 0
        group.append(question)
        total += heavy
    if group:
        yield tuple(group)


def _usually(question: Question) -> int:
    """Say what a question weighs with what is usually typed in answer."""
    nothing = Fields({}, "------")
    return weighed([nothing.drawn(question)]) + _USUAL.get(question.kind, 0)
