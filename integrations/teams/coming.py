"""The app comes to a person, a channel or a group chat: it says once what it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from bot.store import Store, facts, rooms
from integrations.teams import strangers
from integrations.teams.activities import mapping
from integrations.teams.cards import message
from integrations.teams.first_page import hello, welcome
from integrations.teams.names import PLATFORM
from integrations.teams.reply import Reply, Say
from integrations.teams.visiting import Visit

_ADD: Final = "add"
_REMOVE: Final = "remove"


def came(visit: Visit) -> Reply:
    """Greet whoever has the app now, once; of everything else, take note alone."""
    if visit.activity.get("action") == _REMOVE or _ours(visit, "membersRemoved"):
        _forget(visit)
        return Reply()
    added = visit.activity.get("action") == _ADD or _ours(visit, "membersAdded")
    if not added or not visit.conversation or not _first(visit):
        return Reply()
    if not visit.personal:
        return Reply(then=(Say(message(hello(), ""), visit.room),))
    if not visit.accounts and visit.user:
        return strangers.answer(visit)
    return Reply(then=(Say(message(welcome(), "")),))


def _ours(visit: Visit, which: str) -> bool:
    """Say whether the bot is among those who came, or left."""
    listed = visit.activity.get(which)
    us = mapping(visit.activity.get("recipient")).get("id")
    return bool(us) and any(one == us for one in _ids(listed))


def _ids(listed: Any) -> Iterator[object]:
    for one in listed if isinstance(listed, list) else ():
        yield mapping(one).get("id")


def _first(visit: Visit) -> bool:
    """Note that a place has been greeted; says whether it is the first time.

    Teams tells of one installation in two ways, and tells again after a silence. A
    room that the bot made for a case needs no greeting.
    """
    with _store(visit).writing() as tx:
        if facts.get(tx, _at(visit)) or rooms.named(tx, PLATFORM, visit.room):
            return False
        facts.set_(tx, _at(visit), visit.now.isoformat())
    return True


def _forget(visit: Visit) -> None:
    """Forget that a place was greeted: whoever takes the app again is greeted again."""
    with _store(visit).writing() as tx:
        facts.unset(tx, _at(visit))


def _store(visit: Visit) -> Store:
    return visit.parts.store


def _at(visit: Visit) -> str:
    return f"{PLATFORM}/greeted/{visit.organisation}/{visit.room}"
