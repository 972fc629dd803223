"""Filling in any form with something valid, where a story does not say what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.core.forms import Answer, Question, shown
from bot.core.words import LONDON
from tests.stories.days import typed

SOMETHING = "Something was written here."
USUAL = {
    "harm": "seriously-harmed",
    "abuse": "yes",
    "area": "here",
    "resident": "yes",
    "looked-after": "no",
    "care-leaver": "no",
    "setting": "no",
    "unborn": "no",
}
"""What the questions that lead to a route are answered with, unless a story says."""


def filled(
    questions: tuple[Question, ...], says: Mapping[str, Any], now: datetime
) -> dict[str, Answer]:
    """Answer what must be answered, and what a story says, on any form.

    Args:
        questions: What the form asks.
        says: What the story says, by question: text, an option (or its title), a
            list of options, or a day as a story writes it.
        now: The moment it is filled in.
    """
    known = {question.id: question for question in questions}
    strange = set(says) - known.keys()
    assert not strange, f"it asks nothing called {sorted(strange)}; {sorted(known)}"
    given = {name: _said(known[name], answer) for name, answer in says.items()}
    dated = [str(given[q.id]) for q in questions if q.id in given and _dated(q)]
    moment = min((*filter(None, dated), f"{now.astimezone(LONDON):%Y-%m-%d %H:%M}"))
    left = set(known) - given.keys()
    while wanted := [
        question
        for question in shown(questions, given)
        if question.id in left and (question.required or question.id in USUAL)
    ]:
        for question in wanted:
            left.discard(question.id)
            given[question.id] = _usual(question, moment)
    return given


def _dated(question: Question) -> bool:
    return question.kind in ("date", "time")


def _said(question: Question, answer: Any) -> Answer:
    if isinstance(answer, list):
        return tuple(_option(question, one) for one in answer)
    if _dated(question):
        return typed(answer) if answer else ""
    return _option(question, answer)


def _option(question: Question, answer: str) -> str:
    return {o.title: o.id for o in question.options}.get(answer, answer)


def _usual(question: Question, moment: str) -> Answer:
    options = [option.id for option in question.options]
    if options:
        wanted = (USUAL.get(question.id), "no", "not-known", options[0])
        chosen = next(str(one) for one in wanted if one in options)
        return (chosen,) if question.kind == "choices" else chosen
    if question.kind == "time":
        return moment if " " in moment else f"{moment} 09:00"
    return moment[:10] if question.kind == "date" else SOMETHING
