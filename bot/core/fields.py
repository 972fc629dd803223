"""From what was typed into a form's fields to answers, and back without loss.

A date is typed as day, month and year, and a time of day in a field of its own,
because that is what people get right by keyboard and by screen reader. Every
platform keeps what was typed in the same parts, so that a form begun on one can
be finished on another. It is kept as it was typed; only the answer made of it is
tidied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Final, TypeAlias

from bot.core import forms
from bot.core.forms import Answer, Answers, Form, Problem, Question
from bot.core.words import LONDON, clock_time

Typed: TypeAlias = Mapping[str, Answer]
"""What stands in the fields: by question, or by question and part."""

_DAY_PARTS: Final = ("day", "month", "year")
_MONTHS: Final = {f"{date(2026, n, 1):%B}".lower(): n for n in range(1, 13)}
_LEAST_LETTERS: Final = 3
_TIME: Final = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))?\s*([ap])?\.?m?\.?", re.ASCII)
_NOON: Final = 12


def parts_of(question: Question) -> tuple[str, ...]:
    """Name the fields in which a question is answered, without the prefix."""
    if question.kind == "date":
        return tuple(f"{question.id}.{part}" for part in _DAY_PARTS)
    if question.kind == "time":
        return tuple(f"{question.id}.{part}" for part in (*_DAY_PARTS, "time"))
    return (question.id,)


def clean(text: str) -> str:
    r"""Make text one that can be stored and shown, with plain line ends.

    Example:
        >>> clean("one\r\ntwo")
        'one\ntwo'
    """
    whole = text.encode(errors="replace").decode()
    return whole.replace("\r\n", "\n").replace("\r", "\n")


def answers_of(form: Form, typed: Typed) -> dict[str, Answer]:
    """Make answers of what was typed."""
    return {q.id: answer for q in form.questions if (answer := _answer(q, typed))}


def spread(form: Form, answers: Answers) -> dict[str, Answer]:
    """Put answers into the fields they would have been typed in."""
    typed: dict[str, Answer] = {}
    for question in form.questions:
        answer = answers.get(question.id)
        if answer and question.kind in ("date", "time"):
            typed |= _spread_moment(question, str(answer))
        elif answer:
            typed[question.id] = answer
    return typed


def slips(form: Form, typed: Typed) -> Iterator[Problem]:
    """Find dates and times that are half filled in, or cannot be read."""
    answers = answers_of(form, typed)
    for question in form.questions:
        if forms.asked(question, answers) and (says := _slip(question, typed)):
            yield Problem(question.id, says)


def _slip(question: Question, typed: Typed) -> str:
    if question.kind not in ("date", "time"):
        return ""
    day, month, year = (_part(question, part, typed) for part in _DAY_PARTS)
    hour = _part(question, "time", typed)
    if not (day or month or year or hour):
        return ""
    missing = [
        f"a {name}"
        for name, given in zip(_DAY_PARTS, (day, month, year), strict=True)
        if not given
    ]
    if missing:
        return f"The date must include {' and '.join(missing)}."
    try:
        date.fromisoformat(_iso_day(day, month, year))
    except ValueError:
        return "This is not a date in the calendar. Write it like 27 11 2026."
    if question.kind == "time" and not hour:
        return "Enter the time of day as well, such as 4:30pm."
    if question.kind == "time" and not _iso_time(hour):
        return "This is not a time of day. Write it like 4:30pm or 16:30."
    return ""


def _answer(question: Question, typed: Typed) -> Answer:
    if question.kind not in ("date", "time"):
        return typed.get(question.id, "")
    day, month, year = (_part(question, part, typed) for part in _DAY_PARTS)
    hour = _part(question, "time", typed) if question.kind == "time" else ""
    if not (day or month or year or hour):
        return ""
    written = _iso_day(day, month, year)
    return f"{written} {_iso_time(hour) or hour}".rstrip()


def _part(question: Question, part: str, typed: Typed) -> str:
    return str(typed.get(f"{question.id}.{part}", "")).strip()


def _iso_day(day: str, month: str, year: str) -> str:
    named = [n for name, n in _MONTHS.items() if _begins(name, month.lower())]
    number = str(named[0]) if named else month
    return f"{year.zfill(4)}-{number.zfill(2)}-{day.zfill(2)}"


def _begins(name: str, given: str) -> bool:
    return len(given) >= _LEAST_LETTERS and name.startswith(given)


def _iso_time(written: str) -> str:
    """Read a time of day as people write it; nothing if it is not one.

    Example:
        >>> [_iso_time(t) for t in ("4:30pm", "16:30", "9", "12am", "25:00", "0pm")]
        ['16:30', '16:30', '09:00', '00:00', '', '']
    """
    found = _TIME.fullmatch(written.strip().lower())
    if not found:
        return ""
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= _NOON:
            return ""
        hour = hour % _NOON + (_NOON if found[3] == "p" else 0)
    try:
        return f"{datetime(2026, 1, 1, hour, minute, tzinfo=LONDON):%H:%M}"
    except ValueError:
        return ""


def _spread_moment(question: Question, answer: str) -> dict[str, Answer]:
    try:
        value = forms.moment(question.kind, answer)
    except ValueError:
        return {}
    local = value.astimezone(LONDON) if isinstance(value, datetime) else value
    typed = {
        f"{question.id}.day": str(local.day),
        f"{question.id}.month": str(local.month),
        f"{question.id}.year": str(local.year),
    }
    if isinstance(local, datetime):
        typed[f"{question.id}.time"] = clock_time(local)
    return dict(typed)
