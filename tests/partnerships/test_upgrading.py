"""A database that any earlier release left is brought up, and its case goes on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store import Store, drafts
from bot.store.migrate import HEAD, migrate, schema_version
from bot.store.verify import verify
from bot.tables import outbox
from bot.vault import Vault
from tests.desk.wessex import Wessex
from tests.partnerships.older import OF, left
from tests.postgres import Server

REPLICAS = 4


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it at all."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/old.sqlite"
        return
    server: Server = request.getfixturevalue("postgres")
    server.run("CREATE DATABASE upgraded")
    yield server.url("upgraded")
    server.run("DROP DATABASE upgraded WITH (FORCE)")


@pytest.mark.parametrize("revision", sorted(OF))
def test_what_an_earlier_release_left_is_whole_and_goes_on(
    empty: str, revision: str, vault: Vault, tmp_path: Path
) -> None:
    older = left(empty, revision)

    assert migrate(empty)

    store = Store(empty, vault)
    try:
        assert schema_version(store) == HEAD
        assert verify(store) == []
        _turns_are_filled(store, older.rows["outbox"])
        now = datetime.fromisoformat(older.now)
        wessex = Wessex(store, tmp_path, now=now)
        with wessex.desk.store.reading() as tx:
            (draft,) = drafts.of_person(tx, wessex.partnership, "amina")
        assert draft.says == {"where": "At home."}
        said = {"choice": "notify", "note": "x"}
        about = f"{older.ref}/criteria"
        answer = wessex.press("helen", "decide", about, "test/upgraded", **said)
        assert not answer.code, answer
        wessex.wait(minutes=5)
        wessex.carry()
        assert {row.state for row in wessex.rows()} <= {"sent", "addressed", "dropped"}
        assert verify(store) == []
    finally:
        store.close()


def _turns_are_filled(store: Store, rows: int) -> None:
    with store.reading() as tx:
        asked = select(outbox.c.turn, outbox.c.try_at, outbox.c.not_before)
        found = tx.execute(asked).all()
    assert len(found) == rows
    assert all(turn == (try_at or first) for turn, try_at, first in found)


def test_of_several_replicas_that_start_at_once_one_brings_it_up(empty: str) -> None:
    left(empty, "0003")

    with ThreadPoolExecutor(REPLICAS) as replicas:
        did = sorted(replicas.map(migrate, [empty] * REPLICAS))

    assert did == [False] * (REPLICAS - 1) + [True]
