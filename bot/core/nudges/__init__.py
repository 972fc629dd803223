"""What is due to be said about what is due, and when it may be said.

A nudge is planned for instants: working mornings before the day, the morning of
the day, and every working morning after it. Quiet at night, at weekends and on
bank holidays, unless a statutory limit falls before the next working morning.
Only the latest instant that has passed is said, so that a week's silence does
not become a week's noise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from heapq import merge
from typing import Final, TypeAlias

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.chasing import NATIONAL, national_first, told
from bot.core.clock import Due
from bot.core.errors import NotKnownYet
from bot.core.events import Event, Moment, Nudged
from bot.core.nudges.hours import at_time, is_quiet, next_morning
from bot.core.procedure import Hours, Limit, Nudging
from bot.core.progress import AnyStep, Line, Status, applies, lines, standings
from bot.core.words import LONDON
from bot.core.workdays import (
    Offices,
    next_working_day,
    working_days_between,
    working_days_from,
)

_FAR_ENOUGH: Final = 10
"""Working days after the day for which nudges are planned ahead of time."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One nudge that is to be said at an instant.

    Attributes:
        pitch: ``before``, ``on`` or ``after`` the day, or ``national`` where it is
            of a national limit that comes first.
        days: Working days late; nought up to and on the day.
    """

    at: datetime
    pitch: str
    days: int = 0


@dataclass(frozen=True, slots=True)
class _Ground:
    """All that the instants planned for a line follow from, and nothing else."""

    when: Moment
    due: Due
    limit: Limit
    hours: Hours
    nudging: Nudging
    offices: Offices
    today: date
    national: Due | None = None


_Planned: TypeAlias = dict[
    str, tuple[Line | None, datetime | None, date | None, datetime | None]
]
"""By part: the line, what was last said of it, the day it is, and what comes next."""


def next_at(case: Case, line: Line, asking: Asking) -> datetime | None:
    """Find the next instant at which anything is to be said about a line."""
    return next(at for _, at in next_of(case, (line,), asking))


def next_of(
    case: Case, known: Iterable[Line], asking: Asking
) -> Iterator[tuple[Line, datetime | None]]:
    """Find the same for each of several lines of a case.

    Where the line, what was last said of it and the day are those of the last time,
    so is the instant: every press asks, and moves hardly any.
    """
    rules, today = asking.procedure, asking.today
    where = standings(case, rules).status
    ground = rules, asking.offices
    kept: _Planned = case.known("nudges", *ground) or case.keep("nudges", {}, *ground)
    for line in known:
        if not _to_be_said(case, line, where[line.step.id], asking):
            yield line, None
            continue
        last = case.nudged.get(line.part)
        was, before, on, at = kept.get(line.part, (None, None, None, None))
        if was is not line or before is not last or on != today:
            planned = _ground(line, asking)
            at = _first_after(last, planned) if planned else None
            kept[line.part] = line, last, today, at
        yield line, _sayable(case, line, at, asking) if at else None


@lru_cache(maxsize=512)
def _first_after(said: datetime | None, ground: _Ground) -> datetime | None:
    # The same days are planned for in every case that began on the same day.
    planned = (plan.at for plan in _planned(ground))
    return next((at for at in planned if said is None or at > said), None)


def said(case: Case, asking: Asking) -> tuple[Event, ...]:
    """Make the nudges that are due on a case now, one for each line at the most."""
    events: list[Event] = []
    where = standings(case, asking.procedure).status
    known = lines(asking.procedure, case.anchors, asking.offices, case, asking.roster)
    for line in known:
        if not _to_be_said(case, line, where[line.step.id], asking):
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
            to = told(line, latest.pitch, latest.days, case, asking)
            events.append(Nudged(line.part, latest.at, latest.pitch, to))
    return tuple(events)


def _to_be_said(case: Case, line: Line, where: Status, asking: Asking) -> bool:
    if case.closed or line.settled or line.step.optional or line.due is None:
        return False
    if line.due.due is None:
        return False
    if where == "waiting":
        return line.step.limit != "local" and not _hangs_on(line.step, case, asking)
    return where == "open"


def _hangs_on(step: AnyStep, case: Case, asking: Asking) -> bool:
    """Say whether a decision is nudged about, and nobody knows if this is for the case.

    Where the decision has no day of its own, what hangs on it must not be silent.
    """
    if applies(step, case) is not None:
        return False
    left = {name for way in step.when for name in way if case.chosen(name) is None}
    known = (asking.procedure.by_id.get(name) for name in left)
    return all(one is not None and one.deadline is not None for one in known)


def _sayable(case: Case, line: Line, at: datetime, asking: Asking) -> datetime:
    """Find when a planned nudge may be said: after a snooze, and not in the night.

    One that was missed, because nothing was running, waits for the morning too.
    """
    until = case.snoozed.get(line.step.id)
    at = max(at, until) if until else at
    if at > asking.now or not quiet(asking.now, asking):
        return at
    limit = _limit(line.due.due if line.due else None)
    morning = next_morning(asking.now, asking.procedure.hours, asking.offices)
    urgent = line.step.limit == "statutory" and asking.now <= limit < morning
    return at if urgent else morning


def _limit(due: Moment | None) -> datetime:
    """The instant by which a line must be done: its own, or the end of its day."""
    if isinstance(due, datetime):
        return due
    return at_time((due or date.max) + timedelta(days=1), time())


def plans(line: Line, asking: Asking) -> Iterator[Plan]:
    """List every instant at which a line is to be spoken of, in order.

    Instants long past are left out: what is late is spoken of from the last
    working morning on, and says how late it is.
    """
    ground = _ground(line, asking)
    return _planned(ground) if ground else iter(())


def _ground(line: Line, asking: Asking) -> _Ground | None:
    if line.due is None or line.due.due is None:
        return None
    rules = asking.procedure
    given = (rules.hours, rules.nudges, asking.offices, asking.today)
    first = line.national if national_first(line) else None
    return _Ground(line.due.due, line.due, line.step.limit, *given, first)


def _ahead(ground: _Ground) -> Iterator[Plan]:
    if isinstance(ground.when, datetime):
        return _for_hours(ground.when, ground)
    return _for_days(ground.when, ground)


def _nationally(ground: _Ground) -> Iterator[Plan]:
    """Plan to speak of a national limit that comes first: before it, and on its day.

    Once each, in office hours: it is the day here that people are held to.
    """
    due = ground.national
    if due is not None and due.due is not None:
        its = replace(ground, when=due.due, due=due, limit="national")
        yield from (replace(plan, pitch=NATIONAL) for plan in _ahead(its))


def _planned(ground: _Ground) -> Iterator[Plan]:
    planned: list[Plan] = []
    later: Iterator[Plan] = iter(())
    with suppress(NotKnownYet):  # what is beyond the known holidays is not planned
        planned.extend(_ahead(ground))
        planned.extend(_nationally(ground))
        later = _afterwards(_limit(ground.when), ground)
    planned.sort(key=_when)
    # Most that ask want the next one only, so the long tail is made as it is read.
    yield from merge(planned, later, key=_when)


def _when(plan: Plan) -> datetime:
    return plan.at


def _for_days(due: date, ground: _Ground) -> Iterator[Plan]:
    hours, offices = ground.hours, ground.offices
    for count in ground.nudging.before:
        morning = working_days_from(due, -count, offices)
        if (ground.due.day_zero or date.min) < morning:
            yield Plan(at_time(morning, hours.opens), "before")
    day = due
    if not offices.open_on(due):
        day = ground.due.aim or next_working_day(due, offices)
    yield Plan(at_time(day, hours.opens), "on")
    if ground.limit == "statutory":
        # Late on the last day, while something can be done; and once more when the
        # office has shut, because no working morning comes before the limit.
        close = datetime.combine(day, hours.closes, tzinfo=LONDON)
        yield Plan(close - timedelta(hours=2), "on")
        yield Plan(close + timedelta(hours=1), "on")


def _for_hours(due: datetime, ground: _Ground) -> Iterator[Plan]:
    for count in ground.nudging.hours_before:
        # In UTC: by the clock on the wall, an hour can be lost or found.
        at = (due.astimezone(UTC) - timedelta(hours=count)).astimezone(LONDON)
        if ground.due.start and _instant(ground.due.start) < at:
            yield Plan(_when_allowed(at, due, ground), "before")
    yield Plan(_when_allowed(due, due, ground), "on")


def _afterwards(end: datetime, ground: _Ground) -> Iterator[Plan]:
    """Every working morning after the limit, as far as today and a little on."""
    with suppress(NotKnownYet):
        yield from _mornings_after(end, ground)


def _mornings_after(end: datetime, ground: _Ground) -> Iterator[Plan]:
    hours, offices = ground.hours, ground.offices
    first = next_morning(end, hours, offices).astimezone(LONDON).date()
    today = max(ground.today, first)
    gone = working_days_between(first, today, offices)
    for count in range(max(0, gone - 1), gone + _FAR_ENOUGH):
        day = working_days_from(first, count, offices)
        yield Plan(at_time(day, hours.opens), "after", count + 1)


def _when_allowed(at: datetime, limit: datetime, ground: _Ground) -> datetime:
    """Move an instant out of quiet hours, unless a statutory limit will not wait."""
    if not is_quiet(at, ground.hours, ground.offices):
        return at
    morning = next_morning(at, ground.hours, ground.offices)
    if ground.limit == "statutory" and limit < morning:
        return at
    return morning


def quiet(at: datetime, asking: Asking) -> bool:
    """Say whether the bot keeps quiet at an instant, limits apart."""
    return is_quiet(at, asking.procedure.hours, asking.offices)


def _instant(start: date) -> datetime:
    if isinstance(start, datetime):
        return start.astimezone(UTC)
    return datetime.combine(start, time(), tzinfo=LONDON).astimezone(UTC)
