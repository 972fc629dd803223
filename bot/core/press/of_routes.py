"""What the buttons around a decision about routes mean."""

from __future__ import annotations

from bot.core import commands
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.commands import Command
from bot.core.press.pressed import Press, note, together


def give_view(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Record a view, given by whoever has it or written down for them."""
    role = press.item or str(press.answers.get("role", ""))
    view = str(press.answers.get("view", ""))
    return commands.GiveView(step=press.step, role=role, view=view, says=note(press))


def change_answer(press: Press, _case: Case, _asking: Asking, _q: object) -> Command:
    """Put right an answer that routes the case."""
    value = together(press.answers.get("answer", ""))
    return commands.ChangeAnswer(fact=press.step, value=value, says=note(press))
