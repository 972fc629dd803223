"""What Slack would not accept, asked of the checker that the drawings are held to."""

from __future__ import annotations

from typing import Any

from tests.slack.checking import message_faults, view_faults
from tests.slack.fake_world import Failed, Json


def message(text: Any, blocks: Any) -> None:
    """Refuse a message that Slack would refuse."""
    if not text and not blocks:
        raise Failed("no_text")
    if blocks is not None and not isinstance(blocks, list):
        raise Failed("invalid_blocks_format")
    said: Json = {"text": text} | ({"blocks": blocks} if blocks else {})
    _refuse("invalid_blocks", message_faults(said))


def view(made: Any, kind: str) -> Json:
    """Refuse a view that Slack would refuse."""
    if not isinstance(made, dict) or made.get("type") != kind:
        raise _wrong("invalid_arguments", [f"a view of type {kind} is wanted"])
    _refuse("invalid_arguments", view_faults(made))
    return made


def _refuse(error: str, faults: list[str]) -> None:
    if faults:
        raise _wrong(error, faults)


def _wrong(error: str, says: list[str]) -> Failed:
    messages = [f"[ERROR] {line}" for line in says]
    return Failed(error, errors=says, response_metadata={"messages": messages})
