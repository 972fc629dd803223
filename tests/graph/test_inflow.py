"""What keeps up with a calendar goes on, whatever fails beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.always import AGAIN, always
from bot.gateways import NotSent, TryLater, Undeliverable
from bot.store import Store
from bot.vault import Vault
from integrations.graph.answers import Unsure
from integrations.graph.health import GraphHealth
from integrations.graph.inflow import INBOX, LINE, ROUND, SETTLE, SWEEP
from integrations.graph.keeping import Turn
from tests.contract.replies_by_mail import REPLY
from tests.graph.calling import made
from tests.graph.fake import FakeGraph
from tests.graph.fake_world import AMINA, BO, FRIDAY, US, Event
from tests.graph.keeping_up import Listener, listening


@pytest.fixture
def store(sqlite_url: str, vault: Vault) -> Iterator[Store]:
    opened = Store(sqlite_url, vault)
    yield opened
    opened.close()


@pytest.fixture
def listener(graph: FakeGraph, store: Store) -> Iterator[Listener]:
    with listening(graph, store) as listener, listener.reached():
        yield listener


@pytest.fixture
def event(graph: FakeGraph, listener: Listener) -> Event:
    made(graph)
    listener.record.expect(graph.one())
    listener.do(listener.line.keep)
    return graph.one()


async def only_once(seconds: float) -> None:
    """Wait for nothing, and end whatever would wait."""
    raise asyncio.CancelledError


def run(listener: Listener) -> None:
    """Do everything once, side by side."""
    listener.heap.tell(["AAMkNobody="])
    listener.do(replace(listener.inflow, sleep=only_once).run)


def test_an_answer_is_heard_when_graph_tells_of_it_however_often(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    graph.notices.repeats = 5
    graph.respond(event, AMINA, "accepted")
    graph.respond(event, BO, "declined")
    listener.told()

    assert listener.record.answers == [(AMINA, "accepted"), (BO, "declined")]
    assert len(graph.called("event")) == 1
    assert set(graph.notices.answers) == {202}
    assert listener.waits == [SETTLE]


def test_an_answer_that_graph_tells_nobody_of_is_heard_all_the_same(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    graph.notices.repeats = 0
    graph.respond(event, AMINA, "declined")
    run(listener)

    assert (AMINA, "declined") in listener.record.answers


def test_what_was_told_and_could_not_be_looked_at_is_looked_at_again(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    graph.respond(event, AMINA, "declined")
    graph.fault("500", "event")
    with pytest.raises(Unsure):
        listener.told()
    listener.told()

    assert listener.record.answers == [(AMINA, "declined")]


def test_where_graph_says_that_something_was_missed_everything_is_looked_at(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    graph.notices.repeats = 0
    graph.respond(event, AMINA, "declined")
    graph.notices.of_life("missed")
    listener.told()

    assert (AMINA, "declined") in listener.record.answers


def test_what_comes_while_it_is_waited_for_is_heard(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    async def heard() -> None:
        waiting = asyncio.create_task(listener.inflow.hear())
        await asyncio.sleep(0)
        await asyncio.to_thread(listener.heap.tell, [event.id])
        await waiting

    graph.respond(event, AMINA, "accepted")
    graph.quiet()
    listener.heap.take()
    listener.do(heard)

    assert listener.record.answers == [(AMINA, "accepted")]


def test_one_thing_that_fails_stops_none_of_the_others(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    graph.fault("500", "delta", times=-1)
    listener.record.trouble = [KeyError("a mistake of ours")]
    graph.respond(event, AMINA, "accepted")
    graph.deliver(US, REPLY % 1)
    graph.notices.subscriptions.clear()
    listener.do(listener.line.lost)
    run(listener)

    assert listener.record.letters == [REPLY % 1]
    assert len(graph.notices.subscriptions) == 1
    turns = {turn.name: turn for turn in listener.inflow.turns}
    assert {name: turn.every for name, turn in turns.items()} == {
        "changes": ROUND,
        "meetings": SWEEP,
        "line": LINE,
        "news": 0.0,
        "inbox": INBOX,
    }


def test_a_graph_that_is_down_is_tried_again_and_said_to_be_down(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    health = GraphHealth(listener.inflow, FRIDAY, listener.notices)
    changes = listener.inflow.turns[0]

    async def once() -> None:
        await changes.once()

    listener.do(once)
    assert health.says()["changes"] == FRIDAY.isoformat()
    assert health.says()["line_until"]
    graph.down = True
    listener.do(once)
    assert health.says()["failing"] == {"changes": "Unsure"}
    assert health.well
    graph.later(timedelta(hours=1).total_seconds())
    assert not health.well


def test_what_fails_is_done_ever_more_rarely_until_it_is_well() -> None:
    trouble: list[Exception] = []

    async def act() -> None:
        if trouble:
            raise trouble[0]

    turn = Turn("changes", 600.0, act, lambda: FRIDAY)

    def waits(times: int, *found: Exception) -> list[float]:
        trouble[:] = found
        return [asyncio.run(turn.once()) for _ in range(times)]

    assert waits(1) == [600]
    assert waits(8, NotSent("away")) == [15, 30, 60, 120, 240, 480, 600, 600]
    assert waits(1, TryLater(37)) == [37]
    assert waits(1) == [600]
    assert waits(2, Undeliverable("never")) == [15, 30]
    turn.every = 0.0
    assert waits(9, OSError())[-1] == 900


def test_what_has_no_end_is_begun_again_when_it_fails() -> None:
    waits: list[float] = []
    begun: list[int] = []

    async def act() -> None:
        begun.append(1)
        raise KeyError("a mistake")

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(always(act, "graph.failed", sleep))

    assert waits == [AGAIN, AGAIN]
    assert len(begun) == 2
