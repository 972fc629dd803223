"""Microsoft 365 as the bot joins it: begun, kept up with, and ended."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from bot.settings_graph import NOTIFIED_AT
from bot.store import Store
from bot.vault import Vault
from integrations.graph.joined import Graph, joined
from integrations.mail.letters import compose
from tests.contract.post_office import KEY, LETTER
from tests.contract.replies_by_mail import REPLY
from tests.desk.wessex import Wessex
from tests.graph.calendar_out import settings_for
from tests.graph.fake import FakeGraph
from tests.graph.fake_world import US
from tests.graph.keeping_up import OUTSIDE, URL, served

LETTERS: list[bytes] = []


@pytest.fixture
def store(sqlite_url: str, vault: Vault) -> Iterator[Store]:
    opened = Store(sqlite_url, vault)
    yield opened
    opened.close()


def join(
    graph: FakeGraph, store: Store, folder: Path, url: str, *, inbox: bool = True
) -> Graph:
    wessex = Wessex(store, folder)
    return joined(
        settings_for(graph, notification_url=url, inbox=inbox),
        store,
        lambda _: wessex.desk,
        graph.now,
        secret=b"a secret that is only for the tests, of 32 bytes",
        compose=compose,
        take=LETTERS.append,
    )


def test_a_running_bot_keeps_up_with_the_calendar_and_the_mailbox_until_it_ends(
    graph: FakeGraph, store: Store, tmp_path: Path
) -> None:
    LETTERS.clear()
    graph.deliver(US, REPLY % 1)
    bot = join(graph, store, tmp_path, URL)

    async def lived() -> None:
        running = asyncio.create_task(bot.run())
        await asyncio.to_thread(graph.wait_for, lambda: graph.notices.subscriptions)
        await asyncio.to_thread(graph.wait_for, lambda: LETTERS)
        await asyncio.to_thread(graph.wait_for, lambda: graph.called("delta"))
        await bot.mail.send(LETTER, KEY)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    with served(Starlette(routes=bot.routes)) as address:
        graph.notices.stands_for = {OUTSIDE: address}
        asyncio.run(lived())
        bot.stop()
        bot.stop()

    assert LETTERS == [REPLY % 1]
    assert len(graph.sent) == 1
    assert bot.health.well
    assert bot.health.says()["failing"] == {}


def test_where_graph_cannot_reach_us_changes_are_asked_for(
    graph: FakeGraph, store: Store, tmp_path: Path
) -> None:
    bot = join(graph, store, tmp_path, "", inbox=False)

    assert bot.routes == ()
    assert [turn.name for turn in bot.inflow.turns] == ["changes", "meetings"]
    assert bot.health.says()["line_until"] is None


def test_graph_is_answered_at_the_address_it_was_given_and_at_our_own(
    graph: FakeGraph, store: Store, tmp_path: Path
) -> None:
    bot = join(graph, store, tmp_path, f"{OUTSIDE}/dayzero/told")

    assert [route.path for route in bot.routes] == ["/dayzero/told", NOTIFIED_AT]
