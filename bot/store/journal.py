"""The journal: what has happened, sealed, and never changed afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, literal_column, or_, select, text

from bot.canonical import canonical
from bot.columns import written
from bot.core.events import Entry, Event
from bot.core.evolve import BESIDE
from bot.core.records import from_record, to_record
from bot.store.heads import Head
from bot.store.opening import Raced, Transaction, on_sqlite, vault_of
from bot.store.prepared import Prepared, Question
from bot.tables import journal

_LOCK_CASE = Prepared(
    lambda _: text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
)
_NEXT_SQLITE = Prepared(
    lambda _: text("SELECT seq + 1 FROM sqlite_sequence WHERE name = 'journal'")
)
# No place is given out before the lock is held, because each row comes from both.
_NEXT_POSTGRES = Prepared(
    lambda _: text(
        "WITH held AS MATERIALIZED"
        " (SELECT pg_advisory_xact_lock_shared(hashtextextended(:name, 1)))"
        " SELECT nextval(pg_get_serial_sequence('journal', 'seq'))"
        " FROM held, generate_series(1, :count)"
    )
)

_MOST_NEED: Final = 3
"""How many entries a press makes, seldom more."""

SEALED = tuple(column.name for column in journal.c if column.name != "seal")
"""What a seal covers, in order, after the seal before it: all there is."""
_BODY = SEALED.index("body")
_ENTRIES = select(journal)
_OF_CASE = Prepared(
    lambda _: _ENTRIES.where(
        journal.c.case_ref == bindparam("ref"), journal.c.n >= bindparam("since")
    ).order_by(journal.c.n)
)
_LATER = journal.alias()
_LAST = select(func.max(_LATER.c.n)).where(_LATER.c.case_ref == bindparam("ref"))
_KINDS: list[Any] = [literal_column(f"'{kind.__name__}'") for kind in BESIDE]
_MOVING = Prepared(
    lambda _: _ENTRIES.where(
        journal.c.case_ref == bindparam("ref"),
        or_(
            journal.c.kind.not_in(_KINDS),
            journal.c.n == _LAST.scalar_subquery(),
        ),
    ).order_by(journal.c.n)
)
_HEAD = Prepared(
    lambda _: text(
        "SELECT n, seal FROM journal WHERE case_ref = :ref ORDER BY n DESC LIMIT 1"
    )
)
_ONE = Prepared(
    lambda _: _ENTRIES.where(
        journal.c.case_ref == bindparam("ref"), journal.c.n == bindparam("n")
    )
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
        _LOCK_CASE.rows(tx, {"name": ref})


def lock_of(ref: str) -> Question:
    """Ask for a case for oneself, ahead."""
    return _LOCK_CASE, {"name": ref}


def places_of(partnership: str) -> Question:
    """Ask ahead for as many places as most presses need.

    What is not used is nobody's: on PostgreSQL a place that came to nothing is not
    given out again in any case.
    """
    return _NEXT_POSTGRES, {"name": partnership, "count": _MOST_NEED}


def tail_of(last: Entry) -> Question:
    """Ask ahead for what was written on a case after an entry."""
    return _OF_CASE, {"ref": last.case, "since": last.n}


def seen_of(partnership: str, cause: str) -> Question:
    """Ask ahead what a request did when it came before."""
    return _SEEN, {"whose": partnership, "cause": cause}


def load(tx: Transaction, ref: str) -> list[Entry]:
    """Read a case's journal from its beginning; empty if there is no such case."""
    rows = _OF_CASE.rows(tx, {"ref": ref, "since": 1})
    return [_entry(row) for row in rows]


def moving(tx: Transaction, ref: str) -> list[Entry]:
    """Read what a case is made of: every entry that moves it, and the last of all."""
    rows = _MOVING.rows(tx, {"ref": ref})
    # Read in one piece, because beginning anew for each is half of what it takes.
    bodies = json.loads(f"[{','.join(row[_BODY] for row in rows)}]")
    return [_made(row, body) for row, body in zip(rows, bodies, strict=True)]


def entry(tx: Transaction, ref: str, n: int) -> Entry | None:
    """Read one entry of a case; nothing if its journal is not so long."""
    rows = _ONE.rows(tx, {"ref": ref, "n": n})
    return _entry(rows[0]) if rows else None


def grown(tx: Transaction, last: Entry) -> list[Entry] | None:
    """Read what was written on a case after an entry.

    Nothing, and no list, if that entry no longer stands where it stood.
    """
    statement, values = tail_of(last)
    rows = statement.rows(tx, values)
    if not rows or rows[0][-1] != last.seal:
        return None
    return [_entry(row) for row in rows[1:]]


def seen(tx: Transaction, partnership: str, cause: str) -> list[Entry]:
    """Find what a request did when it came before; empty if it is new."""
    statement, values = seen_of(partnership, cause)
    return [_entry(row) for row in statement.rows(tx, values)]


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
    after: Entry | Head | None = None,
    places: Iterator[int] | None = None,
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
        places: Where it goes in the whole record, if that was asked for already.

    Raises:
        Raced: Another wrote this place, or this cause, first; perhaps at the end.
    """
    if not events:
        return []
    last, seal = (after.n, after.seal) if after else _head(tx, ref)
    rows, entries = list[dict[str, Any]](), list[Entry]()
    own = places or places_for(tx, partnership, len(events))
    when, instant = written(at), at.astimezone(UTC)
    for cause_n, (event, seq) in enumerate(zip(events, own, strict=False)):
        kind, body = to_record(event)
        n = last + cause_n + 1
        values = (
            *(seq, partnership, ref, n, when),
            *(by, role, instead_of, cause, cause_n, kind, canonical(body)),
        )
        seal = vault_of(tx).seal((seal, *values))
        rows.append(dict(zip((*SEALED, "seal"), (*values, seal), strict=True)))
        entries.append(Entry(ref, n, instant, by, role, instead_of, cause, event, seal))
    _WRITE.later(tx, *rows, table=journal.name, clash=Raced(ref))
    return entries


def _head(tx: Transaction, ref: str) -> tuple[int, str]:
    for n, seal in _HEAD.rows(tx, {"ref": ref}):
        return n, seal
    return 0, ""


def places_for(tx: Transaction, partnership: str, count: int) -> list[int]:
    """Get places in the whole record for some entries of a partnership."""
    # The place in the whole record is sealed too, so it must be known beforehand.
    if on_sqlite(tx):
        first = next((n for (n,) in _NEXT_SQLITE.rows(tx, {})), 1)
        return list(range(first, first + count))
    # Whoever plants a root waits for this, so that no entry turns up below it later.
    statement, values = places_of(partnership)
    rows = statement.early(tx, values) or []
    if len(rows) < count:
        rows = statement.rows(tx, {**values, "count": count})
    return [place for (place,) in rows[:count]]


def _entry(row: Sequence[Any]) -> Entry:
    return _made(row, json.loads(row[_BODY]))


def _made(row: Sequence[Any], body: Mapping[str, Any]) -> Entry:
    _, _, ref, n, at, by, role, instead_of, cause, _, kind, _, seal = row
    when = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    event = from_record(kind, body)
    return Entry(ref, n, when, by, role, instead_of, cause, event, seal)
