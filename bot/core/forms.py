"""What a person is asked, and everything that can be wrong with what they answer.

Validation returns every problem at once, each with its question, and never
changes or drops what was typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final, TypeAlias

from bot.core import words
from bot.core.words import LONDON

Answer: TypeAlias = str | tuple[str, ...]
Answers: TypeAlias = Mapping[str, Answer]
"""What was typed, by question. Several choices are a tuple."""

MOST_WRITTEN: Final = 10_000
_FURTHEST_BACK: Final = timedelta(days=365 * 30)

KINDS: Final = (
    "line", "text", "choice", "choices", "date", "time", "person", "agency", "role",
)  # fmt: skip
"""``time`` asks for a day and a time of day together."""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers a question offers.

    Attributes:
        hint: A sentence of help that belongs to this answer alone.
    """

    id: str
    title: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked.

    Attributes:
        id: Its name among the answers.
        asks: The question, as a person reads it.
        kind: One of ``KINDS``.
        hint: A sentence of help under it.
        required: Whether it must be answered.
        options: What can be chosen, for a choice.
        fact: Whether the choice is kept on the case itself, to route it. Only
            a choice can be; free text never is.
        sets: The anchor that the answer sets, for a date or a time.
        past: Whether the date must not be in the future.
        only_if: Show it only when another question was answered so.
        most: The most characters it takes.
    """

    id: str
    asks: str
    kind: str = "line"
    hint: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    fact: bool = False
    sets: str = ""
    past: bool = False
    only_if: tuple[str, str] | None = None
    most: int = MOST_WRITTEN


@dataclass(frozen=True, slots=True)
class Section:
    """A page of a form: questions that belong together."""

    id: str
    title: str
    questions: tuple[Question, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked of a person before something is done.

    Attributes:
        does: The act it is for, as :mod:`bot.core.press` knows it.
        about: What the act is done to.
        submit: What the last button says.
        text: Sentences shown above the questions.
        shows: Labelled text shown to those who may read it, such as a draft.
    """

    title: str
    does: str
    about: str
    sections: tuple[Section, ...]
    submit: str
    text: tuple[str, ...] = ()
    shows: tuple[tuple[str, str], ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question of every section, in order."""
        return tuple(q for s in self.sections for q in s.questions)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right before a form can be taken.

    Attributes:
        question: The question it belongs to.
        says: What is wrong and what to do, in one sentence.
    """

    question: str
    says: str


def asked(question: Question, answers: Answers) -> bool:
    """Say whether a question is shown, given what has been answered so far."""
    if question.only_if is None:
        return True
    other, wanted = question.only_if
    given = answers.get(other, "")
    return wanted in given if isinstance(given, tuple) else given == wanted


def shown(questions: tuple[Question, ...], answers: Answers) -> tuple[Question, ...]:
    """List the questions that are shown, given all that has been answered.

    What was answered to a question that is itself no longer shown shows nothing.
    """
    left, heard = questions, answers
    while True:
        kept = tuple(question for question in left if asked(question, heard))
        if kept == left:
            return kept
        hidden = {question.id for question in left} - {q.id for q in kept}
        left, heard = kept, {n: a for n, a in heard.items() if n not in hidden}


def problems(
    questions: tuple[Question, ...], answers: Answers, now: datetime
) -> tuple[Problem, ...]:
    """Find everything wrong with the answers, all at once."""
    return tuple(
        Problem(question.id, says)
        for question in shown(questions, answers)
        for says in _wrong(question, answers.get(question.id, ""), now)
    )


def _wrong(question: Question, given: Answer, now: datetime) -> Iterator[str]:
    written = given if isinstance(given, str) else "".join(given)
    if not written.strip():
        if question.required:
            yield _missing(question)
        return
    if isinstance(given, tuple) and question.kind != "choices":
        yield "Give one answer only."
        return
    if len(written) > question.most:
        yield (
            f"This is {len(written):,} characters long; "
            f"shorten it to {question.most:,} or fewer."
        )
    if question.options:
        chosen = given if isinstance(given, tuple) else (given,)
        if not {option.id for option in question.options}.issuperset(chosen):
            yield "Choose from the answers offered."
    elif question.kind in ("date", "time"):
        yield from _wrong_moment(question, written, now)


def _missing(question: Question) -> str:
    match question.kind:
        case "choice" | "choices" | "person" | "agency" | "role":
            return "Choose an answer."
        case "date":
            return "Enter a date."
        case "time":
            return "Enter a date and a time."
        case _:
            return "Write an answer."


def _wrong_moment(question: Question, written: str, now: datetime) -> Iterator[str]:
    try:
        value = moment(question.kind, written)
    except ValueError:
        example = "2026-11-27 16:30" if question.kind == "time" else "2026-11-27"
        yield f"This is not a date that can be read; write it like {example}."
        return
    today = now.astimezone(LONDON)
    local = value.date() if isinstance(value, datetime) else value
    later = value > now if isinstance(value, datetime) else value > today.date()
    if question.past and later:
        yield f"This is in the future; today is {words.day(today)}."
    if local < today.date() - _FURTHEST_BACK or local.year > today.year + 5:
        yield "This is too far from today to be right; check the year."


def moment(kind: str, written: str) -> date | datetime:
    """Read a date, or a date and time in London.

    Raises:
        ValueError: It is neither.
    """
    if kind == "date":
        return date.fromisoformat(written.strip())
    return instant(written)


def instant(written: str) -> datetime:
    """Read a date and time in London.

    A time that the clocks skip, or that comes twice when they go back, is taken
    as the earlier instant: no deadline is made later by a doubt.

    Raises:
        ValueError: It is not a date and a time.
    """
    text = written.strip().replace("T", " ")
    value = datetime.fromisoformat(text)
    if len(text) <= len("2026-11-27"):
        raise ValueError(written)
    if value.tzinfo:
        return value
    either = (value.replace(tzinfo=LONDON, fold=fold) for fold in (0, 1))
    return min(at.astimezone(UTC) for at in either).astimezone(LONDON)
