"""What a button carries: which partnership, which act, and on what. Nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from integrations.slack.limits import ACTION_ID, BUTTON_VALUE, length, short

PREFIX: Final = "press/"
_PARTS: Final = 3


@dataclass(frozen=True, slots=True)
class Act:
    """What a press of a button asks for.

    Attributes:
        partnership: Whose record it is; one person may serve two.
        does: The act, as :mod:`bot.core.press` knows it.
        about: What it is done to: ``case``, ``case/step`` or ``case/step/item``.
    """

    partnership: str
    does: str
    about: str

    @property
    def carried(self) -> bool:
        """Whether a button can carry it."""
        return length(value(self)) <= BUTTON_VALUE


def action_id(act: Act, number: int) -> str:
    """Name a button; the number keeps it apart from the others beside it."""
    return f"{PREFIX}{short(act.does, ACTION_ID - 20)}/{number}"


def value(act: Act) -> str:
    """Write an act as a button carries it."""
    parts = [act.partnership, act.does, act.about]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def read(action: Mapping[str, Any]) -> Act | None:
    """Read a pressed button; nothing if it is none of ours."""
    if not str(action.get("action_id", "")).startswith(PREFIX):
        return None
    try:
        parts = json.loads(str(action.get("value", "")))
    except ValueError:
        return None
    if not isinstance(parts, list) or len(parts) != _PARTS:
        return None
    return Act(*parts) if all(isinstance(part, str) for part in parts) else None
