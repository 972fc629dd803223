"""How far each count of a case has run, and where each of its deadlines stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from bot.core import words
from bot.core.errors import NotKnownYet
from bot.core.items import day_count, known_as, lateness
from bot.core.progress import Line, applies, compared
from bot.core.workdays import working_days_between
from bot.shown import View

State: TypeAlias = Literal["done", "late", "today", "open", "unknown"]


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
