"""What a button carries: which partnership, which act, and on what. Nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.act import Act
from integrations.slack.limits import ACTION_ID, BUTTON_VALUE, length, short

__all__ = ["PREFIX", "Act", "action_id", "carried", "read", "value"]

PREFIX: Final = "press/"


def carried(act: Act) -> bool:
    """Say whether a button can carry an act."""
    return length(value(act)) <= BUTTON_VALUE


def action_id(act: Act, number: int) -> str:
    """Name a button; the number keeps it apart from the others beside it."""
    return f"{PREFIX}{short(act.does, ACTION_ID - 20)}/{number}"


def value(act: Act) -> str:
    """Write an act as a button carries it."""
    return json.dumps(act.written, ensure_ascii=False, separators=(",", ":"))


def read(action: Mapping[str, Any]) -> Act | None:
    """Read a pressed button; nothing if it is none of ours."""
    if not str(action.get("action_id", "")).startswith(PREFIX):
        return None
    try:
        parts = json.loads(str(action.get("value", "")))
    except ValueError:
        return None
    return Act.read(parts)
