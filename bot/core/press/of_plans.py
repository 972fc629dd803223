"""What the buttons of the action plan mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.core import commands
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.forms import Answer
from bot.core.press.pressed import Press, day, note, number, said

_WORDS: Final = ("recommendation", "note", "reference")
"""What is written about an action when it is added, or put in other words."""


def add_action(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    """Add an action."""
    return commands.AddAction(
        sheet=str(press.answers.get("sheet", "")),
        owner=str(press.answers.get("owner", "")),
        agency=str(press.answers.get("agency", "")),
        due=day(press, "due", asking.today),
        says=_words(press),
    )


def reassign(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    """Give an action another owner or day, or other words."""
    return commands.Reassign(
        action=number(press),
        owner=str(press.answers.get("owner", "")),
        agency=str(press.answers.get("agency", "")),
        due=day(press, "due", asking.today),
        says=_words(press),
    )


def complete_action(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    """Complete an action."""
    return commands.CompleteAction(
        action=number(press), on=day(press, "on", asking.today), says=note(press)
    )


def check_impact(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    """Say what difference an action has made."""
    again = said(press.answers, "due")
    return commands.CheckImpact(
        action=number(press),
        on=day(press, "on", asking.today),
        outcome=str(press.answers.get("outcome", "")),
        due=day(press, "due", asking.today) if again else None,
        says=note(press),
    )


def reopen_action(press: Press, _case: Case, asking: Asking, _q: object) -> Command:
    """Open an action again."""
    return commands.ReopenAction(
        action=number(press), due=day(press, "due", asking.today), says=note(press)
    )


def _words(press: Press) -> Mapping[str, Answer]:
    given = {name: said(press.answers, name) for name in _WORDS}
    return {name: written for name, written in given.items() if written}
