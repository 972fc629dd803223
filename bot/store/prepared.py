"""Statements whose text is made once, for what every press asks of the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from sqlite3 import DatabaseError
from typing import Any, Final, TypeAlias

from sqlalchemy import ClauseElement
from sqlalchemy.exc import IntegrityError

from bot.store import journeys
from bot.store.connecting import tell_damage
from bot.store.journeys import Values, Waiting
from bot.store.opening import Transaction, on_sqlite

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
        # Past the library, which would describe every column of every answer anew.
        if not on_sqlite(tx):
            return journeys.read(tx, self.text(tx), values)
        driver: Any = tx.connection.driver_connection
        text = self.text(tx)
        try:
            rows: list[Any] = driver.execute(text, values).fetchall()
        except DatabaseError as error:
            tell_damage(error)
            raise journeys.told(tx, text, error) from error
        return rows

    def early(self, tx: Transaction, values: Values) -> list[Any] | None:
        """Give what was read ahead, once; nothing if it was not asked for."""
        return journeys.early(tx, self.text(tx), values)

    def write(self, tx: Transaction, *rows: Values) -> int:
        """Write some rows; says how many were written."""
        text = self.text(tx)
        if not on_sqlite(tx):
            return tx.exec_driver_sql(text, list(rows)).rowcount
        driver: Any = tx.connection.driver_connection
        try:
            written: int = driver.executemany(text, rows).rowcount
        except DatabaseError as error:
            tell_damage(error)
            raise journeys.told(tx, text, error) from error
        return written

    def later(
        self,
        tx: Transaction,
        *rows: Values,
        table: str,
        clash: Exception | None = None,
        empty: Exception | None = None,
    ) -> None:
        """Write some rows before anything else is asked, or with the end.

        Args:
            tx: The transaction.
            rows: The values of each.
            table: What is written.
            clash: What is raised when somebody else wrote the same row first.
            empty: What is raised when nothing was written.

        Raises:
            Exception: One of these, now or at the end.
        """
        if not on_sqlite(tx):
            waiting = Waiting(self.text(tx), rows, table, clash, empty)
            journeys.wait(tx, waiting)
            return
        try:
            written = self.write(tx, *rows)
        except IntegrityError as error:
            raise (clash or error) from error
        if empty and not written:
            raise empty

    def text(self, tx: Transaction) -> str:
        """Give it as this database is sent it."""
        name = tx.dialect.name
        return self._texts.get(name) or self._texts.setdefault(name, self._made(tx))

    def _made(self, tx: Transaction) -> str:
        kind: Any = type(tx.dialect)
        dialect = kind(paramstyle=_STYLE[tx.dialect.name])
        columns = list(self._columns) or None
        statement = self._make(on_sqlite(tx))
        return str(statement.compile(dialect=dialect, column_keys=columns))


Question: TypeAlias = tuple[Prepared, Values]
"""Something to be asked, and the values that go with it."""


def ahead(tx: Transaction, *asked: Question) -> None:
    """Read in one journey what will be asked for one after another.

    Whoever asks for the same next finds it read, unless something was written since.
    """
    if not on_sqlite(tx):
        journeys.ask(tx, *((one.text(tx), values) for one, values in asked))
