"""What the buttons of the action plan mean."""

from __future__ import annotations

from bot.core import commands
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.press.pressed import Press, day, note, number


def add_action(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    """Add an action."""
    return commands.AddAction(
        sheet=str(press.answers.get("sheet", "")),
        owner=str(press.answers.get("owner", "")),
        due=day(press, "due", asking.today),
        says=note(press),
    )


def reassign(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    """Give an action another owner or day."""
    return commands.Reassign(
        action=number(press),
        owner=str(press.answers.get("owner", "")),
        due=day(press, "due", asking.today),
    )


def complete_action(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    """Complete an action."""
    return commands.CompleteAction(
        action=number(press), on=day(press, "on", asking.today), says=note(press)
    )
