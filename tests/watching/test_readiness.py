"""Alive is what a restart could mend; able to work is what else it takes."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx
import pytest

from bot.pulses import Pulses
from bot.readiness import Condition, Readiness
from bot.store import Store, facts
from bot.store.standing import BACKUP
from bot.vault import Vault
from integrations.web.health import healthy
from tests.watching.conftest import FRIDAY, Ticking

Says = Callable[[str], tuple[int, dict[str, Any]]]


@pytest.fixture
def pulses(ticking: Ticking) -> Pulses:
    return Pulses(ticking)


def asked(readiness: Readiness, path: str) -> tuple[int, dict[str, Any]]:
    async def ask() -> httpx.Response:
        through = httpx.ASGITransport(healthy(lambda: FRIDAY, readiness))
        async with httpx.AsyncClient(transport=through, base_url="http://it") as asks:
            return await asks.get(path)

    answer = asyncio.run(ask())
    return answer.status_code, answer.json()


@pytest.fixture
def says(record: Store, pulses: Pulses, tmp_path: Path) -> Says:
    readiness = Readiness(record, pulses, lambda: FRIDAY, tmp_path)
    return lambda path: asked(readiness, path)


def test_a_process_that_has_just_begun_is_alive_and_ready(says: Says) -> None:
    now = FRIDAY.isoformat()
    assert says("/healthz") == (200, {"status": "ok", "now": now, "wrong": []})
    whole = {"status": "ok", "now": now, "wrong": [], "beside": [], "parts": {}}
    assert says("/readyz") == (200, whole)


def test_a_courier_that_stands_still_is_not_alive(
    says: Says, pulses: Pulses, ticking: Ticking
) -> None:
    ticking.seconds += 200
    pulses.tick.begin()
    status, said = says("/healthz")
    assert (status, said["status"]) == (503, "stopped")
    assert [one["what"] for one in said["wrong"]] == ["courier"]
    assert said["wrong"][0]["then"].startswith("Start this process again")
    assert says("/readyz")[0] == 503


def test_a_look_after_a_week_asleep_may_take_its_time(
    says: Says, pulses: Pulses, ticking: Ticking
) -> None:
    ticking.seconds += 800
    pulses.courier.done()
    assert says("/healthz")[0] == 200
    ticking.seconds += 150
    pulses.courier.done()
    assert [one["what"] for one in says("/healthz")[1]["wrong"]] == ["tick"]


def test_a_process_that_was_asked_to_stop_is_not_ready_at_once_and_still_alive(
    says: Says, pulses: Pulses
) -> None:
    assert says("/readyz")[0] == 200
    pulses.stop()
    status, said = says("/readyz")
    assert (status, said["wrong"][0]["what"]) == (503, "stopping")
    assert says("/healthz")[0] == 200


def test_what_is_found_out_serves_for_a_second(
    says: Says, record: Store, ticking: Ticking
) -> None:
    assert says("/readyz")[0] == 200
    with record.writing() as tx:
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    assert says("/readyz")[0] == 200
    ticking.seconds += 2
    status, said = says("/readyz")
    assert (status, said["wrong"][0]["what"]) == (503, "migration")
    assert "0001" in said["wrong"][0]["says"]


def test_what_somebody_else_must_see_to_takes_nobodys_readiness(
    says: Says, record: Store
) -> None:
    with record.writing() as tx:
        facts.set_(tx, BACKUP, "2026-11-01T02:00:00+00:00")
    status, said = says("/readyz")
    assert (status, said["status"]) == (200, "degraded")
    (beside,) = said["beside"]
    assert beside.startswith("The last backup is of ")


def test_a_part_that_is_unwell_is_told_and_the_bot_stays_ready(
    record: Store, pulses: Pulses
) -> None:
    parts = {
        "slack": lambda: Condition(well=False, says={"socket": "connecting"}),
        "graph": lambda: Condition(well=True, says={}),
    }
    readiness = Readiness(record, pulses, lambda: FRIDAY, None, parts)
    status, said = asked(readiness, "/readyz")
    assert (status, said["status"]) == (200, "degraded")
    slack = {"well": False, "socket": "connecting"}
    assert said["parts"] == {"slack": slack, "graph": {"well": True}}


def test_a_folder_that_is_not_there_any_more_cannot_be_written(
    record: Store, pulses: Pulses, tmp_path: Path
) -> None:
    readiness = Readiness(record, pulses, lambda: FRIDAY, tmp_path / "gone")
    status, said = asked(readiness, "/readyz")
    assert (status, said["wrong"][0]["what"]) == (503, "disk")


@contextmanager
def a_server_that_says_nothing() -> Iterator[int]:
    """Take connections, and leave each of them without a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
            for one in taken:
                one.close()


def test_a_database_that_says_nothing_keeps_nobody_waiting(
    pulses: Pulses, vault: Vault
) -> None:
    with a_server_that_says_nothing() as port:
        store = Store(f"postgresql://dayzero@127.0.0.1:{port}/none", vault)
        readiness = Readiness(store, pulses, lambda: FRIDAY, patience=0.2)
        begun = perf_counter()
        status, said = asked(readiness, "/readyz")
        assert asked(readiness, "/healthz")[0] == 200, "a restart would mend nothing"
        assert perf_counter() - begun < 5
    assert (status, said["wrong"][0]["what"]) == (503, "database")
    assert "TimeoutError" in said["wrong"][0]["says"]
    store.close()
