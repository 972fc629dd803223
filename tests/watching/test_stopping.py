"""Asked to stop, a replica says that it is not ready before it closes anything."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, cast

import pytest
import uvicorn
from starlette.applications import Starlette

from bot.assembly import Works, courier_of, put_together
from bot.core.errors import Refused
from bot.pulses import Pulses
from bot.serving import _open_at, _Server, keep_running
from bot.settings import read_settings
from integrations.web.live import Live
from tests.watching.conftest import FRIDAY


def works_on(engine: Literal["embedded", "fleet"], home: Path) -> Works:
    settings = replace(read_settings({"DAYZERO_HOME": str(home)}), engine=engine)
    made: Any = SimpleNamespace(settings=settings, pulses=Pulses(), live=Live())
    return cast("Works", made)


@pytest.mark.parametrize(("engine", "closes"), [("embedded", True), ("fleet", False)])
def test_what_is_in_hand_is_settled_at_once_and_a_replica_closes_later(
    engine: Literal["embedded", "fleet"], closes: bool, tmp_path: Path
) -> None:
    works = works_on(engine, tmp_path)

    async def stopped() -> _Server:
        server = _Server(uvicorn.Config(Starlette()), works)
        server.handle_exit(signal.SIGTERM, None)
        assert works.pulses.stopping, "whoever asks is told at once"
        await server.leaving.wait()
        # Whatever is to happen at once has happened by the turn after next.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return server

    assert asyncio.run(stopped()).should_exit is closes


def test_an_address_that_is_taken_is_refused_in_words_and_a_free_one_is_not(
    tmp_path: Path,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as there:
        port = there.getsockname()[1]
        settings = read_settings(
            {"DAYZERO_HOME": str(tmp_path), "DAYZERO_PORT": str(port)}
        )
        with pytest.raises(Refused, match=f"port {port}: address already in use"):
            _open_at(settings)
    _open_at(settings)


def test_it_says_that_it_runs_only_once_it_can_be_reached(
    tmp_path: Path, sqlite_url: str
) -> None:
    def now() -> datetime:
        return FRIDAY

    said: list[bool] = []
    kept = gc.get_threshold()
    with socket.create_server(("127.0.0.1", 0)) as there:
        port = there.getsockname()[1]
        settings = read_settings(
            {
                "DAYZERO_HOME": str(tmp_path),
                "DAYZERO_PORT": str(port),
                "DAYZERO_DATABASE_URL": sqlite_url,
                "DAYZERO_SECRET": "ab" * 32,
            }
        )
        works = put_together(settings, now)
        with pytest.raises(Refused, match="already in use"):
            asyncio.run(
                keep_running(
                    works,
                    Starlette(),
                    courier_of(works, now),
                    now,
                    lambda: said.append(True),
                )
            )
    gc.set_threshold(*kept)
    gc.unfreeze()
    works.store.close()
    assert not said
