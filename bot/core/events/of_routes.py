"""What happens around a decision about routes: views on it, and answers put right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.events.names import Digest, RoleId, StepId

NOT_REACHED: Final = "not-reached"
"""Stands for the view of somebody entitled to one who could not be reached."""


@dataclass(frozen=True, slots=True)
class ViewGiven:
    """What a role entitled to a view thinks of a decision, or that it was not reached.

    Attributes:
        role: The seat whose view it is, whoever wrote it down.
        view: The choice it favours, or ``not-reached``.
        digest: Of the reason or the note.
    """

    step: StepId
    role: RoleId
    view: str
    digest: Digest = ""


@dataclass(frozen=True, slots=True)
class FactCorrected:
    """An answer that routes the case has changed. The old answer stays on record.

    Attributes:
        fact: The question of the alert.
        value: The answer now; several are written with a space between them.
        was: What it had been; nothing, if it had not been answered.
        digest: Of the reason given.
    """

    fact: str
    value: str
    was: str
    digest: Digest = ""
