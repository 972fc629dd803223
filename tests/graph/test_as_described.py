"""The pretended Graph says nothing that Microsoft's own description does not have."""

from __future__ import annotations

import asyncio
import base64
from contextlib import closing
from datetime import timedelta
from typing import Final
from urllib.parse import quote, urlencode

import pytest

from bot.gateways import Letter, Undeliverable
from bot.store import Store
from bot.vault import Vault
from integrations.graph.changes import Changes, Coming
from integrations.graph.memory import Memory
from integrations.graph.post import GraphMail
from integrations.graph.subscriptions import Subscription, secret_of
from integrations.mail.letters import compose
from tests.graph import calling
from tests.graph.calendar_out import LATER, joined_to, meeting, person
from tests.graph.calling import EVENTS, an_event, people
from tests.graph.fake import FakeGraph
from tests.graph.fake_world import AMINA, BO, OUTSIDE, US
from tests.graph.prism import Prism, checking

_SPAN: Final = urlencode(
    {"startDateTime": "2026-11-01T00:00:00Z", "endDateTime": "2027-01-01T00:00:00Z"}
)


def test_whatever_is_said_to_graph_and_by_it_is_as_microsoft_describes_it(
    sqlite_url: str, vault: Vault
) -> None:
    with FakeGraph(US, AMINA, BO).served() as graph, checking(graph) as prism:
        graph.known_as = prism.url
        _each_kind_of_request_and_answer(graph, prism)
        with closing(Store(sqlite_url, vault)) as store:
            _what_the_bot_asks(graph, prism, store)
        assert not prism.refused()
        # So that all this has shown something.
        wrong = an_event(colour="red")
        assert calling.call(graph, "POST", f"{prism.url}{EVENTS}", wrong)[0] == 422
        assert prism.refused() == 1


def _each_kind_of_request_and_answer(graph: FakeGraph, prism: Prism) -> None:
    letter = f"From: {US}\r\nTo: {BO}\r\n\r\nHello.\r\n".encode()
    asked = {
        "schedules": [BO, OUTSIDE],
        "startTime": {"dateTime": "2026-11-27T00:00:00", "timeZone": "UTC"},
        "endTime": {"dateTime": "2026-12-05T00:00:00", "timeZone": "UTC"},
    }
    subscription = {
        "changeType": "updated",
        "notificationUrl": "https://127.0.0.1:9/graph",
        "resource": f"/users/{US}/events",
        "expirationDateTime": "2026-11-28T09:30:00Z",
    }

    def call(verb: str, path: str, said: object = None, **headers: str) -> int:
        url = f"{prism.url}{path}"
        status, doc = calling.call(graph, verb, url, said, **headers)
        assert "prism" not in str(doc), doc
        return status

    assert call("POST", EVENTS, an_event()) == 201
    at, us = f"{EVENTS}/{quote(graph.one().id)}", f"/users/{quote(US)}"
    assert call("GET", f"{EVENTS}?%24filter=subject%20eq%20'x'") == 200
    assert call("PATCH", at, {"attendees": people(AMINA)}) == 200
    assert call("GET", at) == 200
    assert call("POST", f"{us}/calendar/getSchedule", asked) == 200
    assert call("GET", f"{us}/calendarView?{_SPAN}") == 200
    assert call("GET", f"{us}/calendarView/delta()?{_SPAN}") == 200
    of_text = {"Content_Type": "text/plain"}
    assert call("POST", f"{us}/sendMail", base64.b64encode(letter), **of_text) == 202
    assert call("POST", "/subscriptions", subscription) == 400  # nobody answers
    assert call("POST", f"{at}/cancel", {"comment": "Stood down."}) == 202
    assert call("GET", at) == 404


def _what_the_bot_asks(graph: FakeGraph, prism: Prism, store: Store) -> None:
    passed = len(prism.passed())
    with joined_to(graph, base_url=prism.url) as desk:
        receipt = desk.put(meeting())
        desk.put(meeting(AMINA, OUTSIDE, start=LATER, sequence=1), receipt)
        desk.busy(LATER, LATER + timedelta(days=40), AMINA, BO, OUTSIDE)
        assert desk.find(meeting()) == receipt
        heard: list[object] = []
        coming = Coming(list, lambda *said: heard.append(said), lambda *_: None)
        memory = Memory(store, "the mailbox")
        changes = Changes(desk.client, memory, coming)
        asyncio.run(desk.loop.call(changes.round))
        line = "https://127.0.0.1:9/graph/notifications"
        told = Subscription(desk.client, memory, line, secret_of(b"x" * 32))
        with pytest.raises(Undeliverable):  # nobody answers there
            asyncio.run(desk.loop.call(told.keep))
        mail = GraphMail(desk.client, compose)
        letter = Letter(person(BO), "Hello", "Hello.", LATER)
        asyncio.run(mail.send(letter, "WVX-2026-001/7/0"))
        desk.put(meeting(stood_down=True, sequence=2), receipt)

    assert len(prism.passed()) - passed >= 10
    assert not graph.standing()
