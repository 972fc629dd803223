"""Asking a pretended Graph for things as any program would."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any, Final
from urllib.parse import quote

from tests.graph.fake import FakeGraph
from tests.graph.fake_checks import Json
from tests.graph.fake_world import AMINA, BO, US

NAME: Final = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name dayzero"


def call(
    graph: FakeGraph, verb: str, path: str, said: Any = None, **headers: str
) -> tuple[int, Json]:
    """Ask something as any program would."""
    url = path if path.startswith("http") else f"{graph.url}{path}"
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    asked = urllib.request.Request(  # noqa: S310 - on this machine
        url, body if said is not None else None, method=verb
    )
    asked.add_header("Authorization", f"Bearer {graph.entra.token()}")
    asked.add_header("Content-Type", "application/json")
    for name, value in headers.items():
        asked.add_header(name.replace("_", "-"), value)
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
            read = answer.read()
            return answer.status, json.loads(read) if read else {}
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.loads(refused.read())


def people(*addresses: str) -> list[Json]:
    return [{"emailAddress": {"address": one}, "type": "required"} for one in addresses]


def an_event(**more: Any) -> Json:
    return {
        "subject": "WVX-2026-001: Rapid Review Meeting",
        "start": {"dateTime": "2026-12-01T10:00:00", "timeZone": "Europe/London"},
        "end": {"dateTime": "2026-12-01T11:30:00", "timeZone": "Europe/London"},
        "body": {"contentType": "html", "content": "<p>Open it.</p>"},
        "attendees": people(AMINA, BO),
        "isOnlineMeeting": True,
        "onlineMeetingProvider": "teamsForBusiness",
        "transactionId": "WVX-2026-001/7/0",
        "singleValueExtendedProperties": [{"id": NAME, "value": "WVX-2026-001"}],
        **more,
    }


EVENTS: Final = f"/users/{quote(US)}/events"


def made(graph: FakeGraph, **more: Any) -> Json:
    status, doc = call(graph, "POST", EVENTS, an_event(**more))
    assert status == 201, doc
    return doc
