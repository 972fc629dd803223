"""Saying in plain words how a day was come by: what was counted, and what was not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from types import MappingProxyType
from typing import Final

from bot.core import words
from bot.core.clock.grammar import Term, in_words
from bot.core.clock.moments import begins, gone, on_day
from bot.core.clock.reckoning import Due
from bot.core.events import Moment
from bot.core.workdays import Offices, working_days_between

_UNTITLED: Final[Mapping[str, str]] = MappingProxyType({})


def explain(
    due: Due, offices: Offices, titles: Mapping[str, str] = _UNTITLED
) -> list[str]:
    """Explain a date to somebody who doubts it, a sentence to each line.

    Args:
        due: What was worked out.
        offices: When offices are open.
        titles: What each anchor, or step, is called; its own name if not given.

    Raises:
        NotKnownYet: It was worked out with other bank holidays than these.

    Example:
        >>> from bot.core.clock import read, work_out
        >>> christmas = {date(2026, 12, 25): "Christmas Day"}
        >>> offices = Offices(christmas, date(2026, 1, 1), date(2026, 12, 31))
        >>> anchors = {"aware": date(2026, 12, 22)}
        >>> due = work_out(read("aware + 4 working days"), anchors, offices)
        >>> for line in explain(due, offices, {"aware": "we became aware"}):
        ...     print(line)
        Due Tuesday 29 December 2026: 4 working days after we became aware.
        Day 0 is Tuesday 22 December 2026 (we became aware), and is not counted.
        Wed 23 Dec to Thu 24 Dec: days 1 to 2.
        Fri 25 Dec: skipped, Christmas Day (bank holiday).
        Sat 26 Dec: skipped, Saturday.
        Sun 27 Dec: skipped, Sunday.
        Mon 28 Dec to Tue 29 Dec: days 3 to 4.
    """
    return list(_sentences(due, offices, titles))


def day_number(due: Due, now: Moment, offices: Offices) -> str:
    """Say how far a count has come, as in "Day 8 of 15"; nothing if it has none.

    Hours are counted in hours, and all else but working days by the calendar. A
    count that runs backwards says how many are left before its day 0.

    Raises:
        NotKnownYet: Working days are counted where they are not published.

    Example:
        >>> from bot.core.clock import read, work_out
        >>> offices = Offices({}, date(2026, 1, 1), date(2026, 12, 31))
        >>> sent = {"sin-sent": date(2026, 11, 27)}
        >>> due = work_out(read("sin-sent + 15 working days"), sent, offices)
        >>> day_number(due, date(2026, 12, 9), offices)
        'Day 8 of 15'
    """
    if due.due is None or due.day_zero is None or not due.count or due.unit is None:
        return ""
    today, zero = on_day(now), due.day_zero
    if due.unit == "hours":
        hours = max(gone(_origin(due), now, "hours", offices), 0)
        return f"Hour {hours} of {due.count}" if due.count > 0 else ""
    of = abs(due.count)
    if due.unit == "working days":
        number = working_days_between(zero, today, offices)
    else:
        of, number = abs((on_day(due.due) - zero).days), (today - zero).days
    if due.count < 0:
        if number > 0:
            return "Day 0 is past"
        what = "working day" if due.unit == "working days" else "day"
        if -number < of:
            return f"{words.counted(-number, what)} before day 0"
        return f"{words.counted(-number - of, what)} to go"
    return f"Day {number} of {of}" if today >= zero else "Before day 0"


def _sentences(due: Due, offices: Offices, titles: Mapping[str, str]) -> Iterator[str]:
    if due.due is None or due.day_zero is None:
        names = words.listed(titles.get(name, name) for name in due.waiting_for)
        yield (f"Waiting. Not known yet: {names}." if names else "Comes round no more.")
        return
    title = titles.get(due.anchor, due.anchor)
    counted = in_words(Term(due.anchor, due.count, due.unit), title)
    yield f"Due {words.moment(due.due)}: {counted}."
    yield from _beginning(due, title)
    if due.unit == "working days" and due.count:
        yield from _runs(due.day_zero, on_day(due.due), offices)
    if due.advised:
        why = offices.why_closed(on_day(due.due))
        before = words.day(due.advised)
        aim = f" The working day before is {before}." if due.aim else ""
        yield f"{words.day(due.due)} is not a working day ({why}).{aim}"
    if due.earlier_if:
        names = words.listed(titles.get(name, name) for name in due.earlier_if)
        yield f"This may become earlier. Not known yet: {names}."


def _beginning(due: Due, title: str) -> Iterator[str]:
    """Say what is counted from, and how."""
    origin = _origin(due)
    if due.assumed_midnight:
        yield (
            f"Counted from the first moment of {words.day(origin)} ({title}), "
            "because no time of day is known."
        )
    elif due.unit == "hours":
        yield (
            f"Counted from {words.moment(origin)} ({title}), in real hours, "
            "through nights, weekends and bank holidays."
        )
    elif due.unit:
        yield f"Day 0 is {words.day(origin)} ({title}), and is not counted."
    if due.start is not None and begins(due.start) != begins(origin):
        yield f"Not before {words.moment(due.start)}."


def _origin(due: Due) -> Moment:
    """Find what was counted from: day 0, or an instant where hours are counted."""
    if due.unit == "hours" and isinstance(due.due, datetime):
        return (begins(due.due) - timedelta(hours=due.count)).astimezone(words.LONDON)
    return due.day_zero or date.min


def _runs(zero: date, due: date, offices: Offices) -> Iterator[str]:
    """Tell the count in order: runs of days counted, and each day skipped."""
    pace = 1 if due >= zero else -1
    days = [
        zero + timedelta(days=n * pace) for n in range(1, abs((due - zero).days) + 1)
    ]
    number, side = 0, "" if pace > 0 else " before"
    for why, group in groupby(days, key=offices.why_closed):
        run = list(group)
        if why:
            yield from (f"{words.short_day(day)}: skipped, {why}." for day in run)
            continue
        first, number = number + 1, number + len(run)
        if len(run) == 1:
            yield f"{words.short_day(run[0])}: day {number}{side}."
        else:
            span = f"{words.short_day(run[0])} to {words.short_day(run[-1])}"
            yield f"{span}: days {first} to {number}{side}."
