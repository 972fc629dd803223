"""Where a case stands: its running counts, its days, and why each date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

from bot.core import clock, words
from bot.core.cards import Button
from bot.core.errors import NotKnownYet
from bot.core.items import day_count, known_as, lateness
from bot.core.progress import Line, applies, compared
from bot.core.workdays import working_days_between
from bot.counter import View

State: TypeAlias = Literal["done", "late", "today", "open", "unknown"]
LIMITS: Final = {
    "statutory": "statutory limit",
    "national": "national expectation",
    "local": "local date",
}


@dataclass(frozen=True, slots=True)
class Count:
    """A count that runs towards a limit, such as "Day 8 of 15".

    Attributes:
        number: How far it has come.
        since: What it is counted from, and its day.
        beside: The day it is planned for, and the national limit, in sentences.
    """

    title: str
    number: str
    since: str
    due: str
    state: State
    beside: str = ""


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


def state_of(line: Line, view: View) -> State:
    """Say where a deadline stands today."""
    if line.settled:
        return "done"
    if line.day is None:
        return "unknown"
    if line.late(view.asking.now):
        return "late"
    return "today" if line.day == view.asking.today else "open"


def state_words(line: Line, view: View) -> str:
    """Say where a deadline stands, in words that need no colour."""
    state = state_of(line, view)
    if state == "late":
        return f"Late: {lateness(line, view.asking)}"
    if state == "unknown":
        if line.refused:
            return line.refused
        names = line.due.waiting_for if line.due else ()
        said = words.listed(known_as(name, view.asking) for name in names)
        return f"No date until it is known when {said}" if said else "No date"
    if state in ("done", "today"):
        return "" if state == "done" else "Due by the end of today"
    soon = _soon(line.day, view) if line.day else ""
    perhaps = soon and applies(line.step, view.case) is None
    return f"{soon}, if it is decided so" if perhaps else soon


def _soon(day: date, view: View) -> str:
    """Say how far off a day is, in the days that people have to work in."""
    today = view.asking.today
    if day < today:
        return "Its day has passed, and it is done only if it is needed"
    if (day - today).days == 1:
        return "Due tomorrow"
    try:
        days = working_days_between(today, day, view.asking.offices)
    except NotKnownYet:
        days = 0
    if not days:
        return f"Due in {words.counted((day - today).days, 'day')}"
    return f"Due in {words.counted(days, 'working day')}"


def counts(view: View) -> list[Count]:
    """List the counts that run, one for each anchor: the furthest limit of each.

    What may turn out not to be for this case counts only where nothing else does.
    """
    furthest: dict[str, tuple[bool, date, Line]] = {}
    for line in view.lines:
        if line.settled or line.step.limit == "local" or not line.due or not line.day:
            continue
        mine = (applies(line.step, view.case) is True, line.day, line)
        known = furthest.get(line.due.anchor)
        if known is None or known[:2] <= mine[:2]:
            furthest[line.due.anchor] = mine
    return [_count(line, view) for _, _, line in furthest.values()]


def _count(line: Line, view: View) -> Count:
    number, _, since = day_count(line, view.asking).partition(" (")
    due = line.due.due if line.due else None
    late = line.late(view.asking.now)
    return Count(
        line.title,
        words.begun(lateness(line, view.asking)) if late else number or "No count",
        since.rstrip(")"),
        words.moment(due) if due else "",
        state_of(line, view),
        compared(line, view.asking.offices),
    )


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
