"""The room of a case: a private channel, where its procedure wants one.

Whom it lets in follows from roles and from who takes no part, and is worked out
when the courier gets there. That somebody is not in the chat stops nothing: they
are told by e-mail. A channel is no place for anything personal: whoever
administers the chat can read it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.events import ConflictDeclared, Entry, HolidaysAnnounced, RoleId
from bot.core.hearing import Telling
from bot.core.wording import ALERT

_STIRRING: Final = (ConflictDeclared, HolidaysAnnounced)
"""After these somebody leaves the room, or the dates that it says have moved."""


def let_in(case: Case, asking: Asking) -> tuple[RoleId, ...]:
    """List the roles that are let into a case's room; none while it has no room."""
    room = asking.procedure.room
    if room is None or case.closed or case.raised is None:
        return ()
    return room.roles if room.opens == ALERT or room.opens in case.done else ()


def told(
    before: Case,
    entries: Iterable[Entry],
    after: Case,
    asking: Asking,
    earlier: Asking,
) -> Iterator[Telling]:
    """Say that the room is to be opened, closed, or left by somebody.

    Args:
        before: The case as it stood.
        entries: What happened, in order.
        after: The case as it stands now.
        asking: The rules, the people and the time.
        earlier: The rules before.
    """
    now = let_in(after, asking)
    stirred = any(isinstance(e.event, _STIRRING) for e in entries)
    if now != let_in(before, earlier) or (stirred and now):
        yield Telling("room")
