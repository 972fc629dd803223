"""A stand-in for Microsoft Graph, in a process of its own: it makes events, and waits.

It keeps what the real one keeps to: four requests at once for a mailbox, and a
while over each. A fifth is refused, and counted, so that nobody is faster by asking
more than is allowed. Its port is the first line it prints.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from itertools import count
from typing import Any, Final

AT_ONCE: Final = 4
_JSON: Final = "Content-Type: application/json\r\n"


class StandIn:
    """Answers requests for one mailbox."""

    def __init__(self, wait: float) -> None:
        self.wait = wait
        self.busy = 0
        self.refused = 0
        self.asked = 0
        self.numbers = count(1)

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer one connection, request after request."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                body = await _body(reader, head)
                writer.write(await self._answer(head.partition("\r\n")[0], body))
                await writer.drain()
        writer.close()

    async def _answer(self, line: str, body: bytes) -> bytes:
        if self.busy >= AT_ONCE:
            self.refused += 1
            return _said("429 Too Many Requests", {"error": {"code": "busy"}})
        self.busy += 1
        await asyncio.sleep(self.wait)
        self.busy -= 1
        if line.startswith("GET /counted"):
            return _said("200 OK", {"refused": self.refused, "asked": self.asked})
        self.asked += 1
        if line.startswith("POST") and "/events" in line:
            number = next(self.numbers)
            return _said("201 Created", {**json.loads(body), "id": f"E{number}"})
        return _said("200 OK", {"value": []})


async def _body(reader: asyncio.StreamReader, head: str) -> bytes:
    for line in head.lower().splitlines():
        if line.startswith("content-length:"):
            return await reader.readexactly(int(line.partition(":")[2]))
    return b""


def _said(status: str, body: dict[str, Any]) -> bytes:
    written = json.dumps(body).encode()
    head = f"HTTP/1.1 {status}\r\n{_JSON}Content-Length: {len(written)}\r\n\r\n"
    return head.encode() + written


async def main(wait: float) -> None:
    """Serve on a free port of this machine until it is ended."""
    stand_in = StandIn(wait)
    server = await asyncio.start_server(stand_in.serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Whoever started it holds the other end: when that is gone, so is this.
    with suppress(asyncio.CancelledError):
        await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
