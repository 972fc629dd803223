"""The morning summary: what is late, due today and due soon, for a channel or a role.

It is made from the index of open steps, so that a region's digests cost little,
and says things in the order in which they need doing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.core import clock, words
from bot.core.cards import Card, Item
from bot.core.errors import NotKnownYet
from bot.core.events import CaseRef, RoleId
from bot.core.words import LONDON
from bot.core.workdays import Offices, working_days_from

_SOON: Final = 5
"""Working days ahead that a digest looks."""
_MOST: Final = 30
"""Lines in one digest; what is left is counted, never dropped in silence."""
_MEETINGS: Final = 8
"""Meetings in one digest, among its lines."""
_WEIGHT: Final = {"statutory": 0, "national": 1}


@dataclass(frozen=True, slots=True)
class Open:
    """One line of one case that is still to be met.

    Attributes:
        due: The day or the instant it is due.
        limit: Whether that is a statutory, national or local date.
        beside: The day it is planned for, and the national limit, in words.
    """

    case: CaseRef
    title: str
    role: RoleId
    due: date
    limit: str
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """A meeting to come.

    Attributes:
        start: When it begins.
        coming: Who is coming, in words.
        held: Whether its time is only held for now.
    """

    case: CaseRef
    title: str
    start: datetime
    coming: str
    held: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What a digest is made of.

    Attributes:
        whose: Whom it is for, as a person would say it.
        open: Every line that is still to be met soon, and maybe some for later.
        waiting: How many lines wait for a date that is not known yet.
        cases: How many cases are open.
        undelivered: How many messages could not be delivered.
        root: Proof of everything recorded up to yesterday, for whoever keeps it.
        ahead: The meetings to come, as far as a digest looks.
        later: How many more lines are due after all of these.
    """

    whose: str
    open: tuple[Open, ...]
    waiting: int = 0
    cases: int = 0
    undelivered: int = 0
    root: str = ""
    ahead: tuple[Ahead, ...] = ()
    later: int = 0


def digest(
    summary: Summary, now: datetime, offices: Offices, titles: dict[RoleId, str]
) -> Card:
    """Make the morning's card. A quiet morning says so, so that silence means fault.

    Args:
        summary: What is open.
        now: The instant it is read.
        offices: When offices are open.
        titles: What each role is called.
    """
    today = now.astimezone(LONDON).date()
    horizon = last_day(today, offices)
    near = [line for line in summary.open if day_of(line.due) <= horizon]
    near.sort(key=lambda line: _order(line, now))
    meetings = sorted(summary.ahead, key=lambda one: (one.start, one.case))
    gathered = tuple(map(_meeting, meetings[:_MEETINGS]))
    shown = near[: _MOST - len(gathered)]
    items = (*(_item(line, now, titles) for line in shown), *gathered)
    text = [_opening(summary, near, now)]
    if len(near) > len(shown):
        text.append(
            f"{words.counted(len(near) - len(shown), 'more line')} did not fit; "
            "see the cases themselves."
        )
    if len(meetings) > len(gathered):
        left = words.counted(len(meetings) - len(gathered), "more meeting")
        text.append(f"{left} did not fit; see the cases themselves.")
    facts: list[tuple[str, str]] = []
    later = summary.later + len(summary.open) - len(near)
    if later:
        facts.append(("Due later", words.counted(later, "step")))
    if summary.waiting:
        facts.append(("Waiting for a date", words.counted(summary.waiting, "step")))
    if summary.undelivered:
        said = words.counted(summary.undelivered, "message")
        facts.append(("Could not be delivered", said))
    if summary.root:
        facts.append(("Seal of the record to yesterday", summary.root))
    return Card(
        f"{words.begun(words.day(today))}: {summary.whose}",
        tuple(text),
        tuple(facts),
        items,
    )


def last_day(today: date, offices: Offices) -> date:
    """Find the last day that is soon; a week on, where no holidays are published."""
    try:
        return working_days_from(today, _SOON, offices)
    except NotKnownYet:
        return today + timedelta(days=7)


def _opening(summary: Summary, near: Iterable[Open], now: datetime) -> str:
    late = sum(is_late(line, now) for line in near)
    today = sum(
        day_of(line.due) == now.astimezone(LONDON).date() and not is_late(line, now)
        for line in near
    )
    cases = words.counted(summary.cases, "open case")
    if not late and not today:
        return f"{cases}. Nothing is late and nothing is due today."
    return f"{cases}. {late} late, {today} due today."


def _item(line: Open, now: datetime, titles: dict[RoleId, str]) -> Item:
    limit = {"statutory": "statutory limit", "national": "national expectation"}
    facts = [
        ("Due", words.moment(line.due)),
        ("For", f"the {titles.get(line.role, line.role)}"),
    ]
    if line.limit in limit:
        facts.append(("Kind", limit[line.limit]))
    facts.extend(line.beside)
    return Item(f"{line.case}: {line.title}", tuple(facts), late=is_late(line, now))


def _meeting(one: Ahead) -> Item:
    held = " (the time is only held)" if one.held else ""
    facts = (("When", words.moment(one.start)), ("Who is coming", one.coming))
    return Item(f"{one.case}: {one.title}{held}", facts)


def day_of(due: date) -> date:
    """Find the day in London of a day or an instant."""
    return due.astimezone(LONDON).date() if isinstance(due, datetime) else due


def is_late(line: Open, now: datetime) -> bool:
    """Say whether a line should have been met already."""
    return clock.is_after(now, line.due)


def _order(line: Open, now: datetime) -> tuple[bool, datetime, int, str]:
    end = line.due
    if not isinstance(end, datetime):
        end = datetime(end.year, end.month, end.day, tzinfo=LONDON) + timedelta(days=1)
    return not is_late(line, now), end, _WEIGHT.get(line.limit, 2), line.case
