"""The forms that a procedure file writes: sections, and the questions in them."""

from __future__ import annotations

from typing import Literal

from bot.core.procedure.parts import ChoiceShape, Shape, Source


class QuestionShape(Shape):
    """A question of a form; see :class:`bot.core.forms.Question`."""

    id: str
    asks: str
    kind: Literal["line", "text", "choice", "choices", "date", "time"] = "line"
    hint: str = ""
    required: bool = True
    options: tuple[ChoiceShape, ...] = ()
    fact: bool = False
    sets: str = ""
    past: bool = False
    only_if: tuple[str, str] | None = None
    source: Source | None = None


class SectionShape(Shape):
    """A page of a form."""

    id: str
    title: str
    text: str = ""
    question: tuple[QuestionShape, ...]


class FormShape(Shape):
    """A form the procedure asks for: the alert, or a text that a chain signs."""

    id: str
    title: str
    submit: str = "Send"
    text: tuple[str, ...] = ()
    section: tuple[SectionShape, ...]
