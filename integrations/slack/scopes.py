"""What the app may do in a workspace, and why it needs to.

Each is asked for because something would go without it, and what goes without it is
done in another way: nothing here is needed for a case to keep time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

SCOPES: Final[Mapping[str, str]] = {
    "commands": "So that /alert, /case, /deadlines and /help, and “Raise an alert from "
    "this”, are there.",
    "chat:write": "So that cards can be posted, and changed once they are out of date.",
    "im:write": "So that a direct message to somebody can be begun; without it they "
    "are told by e-mail.",
    "im:history": "So that a card whose posting went unanswered is looked for before "
    "it is posted again; without it, it may come twice.",
    "users:read": "So that who is a guest, a bot or has left is known; without it, "
    "nobody is met who is not on the roster by their id.",
    "users:read.email": "So that people are found by the e-mail address on the roster; "
    "without it, the roster must give each one's id.",
    "groups:write": "So that a private channel can be made for a case; without it "
    "there is none, and people are told one by one.",
    "groups:read": "So that it is known who is in a case's channel, and that a private "
    "channel for the digest is there.",
    "channels:history": "So that the digest is looked for in its channel before it is "
    "posted again; without it, and in a private channel, it may come twice and says "
    "so.",
    "channels:read": "So that the channel for the digest is found by its name, and "
    "`dayzero doctor` can say when it is not there; without it, it is posted to by "
    "name.",
}
"""Each scope of the bot, with its reason in a sentence."""


def missing(granted: Iterable[str]) -> list[str]:
    """List the scopes that a workspace did not grant, in the order of this list.

    Example:
        >>> missing(["commands", "chat:write", *list(SCOPES)[3:]])
        ['im:write']
    """
    held = frozenset(granted)
    return [scope for scope in SCOPES if scope not in held]


def listed(header: str | None) -> list[str]:
    """Read the scopes as Slack says them with an answer.

    Example:
        >>> listed("chat:write, im:write"), listed(None)
        (['chat:write', 'im:write'], [])
    """
    return [one.strip() for one in (header or "").split(",") if one.strip()]
