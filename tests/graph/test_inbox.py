"""Replies are read in the organiser's mailbox, and nothing else that is in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.gateways import Undeliverable
from bot.received import LARGEST
from bot.store import Store
from bot.vault import Vault
from integrations.graph.answers import Unsure
from integrations.graph.inbox import Inbox
from tests.contract.replies_by_mail import LETTER, REPLY
from tests.graph.fake import FakeGraph
from tests.graph.fake_world import US
from tests.graph.keeping_up import Listener, listening


@pytest.fixture
def store(sqlite_url: str, vault: Vault) -> Iterator[Store]:
    opened = Store(sqlite_url, vault)
    yield opened
    opened.close()


@pytest.fixture
def listener(graph: FakeGraph, store: Store) -> Iterator[Listener]:
    with listening(graph, store) as listener:
        yield listener


def test_a_reply_is_read_and_no_other_letter_is(
    graph: FakeGraph, listener: Listener
) -> None:
    graph.deliver(US, LETTER)
    graph.deliver(US, REPLY % 1)
    listener.do(listener.inbox.look)

    assert listener.record.letters == [REPLY % 1]
    assert len(graph.called("mime")) == 1
    assert {call.verb for call in graph.calls} - {"POST"} == {"GET"}


def test_what_was_read_is_not_read_again_and_what_comes_later_is(
    graph: FakeGraph, store: Store, listener: Listener
) -> None:
    graph.deliver(US, REPLY % 1)
    listener.do(listener.inbox.look)
    listener.do(listener.inbox.look)
    graph.later(3600)
    graph.deliver(US, LETTER)
    listener.do(listener.inbox.look)
    with listening(graph, store) as again:
        graph.deliver(US, REPLY % 2)
        again.do(again.inbox.look)
        again.do(again.inbox.look)

        assert again.record.letters == [REPLY % 2]
    assert listener.record.letters == [REPLY % 1]


def test_of_what_came_long_before_nothing_is_read(
    graph: FakeGraph, listener: Listener
) -> None:
    graph.deliver(US, REPLY % 1)
    graph.later(timedelta(days=15).total_seconds())
    listener.do(listener.inbox.look)

    assert listener.record.letters == []


def test_every_page_of_the_mailbox_is_read(
    graph: FakeGraph, listener: Listener
) -> None:
    for number in range(60):
        graph.deliver(US, LETTER if number else REPLY % 1)
    graph.deliver(US, REPLY % 2)
    listener.do(listener.inbox.look)

    assert listener.record.letters == [REPLY % 1, REPLY % 2]


def test_a_letter_that_cannot_be_understood_keeps_no_other_from_being_read(
    graph: FakeGraph, listener: Listener
) -> None:
    taken: list[bytes] = []

    def take(letter: bytes) -> None:
        if letter == REPLY % 1:
            raise ValueError("not a calendar")
        taken.append(letter)

    graph.deliver(US, REPLY % 1)
    graph.deliver(US, REPLY % 2 + b"x" * LARGEST)
    graph.deliver(US, REPLY % 3)
    listener.do(Inbox(listener.client, listener.memory, take).look)

    assert taken == [REPLY % 3]


@pytest.mark.parametrize("name", ["messages", "mime"])
def test_a_reply_that_could_not_be_read_is_read_the_next_time(
    graph: FakeGraph, listener: Listener, name: str
) -> None:
    graph.deliver(US, REPLY % 1)
    graph.fault("500", name)
    with pytest.raises(Unsure):
        listener.do(listener.inbox.look)
    listener.do(listener.inbox.look)

    assert listener.record.letters == [REPLY % 1]


def test_a_mailbox_that_may_not_be_read_is_said_to_be_so(
    graph: FakeGraph, listener: Listener
) -> None:
    graph.entra.roles = ("Calendars.ReadWrite", "Mail.Send")
    with pytest.raises(Undeliverable, match="403"):
        listener.do(listener.inbox.look)
