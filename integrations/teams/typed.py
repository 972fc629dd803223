"""What was typed and picked in a dialog, in the parts in which it is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.core import fields
from bot.core.fields import Typed, clean
from bot.core.forms import Answer, Form, Question
from bot.handing import taken
from integrations.teams.inputs import by_name
from integrations.teams.marks import one_line
from integrations.teams.meta import Meta
from integrations.teams.reading import (
    DRAWN,
    DROP,
    HELD,
    fields_of,
    named,
    option_values,
    standing,
)
from integrations.teams.texts import put_together

_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?", re.ASCII)


def typed_in(
    data: Mapping[str, Any], form: Form, before: Typed | None = None
) -> dict[str, Answer]:
    """Take what stands in a dialog, in the parts in which every platform keeps it.

    A field that was not in the dialog says nothing about its part; one that was there
    and is empty empties it. With it goes which state of what somebody else typed in
    the section the dialog was drawn with.

    Args:
        data: What Teams sends: what the button carried, and what stands in fields.
        form: The form that the dialog shows a part of.
        before: What is kept of it. Where a dialog shows one part of a long text, the
            rest of the text comes from here.
    """
    sheet = _Sheet(standing(data), fields_of(data, DRAWN), fields_of(data, HELD))
    typed: dict[str, Answer] = {}
    for question in form.questions:
        if question.kind in ("date", "time"):
            typed |= sheet.moment(question)
        elif sheet.tells(question.id):
            typed[question.id] = sheet.answer(question)
    typed |= put_together(data, typed, before or {})
    return {**_seen(Meta.read(data)), **typed}


class _Sheet:
    """The fields of one dialog, as Teams sent them."""

    def __init__(
        self, sent: Mapping[str, str], drawn: frozenset[str], held: frozenset[str]
    ) -> None:
        self._sent = sent
        self._drawn = drawn
        self._held = held

    def tells(self, part: str, *, drop: bool = False) -> bool:
        """Say whether a field was in the dialog, and says something about its part.

        Teams leaves out what is empty. A field that could not show what stands there
        says nothing by being empty, unless that is to be dropped.
        """
        name = named(part)
        if self._sent.get(name, "").strip():
            return True
        there = name in self._sent or name in self._drawn
        return there and (drop or name not in self._held)

    def text(self, part: str) -> str:
        """Read what stands in a field."""
        return clean(self._sent.get(named(part), ""))

    def answer(self, question: Question) -> Answer:
        """Read an answer that was written or chosen."""
        text = self.text(question.id)
        if question.kind in ("line", "text"):
            return text
        chosen = (
            _by_name(question, text) if by_name(question) else _chosen(question, text)
        )
        if question.kind == "choices":
            return chosen
        return chosen[0] if chosen else ""

    def moment(self, question: Question) -> dict[str, Answer]:
        """Read a day and a time of day, leaving what the fields could not show."""
        drop = self.text(f"{question.id}.{DROP}") == "true"
        days, clock = fields.parts_of(question)[:3], f"{question.id}.time"
        found: dict[str, Answer] = {}
        if self.tells(question.id, drop=drop):
            day = self.text(question.id).strip()
            found |= dict(zip(days, _parts(day), strict=True))
        if question.kind == "time" and self.tells(clock, drop=drop):
            found[clock] = self.text(clock).strip()
        return found


def _parts(day: str) -> tuple[str, str, str]:
    """Part a day as Teams writes it; what is none is kept as it was written."""
    found = _DAY.fullmatch(day)
    if not found:
        return day, "", ""
    return found[3].lstrip("0"), found[2].lstrip("0"), found[1]


def _chosen(question: Question, text: str) -> tuple[str, ...]:
    ids = [option.id for option in question.options]
    known = dict(zip(option_values(question), ids, strict=True))
    found = [known[value] for value in text.split(",") if value in known]
    return tuple(dict.fromkeys(found))


def _by_name(question: Question, text: str) -> tuple[str, ...]:
    """Find the answers that were written by name; what is none stays as it is."""
    known = {
        one_line(option.title).casefold(): option.id for option in question.options
    }
    known |= {option.id.casefold(): option.id for option in question.options}
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return tuple(known.get(line.casefold(), line) for line in lines)


def _seen(meta: Meta | None) -> dict[str, Answer]:
    section, _, version = meta.seen.partition(" ") if meta else ("", "", "")
    return {taken(section): version} if version else {}
