"""What stands beside a date: the day it is planned for, and the national limit.

Both are said wherever the date is shown. The national limit is only said where the
date is later than it, or where there is no date yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.core import clock, words
from bot.core.errors import NotKnownYet
from bot.core.events import Moment
from bot.core.progress.days import local_day
from bot.core.progress.lines import Line
from bot.core.workdays import Offices, working_days_between

PLANNED = "Planned for"
NATIONAL = "National limit"


def beside(line: Line, offices: Offices) -> Iterator[tuple[str, str]]:
    """Say the plan and the national limit that stand beside a date, as facts.

    Example: ``("National limit", "Friday 27 November 2026, 2 working days before
    this date")``.
    """
    due = line.due.due if line.due else None
    if line.planned is not None:
        yield PLANNED, f"{words.moment(line.planned)}{_past(line.planned, due)}"
    limit = line.national.due if line.national else None
    if limit is not None and (due is None or clock.ends(due) > clock.ends(limit)):
        yield NATIONAL, f"{words.moment(limit)}{_before(limit, due, offices)}"


def compared(line: Line, offices: Offices) -> str:
    """Say the same in sentences; nothing where there is nothing to say.

    Example: ``Planned for Friday 4 June 2027, 12 days after its last day.``
    """
    return " ".join(
        f"{what} {said}." if what == PLANNED else f"{what}: {said}."
        for what, said in beside(line, offices)
    )


def _past(planned: Moment, due: Moment | None) -> str:
    if due is None or not clock.is_after(planned, due):
        return ""
    days = (local_day(planned) - local_day(due)).days
    if not days:
        return ", after its time"
    return f", {words.counted(days, 'day')} after its last day"


def _before(limit: Moment, due: Moment | None, offices: Offices) -> str:
    """Say how long before the local date the national limit is."""
    if due is None:
        return ", and the date here is not known yet"
    if isinstance(due, datetime) and isinstance(limit, datetime):
        hours = int((clock.ends(due) - clock.ends(limit)) / timedelta(hours=1))
        early = words.counted(hours, "hour") if hours else "less than an hour"
        return f", {early} before this time"
    first, last = local_day(limit), local_day(due)
    if first == last:
        return ", before the end of this date"
    try:
        working = working_days_between(first, last, offices)
    except NotKnownYet:
        working = 0
    if working:
        return f", {words.counted(working, 'working day')} before this date"
    return f", {words.counted((last - first).days, 'day')} before this date"
