"""Graph tells of changes at an address that anybody can write to."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from starlette.applications import Starlette

from bot.posted import MOST
from bot.settings_graph import NOTIFIED_AT
from integrations.graph.news import Heap, News
from integrations.graph.notices import Notices
from tests.graph.keeping_up import SECRET, served

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


class Address:
    """The address, and what has been told at it."""

    def __init__(self, url: str, notices: Notices, heap: Heap) -> None:
        self.url = url
        self.notices = notices
        self.heap = heap

    def post(self, body: Any, query: str = "") -> tuple[int, bytes, str]:
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        asked = urllib.request.Request(self.url + query, sent, method="POST")  # noqa: S310 - on this machine
        try:
            with urllib.request.urlopen(asked, timeout=5) as answer:  # noqa: S310
                return answer.status, answer.read(), answer.headers["Content-Type"]
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read(), ""

    def told(self, *notices: Any) -> int:
        return self.post({"value": list(notices)})[0]


@contextmanager
def opened() -> Iterator[Address]:
    heap = Heap()
    notices = Notices(SECRET, heap, lambda: NOW)
    with served(Starlette(routes=notices.routes(NOTIFIED_AT, NOTIFIED_AT))) as place:
        yield Address(place + NOTIFIED_AT, notices, heap)


@pytest.fixture(scope="module")
def shared() -> Iterator[Address]:
    with opened() as address:
        yield address


@pytest.fixture
def address(shared: Address) -> Address:
    shared.heap.take()
    shared.notices.forged, shared.notices.last = 0, None
    return shared


def notice(event: str = "AAMk1=", **more: Any) -> dict[str, Any]:
    return {
        "subscriptionId": "7f105c7d-2dc5-4530-97cd-4e7ae6534c07",
        "clientState": SECRET,
        "changeType": "updated",
        "resource": f"Users/safeguarding@example.org/Events/{event}",
        "resourceData": {"@odata.type": "#Microsoft.Graph.Event", "id": event},
        **more,
    }


@pytest.mark.parametrize(
    "token",
    [
        "Validation: Testing client application reachability for a-1 & b+c=%25 é",
        "7E163156-7762-4BEB-A1C6-729EA81755A7",
        "",
    ],
)
def test_a_token_is_repeated_to_the_letter_as_plain_text(
    address: Address, token: str
) -> None:
    status, body, kind = address.post(b"", f"?validationToken={quote(token)}")

    assert (status, body.decode(), kind) == (200, token, "text/plain; charset=utf-8")


def test_what_is_sent_as_a_token_never_comes_back_as_a_page(address: Address) -> None:
    _, body, _ = address.post(b"", f"?validationToken={quote('<script>1</script>')}")

    assert body == b"&lt;script&gt;1&lt;/script&gt;"
    assert address.post(b"", f"?validationToken={'a' * 5000}")[0] == 400


def test_what_graph_tells_again_and_again_is_looked_at_once(address: Address) -> None:
    assert address.told(notice(), notice(), notice("AAMk2=")) == 202
    assert address.told(notice()) == 202

    assert address.heap.take() == News(frozenset({"AAMk1=", "AAMk2="}))
    assert address.heap.take() == News()
    assert address.notices.last == NOW


def test_an_event_is_known_by_its_address_where_nothing_else_is_said(
    address: Address,
) -> None:
    address.told(notice(resourceData=None), notice("", resourceData={}))

    assert address.heap.take().events == {"AAMk1="}


@pytest.mark.parametrize("state", ["a guess", "", None, 7, SECRET + "x", "é", "\ud800"])
def test_what_does_not_repeat_the_secret_is_answered_alike_and_not_believed(
    address: Address, state: Any
) -> None:
    assert address.told(notice(clientState=state), "not a notice") == 202

    assert address.heap.take() == News()
    assert address.notices.forged == 2
    assert address.notices.last is None


def test_a_true_notice_beside_a_forged_one_is_believed(address: Address) -> None:
    address.told(notice("forged", clientState="a guess"), notice())

    assert address.heap.take().events == {"AAMk1="}


def test_what_graph_tells_of_the_line_itself_is_heard(address: Address) -> None:
    for life in "reauthorizationRequired", "subscriptionRemoved", "missed", "later":
        address.told(notice(lifecycleEvent=life))

    told = {"reauthorizationRequired", "subscriptionRemoved", "missed"}
    assert address.heap.take() == News(line=frozenset(told))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "body", [b"", b"no", b"[]", b'{"value": 7}', b"\xff", b"[" * 100_000]
)
def test_what_has_not_the_shape_of_notices_is_refused(
    address: Address, body: bytes
) -> None:
    assert address.post(body)[0] == 400


def test_more_than_graph_ever_sends_is_not_read(address: Address) -> None:
    assert address.post(b" " * (MOST + 1))[0] == 413


def test_when_too_much_is_told_everything_is_looked_through() -> None:
    heap = Heap()
    heap.tell(f"AAMk{number}" for number in range(3000))

    assert heap.take() == News(line=frozenset({"missed"}))
