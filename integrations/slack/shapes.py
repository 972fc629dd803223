"""What comes in has the shape in which Slack sends its kind, or it is passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TEXT = (str, type(None))


def legible(body: Mapping[str, Any]) -> bool:
    """Say whether something can be read as what it says it is.

    Slack sends what it pleases, and adds kinds as it pleases. What cannot be read
    would be no clearer if it were sent again.
    """
    match body.get("type"):
        case "block_actions":
            return _has_actions(body) and _has_people(body)
        case "view_submission" | "view_closed":
            view = body.get("view")
            named = isinstance(view, Mapping) and "callback_id" in view
            return named and _has_people(body)
        case "shortcut" | "message_action":
            return isinstance(body.get("callback_id"), str) and _has_people(body)
        case "event_callback":
            event = body.get("event")
            return isinstance(event, Mapping) and isinstance(event.get("type"), str)
        case "url_verification" | None:
            return isinstance(body.get("command"), _TEXT)
        case _:
            return False


def _has_actions(body: Mapping[str, Any]) -> bool:
    actions = body.get("actions")
    return (
        isinstance(actions, list)
        and bool(actions)
        and all(isinstance(a, Mapping) for a in actions)
        and isinstance(actions[0].get("action_id"), str)
    )


def _has_people(body: Mapping[str, Any]) -> bool:
    team, user = body.get("team"), body.get("user")
    return isinstance(user, Mapping) and isinstance(team, Mapping | None)
