"""Times that are held for meetings before their days are certain."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import HoldTimes, ReleaseHold
from bot.core.errors import (
    AlreadyDone,
    Incomplete,
    OutOfTurn,
    OutsideTheDates,
    Refused,
)
from bot.core.events import Event, MeetingStoodDown, Offer, StepId, TimeHeld
from bot.core.finding import window_of
from bot.core.people import Standing
from bot.core.procedure import Meeting
from bot.core.progress import status, still_before
from bot.core.steps.turn import in_turn, step_of

HELD: Final = "hold-"
"""Begins the question that asks which time is held for a meeting."""


def to_hold(case: Case, asking: Asking) -> tuple[Meeting, ...]:
    """List the meetings that a time could be held for, in the procedure's order.

    Each may still come on this case, has no time, and nobody's turn it is yet; but
    the days on which it would fall can be supposed. What comes after a meeting that
    has no time, and can be given none, is too far off.
    """
    if not case.raised or case.closed:
        return ()
    found: dict[StepId, Meeting] = {}
    far: set[StepId] = set()
    for step in asking.procedure.step:
        if not isinstance(step, Meeting):
            continue
        first = still_before(step, case, asking.procedure)
        if any(name in far for name in first):
            far.add(step.id)
        elif _could_be_held(step, case, asking):
            found[step.id] = step
        elif not case.expected(step.id):
            far.add(step.id)
    return tuple(found.values())


def _could_be_held(step: Meeting, case: Case, asking: Asking) -> bool:
    if step.repeats or step.optional or case.expected(step.id):
        return False
    if not _is_early(step, case, asking):
        return False
    try:
        window_of(step, case, asking, holding=True)
    except Refused:
        return False
    return True


def holdable(
    case: Case, asking: Asking
) -> tuple[tuple[Meeting, tuple[Offer, ...]], ...]:
    """List the meetings that a time was found for that could be held, with the times.

    Each offer that has gone, or is held already, is left out.
    """
    found = []
    for step in asking.procedure.step:
        times = case.offered.get(step.id)
        if not isinstance(step, Meeting) or times is None:
            continue
        if not _is_early(step, case, asking):
            continue
        left = tuple(
            one
            for one in times.offers
            if _refusal(step.id, one.start, case, asking) is None
        )
        if left:
            found.append((step, left))
    return tuple(found)


def _refusal(
    name: StepId, start: datetime, case: Case, asking: Asking
) -> Refused | None:
    try:
        _may_be_held(name, start, case, asking)
    except Refused as refusal:
        return refusal
    return None


def _is_early(step: Meeting, case: Case, asking: Asking) -> bool:
    """Say whether a meeting may still come, and is nobody's to arrange yet."""
    stands = status(step, case, asking.procedure)
    first = still_before(step, case, asking.procedure)
    waits = not all(case.to_come(name) for name in first)
    return stands == "waiting" or (stands == "open" and waits)


def hold_times(
    case: Case, command: HoldTimes, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Hold a time for each of some meetings; whoever comes to them is told.

    Raises:
        Refused: It is not theirs, a meeting is arranged or done, a time has gone, or
            the times are not in the order of the meetings.
    """
    standing = asking.standing(case, asking.procedure.coordinator)
    if not command.times:
        raise Incomplete(
            "No time was chosen.", next_step="Choose a time for one meeting or more."
        )
    known = {
        name: (at.start, at.minutes)
        for name in case.meetings
        if (at := case.expected(name))
    }
    for name, start, minutes in command.times:
        _may_be_held(name, start, case, asking)
        known[name] = start, minutes
    for name, _, _ in command.times:
        _in_order(step_of(Meeting, name, asking), known, asking)
    return standing, tuple(TimeHeld(*one) for one in command.times)


def _may_be_held(name: StepId, start: datetime, case: Case, asking: Asking) -> None:
    step = step_of(Meeting, name, asking)
    if status(step, case, asking.procedure) != "waiting":
        in_turn(step, case, asking)
    arranged, held = case.to_come(name), case.pencilled(name)
    if arranged:
        raise AlreadyDone(
            f"The {step.title} is already at {words.moment(arranged.start)}.",
            next_step="Move it, or leave it.",
        )
    if held and held.start == start:
        raise AlreadyDone(
            f"{words.begun(words.moment(start))} is already held for the {step.title}.",
            next_step="There is nothing more for you to do here.",
        )
    if start <= asking.now:
        raise OutsideTheDates(
            f"{words.moment(start)} has gone.",
            next_step="Find times again, and choose one that is still to come.",
        )


def _in_order(
    step: Meeting, known: dict[StepId, tuple[datetime, int]], asking: Asking
) -> None:
    """Make sure that a time is after the meetings before it, and before those after."""
    rules = asking.procedure
    pairs = [(name, step.id) for name in step.later_than]
    pairs += [
        (step.id, other.id)
        for other in rules.step
        if isinstance(other, Meeting) and step.id in other.later_than
    ]
    for first, then in pairs:
        if first not in known or then not in known:
            continue
        begins, lasts = known[first]
        if known[then][0] < begins + timedelta(minutes=lasts):
            raise OutOfTurn(
                f"The {rules.by_id[first].title} comes before the "
                f"{rules.by_id[then].title}, and would not be over by then.",
                next_step="Choose times in the order of the meetings.",
            )


def release(
    case: Case, command: ReleaseHold, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Let a time go that is held for a meeting; whoever was told of it is told.

    Raises:
        Refused: It is not theirs to do, or no time is held.
    """
    step = step_of(Meeting, command.step, asking)
    roles = step.owner, asking.procedure.coordinator
    standing = asking.any_standing(case, roles, step)
    if case.pencilled(step.id) is None:
        raise OutOfTurn(
            f"No time is held for the {step.title}.",
            next_step="Open the case page to see how it stands.",
        )
    return standing, (MeetingStoodDown(step.id, pencilled=True),)
