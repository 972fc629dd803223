"""How what happens to the action plan changes a case."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.core.case import Action, Case
from bot.core.events import (
    ActionAdded,
    ActionCompleted,
    ActionReassigned,
    Entry,
)
from bot.core.evolve.marks import mark_of


def tracked(
    case: Case, event: ActionAdded | ActionReassigned | ActionCompleted, entry: Entry
) -> Case:
    """Apply what was added, reassigned or completed."""
    match event:
        case ActionAdded(number, sheet, owner, due):
            action = Action(number, sheet, owner, due, mark_of(entry, entry.at))
            return replace(case, actions=(*case.actions, action))
        case ActionReassigned(number, owner, due):
            actions = (
                replace(a, owner=owner, due=due) if a.number == number else a
                for a in case.actions
            )
        case ActionCompleted(number, on):
            done = mark_of(entry, on)
            actions = (
                replace(a, done=done) if a.number == number else a for a in case.actions
            )
        case _:
            assert_never(event)
    return replace(case, actions=tuple(actions))
