"""What is to be known of the database server itself, for the doctor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import text

from bot.store.opening import Store, Transaction, on_sqlite

_ABOUT: Final = text(
    "SELECT current_setting('server_version_num')::int / 10000,"
    " (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user),"
    " to_regclass('procrastinate_jobs') IS NOT NULL,"
    " current_setting('synchronous_commit'), current_setting('fsync')"
)
_SHUT: Final = text(
    "SELECT pg_is_in_recovery()"
    " OR current_setting('default_transaction_read_only') = 'on'"
)
_NOW: Final = text("SELECT clock_timestamp()")
_REPLICAS: Final = text(
    "SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_database ON oid = database"
    " WHERE datname = current_database() AND locktype = 'advisory'"
    " AND mode = 'ShareLock' AND granted"
)
"""Each holds the same claim as the others, for as long as it lives."""
_HEARS: Final = 2.0
"""Seconds within which a server must pass on what it was told."""


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server, as our own account sees it.

    Attributes:
        version: Such as 15.
        all_powerful: Whether our account passes every rule that keeps partnerships
            apart.
        has_jobs: Whether the tables of the job queue are there.
        durable: Whether what was committed has been written to disk.
    """

    version: int
    all_powerful: bool
    has_jobs: bool
    durable: bool


def server(store: Store) -> Server | None:
    """Look at the server; nothing where the record is a file."""
    if store.on_sqlite:
        return None
    with store.reading() as tx:
        version, powerful, jobs, commit, fsync = tx.execute(_ABOUT).one()
    return Server(version, powerful, jobs, commit != "off" and fsync == "on")


def shut(store: Store) -> bool:
    """Say whether the server takes nothing down, as one that stands by for another."""
    if store.on_sqlite:
        return False
    with store.engine.connect() as tx:
        closed = bool(tx.scalar(_SHUT))
        if closed:
            tx.invalidate()  # or this line would go on saying so when it is over
    return closed


def replicas(tx: Transaction) -> int:
    """Count the replicas that share the record; none where one process has it alone."""
    return 0 if on_sqlite(tx) else tx.scalar(_REPLICAS) or 0


def clock(store: Store) -> datetime | None:
    """Say what time it is by the server; nothing where the record is a file."""
    if store.on_sqlite:
        return None
    with store.reading() as tx:
        told: datetime | None = tx.scalar(_NOW)
    return told.astimezone(UTC) if told else None


def hears(store: Store) -> bool:
    """See whether the server calls us when something is queued.

    It does not through a pool that gives each transaction another connection.
    """
    with store.engine.connect() as listening, store.engine.connect() as telling:
        for one in (listening, telling):
            one.execution_options(dayzero_begin="")
        listening.exec_driver_sql("LISTEN dayzero_doctor")
        telling.exec_driver_sql("NOTIFY dayzero_doctor")
        driver: Any = listening.connection.driver_connection
        try:
            heard = list(driver.notifies(timeout=_HEARS, stop_after=1))
        finally:
            listening.exec_driver_sql("UNLISTEN dayzero_doctor")
    return bool(heard)
