"""When a step, or one of its other deadlines, is due; and the local day of a moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from bot.core import clock
from bot.core.case import Case
from bot.core.clock import Deadline, Due
from bot.core.events import AnchorId, Moment, StepId
from bot.core.procedure import Procedure
from bot.core.progress.standing import again
from bot.core.progress.suiting import AnyStep
from bot.core.words import LONDON
from bot.core.workdays import Offices


def due_of(
    step: AnyStep,
    procedure: Procedure,
    anchors: Mapping[AnchorId, Moment],
    offices: Offices,
    case: Case | None = None,
    deadline: Deadline | None = None,
) -> Due:
    """Work out when a step, or one of its other deadlines, is due.

    Args:
        step: The step.
        procedure: The procedure it belongs to.
        anchors: The anchors known.
        offices: When offices are open.
        case: The case, which knows when other steps were done.
        deadline: One of the step's other deadlines, instead of its own.

    Raises:
        NotKnownYet: It falls where the bank holidays are not published.
    """
    wanted = deadline or step.deadline
    if wanted is None:
        return Due()
    if wanted.manner == "every":
        last = case.done.get(step.id) if case else None
        return clock.occurrence(wanted, anchors, offices, last.on if last else None)
    if wanted.with_step is None:
        named = wanted.anchors
        known = [(of, at, _fold(at)) for of, at in anchors.items() if of in named]
        return _worked_out(wanted, tuple(known), offices)
    other = procedure.by_id[wanted.with_step]
    happened = happened_on(other.id, case) if case else None
    if case and again(other) and other.id in case.done:
        happened = local_day(case.doings(other.id)[0].on)  # the first time counts
    if other.sets in anchors:  # the day it happened, as far as it has been put right
        happened = local_day(anchors[other.sets])
    if happened is not None:
        return clock.settled_on(other.id, happened, offices)
    if other.deadline is None:
        return clock.waiting(other.id)
    due = due_of(other, procedure, anchors, offices, case)
    if isinstance(due.due, datetime):  # hours end at a minute, and a day does not
        return clock.settled_on(other.id, local_day(due.due), offices)
    return due


@lru_cache(maxsize=1_024)
def _worked_out(
    deadline: Deadline,
    anchors: tuple[tuple[AnchorId, Moment, int], ...],
    offices: Offices,
) -> Due:
    # Every press asks for every date of a case, and moves hardly any.
    return clock.work_out(deadline, {name: at for name, at, _ in anchors}, offices)


def _fold(moment: Moment) -> int:
    """Tell apart the two times that the clock shows when it goes back.

    Python takes the first 1:30am and the second for one and the same.
    """
    return moment.fold if isinstance(moment, datetime) else 0


def part_day(due: Due) -> date | None:
    """Find the local day of a due date, if it is known."""
    return None if due.due is None else local_day(due.due)


def happened_on(step: StepId, case: Case) -> date | None:
    """Find the day on which a step was done, or a meeting is arranged for."""
    if step in case.done:
        return local_day(case.done[step].on)
    arranged = case.meetings.get(step)
    if arranged and arranged.certain:
        return local_day(arranged.start)
    return None


def local_day(when: Moment) -> date:
    """Find the day in London of a day or an instant."""
    return when.astimezone(LONDON).date() if isinstance(when, datetime) else when
