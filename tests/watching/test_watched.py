"""What watches over a running bot is joined to it, and to nothing in a rehearsal."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import httpx
import pytest

from bot import traces, watched
from bot.serving import _ticked, served
from bot.serving import watched as watched_over
from bot.store import facts
from bot.store.standing import BACKUP
from integrations.web.metrics import GAUGES, PREFIX
from tests.log_lines import Written
from tests.test_put_together import NOW, put
from tests.watching.test_heartbeat import listening, turned

IMAP = {
    "DAYZERO_IMAP_HOST": "127.0.0.1",
    "DAYZERO_IMAP_USERNAME": "safeguarding@example.org",
    "DAYZERO_IMAP_PASSWORD": "one",
    "DAYZERO_IMAP_TLS": "none",
}


@pytest.fixture
def home(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder whose record has its shape already: making it takes long."""
    shutil.copy(sqlite_template, tmp_path / "dayzero.sqlite3")
    return tmp_path


def test_every_number_that_is_promised_is_given(home: Path) -> None:
    with put(home, IMAP) as works:
        with works.store.writing() as tx:
            for key in (facts.LAST_TICK, BACKUP):
                facts.set_(tx, key, NOW.isoformat())
        works.pulses.courier.done()

        async def ask() -> httpx.Response:
            through = httpx.ASGITransport(served(works, lambda: NOW))
            async with httpx.AsyncClient(transport=through, base_url="http://it") as it:
                return await it.get("/metrics")

        text = asyncio.run(ask()).text
    given = {line.split("{")[0].split()[0] for line in text.splitlines()}
    # Replicas are counted where there are several.
    assert {PREFIX + name for name in GAUGES.keys() - {"replicas"}} <= given
    assert f'{PREFIX}part_well{{part="mailbox"}} 1.0' in text
    assert f'release="{watched.release()}"' in text


def test_a_look_that_finds_all_well_gives_a_sign_of_life(home: Path) -> None:
    with (
        listening() as (url, heard),
        put(home, {"DAYZERO_HEARTBEAT_URL": url}) as works,
    ):
        look = watched.looking(works, lambda: NOW)
        look()
        turned(works.pulses)
        look()
    assert len(heard) == 1


def test_it_lasts_as_long_as_the_bot_runs_and_says_what_runs(
    home: Path, logged: Written
) -> None:
    collector = {"DAYZERO_TRACES_URL": "http://127.0.0.1:9/v1/traces"}
    with put(home, collector) as works, watched_over(works, lambda: NOW):
        with traces.span("press"):
            pass
        (line,) = [one for one in logged.lines() if one["event"] == "program.started"]
    assert line["engine"] == "embedded"
    with traces.span("press") as told:
        assert not hasattr(told, "__dict__"), "nobody listens any more"


def test_a_start_is_noted_at_once_and_not_again_at_every_turn(home: Path) -> None:
    """Otherwise the doctor, asked just after a start, says to start it."""
    with put(home, {}) as works:
        tick = works.pulses.ticking(lambda: _ticked(works, lambda: NOW))
        tick()
        with works.store.reading() as tx:
            assert facts.get(tx, facts.LAST_TICK) == NOW.isoformat()
        with works.store.writing() as tx:
            facts.unset(tx, facts.LAST_TICK)
        tick()
        with works.store.reading() as tx:
            assert facts.get(tx, facts.LAST_TICK) is None
