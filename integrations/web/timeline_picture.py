"""The timeline of a case as a picture: where everything goes, in plain numbers.

Two drawings: across, a day is a column and a deadline a row; down, for a telephone, a
day is a row. A table says the same. Every state has a shape and a word of its own.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.core import words
from bot.core.errors import NotKnownYet
from bot.core.items import known_as
from bot.core.progress import Line, compared, local_day
from bot.core.workdays import Offices
from bot.counter import View
from bot.counts import state_of

_NARROWEST: Final = 24
_WIDEST: Final = 44
_ROOM: Final = 860
_SHORT: Final = 5
"""Weekdays come before this number."""
ROW: Final = 30
LABEL: Final = 330
HEAD: Final = 86
_LABEL_LETTERS: Final = 49
_DOWN_LETTERS: Final = 30
_DOWN_LINE: Final = 18
_LEAST: Final = 14
_MOST: Final = 92
_MARGIN: Final = 2
_MANY: Final = 20
"""With more dates, those met more than a week ago are left to the table."""
_LONG: Final = 31  # with more days, a narrow drawing leaves out the empty ones


@dataclass(frozen=True, slots=True)
class Column:
    """One day, across, with ``x`` in its middle.

    Attributes:
        closed: Why offices are shut, or an empty string.
        zero: The clocks whose day 0 it is.
    """

    x: int
    day: date
    closed: str
    holiday: bool
    today: bool
    zero: str
    month: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One deadline, across: from the day it is counted to the day it is due."""

    y: int
    title: str
    state: str
    x: int
    start: int
    says: str
    clock: str


@dataclass(frozen=True, slots=True)
class Across:
    """The wide drawing.

    Attributes:
        left: How many dates are not drawn.
    """

    column: int
    width: int
    height: int
    columns: tuple[Column, ...]
    bars: tuple[Bar, ...]
    today: int | None
    clocks: tuple[tuple[int, str], ...]
    left: int


