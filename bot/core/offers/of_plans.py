"""The buttons of the action plan."""

from __future__ import annotations

from bot.core import commands
from bot.core.asking import Asking
from bot.core.cards import Button
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.decide import would_refuse
from bot.core.offers.tried import SOMETHING


def of_action(number: int, case: Case, asking: Asking) -> tuple[Button, ...]:
    """List what this person may do about one action of the plan."""
    about = f"{case.ref}/-/{number}"
    owner = asking.procedure.coordinator
    acts: tuple[tuple[Button, Command], ...] = (
        (
            Button("Complete", "complete-action", about, main=True),
            commands.CompleteAction(action=number, on=asking.today, digest=SOMETHING),
        ),
        (
            Button("Change owner or date", "reassign", about),
            commands.Reassign(action=number, owner=owner, due=asking.today),
        ),
    )
    return tuple(b for b, c in acts if would_refuse(case, c, asking) is None)
