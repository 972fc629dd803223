"""Making forms: of what a procedure file writes, and of a few questions."""

from __future__ import annotations

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import Unknown
from bot.core.forms import Form, Option, Question, Section
from bot.core.procedure import FormShape, QuestionShape, SectionShape
from bot.core.progress import AnyStep


def drawn(shape: FormShape, does: str, about: str) -> Form:
    """Make a form of one that is written in a procedure file."""
    sections = tuple(_section(section) for section in shape.section)
    return Form(shape.title, does, about, sections, shape.submit, shape.text)


def _section(shape: SectionShape) -> Section:
    questions = tuple(_question(question) for question in shape.question)
    return Section(shape.id, shape.title, questions, shape.text)


def _question(shape: QuestionShape) -> Question:
    return Question(
        id=shape.id,
        asks=shape.asks,
        kind=shape.kind,
        hint=shape.hint,
        required=shape.required,
        options=tuple(Option(choice.id, choice.title) for choice in shape.options),
        fact=shape.fact,
        sets=shape.sets,
        past=shape.past,
        only_if=shape.only_if,
    )


def one_page(
    title: str,
    act: tuple[str, str],
    questions: tuple[Question, ...],
    submit: str,
    *text: str,
) -> Form:
    """Make a form of a few questions on one page."""
    page = Section("only", title, questions)
    return Form(title, *act, (page,), submit, tuple(line for line in text if line))


def note(asks: str, hint: str = "", *, required: bool = True) -> Question:
    """Ask for a reason, a note or evidence."""
    return Question("note", asks, "text", hint, required)


def address(case: Case, *parts: str) -> str:
    """Say what an act is done to, as a press carries it."""
    return "/".join(part for part in (case.ref, *parts) if part)


def any_step(step: str, asking: Asking) -> AnyStep:
    """Find a step of whatever kind.

    Raises:
        Unknown: There is none by that name.
    """
    if step not in asking.procedure.by_id:
        raise Unknown(
            "That button belongs to a step this procedure does not have.",
            next_step="Open the case page and press the button there.",
        )
    return asking.procedure.by_id[step]
