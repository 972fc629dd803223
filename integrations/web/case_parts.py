"""The days of a case: every deadline and why it falls then, and every known day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.core import clock, words
from bot.core.cards import Button
from bot.core.errors import NotKnownYet
from bot.core.items import known_as
from bot.core.progress import Line, compared
from bot.counter import View
from bot.counts import State, state_of, state_words

LIMITS: Final = {
    "statutory": "statutory limit",
    "national": "national expectation",
    "local": "local date",
}


@dataclass(frozen=True, slots=True)
class Dated:
    """One deadline, and all that there is to say about it.

    Attributes:
        says: Where it stands, in words.
        beside: The day it is planned for, and the national limit, in sentences.
        why: How its day was come by, a sentence to each.
        readings: Readings nobody has confirmed that it rests on, and why so.
    """

    title: str
    role: str
    due: str
    day: date | None
    state: State
    says: str
    limit: str
    advised: str
    beside: str
    why: tuple[str, ...]
    readings: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True, slots=True)
class Known:
    """An anchor as it stands, and the values it no longer has.

    Attributes:
        planned: Whether it is a day that is hoped for, and may move.
    """

    title: str
    value: str
    was: tuple[tuple[str, str], ...]
    buttons: tuple[Button, ...]
    planned: bool = False


def dates(view: View) -> list[Dated]:
    """List every deadline, the earliest first, those without a day at the end."""
    made = [_dated(line, view) for line in view.lines]
    return sorted(made, key=lambda dated: dated.day or date.max)


def _dated(line: Line, view: View) -> Dated:
    due, asking = line.due, view.asking
    named = [line.step.id, *line.deadline.anchors]
    advised = due.aim if due else None
    return Dated(
        title=line.title,
        role=asking.said(line.role),
        due=words.moment(due.due) if due and due.due else "No date yet",
        day=line.day,
        state=state_of(line, view),
        says=state_words(line, view),
        limit=LIMITS[line.step.limit],
        advised=words.day(advised) if advised else "",
        beside=compared(line, asking.offices),
        why=_why(line, view),
        readings=tuple(
            dict.fromkeys(
                (part.reading, part.because)
                for part in asking.procedure.unconfirmed(*named)
            )
        ),
        source=line.step.source.para,
    )


def _why(line: Line, view: View) -> tuple[str, ...]:
    if line.refused or line.due is None:
        return (line.refused,) if line.refused else ()
    procedure = view.asking.procedure
    titles = {name: shape.title for name, shape in procedure.anchor.items()}
    titles |= {s.id: f"“{s.title}” is done" for s in procedure.step}
    try:
        found = clock.explain(line.due, view.asking.offices, titles)
    except NotKnownYet as refusal:
        return (str(refusal),)
    limit = line.national.due if line.national else None
    if limit:
        found.append(f"The national limit for this is {words.moment(limit)}.")
    return tuple(found)


def anchors(view: View) -> list[Known]:
    """List the days that are known, with every value that was put right."""
    roster, found = view.asking.roster, []
    whole = view.buttons.get("", ())
    for name, value in view.case.anchors.items():
        was = tuple(
            (
                words.moment(old.value),
                f"{roster.name(old.until.by)}, {words.moment(old.until.at)}",
            )
            for old in view.case.corrected
            if old.anchor == name
        )
        about = f"{view.case.ref}/{name}"
        buttons = tuple(b for b in whole if b.does == "correct" and b.about == about)
        title = words.begun(known_as(name, view.asking))
        shape = view.asking.procedure.anchor.get(name)
        planned = shape is not None and shape.planned
        found.append(Known(title, words.moment(value), was, buttons, planned))
    return found
