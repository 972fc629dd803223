"""What an activity tells of who did it and where, however much of it is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

PERSONAL: Final = "personal"
_THREAD: Final = ";messageid="
_ALONE: Final = "a:"
"""Begins the name of a conversation between one person and the bot."""


def tenant_of(activity: Mapping[str, Any]) -> str:
    """Read which organisation somebody is of: their own, or else where they are."""
    sender = mapping(activity.get("from"))
    around = mapping(mapping(activity.get("channelData")).get("tenant"))
    where = mapping(activity.get("conversation"))
    tenant = sender.get("tenantId") or around.get("id") or where.get("tenantId")
    return str(tenant or "").casefold()


def organisation_of(activity: Mapping[str, Any]) -> str:
    """Read which organisation the conversation is in, which may be another."""
    around = mapping(mapping(activity.get("channelData")).get("tenant"))
    where = mapping(activity.get("conversation"))
    tenant = around.get("id") or where.get("tenantId")
    return str(tenant or tenant_of(activity)).casefold()


def user_of(activity: Mapping[str, Any]) -> str:
    """Read who did something."""
    sender = mapping(activity.get("from"))
    return str(sender.get("aadObjectId") or "").casefold()


def scope_of(activity: Mapping[str, Any]) -> str:
    """Read in what kind of place it was done; what is not said is not private."""
    where = mapping(activity.get("conversation"))
    alone = str(where.get("id") or "").startswith(_ALONE) and not where.get("isGroup")
    return str(where.get("conversationType") or (PERSONAL if alone else ""))


def room_of(conversation: str) -> str:
    """Name a conversation without its thread.

    Example:
        >>> room_of("19:a@thread.tacv2;messageid=17")
        '19:a@thread.tacv2'
    """
    return conversation.partition(_THREAD)[0]


def mapping(value: object) -> Mapping[str, Any]:
    """Take what should be an object as one, whatever it is."""
    return value if isinstance(value, Mapping) else {}
