"""Statements that PostgreSQL is sent together, in one journey there and back.

Most of what a press costs there is waiting for answers one after another. So what is
to be read is asked for at once, and what is written waits until the end, or until
something else has to be asked: whoever asks finds everything in the order in which
the program put it. SQLite is in the same process, and has no journey to save.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Values: TypeAlias = Mapping[str, Any]
Asked: TypeAlias = tuple[str, Values]
"""A statement's text, and the values that go with it."""

_WAITING = "waiting"
_EARLY = "early"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows that are to be written.

    Attributes:
        text: The statement.
        rows: The values of each row.
        table: What is written.
        clash: What is raised when somebody else wrote the same row first.
        empty: What is raised when nothing was written.
    """

    text: str
    rows: Sequence[Values]
    table: str
    clash: Exception | None
    empty: Exception | None


def begun(tx: Connection) -> None:
    """Forget whatever the transaction before on this connection left behind."""
    tx.info[_WAITING] = []
    tx.info[_EARLY] = {}


def wait(tx: Connection, rows: Waiting) -> None:
    """Let rows wait for whatever is sent next."""
    tx.info.setdefault(_WAITING, []).append(rows)


def flush(tx: Connection) -> None:
    """Write what waits to be written.

    Raises:
        Exception: What each of the waiting rows says is to be raised.
    """
    waiting: list[Waiting] = tx.info.get(_WAITING) or []
    if not waiting:
        return
    tx.info[_WAITING] = []
    tx.info[_EARLY] = {}
    asked = [(rows.text, one) for rows in waiting for one in rows.rows]
    try:
        cursors = iter(_sent(tx, asked))
    except DBAPIError as error:
        table = getattr(getattr(error.orig, "diag", None), "table_name", "")
        for rows in waiting:
            if rows.clash and rows.table == table:
                raise rows.clash from error
        raise
    for rows in waiting:
        written = sum(next(cursors).rowcount for _ in rows.rows)
        if rows.empty and not written:
            raise rows.empty


def before(tx: Connection, statement: str) -> None:
    """Make way for a statement of the library's."""
    flush(tx)
    if not statement.startswith("SELECT"):
        tx.info[_EARLY] = {}


def ask(tx: Connection, *asked: Asked) -> None:
    """Read several things at once, for whoever asks for them later."""
    flush(tx)
    cursors = _sent(tx, asked)
    known = tx.info.setdefault(_EARLY, {})
    for (text, values), cursor in zip(asked, cursors, strict=True):
        known[_name(text, values)] = cursor.fetchall()


def early(tx: Connection, text: str, values: Values) -> list[Any] | None:
    """Give what was read early, once; nothing if it was not."""
    known: dict[tuple[Any, ...], list[Any]] | None = tx.info.get(_EARLY)
    return known.pop(_name(text, values), None) if known else None


def read(tx: Connection, text: str, values: Values) -> list[Any]:
    """Read rows, each as a tuple; what was read early is given once."""
    rows = early(tx, text, values)
    if rows is not None:
        return rows
    flush(tx)
    driver: Any = tx.connection.driver_connection
    try:
        found: list[Any] = driver.execute(text, values, prepare=True).fetchall()
    except tx.dialect.loaded_dbapi.Error as error:
        raise told(tx, text, error) from error
    return found


def _sent(tx: Connection, asked: Sequence[Asked]) -> list[Any]:
    driver: Any = tx.connection.driver_connection
    try:
        with driver.pipeline():
            return [driver.execute(text, of, prepare=True) for text, of in asked]
    except tx.dialect.loaded_dbapi.Error as error:
        # Nobody says which of several it was; the server's own words say of what.
        raise told(tx, asked[0][0] if len(asked) == 1 else None, error) from error


def told(tx: Connection, text: str | None, error: Any) -> BaseException:
    """Say what went wrong as the library would, and never with the values."""
    driver = tx.connection.driver_connection
    lost = tx.dialect.is_disconnect(error, driver, None)
    if lost:
        tx.invalidate(error)
    kind = tx.dialect.loaded_dbapi.Error
    said: BaseException = DBAPIError.instance(
        text,
        None,
        error,
        kind,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=tx.dialect,
    )
    return said


def _name(text: str, values: Values) -> tuple[Any, ...]:
    return text, tuple(sorted(values.items()))
