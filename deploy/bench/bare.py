"""Three rows and a commit, and nothing else: the least that a sign-off could cost.

They are written straight through the driver, and again as the store itself writes:
through SQLAlchemy, in a transaction of its own. The difference is the library's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Select, Table, select

from bot.store import Store
from bot.tables import cases, journal, outbox

_NEW = {journal: ("case_ref", "cause"), cases: ("ref",), outbox: ("key",)}
"""What has to be another for each row of a table."""


@contextmanager
def bare_commit(store: Store, name: int = 0) -> Iterator[Callable[[], None]]:
    """Give what writes three rows straight through the driver, and commits them.

    Each is a copy of one that is there, as wide as it is, made to be new. The
    settings are those that the store opens its connections with.
    """
    templates = [(table, *_copied(store, table)) for table in _NEW]
    count = 0
    with store.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if not store.on_sqlite:
            driver.execute("SET dayzero.partnership = '*'")

        def commit() -> None:
            nonlocal count
            count += 1
            driver.execute("BEGIN IMMEDIATE" if store.on_sqlite else "BEGIN")
            for table, statement, values in templates:
                new = dict.fromkeys(_NEW[table], f"bare/{name}/{count}")
                driver.execute(statement, {**values, **new})
            driver.execute("COMMIT")

        yield commit
        connection.invalidate()  # it was told to show every partnership's rows


def library_commit(store: Store) -> Callable[[], None]:
    """Make what writes the same three rows through the store, and commits them."""
    with store.reading() as tx:
        templates = [
            (table, table.insert(), dict(tx.execute(_latest(table)).mappings().one()))
            for table in _NEW
        ]
    for _, _, values in templates:
        values.pop("seq", None)
    count = 0

    def commit() -> None:
        nonlocal count
        count += 1
        with store.writing() as tx:
            for table, statement, values in templates:
                new = dict.fromkeys(_NEW[table], f"library/{count}")
                tx.execute(statement, {**values, **new})

    return commit


def _latest(table: Table) -> Select[Any]:
    order = table.c.seq if "seq" in table.c else table.c.ref
    return select(table).order_by(order.desc()).limit(1)


def _copied(store: Store, table: Table) -> tuple[str, dict[str, Any]]:
    """Find the latest row of a table as it is stored, and how to insert another."""
    names = [column.name for column in table.columns if column.name != "seq"]
    with store.reading() as tx:
        query = _latest(table)
        made = query.compile(dialect=tx.dialect, compile_kwargs={"literal_binds": True})
        row = tx.exec_driver_sql(str(made)).mappings().one()
    style = "named" if store.on_sqlite else "pyformat"
    kind: Any = type(store.engine.dialect)
    statement = table.insert().compile(
        dialect=kind(paramstyle=style), column_keys=names
    )
    return str(statement), {name: row[name] for name in names}
