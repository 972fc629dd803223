"""The actions of the plan that wait for somebody, in the words of a card."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from bot.core import offers, words
from bot.core.asking import Asking
from bot.core.cards import Item
from bot.core.case import Case
from bot.core.errors import Refused
from bot.core.progress import plans


def owned(case: Case, asking: Asking) -> Iterator[Item]:
    """List the open actions that whoever asks owns: by number and sheet, no words."""
    for action in case.actions:
        if action.done:
            continue
        with suppress(Refused):
            asking.standing(case, action.owner)
            sheet = plans.sheet_title(action.sheet, asking.procedure)
            buttons = offers.of_action(action.number, case, asking)
            yield Item(
                f"{case.ref}: Action {action.number} ({sheet})",
                (("Due", words.day(action.due)),),
                tuple(button for button in buttons if button.main),
                late=action.due < asking.today,
            )
