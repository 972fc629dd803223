"""The forms and letters of a procedure file: sections, questions, paragraphs."""

from __future__ import annotations

from typing import Literal

from bot.core.procedure.parts import ChoiceShape, Part, Shape, Source


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


class LetterShape(Part):
    """A letter that the document gives the words of.

    Attributes:
        text: Its paragraphs. ``{reference}``, ``{agency}``, ``{asks_for}``, ``{due}``
            and ``{partnership}`` are filled in; nothing personal ever is.
    """

    id: str
    title: str
    text: tuple[str, ...]
