"""The action plan: add, reassign and complete actions, a sheet for each stage."""

from __future__ import annotations

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Action, Case
from bot.core.commands import AddAction, CompleteAction, Reassign
from bot.core.errors import Incomplete, OutsideTheDates, Unknown
from bot.core.events import ActionAdded, ActionCompleted, ActionReassigned, Event
from bot.core.people import Standing
from bot.core.steps.turn import already, not_in_future


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
    standing = asking.any_standing(case, _keepers(asking))
    if not command.digest:
        raise Incomplete("Say what is to be done.")
    if command.sheet not in {stage.id for stage in asking.procedure.stage}:
        raise Unknown("There is no such sheet.", next_step="Choose from the list.")
    _sound(command, asking)
    number = len(case.actions) + 1
    added = ActionAdded(
        number, command.sheet, command.owner, command.due, command.digest
    )
    return standing, (added,)


def reassign(
    case: Case, command: Reassign, asking: Asking
) -> tuple[Standing, tuple[Event, ...]]:
    """Give an action another owner, or another date.

    Raises:
        Refused: It is done, not theirs, or the day or owner is no good.
    """
    action = find(case, command.action)
    standing = asking.any_standing(case, (action.owner, *_keepers(asking)))
    if action.done:
        raise already(action.done, asking)
    _sound(command, asking)
    return standing, (ActionReassigned(action.number, command.owner, command.due),)


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


def _keepers(asking: Asking) -> tuple[str, ...]:
    return (asking.procedure.coordinator, *asking.procedure.readers)


def _sound(command: AddAction | Reassign, asking: Asking) -> None:
    if command.owner not in asking.procedure.role:
        raise Unknown("There is no such role.", next_step="Choose from the list.")
    if command.due < asking.today:
        raise OutsideTheDates(
            f"{words.day(command.due)} has gone.",
            next_step="Choose a day that is still to come.",
        )
