"""A task: one role does it, and says when it was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Complete
from bot.core.errors import NotYours, OutOfTurn, OutsideTheDates
from bot.core.events import (
    AgencyId,
    AnchorCorrected,
    AnchorId,
    AnchorSet,
    Event,
    Moment,
    StepCompleted,
)
from bot.core.packs import pack_of
from bot.core.people import Standing
from bot.core.procedure import Decision, Task
from bot.core.progress import due_of, local_day, rests
from bot.core.steps.turn import in_turn, not_in_future, reason_given, step_of
from bot.core.words import LONDON


def complete(
    case: Case, command: Complete, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Record that a task was done, and set the anchor it sets.

    Raises:
        Refused: It is not their turn, not yet ready, done, or on no possible day.
    """
    task = step_of(Task, command.step, asking)
    in_turn(task, case, asking)
    standing = _standing(case, task, asking)
    anchor = asking.procedure.anchor.get(task.sets)
    # A target is set today, whatever day it is.
    on = asking.today if anchor and anchor.planned else command.on
    not_in_future(on, asking)
    _not_too_early(case, task, on, asking)
    not_before_day_zero(case, task, command.on, asking)
    without = _left_out(case, task, command, asking)
    events: list[Event] = [StepCompleted(task.id, on, command.digest, without)]
    if task.sets:
        events.extend(_sets(case, task, command, asking))
    return standing, tuple(events)


def _sets(case: Case, task: Task, command: Complete, asking: Asking) -> Iterator[Event]:
    """Set what a task sets; done again, it moves a plan, and no day that has been."""
    value = anchored(task.sets, command.on, asking)
    was = case.anchors.get(task.sets)
    if was is None or not rests(task, case):
        yield AnchorSet(task.sets, value)
    elif asking.procedure.anchor[task.sets].planned and value != was:
        yield AnchorCorrected(task.sets, value, was, command.digest)


def _left_out(
    case: Case, task: Task, command: Complete, asking: Asking
) -> tuple[AgencyId, ...]:
    """List whose returns are missing from a pack that is sent; why has to be said."""
    pack = pack_of(task, case, asking)
    if pack is None or not pack.missing:
        return ()
    agencies = tuple(slot.agency for slot in pack.missing)
    names = words.listed(map(asking.roster.agency_name, agencies))
    what = f"{words.one(pack.request.asks_for)} from {names}"
    reason_given(command.digest, f"it goes without {what}")
    return agencies


def _standing(case: Case, task: Task, asking: Asking) -> Standing:
    try:
        return asking.standing(case, task.owner, task)
    except NotYours as refusal:
        if not task.stand_in:
            raise
        try:
            standing = asking.standing(case, task.stand_in)
        except NotYours:
            raise refusal from None  # it says whose it is before anybody stands in
    deputy = asking.procedure.deputy_of(task.owner, task)
    named = words.listed(asking.said(r) for r in (task.owner, deputy) if r)
    roles = (role for role in (task.owner, deputy) if role)
    away, unable = asking.roster.away, case.conflicted
    if not all(away(role, asking.today, unable) for role in roles):
        raise OutOfTurn(
            f"You may do this only while the {named} are both away.",
            next_step="Ask them, or have their absence recorded first.",
        )
    for earlier in task.stand_in_after:
        if earlier not in case.done:
            title = asking.procedure.by_id[earlier].title
            raise OutOfTurn(
                f"While the {named} are away, “{title}” comes first.",
                next_step="Record that it has been done, then do this.",
            )
    return standing


def _not_too_early(case: Case, task: Task, on: Moment, asking: Asking) -> None:
    deadline = task.deadline
    if deadline is None or deadline.manner not in ("at", "window"):
        return
    due = due_of(task, asking.procedure, case.anchors, asking.offices, case)
    first = due.due if deadline.manner == "at" else due.start
    if first is not None and local_day(on) < local_day(first):
        raise OutsideTheDates(
            f"This is to be done on {words.day(local_day(first))}, not before it."
            if deadline.manner == "at"
            else f"This cannot be done before {words.day(local_day(first))}.",
            next_step="Come back on that day; you will be reminded.",
        )


def not_before_day_zero(
    case: Case, task: Task | Decision, on: Moment, asking: Asking
) -> None:
    """Refuse a day that sets a clock running before the clock it answers to.

    Raises:
        OutsideTheDates: It does.
    """
    if not task.sets or task.deadline is None:
        return
    due = due_of(task, asking.procedure, case.anchors, asking.offices, case)
    if due.day_zero is None or due.count < 0 or local_day(on) >= due.day_zero:
        return
    shape = asking.procedure.anchor.get(due.anchor)
    if shape and shape.planned:  # what is planned may be done sooner
        return
    raise OutsideTheDates(
        f"That is before {words.day(due.day_zero)}"
        + (f", when {shape.title}." if shape else "."),
        next_step="Check the day; if the earlier one is wrong, correct that first.",
    )


def anchored(anchor: AnchorId, on: Moment, asking: Asking) -> Moment:
    """Take a moment that somebody gave for an anchor, in the anchor's own shape.

    Raises:
        OutsideTheDates: It lies in the future, and the anchor is not a plan.
    """
    if not asking.procedure.anchor[anchor].planned:
        not_in_future(on, asking)
    return as_anchor(anchor, on, asking)


def as_anchor(anchor: AnchorId, on: Moment, asking: Asking) -> Moment:
    """Give a moment the shape its anchor takes: a day, or an instant."""
    takes = asking.procedure.anchor[anchor].takes
    if takes == "time":
        if isinstance(on, datetime):
            return on
        return datetime(on.year, on.month, on.day, tzinfo=LONDON)
    return local_day(on)
