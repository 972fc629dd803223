"""Letters go out whole through the organiser's mailbox, and none of them twice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.gateways import Letter, NotSent, TryLater, Undeliverable
from integrations.graph.answers import Unsure
from integrations.graph.client import Client
from integrations.graph.loop import Apart
from integrations.graph.post import MOST, GraphMail
from integrations.mail.letters import compose
from tests.contract.post_office import KEY, LETTER
from tests.graph.calendar_out import settings_for
from tests.graph.fake import FakeGraph
from tests.graph.fake_world import BO, US


@pytest.fixture
def client(graph: FakeGraph) -> Iterator[Client]:
    loop = Apart()
    yield Client(settings_for(graph), loop, graph.now)
    loop.stop()


@pytest.fixture
def mail(client: Client) -> GraphMail:
    return GraphMail(client, compose)


def send(mail: GraphMail, letter: Letter = LETTER, key: str = KEY) -> str:
    return asyncio.run(mail.send(letter, key))


def find(mail: GraphMail, letter: Letter = LETTER, key: str = KEY) -> str | None:
    return asyncio.run(mail.find(letter, key))


def test_a_letter_goes_out_whole_with_its_invitation(
    graph: FakeGraph, mail: GraphMail
) -> None:
    receipt = send(mail)

    (letter,) = graph.sent
    assert letter["Message-ID"] == receipt
    assert US in letter["From"]
    assert BO in letter["To"]
    text, calendar = letter.iter_parts()
    assert text.get_content().strip() == LETTER.text
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar.get_payload(decode=True) == LETTER.calendar


def test_a_graph_that_takes_no_letter_whole_is_given_it_in_parts(
    graph: FakeGraph, mail: GraphMail
) -> None:
    graph.takes_mime = False
    receipt = send(mail)
    send(mail, replace(LETTER, calendar=b"", method=""), "another")

    letter, plain = graph.sent
    assert (letter["To"], letter["Message-ID"]) == (BO, receipt)
    assert letter.get_body(("plain",)).get_content().strip() == LETTER.text
    (invitation,) = letter.iter_attachments()
    assert invitation.get_filename() == "invite.ics"
    assert invitation.get_content() == LETTER.calendar
    assert not list(plain.iter_attachments())
    assert find(mail) == receipt
    assert [call.status for call in graph.called("sendMail")] == [415, 202, 202]


@pytest.mark.parametrize("kind", ["500 after", "drop after"])
def test_a_letter_whose_sending_was_not_answered_is_found_among_what_was_sent(
    graph: FakeGraph, mail: GraphMail, kind: Any
) -> None:
    graph.fault(kind, "sendMail")
    with pytest.raises(Unsure):
        send(mail)

    assert find(mail) == str(graph.sent[0]["Message-ID"])
    assert find(mail, key="another") is None


def test_where_the_mailbox_may_not_be_read_nobody_knows_what_was_sent(
    graph: FakeGraph, mail: GraphMail
) -> None:
    graph.entra.roles = ("Calendars.ReadWrite", "Mail.Send")
    send(mail)

    assert find(mail) is None
    assert find(mail) is None
    assert len(graph.called("messages")) == 1


def test_no_more_letters_go_in_a_minute_than_exchange_takes(
    graph: FakeGraph, mail: GraphMail
) -> None:
    async def many() -> None:
        for number in range(MOST):
            await mail.send(LETTER, f"{KEY}/{number}")

    asyncio.run(many())
    graph.later(20)
    with pytest.raises(TryLater) as asked:
        send(mail)
    graph.later(asked.value.seconds)
    send(mail)

    assert asked.value.seconds == 40
    assert len(graph.sent) == MOST + 1


def test_a_clock_that_was_put_back_holds_no_letter_back(
    graph: FakeGraph, mail: GraphMail
) -> None:
    async def many() -> None:
        for number in range(MOST):
            await mail.send(LETTER, f"{KEY}/{number}")

    asyncio.run(many())
    graph.later(-3600)
    send(mail)

    assert len(graph.sent) == MOST + 1


def test_graph_is_given_the_patience_it_asks_for(
    graph: FakeGraph, mail: GraphMail
) -> None:
    graph.fault("429", "sendMail", seconds=17)
    with pytest.raises(TryLater) as asked:
        send(mail)

    assert asked.value.seconds == 17
    assert graph.sent == []


def test_a_letter_that_can_never_go_is_given_up(
    graph: FakeGraph, mail: GraphMail
) -> None:
    graph.allowed = {"another@example.org"}
    with pytest.raises(Undeliverable):
        send(mail)
    nowhere = replace(LETTER, to=replace(LETTER.to, email="not an address"))
    with pytest.raises(Undeliverable):
        send(mail, nowhere)

    assert len(graph.called("sendMail")) == 1


def test_a_letter_that_surely_did_not_go_is_told_from_one_that_may_have(
    graph: FakeGraph, mail: GraphMail
) -> None:
    graph.fault("500", "token")
    with pytest.raises(NotSent):
        send(mail)

    assert graph.sent == []
