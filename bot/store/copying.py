"""The whole record carried from one database to another, as from SQLite to PostgreSQL.

It is copied as it is stored, row by row, and nothing of it is made anew: so every
seal holds there as it did here. On the other side it is one transaction, which ends
well only when as many rows stand there as here, and every seal has been checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Boolean, Table, func, select, text

from bot.core import words
from bot.core.errors import Refused
from bot.store import leases
from bot.store.migrate import HEAD, OLDEST, schema_version
from bot.store.opening import Store, Transaction, on_sqlite
from bot.store.verify import Fault, faults_in
from bot.tables import facts, metadata

_AT_ONCE: Final = 200
_UNTOUCHED: Final = "Nothing was changed."


class NotSound(Refused):
    """What was copied is not what was recorded, so the copy was not kept.

    Attributes:
        faults: What is wrong with it.
    """

    code = "not-sound"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            next_step="Run dayzero verify here first, and put right what it finds."
        )


def copy(source: Store, target: Store, now: datetime) -> Mapping[str, int]:
    """Copy a whole record into a database with nothing in it: all of it, or nothing.

    What was being carried is free again, and looked for before it is sent again.

    Args:
        source: The record, which nobody may be working with.
        target: An empty database, brought to the shape this program expects.
        now: The instant.

    Returns:
        How many rows were copied, by table.

    Raises:
        NotSound: The copy is not what was recorded, perhaps because this is not.
        Refused: It cannot be copied there, and why.
    """
    _suit(source, target)
    with source.reading() as read, target.writing() as write:
        if there := [table.name for table in _tables() if _count(write, table)]:
            raise Refused(
                f"There is a record already where this one should go: rows in "
                f"{words.listed(there)}.",
                next_step="Name a database with nothing in it. " + _UNTOUCHED,
            )
        copied = {table.name: _copied(read, write, table) for table in _tables()}
        for table in _tables():
            _compare(table, copied[table.name], _count(read, table))
            _compare(table, copied[table.name], _count(write, table))
            _number_on(read, write, table)
        if faults := faults_in(write):
            raise NotSound(faults)
        leases.free(write, now)
    return copied


def _suit(source: Store, target: Store) -> None:
    """See that the one can be copied to the other at all.

    Raises:
        Refused: It cannot.
    """
    if target.on_sqlite and not source.on_sqlite:
        # Places in the journal are sealed, and PostgreSQL leaves some out. SQLite
        # leaves none out, so there an empty place is held to be an entry removed.
        raise Refused(
            "A record that was kept in PostgreSQL cannot go on in SQLite.",
            next_step="Copy it to another PostgreSQL. " + _UNTOUCHED,
        )
    for store in (source, target):
        version = schema_version(store)
        if version != HEAD:
            raise Refused(
                f"A database is at migration {version}, and this program at {HEAD}.",
                next_step="Copy with the release that belongs to it. " + _UNTOUCHED,
            )


def _tables() -> Iterator[Table]:
    yield from metadata.sorted_tables


def _copied(read: Transaction, write: Transaction, table: Table) -> int:
    """Copy one table, a few rows at a time; says how many rows."""
    order = ", ".join(column.name for column in table.primary_key)
    names = ", ".join(table.c.keys())
    asked = f"SELECT {names} FROM {table.name}{_which(table)} ORDER BY {order}"  # noqa: S608 - our own names
    marks = ", ".join("?" if on_sqlite(write) else "%s" for _ in table.c)
    put = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
    # SQLite knows no truth but 0 and 1.
    truths = [n for n, one in enumerate(table.c) if isinstance(one.type, Boolean)]
    count = 0
    rows = read.exec_driver_sql(asked, execution_options={"yield_per": _AT_ONCE})
    for some in rows.partitions():
        write.exec_driver_sql(put, [_as_read(row, truths) for row in some])
        count += len(some)
    return count


def _as_read(row: Any, truths: Sequence[int]) -> tuple[Any, ...]:
    if not truths:
        return tuple(row)
    values = list(row)
    for place in truths:
        values[place] = bool(values[place])
    return tuple(values)


def _which(table: Table) -> str:
    # What a database says of its own shape, it says itself.
    return f" WHERE key <> '{OLDEST}'" if table is facts else ""


def _count(tx: Transaction, table: Table) -> int:
    query = select(func.count()).select_from(table)
    if table is facts:
        query = query.where(facts.c.key != OLDEST)
    return tx.scalar(query) or 0


def _compare(table: Table, copied: int, there: int) -> None:
    if copied != there:
        message = f"{copied} rows of {table.name} were copied, and {there} are there"
        raise RuntimeError(message)


def _number_on(read: Transaction, write: Transaction, table: Table) -> None:
    """Have the next row numbered as it would have been here."""
    if table.autoincrement_column is None:
        return
    last = _last(read, table)
    if last is None:
        return
    named = {"name": table.name, "last": last}
    if not on_sqlite(write):
        write.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'seq'), :last)"), named
        )
    else:
        write.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), named)
        write.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), named)


def _last(tx: Transaction, table: Table) -> int | None:
    """Say which number was given last, whether or not its row is still there."""
    asked = (
        "SELECT seq FROM sqlite_sequence WHERE name = :name"
        if on_sqlite(tx)
        else "SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'seq'))"
    )
    found: int | None = tx.scalar(text(asked), {"name": table.name})
    return found
