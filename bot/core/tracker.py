"""The action plan: add, change, complete, check and reopen; a sheet for each stage."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Action, Case
from bot.core.commands import (
    AddAction,
    CheckImpact,
    CompleteAction,
    Reassign,
    ReopenAction,
)
from bot.core.errors import (
    Incomplete,
    NotYours,
    OutOfTurn,
    OutsideTheDates,
    OwnWork,
    Unknown,
)
from bot.core.events import (
    ActionAdded,
    ActionCompleted,
    ActionReassigned,
    ActionReopened,
    Event,
    ImpactChecked,
)
from bot.core.people import Standing
from bot.core.progress import local_day
from bot.core.progress.plans import NONE_YET, OUTCOMES
from bot.core.steps.turn import already, not_in_future, reason_given


def find(case: Case, number: int) -> Action:
    """Find an action by its number.

    Raises:
        Unknown: There is none.
    """
    for action in case.actions:
        if action.number == number:
            return action
    raise Unknown("There is no action by that number on this case.")


def add(
    case: Case, command: AddAction, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Put an action on a sheet.

    Raises:
        Refused: Nothing was written, the day has gone, or the owner is unknown.
    """
    standing = asking.any_standing(case, keepers(asking))
    if not command.digest:
        raise Incomplete("Say what is to be done.")
    if command.sheet not in {stage.id for stage in asking.procedure.stage}:
        raise Unknown("There is no such sheet.", next_step="Choose from the list.")
    _owned(command, asking)
    _still_to_come(command.due, asking)
    number = len(case.actions) + 1
    added = ActionAdded(
        number,
        command.sheet,
        command.owner,
        command.due,
        command.digest,
        command.agency,
    )
    return standing, (added,)


def reassign(
    case: Case, command: Reassign, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Give an action another owner, another date, or other words.

    A day that has gone may be left as it is: whoever only puts the words right
    does not move the day.

    Raises:
        Refused: It is done, not theirs, or the day or owner is no good.
    """
    action = find(case, command.action)
    standing = asking.any_standing(case, keepers(asking))
    if action.done:
        raise already(action.done, asking)
    _owned(command, asking)
    if command.due != action.due:
        _still_to_come(command.due, asking)
    changed = ActionReassigned(
        action.number, command.owner, command.due, command.agency, command.digest
    )
    return standing, (changed,)


def complete(
    case: Case, command: CompleteAction, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Record that an action was done, with the evidence.

    Raises:
        Refused: It is done, not theirs, or there is no evidence.
    """
    action = find(case, command.action)
    standing = asking.any_standing(case, (action.owner, asking.procedure.coordinator))
    if action.done:
        raise already(action.done, asking)
    not_in_future(command.on, asking)
    if not command.digest:
        raise Incomplete("Say what shows that it was done.")
    return standing, (ActionCompleted(action.number, command.on, command.digest),)


def check(
    case: Case, command: CheckImpact, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Record what difference an action has made; none yet opens it again.

    Raises:
        Refused: It is not done, is their own, was checked, or nothing was found.
    """
    action = find(case, command.action)
    standing = _checker(case, action, asking)
    if action.done is None:
        raise OutOfTurn(
            f"Action {action.number} has not been done yet.",
            next_step="Its impact is checked when it has been.",
        )
    if action.checked:
        raise already(action.checked, asking)
    not_in_future(command.on, asking)
    if command.on < local_day(action.done.on):
        raise OutsideTheDates(
            f"The action was done on {words.day(action.done.on)}, after that day.",
            next_step="Enter the day on which its impact was checked.",
        )
    if command.outcome not in OUTCOMES:
        raise Unknown("That is not one of the answers.", next_step="Choose one.")
    if not command.digest:
        raise Incomplete("Say what difference it has made, and how you know.")
    checked = ImpactChecked(action.number, command.on, command.outcome, command.digest)
    if command.outcome != NONE_YET:
        return standing, (checked,)
    if command.due is None:
        raise Incomplete("Give the new day by which it is to be done.")
    _still_to_come(command.due, asking)
    return standing, (checked, ActionReopened(action.number, command.due))


def reopen(
    case: Case, command: ReopenAction, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Open an action again that was done, with a reason and a new day.

    Raises:
        Refused: It is open, not theirs, or there is no reason or day.
    """
    action = find(case, command.action)
    standing = asking.any_standing(case, keepers(asking))
    if action.done is None:
        raise OutOfTurn(
            f"Action {action.number} is open.",
            next_step="Change its owner or its day instead.",
        )
    _still_to_come(command.due, asking)
    reason_given(command.digest, "it is opened again")
    reopened = ActionReopened(action.number, command.due, command.digest)
    return standing, (reopened,)


def keepers(asking: Asking) -> tuple[str, ...]:
    """Name the roles that keep the plan: the coordinator's, and the readers'."""
    return (asking.procedure.coordinator, *asking.procedure.readers)


def _checker(case: Case, action: Action, asking: Asking) -> Standing:
    """Find by what right somebody checks an action: never as its owner.

    The coordinator may check any; whoever owns one, or did it, checks no such one.
    """
    coordinator = asking.procedure.coordinator
    with suppress(NotYours):
        return asking.standing(case, coordinator)
    with suppress(NotYours):
        asking.standing(case, action.owner)
        raise OwnWork(
            "Whoever owns an action does not check its impact.",
            next_step=f"Ask the {asking.said(coordinator)} to.",
        )
    if action.done and action.done.by == asking.by:
        raise OwnWork(
            "Whoever did something does not check its impact.",
            next_step=f"Ask the {asking.said(coordinator)} to.",
        )
    others = (
        role
        for role, shape in asking.procedure.role.items()
        if role != action.owner and not shape.outside
    )
    try:
        return asking.any_standing(case, (*asking.procedure.readers, *others))
    except NotYours:
        raise NotYours(
            "This is for somebody with an office in the procedure, and not the owner.",
            next_step=f"Ask the {asking.said(coordinator)} to.",
        ) from None


def _owned(command: AddAction | Reassign, asking: Asking) -> None:
    if command.owner not in asking.procedure.role:
        raise Unknown("There is no such role.", next_step="Choose from the list.")
    if command.agency:
        asking.roster.agency(command.agency)


def _still_to_come(due: date, asking: Asking) -> None:
    if due < asking.today:
        raise OutsideTheDates(
            f"{words.day(due)} has gone.",
            next_step="Choose a day that is still to come.",
        )
