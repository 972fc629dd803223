"""A fair day for an agency that is found late: as long as the others had."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import NotKnownYet
from bot.core.procedure import Meeting, Request
from bot.core.progress import due_of, local_day, part_day
from bot.core.workdays import working_days_between, working_days_from


@dataclass(frozen=True, slots=True)
class Fair:
    """A day suggested for a return.

    Attributes:
        says: How it was come by, and what it would be too late for, a line to each.
    """

    day: date
    says: tuple[str, ...]


def fair_day(case: Case, step: Request, asking: Asking) -> Fair | None:
    """Find the day that gives an agency asked today as long as the others had.

    Nothing, while nobody has been asked, or while the usual day gives as long.
    """
    asked = [ask.sent for ask in case.asks(step.id).values() if ask.sent]
    try:
        due = due_of(step, asking.procedure, case.anchors, asking.offices, case)
        usual = part_day(due)
        if usual is None or not asked:
            return None
        since = local_day(min(mark.at for mark in asked))
        had = working_days_between(since, usual, asking.offices)
        day = working_days_from(asking.today, had, asking.offices)
    except NotKnownYet:
        return None
    if had < 1 or day <= usual:
        return None
    length = words.counted(had, "working day")
    says = [
        (
            f"The agencies asked first had {length}. As long from today is until "
            f"{words.day(day)}."
        )
    ]
    says += [
        f"That is after “{meeting.title}” on {words.moment(arranged.start)}: ask for "
        "what can be said by then, or move the meeting."
        for meeting in asking.procedure.step
        if isinstance(meeting, Meeting)
        and (arranged := case.meetings.get(meeting.id))
        and arranged.certain
        and meeting.id not in case.done
        and asking.today <= local_day(arranged.start) < day
    ]
    return Fair(day, tuple(says))
