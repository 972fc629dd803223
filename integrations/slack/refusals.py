"""What it means for a delivery when Slack says no, by Slack's own name for why."""

from __future__ import annotations

from typing import Final

from bot.gateways import NotHere, NotSent, Undeliverable
from integrations.slack.calling import NOT_INSTALLED

GONE: Final = frozenset(
    {
        NOT_INSTALLED,
        "cannot_dm_bot",
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
"""A person cannot be written to any more."""
NO_THREAD: Final = frozenset(
    {"cannot_reply_to_message", "invalid_thread_ts", "thread_not_found"}
)
"""What a message was to hang on is not there."""
_NOT_TAKEN: Final = frozenset(
    {
        "invalid_arguments",
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
    }
)
"""Slack would not take the card however often it was sent."""
_NOT_LET: Final = frozenset(
    {
        "messages_tab_disabled",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "restricted_action",
    }
)
"""The workspace does not let the bot, until somebody there changes that."""
_LOST: Final = frozenset(
    {"cant_update_message", "edit_window_closed", "message_not_found"}
)
_TO_DO: Final = {
    "channel_not_found": "Slack has no such channel, or the bot is not in it. Check "
    "the channel in the roster, and invite the bot there.",
    "is_archived": "The channel is archived. Name another in the roster, or bring it "
    "back in Slack.",
    "missing_scope": "The app may not post in Slack. Grant it chat:write, install it "
    "again, and try again.",
    NOT_INSTALLED: "The app is not installed in the workspace. Install it there "
    "again, and try again.",
    "not_in_channel": "The bot is not in the channel. Invite it there with /invite, "
    "and try again.",
    "restricted_action": "The bot may not post in the channel. Ask whoever looks "
    "after the workspace to let it.",
}


def of_person(code: str) -> Exception:
    """Say what becomes of a card for a person: by e-mail at once, or tried again."""
    told = code in GONE or code in _NOT_TAKEN or code in _NOT_LET
    return NotHere() if told else NotSent(code)


def of_channel(code: str) -> Exception:
    """Say what becomes of a card for a channel: an operator's turn, or tried again."""
    if code in _NOT_TAKEN:
        return Undeliverable(f"Slack did not take the card ({code}).")
    what = _TO_DO.get(code)
    return Undeliverable(what) if what else NotSent(code)


def of_change(code: str) -> Exception:
    """Say what becomes of a change to a card: left as it is, or tried again."""
    lost = code in _LOST or code in GONE or code in _NOT_TAKEN or code in _NOT_LET
    return Undeliverable(code) if lost else NotSent(code)
