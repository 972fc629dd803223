"""What Teams takes of an activity, and what it sends back with a reason."""

from __future__ import annotations

import json
from typing import Any, Final

from tests.teams import checking
from tests.teams.fake_things import Failed, Json

CARD: Final = "application/vnd.microsoft.card.adaptive"
MOST: Final = 28 * 1_024
"""Bytes of an activity that Teams still takes."""
_TYPES: Final = ("message", "typing", "invokeResponse", "trace", "event")
_TITLE: Final = 64
_TEXT: Final = 40_000
_WATCHED: Final = 60
"""People for whom a card may be drawn afresh by itself."""


def activity(said: Any) -> list[str]:
    """Refuse an activity that Teams would not show; lists what it would show badly.

    Raises:
        Failed: It is none, is too large, or holds a card that cannot be drawn.
    """
    if not isinstance(said, dict) or said.get("type") not in _TYPES:
        raise Failed(400, "BadSyntax", "Activity type is missing or unknown.")
    if len(json.dumps(said, ensure_ascii=False).encode()) > MOST:
        raise Failed(413, "MessageSizeTooBig", "Message size too large.")
    attachments = said.get("attachments") or []
    if said["type"] == "message" and not (attachments or said.get("text")):
        raise Failed(400, "BadSyntax", "Activity must include non empty text.")
    if len(str(said.get("text") or "")) > _TEXT:
        raise Failed(413, "MessageSizeTooBig", "Message size too large.")
    for one in attachments:
        if one.get("contentType") != CARD:
            raise Failed(400, "BadSyntax", "Unknown attachment type.")
        card(one.get("content"))
    return checking.message_faults(said) if attachments else []


def card(said: Any) -> list[str]:
    """Refuse a card that Teams would not draw; lists what it would draw badly.

    Raises:
        Failed: It is no card of a version that Teams knows.
    """
    if not isinstance(said, dict) or said.get("type") != "AdaptiveCard":
        raise Failed(400, "BadSyntax", "Failed to parse the card.")
    if said.get("version") not in ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5"):
        raise Failed(400, "BadSyntax", "The version of the card is not supported.")
    watched = (said.get("refresh") or {}).get("userIds", [])
    if len(watched) > _WATCHED:
        raise Failed(400, "BadSyntax", "refresh.userIds holds too many.")
    return checking.faults(said)


def dialog(response: Json) -> None:
    """Fail on a dialog that a client would not show, or would show badly."""
    wrong = checking.dialog_faults(response)
    assert not wrong, f"a dialog that is not as it should be: {wrong}\n{response}"
