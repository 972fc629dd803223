"""A database for a fleet: one that has the job queue's own tables as well."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Store
from bot.store.alone import Claims
from bot.store.migrate import migrate
from bot.vault import Vault
from integrations.engines import fleet
from tests.fleet.replicas import SECRET, Replicas
from tests.log_lines import caught
from tests.postgres import KEEPER, Database, Server


@pytest.fixture(autouse=True)
def logged() -> Iterator[None]:
    """Log as a running bot does: to draw what went wrong would take seconds."""
    with caught():
        yield


@pytest.fixture(scope="session")
def fleet_database(postgres: Server) -> Database:
    name = f"fleet_{secrets.token_hex(4)}"
    # What was recorded must still be there after the server has fallen.
    safe = f"ALTER DATABASE {name} SET synchronous_commit = on"
    postgres.run(f"CREATE DATABASE {name}", safe)
    migrate(postgres.url(name))
    store = Store(postgres.url(name), Vault(SECRET))
    fleet.prepare(store)
    store.close()
    database = Database(postgres.url(name), postgres.url(name, KEEPER))
    database.remember()
    return database


@pytest.fixture
def fleet_url(fleet_database: Database) -> Iterator[str]:
    """The address of a database that is empty, and ready for any number of replicas."""
    yield fleet_database.url
    fleet_database.empty()


@pytest.fixture
def record(fleet_url: str) -> Iterator[Store]:
    """The record there, as any replica or verb opens it."""
    store = Store(fleet_url, Vault(SECRET), queued=fleet.enqueue)
    yield store
    store.close()


@pytest.fixture
def claims(fleet_url: str) -> Iterator[Claims]:
    made = Claims(fleet_url)
    yield made
    made.close()


@pytest.fixture
def replicas(fleet_url: str, tmp_path: Path) -> Iterator[Replicas]:
    """Any number of processes that deliver what is in the record."""
    made = Replicas(fleet_url, tmp_path / "ledger")
    try:
        yield made
    finally:
        made.end()
