"""The journal: what has happened, sealed, and never changed afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import IntegrityError

from bot.canonical import canonical
from bot.columns import written
from bot.core.events import Entry, Event
from bot.core.records import from_record, to_record
from bot.store.opening import Raced, Transaction, on_sqlite, vault_of
from bot.store.prepared import Prepared
from bot.tables import journal

_LOCK_CASE = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_NEXT_SQLITE = Prepared(
    lambda _: text("SELECT seq + 1 FROM sqlite_sequence WHERE name = 'journal'")
)
# No place is given out before the lock is held, because each row comes from both.
_NEXT_POSTGRES = text(
    "WITH held AS MATERIALIZED"
    " (SELECT pg_advisory_xact_lock_shared(hashtextextended(:name, 1)))"
    " SELECT nextval(pg_get_serial_sequence('journal', 'seq'))"
    " FROM held, generate_series(1, :count)"
)

SEALED = tuple(column.name for column in journal.c if column.name != "seal")
"""What a seal covers, in order, after the seal before it: all there is."""
_ENTRIES = select(journal)
_OF_CASE = Prepared(
    lambda _: _ENTRIES.where(
        journal.c.case_ref == bindparam("ref"), journal.c.n >= bindparam("since")
    ).order_by(journal.c.n)
)
_SEEN = Prepared(
    lambda _: _ENTRIES.where(
        journal.c.partnership == bindparam("whose"),
        journal.c.cause == bindparam("cause"),
    ).order_by(journal.c.cause_n)
)
_WRITE = Prepared(lambda _: journal.insert(), journal.c.keys())


def lock_case(tx: Transaction, ref: str) -> None:
    """Have a case to yourself until the transaction ends.

    On SQLite a writing transaction has everything to itself already.
    """
    if not on_sqlite(tx):
        tx.execute(_LOCK_CASE, {"name": ref})


def load(tx: Transaction, ref: str) -> list[Entry]:
    """Read a case's journal from its beginning; empty if there is no such case."""
    rows = _OF_CASE.rows(tx, {"ref": ref, "since": 1})
    return [_entry(row) for row in rows]


def grown(tx: Transaction, last: Entry) -> list[Entry] | None:
    """Read what was written on a case after an entry.

    Nothing, and no list, if that entry no longer stands where it stood.
    """
    rows = _OF_CASE.rows(tx, {"ref": last.case, "since": last.n})
    if not rows or rows[0][-1] != last.seal:
        return None
    return [_entry(row) for row in rows[1:]]


def seen(tx: Transaction, partnership: str, cause: str) -> list[Entry]:
    """Find what a request did when it came before; empty if it is new."""
    rows = _SEEN.rows(tx, {"whose": partnership, "cause": cause})
    return [_entry(row) for row in rows]


def of_partnership(
    tx: Transaction, partnership: str, *, since: int = 0
) -> Iterator[tuple[int, Entry]]:
    """Read everything a partnership has recorded, in the order it was recorded.

    Args:
        tx: The transaction.
        partnership: Whose.
        since: Leave out entries up to this place in the whole record.

    Yields:
        The place in the whole record, which only rises, and the entry.
    """
    whose = (journal.c.partnership == partnership) & (journal.c.seq > since)
    query = _ENTRIES.where(whose).order_by(journal.c.seq)
    for row in tx.execute(query.execution_options(yield_per=500)):
        yield row.seq, _entry(tuple(row))


def refs(tx: Transaction, partnership: str | None = None) -> list[str]:
    """List every case that has a journal, oldest first."""
    query = select(journal.c.case_ref).where(journal.c.n == 1).order_by(journal.c.seq)
    if partnership is not None:
        query = query.where(journal.c.partnership == partnership)
    return list(tx.scalars(query))


def append(  # noqa: PLR0913 - an entry says who, when, for whom and why
    tx: Transaction,
    partnership: str,
    ref: str,
    events: Sequence[Event],
    *,
    at: datetime,
    by: str,
    cause: str,
    role: str = "",
    instead_of: str = "",
    after: Entry | None = None,
) -> list[Entry]:
    """Record what happened on a case, sealed to everything before it.

    Args:
        tx: The transaction.
        partnership: Whose case it is.
        ref: The case.
        events: What happened, in order.
        at: When, with a zone.
        by: The person, or ``dayzero``.
        cause: The platform's own id of the request. It can be recorded once.
        role: The role it was done in.
        instead_of: Whom a deputy acted for.
        after: The last entry the decision was made on, or the last there is now.

    Raises:
        Raced: Another transaction wrote this place, or this cause, first.
    """
    if not events:
        return []
    last, seal = (after.n, after.seal) if after else _head(tx, ref)
    rows: list[dict[str, Any]] = []
    entries = []
    places = _places(tx, partnership, len(events))
    when, instant = written(at), at.astimezone(UTC)
    for cause_n, (seq, event) in enumerate(zip(places, events, strict=True)):
        kind, body = to_record(event)
        n = last + cause_n + 1
        values = (
            *(seq, partnership, ref, n, when),
            *(by, role, instead_of, cause, cause_n, kind, canonical(body)),
        )
        seal = vault_of(tx).seal((seal, *values))
        rows.append({**dict(zip(SEALED, values, strict=True)), "seal": seal})
        said = (instant, by, role, instead_of, cause)
        entries.append(Entry(ref, n, *said, event, seal))
    _write(tx, rows)
    return entries


def _write(tx: Transaction, rows: list[dict[str, Any]]) -> None:
    try:
        _WRITE.write(tx, *rows)
    except IntegrityError as clash:
        raise Raced(rows[0]["case_ref"]) from clash


def _head(tx: Transaction, ref: str) -> tuple[int, str]:
    query = select(journal.c.n, journal.c.seal).where(journal.c.case_ref == ref)
    row = tx.execute(query.order_by(journal.c.n.desc()).limit(1)).one_or_none()
    return (row.n, row.seal) if row else (0, "")


def _places(tx: Transaction, partnership: str, count: int) -> list[int]:
    # The place in the whole record is sealed too, so it must be known beforehand.
    if on_sqlite(tx):
        first = next((n for (n,) in _NEXT_SQLITE.rows(tx, {})), 1)
        return list(range(first, first + count))
    # Whoever plants a root waits for this, so that no entry turns up below it later.
    return list(tx.scalars(_NEXT_POSTGRES, {"name": partnership, "count": count}))


def _entry(row: Sequence[Any]) -> Entry:
    _, _, ref, n, at, by, role, instead_of, cause, _, kind, body, seal = row
    when = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    event = from_record(kind, json.loads(body))
    return Entry(ref, n, when, by, role, instead_of, cause, event, seal)
