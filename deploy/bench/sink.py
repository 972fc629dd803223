"""A place that takes cards over HTTP on this machine, and a chat that sends them there.

Started as a process of its own, it says its port, and answers until its input ends.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.core.cards import Card, plain
from bot.gateways import Place, Room

_TAKEN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
_ROOT = Path(__file__).parents[2]
_Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Sink:
    """A chat that posts each card to the sink, and remembers when each was taken."""

    port: int
    taken: dict[str, float] = field(default_factory=dict)
    _idle: list[_Line] = field(default_factory=list)

    def reaches(self, partnership: str, person: str) -> bool:
        """Reach everybody."""
        del partnership, person
        return True

    async def post(self, place: Place, card: Card, key: str, at: datetime) -> str:
        """Post a card, and wait until it is taken."""
        del place, at
        line = self._idle.pop() if self._idle else None
        reader, writer = line or await asyncio.open_connection("127.0.0.1", self.port)
        body = f"{card.heading}\n{plain(card)}".encode()
        head = f"POST /{key} HTTP/1.1\r\nHost: sink\r\nContent-Length: {len(body)}"
        writer.write(f"{head}\r\n\r\n".encode() + body)
        await reader.readexactly(len(_TAKEN))
        self._idle.append((reader, writer))
        self.taken[key] = asyncio.get_running_loop().time()
        return key

    async def update(self, receipt: str, card: Card, at: datetime) -> None:
        """Post it again."""
        await self.post(Place(""), card, receipt, at)

    async def find(self, place: Place, key: str) -> str | None:
        """Find nothing: nothing here is ever in doubt."""
        del place, key
        return None

    async def room(
        self, partnership: str, ref: str, people: tuple[str, ...], at: datetime
    ) -> Room:
        """Have no rooms."""
        del partnership, people, at
        return Room(ref, frozenset())

    async def close_room(self, partnership: str, ref: str, at: datetime) -> None:
        """Have no rooms."""


@contextmanager
def sink() -> Iterator[int]:
    """Start it; gives its port."""
    with subprocess.Popen(
        [sys.executable, "-m", "deploy.bench.sink"],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdin
        assert program.stdout
        yield int(program.stdout.readline())
        program.stdin.close()


async def _take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while head := await reader.read(65_536):
        # A card is far smaller than what is read at once; its end has its length.
        before, _, body = head.partition(b"\r\n\r\n")
        length = int(before.rpartition(b" ")[2])
        if len(body) < length:
            await reader.readexactly(length - len(body))
        writer.write(_TAKEN)
    writer.close()


async def _serve() -> None:
    server = await asyncio.start_server(_take, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(_serve())
