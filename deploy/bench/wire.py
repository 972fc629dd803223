"""The wire of a measurement: requests that are sent, and a platform that is played."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final
from urllib.parse import unquote_plus

WARMING: Final = 10
"""Requests that are sent first, and not counted."""


@dataclass(frozen=True, slots=True)
class Load:
    """How requests were answered.

    Attributes:
        rate: How many in a second.
        p99: The seconds in which 99 of 100 had their answer.
    """

    rate: float
    p99: float


async def pressed(
    port: int, turns: Iterable[Sequence[bytes]], connections: int, ill: bytes
) -> Load:
    """Send requests from several connections; those of one turn one after another.

    Args:
        port: Where they are sent.
        turns: The requests.
        connections: From how many connections.
        ill: What stands in an answer that says no.
    """
    waiting, took = list(turns), list[float]()
    warm, waiting = waiting[:WARMING], waiting[WARMING:]
    for turn in warm:
        await _one_by_one(port, [turn], [], ill)
    start = perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for _ in range(connections):
            tasks.create_task(_one_by_one(port, waiting, took, ill))
    rate = len(took) / (perf_counter() - start)
    took.sort()
    return Load(rate, took[int(len(took) * 0.99)])


async def _one_by_one(
    port: int, turns: list[Sequence[bytes]], took: list[float], ill: bytes
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while turns:
        for request in turns.pop():
            start = perf_counter()
            writer.write(request)
            await _answered(reader, ill)
            took.append(perf_counter() - start)
    writer.close()


async def _answered(reader: asyncio.StreamReader, ill: bytes) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    assert head.startswith("http/1.1 200 "), head
    for line in head.splitlines():
        if line.startswith("content-length:"):
            body = await reader.readexactly(int(line.partition(":")[2]))
            assert ill not in body, body


@asynccontextmanager
async def played(
    say: Callable[[str], Mapping[str, Any]], delay: float = 0.0
) -> AsyncIterator[int]:
    """Play a platform's own interface; gives its port.

    Args:
        say: Says what is answered to a request: its first line, and its body.
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
            said = json.dumps(say(unquote_plus(asked))).encode()
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
