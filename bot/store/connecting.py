"""How each of the two databases is connected to, with what the record depends on."""

from __future__ import annotations

from importlib.util import find_spec
from sqlite3 import DatabaseError
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext

from bot.core.errors import Damaged, Refused
from bot.store import journeys
from bot.store.gone import ONLY_READ
from bot.store.turns import PATIENCE

BEGIN: Final = "dayzero_begin"
"""The option of a connection that says how a transaction on it begins."""
_DAMAGED: Final = (
    "database disk image is malformed",
    "file is not a database",
    "no such table",
)
"""How SQLite says that a file is not what it was."""
LINE: Final = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""How soon a line to PostgreSQL is known to be dead, so that nobody waits for it."""
_PRAGMAS: Final = (
    f"busy_timeout={PATIENCE * 1000}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",
)


def opened(url: str, *, connections: int = 8) -> Engine:
    """Open a database by its address, with the settings the record depends on.

    Raises:
        Refused: It is PostgreSQL, and what speaks to that is not installed.
    """
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        must_speak()
        engine = create_engine(
            address.set(drivername="postgresql+psycopg"),
            pool_size=connections,
            # A transaction is begun by us, as on SQLite, and not by the driver.
            isolation_level="AUTOCOMMIT",
            connect_args=LINE,
        )
        event.listen(engine, "before_cursor_execute", _after_what_waits)
        event.listen(engine, "handle_error", _only_read)
    else:
        engine = create_engine(address, pool_size=connections)
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "handle_error", _damage)
    event.listen(engine, "begin", _begin)
    return engine


def must_speak() -> None:
    """See that the library for PostgreSQL is there; the plain install is without it.

    Raises:
        Refused: It is not.
    """
    if find_spec("psycopg") is None:
        raise Refused(
            "The database is PostgreSQL, and what speaks to that is not installed.",
            next_step="Run: deploy/install.sh full",
        )


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


def _only_read(context: ExceptionContext) -> None:
    # Such a line may stay like that when the server has long been written again, or
    # another has taken its place.
    if getattr(context.original_exception, "sqlstate", "") == ONLY_READ:
        context.is_disconnect = True


def tell_damage(error: BaseException) -> None:
    """Say of an error that the file is not what it was, where it comes of that.

    Raises:
        Damaged: It does.
    """
    if str(error).startswith(_DAMAGED):
        raise Damaged(str(error)) from error


def _begin(tx: Connection) -> None:
    if first := tx.get_execution_options().get(BEGIN, "BEGIN"):
        tx.exec_driver_sql(first)


def _after_what_waits(
    tx: Connection, _cursor: object, statement: str, *_: object
) -> None:
    journeys.before(tx, statement)
