"""What may be done to a step of any kind."""

from __future__ import annotations

from bot.core import commands, words
from bot.core.acts.decided import Decided
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import (
    AlreadyDone,
    OutOfTurn,
    OutsideTheDates,
    Unknown,
)
from bot.core.events import (
    Snoozed,
    StepNotNeeded,
)
from bot.core.progress import due_of, local_day, part_day, rests, status
from bot.core.steps.turn import in_turn, reason_given


def set_aside(case: Case, command: commands.SetAside, asking: Asking) -> Decided:
    """Say that a step is not needed, and why.

    Raises:
        Refused: It has a statutory limit, is settled, or is not theirs.
    """
    step = asking.procedure.by_id.get(command.step)
    if step is None:
        raise Unknown("There is no such step.")
    if status(step, case, asking.procedure) in ("done", "not-needed"):
        in_turn(step, case, asking)
    standing = asking.any_standing(
        case, (step.owner, asking.procedure.coordinator), step
    )
    if step.limit == "statutory":
        raise OutOfTurn(
            f"“{step.title}” has a statutory limit and cannot be set aside.",
            next_step="If it is not to be done, record the decision not to notify.",
        )
    if case.to_come(step.id):
        raise OutOfTurn(
            f"The {step.title} has a time, and people are invited to it.",
            next_step="Call it off first, so that they are told.",
        )
    if rests(step, case):
        raise AlreadyDone(
            f"“{step.title}” has been done, and need not be done again.",
            next_step="Leave it: nobody is reminded of it.",
        )
    reason_given(command.digest, "this is not needed")
    return standing, (StepNotNeeded(step.id, command.digest),)


def snooze(case: Case, command: commands.Snooze, asking: Asking) -> Decided:
    """Put the nudges about a step off until a morning.

    Raises:
        Refused: It is not theirs, has no reason, or is too late.
    """
    step = asking.procedure.by_id.get(command.step)
    if step is None:
        raise Unknown("There is no such step.")
    in_turn(step, case, asking)
    if rests(step, case):
        raise AlreadyDone(
            f"“{step.title}” has been done, and nobody is reminded of it.",
            next_step="There is nothing to put off.",
        )
    standing = asking.any_standing(
        case, (step.owner, asking.procedure.coordinator), step
    )
    reason_given(command.digest, "you want to hear about this later")
    if command.until <= asking.now:
        raise OutsideTheDates(
            "That is not in the future.", next_step="Choose a later day."
        )
    due = due_of(step, asking.procedure, case.anchors, asking.offices, case)
    last = part_day(due)
    if last and local_day(command.until) > last:
        raise OutsideTheDates(
            f"This is due on {words.day(last)}; nudges cannot wait until after that.",
            next_step="Choose an earlier day.",
        )
    return standing, (Snoozed(step.id, command.until, command.digest),)
