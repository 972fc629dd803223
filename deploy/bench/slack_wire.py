"""Slack's side of a measurement: presses that are really signed, and its interface."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from time import perf_counter
from typing import Any, Final
from urllib.parse import unquote_plus, urlencode

SIGNING: Final = "a secret of the benchmarks, no one's"
TEAM: Final = "T0BENCH"
WARMING: Final = 10
"""Requests that are sent first, and not counted."""
_SAID: Final = {
    "ok": True,
    "team_id": TEAM,
    "user_id": "U0",
    "bot_id": "B0",
    "channel": {"id": "D1"},
    "ts": "1.1",
    "view": {"id": "V0", "hash": "1"},
    "members": [],
    "channels": [],
}
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Load:
    """How requests were answered.

    Attributes:
        rate: How many in a second.
        p99: The seconds in which 99 of 100 had their answer.
    """

    rate: float
    p99: float


def button(user: str, action: Mapping[str, str]) -> dict[str, Any]:
    """Make the press of a button on a message, never made before."""
    number = next(_numbers)
    return {
        "type": "block_actions",
        **_who(user),
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "D1"},
        "channel": {"id": "D1", "name": "directmessage"},
        "message": {"type": "message", "ts": "1.1", "text": "It is due."},
        "trigger_id": f"1.{number}",
        "response_url": "",
        "actions": [
            {
                "type": "button",
                "block_id": "b",
                "action_ts": f"1763700000.{number:06}",
                "text": {"type": "plain_text", "text": "Press"},
                **action,
            }
        ],
    }


def sent_form(user: str, metadata: str) -> dict[str, Any]:
    """Make the sending of a form in a window, never made before."""
    number = next(_numbers)
    return {
        "type": "view_submission",
        **_who(user),
        "trigger_id": f"1.{number}",
        "view": {
            "id": f"V{number}",
            "type": "modal",
            "callback_id": "form",
            "hash": f"{number}.1",
            "private_metadata": metadata,
            "blocks": [],
            "state": {"values": {}},
        },
    }


def _who(user: str) -> dict[str, Any]:
    return {
        "api_app_id": "A1",
        "token": "none",
        "team": {"id": TEAM, "domain": "wessex"},
        "user": {"id": user, "name": "somebody", "team_id": TEAM},
    }


def signed(payload: Mapping[str, Any], at: int) -> bytes:
    """Write a payload as the request that Slack makes of it, signed at a second."""
    body = urlencode({"payload": json.dumps(payload)})
    basis = f"v0:{at}:{body}".encode()
    proof = hmac.new(SIGNING.encode(), basis, hashlib.sha256).hexdigest()
    return (
        "POST /slack/events HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: v0={proof}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


async def pressed(
    port: int, turns: Iterable[Sequence[bytes]], connections: int
) -> Load:
    """Send requests from several connections; those of one turn one after another."""
    waiting, took = list(turns), list[float]()
    warm, waiting = waiting[:WARMING], waiting[WARMING:]
    for turn in warm:
        await _one_by_one(port, [turn], [])
    start = perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for _ in range(connections):
            tasks.create_task(_one_by_one(port, waiting, took))
    rate = len(took) / (perf_counter() - start)
    took.sort()
    return Load(rate, took[int(len(took) * 0.99)])


async def _one_by_one(
    port: int, turns: list[Sequence[bytes]], took: list[float]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while turns:
        for request in turns.pop():
            start = perf_counter()
            writer.write(request)
            await _answered(reader)
            took.append(perf_counter() - start)
    writer.close()


async def _answered(reader: asyncio.StreamReader) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    assert head.startswith("http/1.1 200 "), head
    for line in head.splitlines():
        if line.startswith("content-length:"):
            body = await reader.readexactly(int(line.partition(":")[2]))
            assert b"errors" not in body, body


def _found(asked: str, accounts: Mapping[str, str]) -> dict[str, Any]:
    """Find the person that is asked about, if any."""
    if "users." not in asked:
        return {}
    for email, account in accounts.items():
        if email in asked:
            profile = {"email": email, "real_name": account}
            return {"user": {"id": account, "team_id": TEAM, "profile": profile}}
    return {"ok": False, "error": "users_not_found"}


@asynccontextmanager
async def interface(
    accounts: Mapping[str, str], delay: float = 0.0
) -> AsyncIterator[int]:
    """Play Slack's own interface, which says yes to everything; gives its port.

    Args:
        accounts: The account of each e-mail address.
        delay: How many seconds it takes over every answer.
    """

    async def answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            asked = head.decode().partition("\r\n")[0]
            for line in head.decode().lower().splitlines():
                if line.startswith("content-length:"):
                    length = int(line.partition(":")[2])
                    asked += unquote_plus((await reader.readexactly(length)).decode())
            await asyncio.sleep(delay)
            said = json.dumps(_SAID | _found(unquote_plus(asked), accounts)).encode()
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n%s" % (len(said), said)
            )

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(
            asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError
        ):
            await answer(reader, writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
