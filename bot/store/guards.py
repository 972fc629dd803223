"""Whether the database is whole, and still refuses to change what was recorded."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from bot.store.opening import Transaction, on_sqlite
from bot.tables import metadata

_SQLITE: Final = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
_POSTGRES: Final = text(
    "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    " AND relname IN ('journal', 'roots')"
)
_APART: Final = text(
    "SELECT relname FROM pg_class JOIN pg_policy ON polrelid = pg_class.oid"
    " WHERE relrowsecurity AND relforcerowsecurity"
    " AND polname = relname || '_of_partnership'"
)
_CHECK: Final = text("PRAGMA quick_check(1)")
_TABLES: Final = ("journal", "roots")
_ON_SQLITE: Final = frozenset(
    f"{table}_is_append_only_{verb}"
    for table in _TABLES
    for verb in ("update", "delete", "insert")
)
_ON_POSTGRES: Final = frozenset(
    f"{table}_{rule}"
    for table in _TABLES
    for rule in ("is_append_only", "is_not_emptied")
)


def missing(tx: Transaction) -> list[str]:
    """List the triggers of the journal that are gone or turned off."""
    query, wanted = (
        (_SQLITE, _ON_SQLITE) if on_sqlite(tx) else (_POSTGRES, _ON_POSTGRES)
    )
    return sorted(wanted.difference(tx.scalars(query)))


def damage(tx: Transaction) -> str:
    """Say what SQLite finds wrong with its own file; empty if it is whole.

    PostgreSQL looks after its own.
    """
    said = tx.scalar(_CHECK) if on_sqlite(tx) else "ok"
    return "" if said == "ok" else " ".join(str(said).split())


def unguarded(tx: Transaction) -> list[str]:
    """List the tables whose rows PostgreSQL no longer keeps apart by partnership.

    SQLite keeps none apart, and misses none.
    """
    if on_sqlite(tx):
        return []
    guarded = set(tx.scalars(_APART))
    return sorted(
        table.name
        for table in metadata.sorted_tables
        if "partnership" in table.c and table.name not in guarded
    )
