"""Which steps are planned, or were done, after their last day.

It takes the bank holidays to tell, and where a step stands must follow from the
journal alone. So what is found here is recorded when it changes (``FellLate``,
``CameInTime``), and ``when = { late = ... }`` asks the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime

from bot.core import clock
from bot.core.case import Case
from bot.core.errors import NotKnownYet
from bot.core.events import CameInTime, FellLate, Moment
from bot.core.procedure import Procedure
from bot.core.progress.days import due_of, local_day
from bot.core.progress.suiting import AnyStep, applies
from bot.core.workdays import Offices


def found_late(
    case: Case, procedure: Procedure, offices: Offices
) -> Iterator[FellLate | CameInTime]:
    """Find what has become late, or is late no more, and has not been recorded.

    Only of steps that another step asks about.
    """
    for name in procedure.watched:
        found = overrun(procedure.by_id[name], case, procedure, offices)
        if found and name not in case.late:
            yield FellLate(name, *found)
        if not found and name in case.late:
            yield CameInTime(name)


def overrun(
    step: AnyStep, case: Case, procedure: Procedure, offices: Offices
) -> tuple[date, date] | None:
    """Find the day of a step and its last day, if the one is after the other.

    Its day is the one on which it was first done, as far as that has been put right,
    or else the one for which it is planned.
    """
    if applies(step, case) is False or step.id in case.aside:
        return None
    deadline, day = step.deadline, when_done(step, case, procedure)
    if day is None:
        day = case.anchors.get(step.target)
    if day is None or deadline is None or deadline.manner == "every":
        return None
    with suppress(NotKnownYet):
        last = due_of(step, procedure, case.anchors, offices, case).due
        if last is not None and clock.is_after(day, last):
            return local_day(day), local_day(last)
    return None


def when_done(step: AnyStep, case: Case, procedure: Procedure) -> Moment | None:
    """Find when a step was first done, as far as that has been put right."""
    doings = case.doings(step.id)
    if not doings:
        return None
    shape = procedure.anchor.get(step.sets)
    if shape is None or shape.planned:  # what is planned is not when it was done
        return doings[0].on
    return case.anchors.get(step.sets, doings[0].on)


def came_up(part: str, case: Case, rules: Procedure) -> Iterator[datetime]:
    """Give when something was there to be spoken of: what it follows had been done."""
    name, _, agency = part.partition("/")
    step = rules.by_id[name]
    anchors, steps = rules.counted_from.get(name, ((), ()))
    setting = (other.id for other in rules.step if other.sets and other.sets in anchors)
    deciding = (other for way in step.when for other in way)
    marks = [
        case.done.get(other) for other in (*step.after, *steps, *setting, *deciding)
    ]
    ask = case.asks(name).get(agency)
    marks += case.raised, ask.identified if ask else None
    yield from (mark.at for mark in marks if mark)
