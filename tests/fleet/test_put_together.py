"""One setting chooses the engine, and nothing else knows which it is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.__main__ import machine
from bot.assembly import put_together, store_of
from bot.core.errors import Refused
from bot.environment import Unsettled
from bot.settings import Settings, read_settings
from bot.store import outbox
from bot.store.gone import reached
from integrations.engines.claimed import AlreadyRunning
from tests.fleet.replicas import SECRET, row

FLEET = {"DAYZERO_ENGINE": "fleet"}


def settings(home: Path, url: str, **more: str) -> Settings:
    named = {"DAYZERO_HOME": str(home), "DAYZERO_DATABASE_URL": url}
    return read_settings({**named, "DAYZERO_SECRET": SECRET[:32].hex(), **more})


def test_a_fleet_on_sqlite_is_refused_as_it_is_set(
    tmp_path: Path, sqlite_url: str
) -> None:
    with pytest.raises(Unsettled, match="only with PostgreSQL"):
        settings(tmp_path, sqlite_url, **FLEET)


def test_replicas_are_put_together_side_by_side_and_no_embedded_process_beside(
    tmp_path: Path, fleet_url: str
) -> None:
    replicas = [
        put_together(settings(tmp_path / name, fleet_url, **FLEET), machine)
        for name in ("one", "two")
    ]

    with pytest.raises(AlreadyRunning, match="replicas of a fleet"):
        put_together(settings(tmp_path / "three", fleet_url), machine)
    for works in replicas:
        works.claims.close()
        works.store.close()

    alone = put_together(settings(tmp_path / "three", fleet_url), machine)
    with pytest.raises(AlreadyRunning, match="as one process"):
        put_together(settings(tmp_path / "one", fleet_url, **FLEET), machine)
    with pytest.raises(AlreadyRunning, match="already running"):
        put_together(settings(tmp_path / "four", fleet_url), machine)
    alone.claims.close()
    alone.store.close()


@pytest.mark.parametrize("engine", ["fleet", "embedded"])
def test_a_database_that_cannot_be_reached_is_said_in_words(
    tmp_path: Path, engine: str
) -> None:
    nowhere = f"postgresql://dayzero@/dayzero?host={tmp_path}"
    set_so = settings(tmp_path, nowhere, DAYZERO_ENGINE=engine)

    with pytest.raises(Refused, match="cannot be reached") as refused:
        put_together(set_so, machine)
    with pytest.raises(Refused, match="cannot be reached"):
        store_of(set_so)

    assert "DAYZERO_DATABASE_URL" in refused.value.next_step


def test_what_is_wrong_with_a_file_is_said_by_whoever_knows() -> None:
    def fails() -> None:
        with reached():
            raise OperationalError("", {}, sqlite3.OperationalError("full"))

    with pytest.raises(OperationalError, match="full"):
        fails()


@pytest.mark.parametrize(("engine", "jobs"), [("fleet", 1), ("embedded", 0)])
def test_whatever_writes_in_a_fleets_record_wakes_a_replica(
    tmp_path: Path, fleet_url: str, engine: str, jobs: int
) -> None:
    store = store_of(settings(tmp_path, fleet_url, DAYZERO_ENGINE=engine))
    with store.writing() as tx:
        outbox.enqueue(tx, [row("WVX-2026-001/1/0")], machine())
    with store.reading() as tx:
        found = tx.execute(text("SELECT count(*) FROM procrastinate_jobs"))
        assert found.scalar_one() == jobs
    store.close()
