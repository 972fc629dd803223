"""The way into the record: one place to open it, to write in it and to read from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from sqlite3 import DatabaseError
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import ExceptionContext

from bot.core.errors import Damaged
from bot.store.recent import Recent
from bot.store.turns import PATIENCE, Turns
from bot.vault import Vault

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

Transaction: TypeAlias = Connection
"""Everything done with one of these is done together, or not at all."""

_DAMAGED: Final = (
    "database disk image is malformed",
    "file is not a database",
    "no such table",
)
"""How SQLite says that a file is not what it was."""
_BEGIN: Final = "dayzero_begin"
_RECENT: Final = 64
"""Cases kept in memory, at some tens of kilobytes each."""
_PRAGMAS: Final = (
    f"busy_timeout={PATIENCE * 1000}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",
)


class Raced(Exception):  # noqa: N818 - it is an outcome, and the desk tries again
    """Somebody else wrote the same place first. Read again and decide again."""


class Store:
    """The record of every partnership, on SQLite or on PostgreSQL.

    Args:
        url: Such as ``sqlite:///var/dayzero.sqlite`` or
            ``postgresql://dayzero:secret@db/dayzero``.
        vault: What seals the journal and locks the answers.
        connections: How many transactions may usually run at once.
    """

    def __init__(self, url: str, vault: Vault, *, connections: int = 8) -> None:
        self.vault: Final = vault
        self.engine: Final = opened(url, connections=connections)
        self.on_sqlite: Final = self.engine.dialect.name == "sqlite"
        self._turns = Turns()
        self._recent = Recent(_RECENT)

    @contextmanager
    def writing(self, *, patient: bool = False) -> Iterator[Transaction]:
        """Do several things together: all are recorded, or none is.

        Args:
            patient: Whether nobody waits for it, so that whoever does goes first.
        """
        if not self.on_sqlite:
            with self._transaction({}) as tx:
                yield tx
            return
        with (
            self._turns.taken(patient=patient),
            self._transaction({_BEGIN: "BEGIN IMMEDIATE"}) as tx,
        ):
            yield tx

    def lull(self) -> None:
        """Wait, for a moment at most, until nobody who is waited for writes."""
        if self.on_sqlite:
            self._turns.lull()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Read the record as it stood at one moment, while others write."""
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._transaction({} if self.on_sqlite else options) as tx:
            yield tx

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def _transaction(self, options: dict[str, Any]) -> Iterator[Transaction]:
        with self.engine.connect() as tx:
            tx.execution_options(**options)
            # The connection has been used before, and still knows of that.
            tx.info.update(vault=self.vault, recent=self._recent, queued=False)
            tx.info.pop("erased", None)
            with tx.begin():
                yield tx
            erased = tx.info.pop("erased", False)
            if erased and self.on_sqlite:
                _forget_the_log(tx)
        if erased and not self.on_sqlite:
            _rewrite(self.engine)


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


def opened(url: str, *, connections: int = 8) -> Engine:
    """Open a database by its address, with the settings the record depends on."""
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
        return create_engine(address, pool_size=connections, pool_pre_ping=True)
    engine = create_engine(address, pool_size=connections)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _damage)
    return engine


def _set_up(connection: Any, _record: object) -> None:
    # The driver's own idea of when a transaction begins is turned off: it would
    # begin one too late to be IMMEDIATE, and none at all before a SELECT.
    connection.isolation_level = None
    try:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except DatabaseError as error:
        tell_damage(error)
        raise


def _damage(context: ExceptionContext) -> None:
    tell_damage(context.original_exception)


def tell_damage(error: BaseException) -> None:
    """Say of an error that the file is not what it was, where it comes of that.

    Raises:
        Damaged: It does.
    """
    if str(error).startswith(_DAMAGED):
        raise Damaged(str(error)) from error


def _begin(tx: Transaction) -> None:
    tx.exec_driver_sql(tx.get_execution_options().get(_BEGIN, "BEGIN"))


def _forget_the_log(tx: Transaction) -> None:
    # What was erased would otherwise stand in the write-ahead log until it is full.
    driver: Any = tx.connection.driver_connection
    driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _rewrite(engine: Engine) -> None:
    # PostgreSQL keeps the old version of a row in the file until it is rewritten.
    with engine.connect() as tx:
        tx.execution_options(isolation_level="AUTOCOMMIT")
        for table in ("keys", "answers", "drafts"):
            tx.exec_driver_sql(f"VACUUM (FULL) {table}")
