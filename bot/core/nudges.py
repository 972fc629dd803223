"""What is due to be said about what is due, and when it may be said.

A nudge is planned for instants: working mornings before the day, the morning of
the day, and every working morning after it. Quiet at night, at weekends and on
bank holidays, unless a statutory limit falls before the next working morning.
Only the latest instant that has passed is said, so that a week's silence does
not become a week's noise.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from typing import Final

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import NotKnownYet
from bot.core.events import Event, Nudged, RoleId
from bot.core.procedure import Procedure
from bot.core.progress import Line, lines, status
from bot.core.words import LONDON
from bot.core.workdays import (
    Offices,
    next_working_day,
    working_days_between,
    working_days_from,
)

_AGAIN: Final = 5
"""Working days after which a manager is told again of what is still late."""
_SATURDAY: Final = 5
_FAR_ENOUGH: Final = 10
"""Working days after the day for which nudges are planned ahead of time."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One nudge that is to be said at an instant.

    Attributes:
        pitch: ``before``, ``on`` or ``after`` the day.
        days: Working days late; nought up to and on the day.
    """

    at: datetime
    pitch: str
    days: int = 0


def next_at(case: Case, line: Line, asking: Asking) -> datetime | None:
    """Find the next instant at which anything is to be said about a line."""
    if not _to_be_said(case, line, asking):
        return None
    said = case.nudged.get(line.part)
    for plan in plans(line, asking):
        if said is None or plan.at > said:
            return _sayable(case, line, plan.at, asking)
    return None


def said(case: Case, asking: Asking) -> tuple[Event, ...]:
    """Make the nudges that are due on a case now, one for each line at the most."""
    events: list[Event] = []
    known = lines(asking.procedure, case.anchors, asking.offices, case, asking.roster)
    for line in known:
        if not _to_be_said(case, line, asking):
            continue
        before = case.nudged.get(line.part)
        passed = [
            plan
            for plan in plans(line, asking)
            if (before is None or plan.at > before)
            and _sayable(case, line, plan.at, asking) <= asking.now
        ]
        if passed:
            latest = passed[-1]
            to = _told(line, latest, asking.procedure)
            events.append(Nudged(line.part, latest.at, latest.pitch, to))
    return tuple(events)


def _to_be_said(case: Case, line: Line, asking: Asking) -> bool:
    if case.closed or line.settled or line.step.optional or line.due is None:
        return False
    if line.due.due is None:
        return False
    where = status(line.step, case, asking.procedure)
    return where == "open" or (where == "waiting" and line.step.limit != "local")


def _sayable(case: Case, line: Line, at: datetime, asking: Asking) -> datetime:
    """Find when a planned nudge may be said: after a snooze, and not in the night.

    One that was missed, because nothing was running, waits for the morning too.
    """
    until = case.snoozed.get(line.step.id)
    at = max(at, until) if until else at
    if at > asking.now or not quiet(asking.now, asking):
        return at
    limit = _limit(line)
    morning = _next_morning(asking.now, asking)
    urgent = line.step.limit == "statutory" and asking.now <= limit < morning
    return at if urgent else morning


def _limit(line: Line) -> datetime:
    """The instant by which a line must be done: its own, or the end of its day."""
    due = line.due.due if line.due else None
    if isinstance(due, datetime):
        return due
    return _at((due or date.max) + timedelta(days=1), time())


def _told(line: Line, plan: Plan, procedure: Procedure) -> tuple[RoleId, ...]:
    """The owner every time; once late, now and then, the manager and case keeper.

    A manager who hears the same thing every morning stops reading it, so after
    the first time it is once a week, unless a statutory limit has been missed.
    """
    told = [line.role]
    beyond = plan.days - procedure.nudges.escalate_after
    daily = line.step.limit == "statutory"
    if plan.pitch == "after" and beyond >= 0 and (daily or not beyond % _AGAIN):
        shape = procedure.role.get(line.role)
        told += [shape.manager if shape else "", procedure.coordinator]
    return tuple(dict.fromkeys(role for role in told if role))


def plans(line: Line, asking: Asking) -> Iterator[Plan]:
    """List every instant at which a line is to be spoken of, in order.

    Instants long past are left out: what is late is spoken of from the last
    working morning on, and says how late it is.
    """
    due = line.due.due if line.due else None
    if due is None:
        return
    ahead = (
        _for_hours(line, due, asking)
        if isinstance(due, datetime)
        else _for_days(line, due, asking)
    )
    planned: list[Plan] = []
    later: Iterator[Plan] = iter(())
    with suppress(NotKnownYet):  # what is beyond the known holidays is not planned
        planned.extend(ahead)
        later = _afterwards(_limit(line), asking)
    planned.sort(key=_when)
    # Most that ask want the next one only, so the long tail is made as it is read.
    yield from merge(planned, later, key=_when)


def _when(plan: Plan) -> datetime:
    return plan.at


def _for_days(line: Line, due: date, asking: Asking) -> Iterator[Plan]:
    hours, offices = asking.procedure.hours, asking.offices
    for count in asking.procedure.nudges.before:
        morning = working_days_from(due, -count, offices)
        if _counted_from(line) < morning:
            yield Plan(_at(morning, hours.opens), "before")
    day = due if offices.open_on(due) else _last_morning(line, due, offices)
    yield Plan(_at(day, hours.opens), "on")
    if line.step.limit == "statutory":
        # Late on the last day, while something can be done; and once more when the
        # office has shut, because no working morning comes before the limit.
        close = datetime.combine(day, hours.closes, tzinfo=LONDON)
        yield Plan(close - timedelta(hours=2), "on")
        yield Plan(close + timedelta(hours=1), "on")


def _last_morning(line: Line, due: date, offices: Offices) -> date:
    if line.due and line.due.advised:
        return line.due.advised
    return next_working_day(due, offices)


def _for_hours(line: Line, due: datetime, asking: Asking) -> Iterator[Plan]:
    for count in asking.procedure.nudges.hours_before:
        # In UTC: by the clock on the wall, an hour can be lost or found.
        at = (due.astimezone(UTC) - timedelta(hours=count)).astimezone(LONDON)
        if line.due and line.due.start and _instant(line.due.start) < at:
            yield Plan(_when_allowed(line, at, due, asking), "before")
    yield Plan(_when_allowed(line, due, due, asking), "on")


def _afterwards(end: datetime, asking: Asking) -> Iterator[Plan]:
    """Every working morning after the limit, as far as today and a little on."""
    with suppress(NotKnownYet):
        yield from _mornings_after(end, asking)


def _mornings_after(end: datetime, asking: Asking) -> Iterator[Plan]:
    first = _next_morning(end, asking).astimezone(LONDON).date()
    opens = asking.procedure.hours.opens
    today = max(asking.today, first)
    gone = working_days_between(first, today, asking.offices)
    for count in range(max(0, gone - 1), gone + _FAR_ENOUGH):
        day = working_days_from(first, count, asking.offices)
        yield Plan(_at(day, opens), "after", count + 1)


def _when_allowed(
    line: Line, at: datetime, limit: datetime, asking: Asking
) -> datetime:
    """Move an instant out of quiet hours, unless a statutory limit will not wait."""
    if not quiet(at, asking):
        return at
    morning = _next_morning(at, asking)
    if line.step.limit == "statutory" and limit < morning:
        return at
    return morning


def quiet(at: datetime, asking: Asking) -> bool:
    """Say whether the bot keeps quiet at an instant, limits apart."""
    local = at.astimezone(LONDON)
    hours = asking.procedure.hours
    return not (
        _open_on(local.date(), asking.offices)
        and hours.opens <= local.time() < hours.closes
    )


def _next_morning(at: datetime, asking: Asking) -> datetime:
    """Find the first working morning that is not before an instant."""
    local = at.astimezone(LONDON)
    opens = asking.procedure.hours.opens
    day = local.date() if local.time() <= opens else local.date() + timedelta(days=1)
    while not _open_on(day, asking.offices):
        day += timedelta(days=1)
    return _at(day, opens)


def _open_on(day: date, offices: Offices) -> bool:
    """Say whether a day is a working day; any weekday, where nobody can know.

    Only for when to speak: a reminder on a bank holiday does less harm than none.
    """
    try:
        return offices.open_on(day)
    except NotKnownYet:
        return day.weekday() < _SATURDAY


def _at(day: date, opens: time) -> datetime:
    return datetime.combine(day, opens, tzinfo=LONDON)


def _counted_from(line: Line) -> date:
    return line.due.day_zero if line.due and line.due.day_zero else date.min


def _instant(start: date) -> datetime:
    if isinstance(start, datetime):
        return start.astimezone(UTC)
    return datetime.combine(start, time(), tzinfo=LONDON).astimezone(UTC)