@dataclass(frozen=True, slots=True)
class Mark:
    """One deadline, down: its lines of text and its shape."""

    y: int
    state: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One day, down."""

    y: int
    height: int
    label: str
    note: str
    closed: str
    today: bool
    zero: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Down:
    """The narrow drawing."""

    height: int
    rows: tuple[Row, ...]


STATES: Final = {
    "done": "done",
    "late": "late",
    "today": "due today",
    "open": "open",
}


def across(view: View) -> Across | None:
    """Lay the timeline out for a wide screen; nothing if no day is known."""
    days = _days(view)
    if not days:
        return None
    column = max(_NARROWEST, min(_WIDEST, _ROOM // len(days)))
    place = {day: LABEL + n * column + column // 2 for n, day in enumerate(days)}
    zeros = _zeros(view)
    bars, clocks, y = [], [], HEAD
    groups = _by_anchor(view, days)
    for anchor, group in groups.items():
        clocks.append((y + 17, _clock_title(anchor, view)))
        y += ROW - 4
        for line in group:
            bars.append(_bar(line, y, place, days, view))
            y += ROW
        y += 6
    columns = tuple(
        Column(
            place[day],
            day,
            _closed(day, view.asking.offices),
            day.weekday() < _SHORT and bool(_closed(day, view.asking.offices)),
            day == view.asking.today,
            zeros.get(day, ""),
            f"{day:%B %Y}" if n == 0 or day.day == 1 else "",
        )
        for n, day in enumerate(days)
    )
    width = LABEL + len(days) * column + 20
    return Across(
        column,
        width,
        y + 4,
        columns,
        tuple(bars),
        place.get(view.asking.today),
        tuple(clocks),
        sum(1 for line in view.lines if line.day) - len(bars),
    )


def _bar(
    line: Line, y: int, place: dict[date, int], days: list[date], view: View
) -> Bar:
    day = line.day or days[-1]
    zero = line.due.day_zero if line.due else None
    state = state_of(line, view)
    x = place[day]
    beside = compared(line, view.asking.offices)
    begun = place[min(max(zero or day, days[0]), days[-1])]
    return Bar(
        y,
        textwrap.shorten(line.title, _LABEL_LETTERS, placeholder="…"),
        state,
        x,
        min(begun, x),
        f"{line.title}: {words.day(day)}, {STATES.get(state, state)}"
        + (f". {beside}" if beside else ""),
        line.step.limit,
    )


def down(view: View) -> Down | None:
    """Lay the timeline out for a narrow screen; nothing if no day is known."""
    days = _days(view)
    if not days:
        return None
    due: dict[date, list[Line]] = {}
    for line in _lines(view):
        if line.day:
            due.setdefault(line.day, []).append(line)
    zeros, rows, y = _zeros(view), [], 0
    for day in days:
        empty = day not in due and day not in zeros and day != view.asking.today
        if empty and len(days) > _LONG:
            continue
        row = _row(day, y, due.get(day, []), zeros.get(day, ""), view)
        rows.append(row)
        y += row.height
    return Down(y, tuple(rows))


def _row(day: date, y: int, due: list[Line], zero: str, view: View) -> Row:
    marks, inside = [], y + 6
    notes = [_closed(day, view.asking.offices) if day.weekday() < _SHORT else ""]
    if day == view.asking.today:
        notes.append("Today")
    note = ". ".join(n for n in notes if n)
    if zero:
        marks.append(Mark(inside + 14, "zero", _wrapped(f"Day 0: {zero}", inside + 14)))
        inside += _DOWN_LINE * len(marks[-1].lines) + 4
    if note:
        marks.append(Mark(inside + 14, "note", _wrapped(note, inside + 14)))
        inside += _DOWN_LINE * len(marks[-1].lines) + 4
    for line in due:
        state = state_of(line, view)
        text = f"{line.title} ({STATES.get(state, state)})"
        marks.append(Mark(inside + 14, state, _wrapped(text, inside + 14)))
        inside += _DOWN_LINE * len(marks[-1].lines) + 4
    height = max(28, inside - y + 4)
    closed = _closed(day, view.asking.offices)
    today = day == view.asking.today
    return Row(y, height, words.short_day(day), note, closed, today, zero, tuple(marks))


def _wrapped(text: str, y: int) -> tuple[tuple[int, str], ...]:
    lines = textwrap.wrap(text, _DOWN_LETTERS) or [""]
    return tuple((y + n * _DOWN_LINE, line) for n, line in enumerate(lines))


def _lines(view: View) -> list[Line]:
    dated = [line for line in view.lines if line.day]
    if len(dated) > _MANY:
        since = view.asking.today - timedelta(days=7)
        dated = [ln for ln in dated if not ln.settled or (ln.day and ln.day >= since)]
    return sorted(dated, key=lambda line: line.day or date.max)


def _by_anchor(view: View, days: list[date]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in _lines(view):
        if line.day not in days:  # at the edge it would be under another day
            continue
        anchor = line.due.anchor if line.due else ""
        found.setdefault(anchor, []).append(line)
    return found


def _clock_title(anchor: str, view: View) -> str:
    shape = view.asking.procedure.anchor.get(anchor)
    if shape:
        return f"Counted from: {shape.title}"
    step = view.asking.procedure.by_id.get(anchor)
    return f"On the day of: {step.title}" if step else "Other dates"


def _zeros(view: View) -> dict[date, str]:
    found: dict[date, list[str]] = {}
    used = {line.due.anchor for line in _lines(view) if line.due}
    for name, value in view.case.anchors.items():
        if name in used:
            title = known_as(name, view.asking)
            found.setdefault(local_day(value), []).append(title)
    return {day: words.listed(titles) for day, titles in found.items()}


def _days(view: View) -> list[date]:
    """Choose the days to show: every day zero, every due day, and today."""
    wanted = [*_zeros(view), *(ln.day for ln in _lines(view) if ln.day)]
    if not wanted:
        return []
    first = min(wanted) - timedelta(days=1)
    last = max(*wanted, view.asking.today) + timedelta(days=_MARGIN)
    last = max(last, first + timedelta(days=_LEAST))
    if (last - first).days > _MOST:
        first = max(first, min(view.asking.today, last) - timedelta(days=_MOST // 2))
        last = min(last, first + timedelta(days=_MOST))
    return list(_each(first, last))


def _each(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)


def _closed(day: date, offices: Offices) -> str:
    try:
        return offices.why_closed(day)
    except NotKnownYet:
        return ""
