"""A meeting: held by a day, invited by an earlier day, and in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Arrangement, Case
from bot.core.commands import Arrange, Hold, StandDown
from bot.core.errors import AlreadyDone, Incomplete, OutOfTurn, OutsideTheDates
from bot.core.events import (
    AnchorSet,
    Event,
    MeetingArranged,
    MeetingHeld,
    MeetingMoved,
    MeetingStoodDown,
)
from bot.core.people import Standing
from bot.core.procedure import Meeting
from bot.core.progress import (
    due_of,
    local_day,
    part_day,
    rests,
    status,
    still_before,
)
from bot.core.steps.task import as_anchor
from bot.core.steps.turn import in_turn, not_in_future, reason_given, step_of


def arrange(
    case: Case, command: Arrange, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Give a meeting a time, or another time; invitations follow.

    Raises:
        Refused: It is out of order, in the past, or outside its days unexplained.
    """
    step = step_of(Meeting, command.step, asking)
    in_turn(step, case, asking)
    standing = asking.standing(case, step.owner, step)
    if command.start <= asking.now:
        raise OutsideTheDates(
            f"{words.moment(command.start)} has gone.",
            next_step="Choose a time that is still to come.",
        )
    before = case.meetings.get(step.id)
    if before and before.sitting <= len(case.doings(step.id)):
        before = None  # that one has been held; this is another
    if before and before.pencilled:
        before = None  # that one was only held; this is certain
    same = before and (before.start, before.minutes) == (command.start, command.minutes)
    if before and same and not before.stood_down:
        raise AlreadyDone(
            f"The meeting is already at {words.moment(command.start)}.",
            next_step="Choose another time, or leave it.",
        )
    _in_order(case, step, command, asking)
    trouble = unusual(case, step, command.start, asking)
    if trouble and not command.digest:
        raise Incomplete(
            trouble, next_step="Choose another time, or say why it has to be then."
        )
    if before is None:
        arranged: Event = MeetingArranged(
            step.id, command.start, command.minutes, command.digest
        )
    else:
        arranged = MeetingMoved(
            step.id, command.start, command.minutes, before.start, command.digest
        )
    return standing, (arranged,)


def unusual(case: Case, step: Meeting, start: datetime, asking: Asking) -> str:
    """Say what is unusual about a time: its day, or the procedure's last day."""
    day = local_day(start)
    if rests(step, case):  # what its days were for has been done
        open_then = asking.offices.open_on(day)
        return "" if open_then else f"{words.day(day)} is not a working day."
    due = due_of(step, asking.procedure, case.anchors, asking.offices, case)
    last, first = part_day(due), due.start
    if last and day > last:
        return f"That is after {words.day(last)}, the last day the procedure allows."
    manner = step.deadline.manner if step.deadline else "by"
    if manner == "window" and first and day < local_day(first):
        return f"That is before {words.day(local_day(first))}, the first day allowed."
    if manner == "at" and last and day != last:
        return f"The procedure says that it is held on {words.day(last)}."
    if not asking.offices.open_on(day):
        return f"{words.day(day)} is not a working day."
    return ""


def _in_order(case: Case, step: Meeting, command: Arrange, asking: Asking) -> None:
    end = command.start + timedelta(minutes=command.minutes)
    for earlier, arranged in timed_before(case, step, asking):
        if command.start < arranged.start + timedelta(minutes=arranged.minutes):
            raise OutOfTurn(
                f"The {earlier.title} comes first, and is at "
                f"{words.moment(arranged.start)}.",
                next_step="Choose a time after it, or move that meeting.",
            )
    for later in asking.procedure.step:
        if isinstance(later, Meeting) and step.id in later.later_than:
            stands = case.to_come(later.id)
            if stands and stands.start < end:
                raise OutOfTurn(
                    f"The {later.title} has to come after this, and is at "
                    f"{words.moment(stands.start)}.",
                    next_step=f"Move the {later.title} first, or choose earlier.",
                )


def timed_before(
    case: Case, step: Meeting, asking: Asking
) -> Iterator[tuple[Meeting, Arrangement]]:
    """List the meetings that must come before this one, with the time of each.

    Raises:
        OutOfTurn: One of them has no time yet.
    """
    for name in still_before(step, case, asking.procedure):
        earlier = step_of(Meeting, name, asking)
        stands = case.to_come(name)
        if stands is None:
            raise OutOfTurn(
                f"The {earlier.title} comes first and has no time yet.",
                next_step=f"Arrange the {earlier.title}, then this.",
            )
        yield earlier, stands


def stand_down(
    case: Case, command: StandDown, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Call a meeting off; everybody invited is told.

    Raises:
        Refused: It is not theirs to do, or there is no meeting to call off.
    """
    step = step_of(Meeting, command.step, asking)
    if status(step, case, asking.procedure) == "done":
        in_turn(step, case, asking)
    standing = asking.standing(case, step.owner, step)
    if case.to_come(step.id) is None:
        raise OutOfTurn(
            f"The {step.title} has no time, so there is nothing to call off.",
            next_step="Arrange it when you can.",
        )
    reason_given(command.digest, "it is called off")
    return standing, (MeetingStoodDown(step.id, command.digest),)


def hold(
    case: Case, command: Hold, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Record that a meeting took place, and who took the chair.

    Raises:
        Refused: It is not theirs to say, out of order, or still to come.
    """
    step = step_of(Meeting, command.step, asking)
    in_turn(step, case, asking)
    standing = asking.any_standing(
        case, tuple(r for r in (step.owner, step.chair) if r), step
    )
    not_in_future(command.on, asking)
    for name in still_before(step, case, asking.procedure):
        title = asking.procedure.by_id[name].title
        raise OutOfTurn(
            f"The {title} comes first and has not been held.",
            next_step=f"Record the {title} first.",
        )
    arranged = case.to_come(step.id)
    if arranged and arranged.start > asking.now:
        raise OutOfTurn(
            f"The {step.title} is at {words.moment(arranged.start)}, still to come.",
            next_step="Record it when it has begun. If it was held earlier, call this "
            "time off first.",
        )
    events: list[Event] = [MeetingHeld(step.id, command.on, command.chaired_by)]
    pencilled = case.pencilled(step.id)
    if pencilled and pencilled.start > asking.now:  # it was held without it
        events.insert(0, MeetingStoodDown(step.id, pencilled=True))
    if step.sets and step.id not in case.done:  # the first time is what counts
        events.append(AnchorSet(step.sets, as_anchor(step.sets, command.on, asking)))
    return standing, tuple(events)
