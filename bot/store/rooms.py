"""The rooms that the bot has on each chat platform: a digest's channel, a case's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from bot.store import opening
from bot.store.opening import Transaction, values_of
from bot.tables import rooms


@dataclass(frozen=True, slots=True)
class Room:
    """A room on a chat platform.

    Attributes:
        platform: Such as ``slack``.
        partnership: Whose room it is.
        name: What the program calls it: a case's reference, or the roster's word for
            the channel of the digest.
        tenant: The workspace or organisation that it is in.
        channel: What the platform calls it.
        made_at: When it was made, or found.
    """

    platform: str
    partnership: str
    name: str
    tenant: str
    channel: str
    made_at: datetime


def put(tx: Transaction, room: Room) -> None:
    """Note where a room is, in place of where it was."""
    opening.put(tx, rooms, **values_of(room))


def get(tx: Transaction, platform: str, partnership: str, name: str) -> Room | None:
    """Find a partnership's room by the program's own name for it."""
    row = tx.execute(
        select(rooms).where(
            rooms.c.platform == platform,
            rooms.c.partnership == partnership,
            rooms.c.name == name,
        )
    ).one_or_none()
    return Room(*row) if row else None


def named(tx: Transaction, platform: str, channel: str) -> list[Room]:
    """Find which rooms a channel is; it can be the channel of two partnerships."""
    query = select(rooms).where(
        rooms.c.platform == platform, rooms.c.channel == channel
    )
    rows = tx.execute(query.order_by(rooms.c.partnership, rooms.c.name))
    return [Room(*row) for row in rows]


def forget(tx: Transaction, platform: str, partnership: str, name: str) -> bool:
    """Forget a room; ``False`` if there was none."""
    gone = and_(
        rooms.c.platform == platform,
        rooms.c.partnership == partnership,
        rooms.c.name == name,
    )
    return tx.execute(rooms.delete().where(gone)).rowcount > 0
