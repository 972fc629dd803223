"""What the web page's own chat shows: the cards as they stand, newest wording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from bot.store.opening import Transaction, insert, values_of
from bot.tables import messages


@dataclass(frozen=True, slots=True)
class Message:
    """A card that stands in a channel, or before one person.

    Attributes:
        key: The key of the delivery that put it there.
        place: The channel, or an empty string for a direct message.
        person: Who alone sees it, or an empty string for a channel.
        steps: The steps it is about, so that it can be drawn again.
        card: The card, as plain data. Never free text.
        posted_at: When it first appeared; it stays there when it is redrawn.
        seq: Its place in the order of appearance, given by the record.
    """

    key: str
    partnership: str
    place: str
    person: str
    kind: str
    card: Mapping[str, Any]
    posted_at: datetime
    updated_at: datetime
    case_ref: str | None = None
    steps: Sequence[str] = field(default_factory=list)
    seq: int = 0


_COLUMNS = [messages.c[name] for name in Message.__slots__]
_KEPT = frozenset({"key", "posted_at", "seq", "partnership"})


def show(tx: Transaction, message: Message) -> None:
    """Put a card up, or draw again the one that is up under the same key."""
    values = values_of(message) | {"steps": list(message.steps)}
    del values["seq"]
    redrawn = {name: value for name, value in values.items() if name not in _KEPT}
    row = insert(tx, messages).values(values)
    tx.execute(row.on_conflict_do_update(index_elements=["key"], set_=redrawn))


def get(tx: Transaction, key: str) -> Message | None:
    """Find one card; ``None`` if it is not up."""
    row = tx.execute(select(*_COLUMNS).where(messages.c.key == key)).one_or_none()
    return _message(row) if row else None


def in_place(
    tx: Transaction, partnership: str, place: str, *, limit: int = 100
) -> list[Message]:
    """List the latest cards of a channel, in order of appearance."""
    where = (messages.c.partnership == partnership) & (messages.c.place == place)
    return _latest(tx, where, limit)


def for_person(
    tx: Transaction, partnership: str, person: str, *, limit: int = 100
) -> list[Message]:
    """List the latest cards that one person alone sees, in order of appearance."""
    where = (messages.c.partnership == partnership) & (messages.c.person == person)
    return _latest(tx, where & (messages.c.place == ""), limit)


def of_case(tx: Transaction, partnership: str, ref: str) -> list[Message]:
    """List every card about a case, to be drawn again."""
    where = (messages.c.partnership == partnership) & (messages.c.case_ref == ref)
    return _latest(tx, where, None)


def last_change(tx: Transaction, partnership: str) -> datetime | None:
    """Say when anything last changed on a partnership's screens."""
    query = select(func.max(messages.c.updated_at))
    changed: datetime | None = tx.scalar(
        query.where(messages.c.partnership == partnership)
    )
    return changed


def _latest(tx: Transaction, where: Any, limit: int | None) -> list[Message]:
    query = select(*_COLUMNS).where(where).order_by(messages.c.seq.desc()).limit(limit)
    return [_message(row) for row in tx.execute(query).all()][::-1]


def _message(row: Row[Any]) -> Message:
    return Message(*tuple(row))
