"""How what happens to the action plan changes a case."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias, assert_never

from bot.core.case import Action, Case, Earlier, Mark
from bot.core.events import (
    ActionAdded,
    ActionCompleted,
    ActionReassigned,
    ActionReopened,
    Entry,
    ImpactChecked,
)
from bot.core.evolve.marks import changed, mark_of

Later: TypeAlias = ActionReassigned | ActionCompleted | ImpactChecked | ActionReopened
"""What can happen to an action that is there."""


def tracked(case: Case, event: ActionAdded | Later, entry: Entry) -> Case:
    """Apply what was added, changed, completed, checked or reopened."""
    mark = mark_of(entry, entry.at)
    if isinstance(event, ActionAdded):
        added = Action(
            event.action, event.sheet, event.owner, event.due, mark, agency=event.agency
        )
        return changed(case, actions=(*case.actions, added))
    actions = tuple(
        _changed(action, event, entry) if action.number == event.action else action
        for action in case.actions
    )
    return changed(case, actions=actions)


def _changed(action: Action, event: Later, entry: Entry) -> Action:
    mark = mark_of(entry, entry.at)
    match event:
        case ActionReassigned(_, owner, due, agency, digest):
            reworded = (*action.reworded, mark) if digest else action.reworded
            was = _was(action, mark)
            if (owner, due, agency) == (action.owner, action.due, action.agency):
                was = action.was
            return replace(
                action, owner=owner, due=due, agency=agency, reworded=reworded, was=was
            )
        case ActionCompleted(_, on):
            return replace(action, done=mark_of(entry, on))
        case ImpactChecked(_, on):
            return replace(action, checked=mark_of(entry, on))
        case ActionReopened(_, due, digest):
            # A reason given in an impact check stands under that entry.
            why = mark if digest or action.checked is None else action.checked
            return replace(
                action,
                due=due,
                done=None,
                checked=None,
                reopened=(*action.reopened, why),
                was=_was(action, mark),
            )
        case _:
            assert_never(event)


def _was(action: Action, until: Mark) -> tuple[Earlier, ...]:
    earlier = Earlier(action.owner, action.agency, action.due, until)
    return (*action.was, earlier)
