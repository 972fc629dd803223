"""There is one line by which Graph tells of changes, and it is kept up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.gateways import NotSent, Undeliverable
from bot.store import Store
from bot.vault import Vault
from integrations.graph.answers import Unsure
from integrations.graph.subscriptions import LIFE, secret_of
from tests.graph.fake import FakeGraph
from tests.graph.fake_world import FRIDAY, US
from tests.graph.keeping_up import SECRET, URL, Listener, listening


@pytest.fixture
def store(sqlite_url: str, vault: Vault) -> Iterator[Store]:
    opened = Store(sqlite_url, vault)
    yield opened
    opened.close()


@pytest.fixture
def listener(graph: FakeGraph, store: Store) -> Iterator[Listener]:
    with listening(graph, store) as listener, listener.reached():
        yield listener


def lines(graph: FakeGraph) -> list[Any]:
    """List those that Graph still tells by."""
    known = list(graph.notices.subscriptions.values())
    return [line for line in known if line.until > graph.now()]


def renewals(graph: FakeGraph) -> int:
    return len([call for call in graph.called("renew") if call.status == 200])


def test_a_line_is_asked_for_with_a_secret_and_for_less_than_graph_allows(
    graph: FakeGraph, listener: Listener
) -> None:
    listener.do(listener.line.keep)

    (line,) = lines(graph)
    assert line.doc["resource"] == f"/users/{US}/events"
    assert line.doc["changeType"] == "created,updated,deleted"
    assert line.doc["notificationUrl"] == line.doc["lifecycleNotificationUrl"] == URL
    assert line.doc["clientState"] == SECRET
    assert line.until == FRIDAY + LIFE == listener.line.until


def test_the_secret_is_made_of_ours_and_is_no_part_of_it() -> None:
    assert secret_of(b"one" * 11) == secret_of(b"one" * 11) != secret_of(b"two" * 11)
    assert 16 <= len(secret_of(b"one" * 11)) <= 128


def test_a_line_that_stands_is_left_alone_and_renewed_every_day(
    graph: FakeGraph, listener: Listener
) -> None:
    listener.do(listener.line.keep)
    graph.later(timedelta(hours=23).total_seconds())
    listener.do(listener.line.keep)
    assert renewals(graph) == 0
    graph.later(timedelta(hours=2).total_seconds())
    listener.do(listener.line.keep)
    listener.do(listener.line.keep)

    assert renewals(graph) == len(graph.called("subscribe")) == 1
    assert lines(graph)[0].until == graph.now() + LIFE


def test_a_restart_finds_the_line_that_stands(
    graph: FakeGraph, store: Store, listener: Listener
) -> None:
    listener.do(listener.line.keep)
    with listening(graph, store) as again:
        again.do(again.line.keep)
        assert again.line.until == listener.line.until

    assert len(graph.called("subscribe")) == 1


@pytest.mark.parametrize("kind", ["500 after", "drop after"])
def test_a_line_that_was_made_without_an_answer_leaves_no_second(
    graph: FakeGraph, listener: Listener, kind: Any
) -> None:
    graph.fault(kind, "subscribe")
    with pytest.raises(Unsure):
        listener.do(listener.line.keep)
    assert len(lines(graph)) == 1
    listener.do(listener.line.keep)

    assert len(lines(graph)) == 1
    assert len(graph.called("unsubscribe")) == 1


def test_lines_of_a_record_that_was_lost_are_taken_down(
    graph: FakeGraph, store: Store, listener: Listener
) -> None:
    listener.do(listener.line.keep)
    (former,) = lines(graph)
    listener.do(lambda: listener.memory.forget("subscription"))
    with listening(graph, store) as again:
        again.do(again.line.keep)

    (line,) = lines(graph)
    assert line.id != former.id


def test_a_line_with_another_secret_makes_room_for_one_with_ours(
    graph: FakeGraph, store: Store, listener: Listener
) -> None:
    listener.do(listener.line.keep)
    with listening(graph, store, secret="another secret of enough letters") as changed:
        changed.do(changed.line.keep)

    (line,) = lines(graph)
    assert line.doc["clientState"] == "another secret of enough letters"


def test_the_line_of_somebody_else_stands(graph: FakeGraph, listener: Listener) -> None:
    listener.do(listener.line.keep)
    (line,) = lines(graph)
    line.doc["notificationUrl"] = "https://elsewhere.example.org/graph"
    listener.do(lambda: listener.memory.forget("subscription"))
    listener.do(listener.line.keep)

    assert len(lines(graph)) == 2


def test_a_line_that_is_gone_when_it_should_be_renewed_is_made_anew(
    graph: FakeGraph, listener: Listener
) -> None:
    listener.do(listener.line.keep)
    graph.notices.subscriptions.clear()
    graph.later(timedelta(days=1.5).total_seconds())
    listener.do(listener.line.keep)

    assert len(lines(graph)) == 1


def test_a_line_that_vanished_while_we_were_away_is_made_anew(
    graph: FakeGraph, store: Store
) -> None:
    """Graph said nothing of it, and by the record it would stand for days yet."""
    with listening(graph, store) as first, first.reached():
        first.do(first.line.keep)
    graph.notices.subscriptions.clear()
    with listening(graph, store) as again, again.reached():
        again.do(again.line.keep)
        again.do(again.line.keep)

        assert len(lines(graph)) == 1
        assert len(graph.called("subscribe")) == 2


def test_a_line_that_ended_while_we_were_away_is_made_anew(
    graph: FakeGraph, listener: Listener
) -> None:
    listener.do(listener.line.keep)
    graph.later(timedelta(days=5).total_seconds())
    listener.do(listener.line.keep)

    (line,) = lines(graph)
    assert line.until == graph.now() + LIFE


def test_a_line_is_renewed_when_graph_asks_and_made_anew_when_it_was_taken(
    graph: FakeGraph, listener: Listener
) -> None:
    listener.do(listener.line.keep)
    graph.notices.of_life("reauthorizationRequired")
    listener.told()
    listener.do(listener.line.keep)
    assert renewals(graph) == 1

    graph.notices.of_life("subscriptionRemoved")
    listener.told()
    assert not lines(graph)
    listener.do(listener.line.keep)
    assert len(lines(graph)) == 1


def test_an_address_that_graph_cannot_reach_is_refused_and_tried_again(
    graph: FakeGraph, store: Store
) -> None:
    with listening(graph, store) as listener:
        graph.notices.stands_for = {"https://": "http://127.0.0.1:9/"}
        with pytest.raises(Undeliverable):
            listener.do(listener.line.keep)
        with listener.reached():
            listener.do(listener.line.keep)

    assert len(lines(graph)) == 1


def test_a_graph_that_cannot_be_reached_takes_no_line_down(
    graph: FakeGraph, listener: Listener
) -> None:
    listener.do(listener.line.keep)
    graph.fault("401", "*", times=-1)
    graph.later(timedelta(days=1.5).total_seconds())
    with pytest.raises(NotSent):
        listener.do(listener.line.keep)

    assert len(lines(graph)) == 1
