"""The way into the record: one place to open it, to write in it and to read from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from copy import copy
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError

from bot.store import holding, journeys
from bot.store.connecting import BEGIN, opened
from bot.store.recent import Recent
from bot.store.turns import Turns
from bot.vault import Vault

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Transaction: TypeAlias = Connection
"""Everything done with one of these is done together, or not at all."""

EVERYONE: Final = "*"
"""The scope of whoever works for every partnership."""
_SCOPED: Final = "{begin}; SET LOCAL dayzero.partnership = '{scope}'"
"""Sent as one, so that saying for whom it is costs no journey of its own."""
_ONE_MOMENT: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_RECENT: Final = 256
"""Cases kept in memory, at some hundred kilobytes each at the most."""


class Raced(Exception):  # noqa: N818 - it is an outcome, and the desk tries again
    """Somebody else wrote the same place first. Read again and decide again."""


class Store:
    """The record of every partnership, on SQLite or on PostgreSQL.

    Args:
        url: Such as ``sqlite:///var/dayzero.sqlite`` or
            ``postgresql://dayzero:secret@db/dayzero``.
        vault: What seals the journal and locks the answers.
        connections: How many transactions may usually run at once.
        queued: Called just before the end of each transaction that queued anything
            for the outside, as a part of it.
    """

    def __init__(
        self,
        url: str,
        vault: Vault,
        *,
        connections: int = 8,
        queued: Callable[[Transaction], None] | None = None,
    ) -> None:
        self.vault: Final = vault
        self.engine: Final = opened(url, connections=connections)
        self.on_sqlite: Final = self.engine.dialect.name == "sqlite"
        self._scope = EVERYONE
        self._queued = queued
        self._turns = Turns()
        self._recent = Recent(_RECENT)

    @property
    def scope(self) -> str:
        """Say whose rows can be seen: one partnership's, or everyone's."""
        return self._scope

    def of(self, partnership: str) -> Store:
        """Give the same record, as far as it is one partnership's.

        On PostgreSQL the database itself shows it no row of another's, whatever is
        asked. It can be narrowed and not widened again.

        Raises:
            ValueError: That is no partnership, or this is another's already.
        """
        if partnership in {"", EVERYONE} or self._scope not in {EVERYONE, partnership}:
            message = f"the record of {self._scope!r} is not that of {partnership!r}"
            raise ValueError(message)
        narrowed = copy(self)
        narrowed._scope = partnership  # noqa: SLF001 - our own
        return narrowed

    def alone(self, name: str) -> AbstractContextManager[bool]:
        """Do something on one replica at a time; ``False`` if another is at it.

        Args:
            name: What it is that is done, such as ``tick``.
        """
        if self.on_sqlite:
            return nullcontext(True)  # noqa: FBT003 - what is entered
        return holding.alone(partial(self.writing, patient=True), name)

    @contextmanager
    def writing(self, *, patient: bool = False) -> Iterator[Transaction]:
        """Do several things together: all are recorded, or none is.

        Args:
            patient: Whether nobody waits for it, so that whoever does goes first.
        """
        if not self.on_sqlite:
            noted = self._turns.noted(patient=patient)
            with noted, self._transaction("BEGIN") as tx:
                yield tx
            return
        with (
            self._turns.taken(patient=patient),
            self._transaction("BEGIN IMMEDIATE") as tx,
        ):
            yield tx

    def lull(self) -> None:
        """Wait, for a moment at most, until nobody who is waited for writes."""
        if self.on_sqlite:
            self._turns.lull()

    def pressed(self) -> bool:
        """Say whether people are at work just now, who are not to be kept waiting."""
        return self._turns.pressed()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read the record as it stood at one moment, while others write."""
        with self._transaction("BEGIN" if self.on_sqlite else _ONE_MOMENT) as tx:
            yield tx

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Transaction]:
        with self._connected(self._scoped(begin)) as tx:
            # The connection has been used before, and still knows of that.
            tx.info.update(vault=self.vault, recent=self._recent, queued=False)
            tx.info.pop("erased", None)
            with tx.get_transaction() or tx.begin():
                yield tx
                journeys.flush(tx)
                if tx.info["queued"] and self._queued is not None:
                    self._queued(tx)
            erased = tx.info.pop("erased", False)
            if erased and self.on_sqlite:
                _forget_the_log(tx)
        if erased and not self.on_sqlite:
            _rewrite(self.engine)

    def _connected(self, begin: str) -> Connection:
        """Begin on a connection that was kept; on a new one, if that had gone.

        To begin is the first journey in any case, so none is spent on asking before.
        """
        try:
            return self._begun(begin)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return self._begun(begin)

    def _begun(self, begin: str) -> Connection:
        tx = self.engine.connect()
        try:
            journeys.begun(tx)
            tx.execution_options(**{BEGIN: begin}).begin()
        except BaseException:
            tx.close()
            raise
        return tx

    def _scoped(self, begin: str) -> str:
        if self.on_sqlite:
            return begin
        scope = self._scope.replace("'", "''").replace("%", "%%")
        return _SCOPED.format(begin=begin, scope=scope)


def vault_of(tx: Transaction) -> Vault:
    """Give the vault that the store was opened with."""
    vault: Vault = tx.info["vault"]
    return vault


def recent_of(tx: Transaction) -> Recent:
    """Give what was last read from this store, to look there first."""
    recent: Recent = tx.info["recent"]
    return recent


def on_sqlite(tx: Transaction) -> bool:
    """Tell which of the two databases this is."""
    return tx.dialect.name == "sqlite"


def insert(tx: Transaction, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Begin an insert that may say what to do when the row is there already."""
    return inserting(on_sqlite(tx), table)


def inserting(
    for_sqlite: bool,  # noqa: FBT001 - a key
    table: Table,
) -> sqlite.Insert | postgresql.Insert:
    """Begin such an insert for a statement that is to be kept."""
    if for_sqlite:
        return sqlite.insert(table)
    # Read in where it is used: it brings every driver there is for PostgreSQL.
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415

    return postgresql.insert(table)


def put(tx: Transaction, table: Table, **values: Any) -> None:
    """Write a whole row, in place of the one with the same primary key."""
    tx.execute(upsert(on_sqlite(tx), table), values)


@cache
def upsert(for_sqlite: bool, table: Table) -> sqlite.Insert | postgresql.Insert:  # noqa: FBT001 - a key
    """Make the statement that writes whole rows; once, because making it is slow."""
    statement = inserting(for_sqlite, table)
    keys = [column.name for column in table.primary_key]
    rest = {
        name: column for name, column in statement.excluded.items() if name not in keys
    }
    return statement.on_conflict_do_update(index_elements=keys, set_=rest)


def values_of(row: Any) -> dict[str, Any]:
    """Give a slotted dataclass as the columns and values of its table."""
    return {name: getattr(row, name) for name in row.__slots__}


def _forget_the_log(tx: Transaction) -> None:
    # What was erased would otherwise stand in the write-ahead log until it is full.
    driver: Any = tx.connection.driver_connection
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _rewrite(engine: Engine) -> None:
    # PostgreSQL keeps the old version of a row in the file until it is rewritten.
    with engine.connect() as tx:
        tx.execution_options(**{BEGIN: ""})
        for table in ("keys", "answers", "drafts"):
            tx.exec_driver_sql(f"VACUUM (FULL) {table}")
