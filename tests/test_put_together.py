"""The parts as they are put together: what is joined, and what only where it is set."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from bot.assembly import Works, put_together
from bot.gateways import NoCalendar
from bot.invented_diaries import InventedDiaries
from bot.serving import _beside, announced, served
from bot.settings import read_settings

NOW = datetime(2026, 12, 18, 9, 30, tzinfo=UTC)
GRAPH = {
    "GRAPH_BASE_URL": "http://127.0.0.1:9/v1.0",
    "GRAPH_ACCESS_TOKEN": "a-token",
    "GRAPH_ORGANISER": "safeguarding@example.org",
}
TOLD = {"GRAPH_NOTIFICATION_URL": "http://127.0.0.1:9/graph/notifications"}
IMAP = {
    "DAYZERO_IMAP_HOST": "127.0.0.1",
    "DAYZERO_IMAP_USERNAME": "safeguarding@example.org",
    "DAYZERO_IMAP_PASSWORD": "horse",
}
SMTP = {"DAYZERO_SMTP_HOST": "127.0.0.1", "DAYZERO_ORGANISER": "bot@example.org"}


@pytest.fixture
def home(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder whose record has its shape already: making it takes long."""
    shutil.copy(sqlite_template, tmp_path / "dayzero.sqlite3")
    return tmp_path


@contextmanager
def put(
    home: Path, environ: Mapping[str, str], *, rehearsing: bool = False
) -> Iterator[Works]:
    settings = read_settings(
        {"DAYZERO_HOME": str(home), "DAYZERO_SECRET": "5a" * 32, **environ}
    )
    works = put_together(settings, lambda: NOW, rehearsing=rehearsing)
    try:
        yield works
    finally:
        works.stop()
        works.store.close()


def test_without_settings_there_is_no_calendar_but_letters(home: Path) -> None:
    with put(home, {}) as works:
        assert isinstance(works.ways.shared, NoCalendar)
        assert works.ways.mail is works.letters
        assert (works.graph, works.replies) == (None, None)
        assert works.ways.base_url == "http://127.0.0.1:8731"


def test_microsoft_365_holds_the_meetings_and_sends_the_letters(home: Path) -> None:
    with put(home, {**GRAPH, **IMAP}) as works:
        assert works.graph is not None
        assert works.ways.shared is works.graph.calendar
        assert works.ways.mail is works.graph.mail
        assert works.ways.domain == "example.org"
        assert works.replies is not None


def test_a_mail_server_that_is_set_goes_before_it(home: Path) -> None:
    with put(home, {**GRAPH, **SMTP}) as works:
        assert works.graph is not None
        assert works.ways.mail is not works.graph.mail


def test_a_rehearsal_reaches_nothing_outside(home: Path) -> None:
    with put(home, {**GRAPH, **IMAP, **SMTP}, rehearsing=True) as works:
        assert (works.graph, works.replies) == (None, None)
        assert isinstance(works.ways.shared, InventedDiaries)
        assert works.ways.mail is works.letters


def test_how_far_a_mailbox_was_read_is_remembered(home: Path) -> None:
    with put(home, IMAP) as works:
        box = cast("Any", works.replies)
        assert box._recall() is None
        box._keep("1/7")
        assert box._recall() == "1/7"
    other = {**IMAP, "DAYZERO_IMAP_FOLDER": "Replies"}
    with put(home, other) as works:
        assert cast("Any", works.replies)._recall() is None


def test_what_is_configured_is_answered_to(home: Path) -> None:
    async def asked(works: Works) -> tuple[httpx.Response, httpx.Response]:
        through = httpx.ASGITransport(served(works, lambda: NOW))
        async with httpx.AsyncClient(transport=through, base_url="http://it") as asks:
            return await asks.get("/readyz"), await asks.get("/open/WVX-2026-001")

    with put(home, {**GRAPH, **TOLD, **IMAP}) as works:
        health, page = asyncio.run(asked(works))
        paths = [route.path for route in served(works, lambda: NOW).routes]  # type: ignore[attr-defined]
        said = list(announced(works.settings))

    assert {"graph", "mailbox"} <= health.json()["parts"].keys()
    assert (page.status_code, "Slack" in page.text) == (200, False)
    assert "/graph/notifications" in paths
    assert TOLD["GRAPH_NOTIFICATION_URL"] in said[1]
    assert "mailbox" in said[2]


def test_one_that_fails_does_not_stop_the_others(home: Path) -> None:
    class Part:
        def __init__(self, *, fails: bool) -> None:
            self.fails = fails
            self.ran = asyncio.Event()

        async def run(self) -> None:
            self.ran.set()
            if self.fails:
                raise OSError
            await asyncio.Event().wait()

    async def beside(works: Works) -> None:
        broken, sound = Part(fails=True), Part(fails=False)
        both = replace(works, graph=cast("Any", broken), replies=cast("Any", sound))
        task = asyncio.create_task(_beside(both))
        async with asyncio.timeout(5):
            await broken.ran.wait()
            await sound.ran.wait()
        assert not task.done()
        task.cancel()
        await asyncio.wait([task])

    with put(home, {}) as works:
        asyncio.run(beside(works))
