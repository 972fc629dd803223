"""What may be asked around a decision about routes."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.commands.asked import Asked
from bot.core.events import RoleId, StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveView(Asked):
    """Record what a role entitled to a view thinks of a decision.

    Attributes:
        role: The seat whose view it is.
        view: The choice it favours, or ``not-reached``.
    """

    step: StepId
    role: RoleId
    view: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAnswer(Asked):
    """Put right an answer that routes the case, with a reason.

    Attributes:
        fact: The question of the alert.
        value: The answer; several are written with a space between them.
    """

    fact: str
    value: str
