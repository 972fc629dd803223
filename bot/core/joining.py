"""What two people typed into one form, put together so that nothing of it is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.forms import Answer, Question, Section


def together(
    asked: tuple[Question, ...],
    mine: Mapping[str, Answer],
    theirs: Mapping[str, Answer],
) -> dict[str, Answer]:
    """Put what two people typed into one form, so that nothing of either is lost.

    What only one of them filled in stands. Where both wrote text, one follows the
    other; where both chose one thing, the first person's choice stands, and the
    other is shown beside it.
    """
    kinds = {question.id: question.kind for question in asked}
    both = dict(mine)
    for field, given in theirs.items():
        own = both.get(field, "")
        if field.startswith(":") or not given or given == own:
            continue
        if not own:
            both[field] = given
        elif isinstance(own, tuple) and isinstance(given, tuple):
            both[field] = tuple(dict.fromkeys((*own, *given)))
        elif isinstance(own, str) and isinstance(given, str):
            both[field] = _joined(kinds.get(field, ""), own, given)
    return both


def _joined(kind: str, own: str, given: str) -> str:
    if kind not in ("text", "line") or given in own:
        return own
    if own in given:
        return given
    return f"{own}\n\n{given}" if kind == "text" else f"{own}; {given}"


def alone(section: Section) -> Section:
    """Make a section stand by itself: it asks nothing that hangs on another."""
    here = {question.id for question in section.questions}
    return replace(
        section,
        questions=tuple(
            replace(
                question,
                required=False,
                only_if=question.only_if
                if question.only_if and question.only_if[0] in here
                else None,
            )
            for question in section.questions
        ),
    )
