"""Statements whose text is made once, for what every press asks of the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from sqlite3 import DatabaseError
from typing import Any, Final, TypeAlias

from sqlalchemy import ClauseElement, CursorResult

from bot.store.opening import Transaction, on_sqlite, tell_damage

Values: TypeAlias = Mapping[str, Any]

_STYLE: Final = {"sqlite": "named", "postgresql": "pyformat"}
"""How each of the two databases is given values by name."""


class Prepared:
    """A statement that is written down once for each kind of database.

    The library would go through it again for each press. What goes in and comes out
    is as it is stored: an instant is text, and so is plain data.

    Args:
        make: Makes it; told whether it is for SQLite.
        columns: Which columns it writes, where it writes any.
    """

    def __init__(
        self, make: Callable[[bool], ClauseElement], columns: Sequence[str] = ()
    ) -> None:
        self._make = make
        self._columns = columns
        self._texts: dict[str, str] = {}

    def rows(self, tx: Transaction, values: Values) -> list[Any]:
        """Read rows, each as a tuple."""
        if not on_sqlite(tx):
            return [tuple(row) for row in self._run(tx, dict(values))]
        # Past the library, which would describe every column of every answer anew.
        driver: Any = tx.connection.driver_connection
        try:
            rows: list[Any] = driver.execute(self._text(tx), values).fetchall()
        except DatabaseError as error:
            tell_damage(error)
            raise
        return rows

    def write(self, tx: Transaction, *rows: Values) -> int:
        """Write some rows; says how many were written."""
        return self._run(tx, list(rows)).rowcount

    def _run(self, tx: Transaction, values: Any) -> CursorResult[Any]:
        return tx.exec_driver_sql(self._text(tx), values)

    def _text(self, tx: Transaction) -> str:
        name = tx.dialect.name
        return self._texts.get(name) or self._texts.setdefault(name, self._made(tx))

    def _made(self, tx: Transaction) -> str:
        kind: Any = type(tx.dialect)
        dialect = kind(paramstyle=_STYLE[tx.dialect.name])
        columns = list(self._columns) or None
        statement = self._make(on_sqlite(tx))
        return str(statement.compile(dialect=dialect, column_keys=columns))
