"""What is still to be said, and what became of everything that was.

A delivery's key is its place in the journal, so it cannot be queued twice. It
stays here after it has ended: that is how "why was I sent this?" has an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Row,
    Text,
    func,
    or_,
    select,
    text,
    type_coerce,
    update,
)

from bot.canonical import canonical
from bot.columns import written
from bot.store.delivery import (
    ADDRESSED,
    DEAD,
    DROPPED,
    ENDED,
    LEASED,
    QUEUED,
    SENT,
    Delivery,
    line_of,
)
from bot.store.opening import Transaction, inserting, values_of
from bot.store.prepared import Prepared, Question
from bot.tables import outbox

__all__ = [
    "ADDRESSED",
    "COLUMNS",
    "DEAD",
    "DROPPED",
    "ENDED",
    "LEASED",
    "QUEUED",
    "SENT",
    "Delivery",
    "dead",
    "enqueue",
    "find",
    "get",
    "line_of",
    "made",
    "queue",
    "queued",
    "recent",
    "revive",
    "turn_of",
    "waiting",
]

_APIECE: Final = timedelta(milliseconds=20)
"""How much of everybody's time a delivery is reckoned to take."""
COLUMNS = [outbox.c[name] for name in Delivery.__slots__]
"""What a delivery is read from, in the order of its attributes."""


def enqueue(tx: Transaction, rows: Iterable[Delivery], now: datetime) -> int:
    """Queue deliveries. One that was queued before is left as it is.

    Each has its turn a moment after the last of the same partnership that waits. So
    a partnership with very many of them takes turns with the others; what comes of
    a delivery has the turn of that one.

    Returns:
        How many were new.
    """
    values = _queued(tx, rows, now)
    return _QUEUE.write(tx, *values) if values else 0


def queue(tx: Transaction, rows: Iterable[Delivery], now: datetime) -> None:
    """Queue deliveries likewise, with whatever else is written at the end."""
    values = _queued(tx, rows, now)
    if values:
        _QUEUE.later(tx, *values, table=outbox.name)


def _queued(
    tx: Transaction, rows: Iterable[Delivery], now: datetime
) -> list[dict[str, Any]]:
    """Give deliveries as they are stored, each with its turn."""
    latest: dict[str, datetime] = {}
    values = []
    for row in rows:
        turn = row.turn
        if turn is None:
            known = latest.get(row.partnership) or _last_turn(tx, row.partnership, now)
            turn = max(row.not_before, known + _APIECE) if known else row.not_before
            if row.not_before <= now:
                latest[row.partnership] = turn
        values.append(_as_stored(row, turn, now))
    if values:
        tx.info["queued"] = True
    return values


def _last_turn(tx: Transaction, partnership: str, now: datetime) -> datetime | None:
    """Find the latest turn of what a partnership has waiting, and is not for later."""
    statement, values = turn_of(partnership, now)
    for (turn,) in statement.rows(tx, values):
        return datetime.fromisoformat(turn)
    return None


def turn_of(partnership: str, now: datetime) -> Question:
    """Ask ahead for the latest turn of what a partnership has waiting."""
    return _LAST_TURN, {"whose": partnership, "present": written(now)}


def known(tx: Transaction, keys: Iterable[str]) -> frozenset[str]:
    """Say which of some keys have been queued, whatever became of them."""
    query = select(outbox.c.key).where(outbox.c.key.in_(list(keys)))
    return frozenset(tx.scalars(query))


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
    kinds: Iterable[str] = (),
    states: Iterable[str] = (),
    receipts: Iterable[str] = (),
) -> list[Delivery]:
    """Find deliveries, the oldest first: to redraw a card, or to explain one.

    By their receipts nothing is missed, but others may be found that name one.
    """
    wanted = {
        "partnership": partnership,
        "case_ref": case_ref,
        "step": step,
        "kind": kind,
        "person": person,
    }
    where = [outbox.c[k] == v for k, v in wanted.items() if v is not None]
    if chosen := list(kinds):
        where.append(outbox.c.kind.in_(chosen))
    if named := [canonical(one) for one in receipts]:
        said = type_coerce(outbox.c.receipt, Text)
        where.append(or_(*(said.contains(one, autoescape=True) for one in named)))
    if chosen := list(states):
        where.append(outbox.c.state.in_(chosen))
    return _found(tx, *where)


def dead(tx: Transaction, partnership: str | None = None) -> list[Delivery]:
    """List what was given up on and nobody has dealt with, for an operator."""
    where = [outbox.c.state == DEAD]
    if partnership is not None:
        where.append(outbox.c.partnership == partnership)
    return _found(tx, *where)


def count_dead(tx: Transaction, partnership: str) -> int:
    """Count what a partnership has that was given up on."""
    ((count,),) = _COUNT_DEAD.rows(tx, {"whose": partnership})
    return int(count)


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
        .values(state=QUEUED, attempts=0, try_at=now, turn=now, settled_at=None)
    )
    return revived.rowcount > 0


def made(row: Row[Any]) -> Delivery:
    """Read a delivery from its row."""
    return Delivery(*tuple(row))


def _as_stored(row: Delivery, turn: datetime, now: datetime) -> dict[str, Any]:
    ends = (row.lease_until, row.settled_at)
    lease_until, settled_at = (written(at) if at else None for at in ends)
    not_before = written(row.not_before)
    return values_of(row) | {
        "body": canonical(row.body),
        "not_before": not_before,
        "try_at": not_before,
        "turn": written(turn),
        "queued_at": written(now),
        "line": line_of(row),
        "lease_until": lease_until,
        "settled_at": settled_at,
        "receipt": canonical(row.receipt),
    }


_COUNT_DEAD = Prepared(
    lambda _: text(
        "SELECT count(*) FROM outbox WHERE partnership = :whose AND state = 'dead'"
    )
)
_LAST_TURN = Prepared(
    lambda _: text(
        # Few are for later, and never so many are looked past.
        "SELECT turn FROM (SELECT turn, try_at FROM outbox"
        " WHERE partnership = :whose AND try_at IS NOT NULL"
        " ORDER BY turn DESC LIMIT 50) AS last"
        " WHERE try_at <= :present ORDER BY turn DESC LIMIT 1"
    )
)
_QUEUE = Prepared(
    lambda sqlite: inserting(sqlite, outbox).on_conflict_do_nothing(),
    [name for name in outbox.c.keys() if name != "seq"],  # noqa: SIM118 - no mapping
)


def _found(tx: Transaction, *where: ColumnElement[bool]) -> list[Delivery]:
    query = select(*COLUMNS).where(*where).order_by(outbox.c.seq)
    return [made(row) for row in tx.execute(query)]
