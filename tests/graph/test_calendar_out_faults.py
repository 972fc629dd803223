"""Whatever goes wrong with Graph, nothing is lost and nothing is sent twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.gateways import NotSent, TryLater, Undeliverable
from integrations.graph.answers import Unsure
from tests.graph.calendar_out import (
    AT,
    LATER,
    UID,
    Desk,
    joined_to,
    meeting,
    settings_for,
)
from tests.graph.fake import FakeGraph
from tests.graph.fake_world import AMINA, BO


@pytest.fixture
def desk(graph: FakeGraph) -> Iterator[Desk]:
    with joined_to(graph) as desk:
        yield desk


@pytest.mark.parametrize("kind", ["500 after", "drop after"])
def test_an_event_whose_making_was_not_answered_is_found_and_not_made_again(
    graph: FakeGraph, desk: Desk, kind: Any
) -> None:
    graph.fault(kind, "create")
    with pytest.raises(Unsure):
        desk.put(meeting())

    found = desk.find(meeting())
    assert found == f"graph/{graph.one().id}"
    assert desk.put(meeting()) == found
    assert graph.mailed_to(AMINA) == ["invitation"]


def test_an_event_made_with_no_answer_follows_what_has_changed_since(
    graph: FakeGraph, desk: Desk
) -> None:
    graph.fault("500 after", "create")
    with pytest.raises(Unsure):
        desk.put(meeting())
    desk.put(meeting(AMINA, start=LATER, sequence=1))

    assert graph.one().start == LATER
    assert graph.mailed_to(BO) == ["invitation", "cancellation"]


@pytest.mark.parametrize("known", ["ignores_filter", "properties"])
def test_an_event_is_found_though_graph_does_not_know_the_question(
    graph: FakeGraph, desk: Desk, known: str
) -> None:
    for number in range(12):
        desk.put(meeting(uid=f"{UID}{number}"))
    receipt = desk.put(meeting())
    if known == "ignores_filter":
        graph.ignores_filter = True
    else:
        for event in graph.standing():
            event.properties = []

    assert desk.find(meeting()) == receipt
    assert desk.find(meeting(uid="another")) is None


def test_a_name_that_is_taken_leads_to_the_event_that_has_it(
    graph: FakeGraph, desk: Desk
) -> None:
    receipt = desk.put(meeting())
    graph.one().properties = []  # a look-up that does not know it yet

    assert desk.put(meeting(AMINA)) == receipt
    assert graph.one().addresses == [AMINA]


def test_a_name_taken_by_what_cannot_be_found_makes_no_second_event(
    graph: FakeGraph, desk: Desk
) -> None:
    desk.put(meeting())
    graph.one().gone = True

    with pytest.raises(Unsure):
        desk.put(meeting())
    assert not graph.standing()


@pytest.mark.parametrize("kind", ["500 after", "drop after"])
def test_a_change_whose_answer_was_lost_is_not_made_again(
    graph: FakeGraph, desk: Desk, kind: Any
) -> None:
    receipt = desk.put(meeting())
    graph.fault(kind, "patch")
    with pytest.raises(Unsure):
        desk.put(meeting(start=LATER, sequence=1), receipt)
    desk.put(meeting(start=LATER, sequence=1), receipt)

    assert graph.mailed_to(AMINA) == ["invitation", "update"]


@pytest.mark.parametrize("kind", ["500 after", "drop after"])
def test_a_cancelling_whose_answer_was_lost_is_not_made_again(
    graph: FakeGraph, desk: Desk, kind: Any
) -> None:
    receipt = desk.put(meeting())
    graph.fault(kind, "cancel")
    off = meeting(stood_down=True, sequence=1)
    with pytest.raises(Unsure):
        desk.put(off, receipt)
    desk.put(off, receipt)

    assert graph.mailed_to(AMINA) == ["invitation", "cancellation"]


@pytest.mark.parametrize("kind", ["429", "503"])
@pytest.mark.parametrize("as_date", [True, False])
def test_the_wait_that_graph_asks_for_is_kept_for_the_whole_mailbox(
    graph: FakeGraph, desk: Desk, kind: Any, *, as_date: bool
) -> None:
    graph.fault(kind, "events", seconds=40, as_date=as_date)
    with pytest.raises(TryLater) as asked:
        desk.put(meeting())
    assert 38 < asked.value.seconds <= 40
    calls = len(graph.calls)

    with pytest.raises(TryLater):
        desk.busy(AT, LATER, AMINA)
    assert len(graph.calls) == calls
    graph.later(41)
    desk.put(meeting())
    assert len(graph.standing()) == 1


def test_a_wait_of_no_length_is_ten_seconds(graph: FakeGraph, desk: Desk) -> None:
    graph.fault("503", "events", seconds=-1)
    with pytest.raises(TryLater) as asked:
        desk.put(meeting())
    assert asked.value.seconds == 10


def test_no_more_than_four_are_asked_at_once(graph: FakeGraph, desk: Desk) -> None:
    with graph.slow("events") as slow, ThreadPoolExecutor(8) as hands:
        puts = [
            hands.submit(desk.put, meeting(uid=f"{UID}{number}")) for number in range(8)
        ]
        slow.wait_until_met()
        slow.end()
        receipts = {put.result() for put in puts}
    assert len(receipts) == 8
    assert max(graph.at_once.values()) <= 4


def test_a_token_that_has_run_out_is_replaced_by_a_fresh_one(
    graph: FakeGraph, desk: Desk
) -> None:
    desk.put(meeting())
    graph.entra.run_out()
    graph.later(1)

    desk.put(meeting(start=LATER, sequence=1))
    assert len(graph.called("token")) == 2


def test_a_token_that_is_never_taken_is_tried_again_later(
    graph: FakeGraph, desk: Desk
) -> None:
    graph.fault("401", "events", times=2)
    with pytest.raises(NotSent):
        desk.put(meeting())
    assert desk.put(meeting())


def test_no_token_to_be_had_is_tried_again_later(graph: FakeGraph) -> None:
    with joined_to(graph, client_secret="not it") as desk, pytest.raises(NotSent):
        desk.put(meeting())


def test_a_token_given_as_it_stands_is_used(graph: FakeGraph) -> None:
    token = graph.entra.token()
    with joined_to(graph, access_token=token, client_secret="") as desk:
        assert desk.put(meeting())
    assert not graph.called("token")


def test_nothing_set_to_ask_by_says_so(graph: FakeGraph) -> None:
    with joined_to(graph, client_secret="") as desk, pytest.raises(NotSent):
        desk.put(meeting())


def test_a_permission_that_is_missing_is_not_asked_for_again(
    graph: FakeGraph, desk: Desk
) -> None:
    graph.entra.roles = ("Mail.Send",)
    with pytest.raises(Undeliverable, match="403 ErrorAccessDenied"):
        desk.put(meeting())


def test_where_graph_is_not_to_be_reached_nothing_was_sent() -> None:
    with FakeGraph("us@example.org").served() as gone:
        pass
    with joined_to(gone) as desk, pytest.raises(NotSent):
        desk.put(meeting())


def test_whoever_stops_waiting_stops_it_and_nothing_is_begun_at_the_end(
    graph: FakeGraph,
) -> None:
    made = Desk(settings_for(graph), graph.now)

    async def impatient() -> None:
        with graph.slow("events") as slow:
            going = asyncio.create_task(made.calendar.find(meeting(), "key"))
            await asyncio.to_thread(slow.wait_until_met)
            going.cancel()
            with pytest.raises(asyncio.CancelledError):
                await going

    asyncio.run(impatient())
    made.loop.stop()
    made.loop.stop()
    with pytest.raises(NotSent):
        asyncio.run(made.calendar.find(meeting(), "key"))


def test_what_is_stopped_before_it_began_begins_nothing(graph: FakeGraph) -> None:
    made = Desk(settings_for(graph), graph.now)
    made.loop.stop()
    assert not made.loop.running
    with pytest.raises(NotSent):
        made.loop.wait(made.client.token, 5)
    assert not graph.calls
