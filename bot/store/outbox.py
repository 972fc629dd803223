"""What is still to be said, and what became of everything that was.

A delivery's key is its place in the journal, so it cannot be queued twice. It
stays here after it has ended: that is how "why was I sent this?" has an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, func, select, update

from bot.canonical import canonical
from bot.columns import written
from bot.store.opening import Transaction, inserting, values_of
from bot.store.prepared import Prepared
from bot.tables import outbox

QUEUED: Final = "queued"
LEASED: Final = "leased"
SENT: Final = "sent"
DROPPED: Final = "dropped"
DEAD: Final = "dead"
ADDRESSED: Final = "addressed"
ENDED: Final = frozenset({SENT, DROPPED, DEAD, ADDRESSED})
"""Sent; no longer true; given up; or turned into one delivery for each person."""
_APART: Final = {"seek": "seek", "invite": "calendar", "attend": "calendar"}
"""What waits for no card of the case, and holds none up: times, and who is invited."""


_HANDED_ON: Final = (
    *("partnership", "kind", "not_before", "case_ref"),
    *("n", "step", "role", "body"),
)
"""What a delivery hands on to those that come of it; not for whom it is."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that somebody must hear of.

    To queue one, give the first twelve; the rest is its history.

    Attributes:
        key: Its place in the journal, such as ``DOR-2026-004/7/0``.
        n: The journal entry that caused it.
        kind: What sort of card, invitation or message it is to become.
        role: To whom, as the procedure names them.
        person: To which person, once that is known.
        place: To which channel, once that is known.
        body: What is needed to make it, as plain data. Never free text.
        lane: What it must take its turn in: a channel, mailbox or workspace.
        not_before: When it should go. Never changed, so lateness can be told.
        state: One of the states named in this module.
        attempts: How often it has been tried.
        fence: Rises with every lease; what is older may no longer settle it.
        doubt: An earlier attempt may have gone out. Look before sending again.
        try_at: When it is next to be tried; ``None`` once it has ended.
        receipt: What the platform said, as plain data.
        problem: Why it failed, for an operator.
    """

    key: str
    partnership: str
    kind: str
    not_before: datetime
    case_ref: str | None = None
    n: int | None = None
    step: str = ""
    role: str = ""
    person: str = ""
    place: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    lane: str = ""
    state: str = QUEUED
    attempts: int = 0
    fence: int = 0
    doubt: bool = False
    queued_at: datetime | None = None
    try_at: datetime | None = None
    lease_until: datetime | None = None
    settled_at: datetime | None = None
    receipt: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""

    def child(self, name: str, lane: str, **changes: Any) -> Delivery:
        """Make a delivery that comes of this one, and has no history yet.

        Args:
            name: What its key adds to this one's.
            lane: What it must take its turn in.
            changes: For whom it is, and what else is not as it is here.
        """
        kept = {one: getattr(self, one) for one in _HANDED_ON}
        key = f"{self.key}/{name}"
        return Delivery(key=key, lane=lane, **{**kept, **changes})


COLUMNS = [outbox.c[name] for name in Delivery.__slots__]
"""What a delivery is read from, in the order of its attributes."""


def enqueue(tx: Transaction, rows: Iterable[Delivery], now: datetime) -> int:
    """Queue deliveries. One that was queued before is left as it is.

    Returns:
        How many were new.
    """
    values = [_as_stored(row, now) for row in rows]
    if not values:
        return 0
    tx.info["queued"] = True
    return _QUEUE.write(tx, *values)


def queued(tx: Transaction) -> bool:
    """Say whether anything was queued in this transaction, so far."""
    found: bool = tx.info.get("queued", False)
    return found


def get(tx: Transaction, key: str) -> Delivery | None:
    """Find one delivery by its key."""
    row = tx.execute(select(*COLUMNS).where(outbox.c.key == key)).one_or_none()
    return made(row) if row else None


def find(  # noqa: PLR0913 - each is one way of narrowing, and all are optional
    tx: Transaction,
    *,
    partnership: str | None = None,
    case_ref: str | None = None,
    step: str | None = None,
    kind: str | None = None,
    person: str | None = None,
    states: Iterable[str] = (),
) -> list[Delivery]:
    """Find deliveries, the oldest first: to redraw a card, or to explain one."""
    wanted = {
        "partnership": partnership,
        "case_ref": case_ref,
        "step": step,
        "kind": kind,
        "person": person,
    }
    where = [outbox.c[k] == v for k, v in wanted.items() if v is not None]
    if chosen := list(states):
        where.append(outbox.c.state.in_(chosen))
    return _found(tx, *where)


def dead(tx: Transaction, partnership: str | None = None) -> list[Delivery]:
    """List what was given up on and nobody has dealt with, for an operator."""
    where = [outbox.c.state == DEAD]
    if partnership is not None:
        where.append(outbox.c.partnership == partnership)
    return _found(tx, *where)


def recent(
    tx: Transaction, since: datetime, partnership: str | None = None
) -> list[Delivery]:
    """List what has ended since an instant, in the order it was queued."""
    where = [outbox.c.settled_at > since]
    if partnership is not None:
        where.append(outbox.c.partnership == partnership)
    return _found(tx, *where)


def waiting(tx: Transaction) -> int:
    """Count what has not ended."""
    query = select(func.count()).where(outbox.c.try_at.is_not(None))
    return tx.scalar(query) or 0


def revive(tx: Transaction, key: str, now: datetime) -> bool:
    """Try a dead delivery again from the beginning; ``False`` if it is not dead."""
    revived = tx.execute(
        update(outbox)
        .where(outbox.c.key == key, outbox.c.state == DEAD)
        .values(state=QUEUED, attempts=0, try_at=now, settled_at=None)
    )
    return revived.rowcount > 0


def made(row: Row[Any]) -> Delivery:
    """Read a delivery from its row."""
    return Delivery(*tuple(row))


def _as_stored(row: Delivery, now: datetime) -> dict[str, Any]:
    ends = (row.lease_until, row.settled_at)
    lease_until, settled_at = (written(at) if at else None for at in ends)
    not_before = written(row.not_before)
    return values_of(row) | {
        "body": canonical(row.body),
        "not_before": not_before,
        "try_at": not_before,
        "queued_at": written(now),
        "line": _line(row),
        "lease_until": lease_until,
        "settled_at": settled_at,
        "receipt": canonical(row.receipt),
    }


_QUEUE = Prepared(
    lambda sqlite: inserting(sqlite, outbox).on_conflict_do_nothing(),
    [name for name in outbox.c.keys() if name != "seq"],  # noqa: SIM118 - no mapping
)


def _found(tx: Transaction, *where: ColumnElement[bool]) -> list[Delivery]:
    query = select(*COLUMNS).where(*where).order_by(outbox.c.seq)
    return [made(row) for row in tx.execute(query)]


def _line(row: Delivery) -> str:
    # What one person or one channel hears of one case, they hear in order.
    if row.case_ref is None:
        return ""
    if row.kind in _APART and not (row.place or row.person):
        return f"{row.case_ref}|{_APART[row.kind]}"
    to = f"{row.place}|{row.person}" if row.place or row.person else f"role {row.role}"
    # A letter does not wait for a chat that may be down.
    way = "|mail" if row.body.get("mail") else ""
    return f"{row.case_ref}|{to}{way}"
