"""The outside, in a process of its own: it notes what people see, and answers badly.

Run as ``python -m tests.faults.receiver FOLDER SEED RATES``. What somebody saw is a
line of the file ``seen`` in the folder, written before anybody is answered. How a
call is answered follows from the seed, the key and how often that key came, and
from nothing else: so a run that is repeated is answered alike.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, Final

LATE: Final = 0.9
"""Seconds after which a late answer comes: whoever called has given up by then."""
NEVER: Final = 3.0
"""Seconds for which a line is held on which no answer comes."""
DONE_ALL_THE_SAME: Final = frozenset({"done-500", "dropped", "late"})
"""Answers that say nothing of it, though the deed is done."""
ROUGH: Final[dict[str, float]] = {
    "429": 0.05,
    "500": 0.03,
    "503": 0.02,
    "done-500": 0.02,
    "dropped": 0.02,
    "late": 0.01,
    "nothing": 0.01,
}
"""How often each answer comes that is not a plain yes."""
_STATUS: Final = {"429": 429, "500": 500, "503": 503, "done-500": 500}


@dataclass
class Receiver:
    """What was shown to people, by key, and how the next call is to be answered."""

    file: int
    seed: int
    rates: dict[str, float]
    shown: dict[str, str] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)
    seen: int = 0

    def answer(self, key: str) -> str:
        """Choose how a call is answered: by the seed, the key and its number."""
        number = self.came[key] = self.came.get(key, 0) + 1
        left = Random(f"{self.seed}/{key}/{number}").random()
        for kind, rate in self.rates.items():
            left -= rate
            if left < 0:
                return kind
        return "ok"

    def do(self, path: str, asked: dict[str, Any]) -> dict[str, Any]:
        """Do what was asked for; what a person sees is noted first."""
        key = asked.get("key", "")
        match path:
            case "/find":
                return {"receipt": self.shown.get(key)}
            case "/calm":
                self.rates = {}
                return {"seen": self.seen}
            case "/put" if key in self.shown:
                return {"receipt": self.shown[key]}
            case "/update":
                self._note(path, asked)
                return {}
            case "/post" | "/mail" | "/put":
                self.seen += 1
                receipt = asked.get("receipt") or f"line:{self.seen}"
                self._note(path, {**asked, "receipt": receipt})
                self.shown[key] = self.shown[asked.get("uid", key)] = receipt
                return {"receipt": receipt}
            case _:
                return {}

    def _note(self, path: str, asked: dict[str, Any]) -> None:
        line = json.dumps({"way": path[1:], **asked})
        os.write(self.file, f"{line}\n".encode())

    async def serve(self, reader: asyncio.StreamReader, writer: Any) -> None:
        """Answer one line for as long as it stands."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                length = int(head.partition(b"ength: ")[2].split(b"\r", 1)[0])
                asked = json.loads(await reader.readexactly(length))
                if not await self._answered(path, asked, writer):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    async def _answered(self, path: str, asked: dict[str, Any], writer: Any) -> bool:
        how = "ok" if path == "/calm" else self.answer(f"{path}{asked.get('key')}")
        said: dict[str, Any] = {}
        if how == "ok" or how in DONE_ALL_THE_SAME:
            said = self.do(path, asked)
        if how == "dropped":
            return False
        if how in ("late", "nothing"):
            await asyncio.sleep(LATE if how == "late" else NEVER)
        if how == "nothing":
            return False
        status, body = _STATUS.get(how, 200), json.dumps(said).encode()
        wait = "Retry-After: 1\r\n" if status == 429 else ""
        head = f"HTTP/1.1 {status} .\r\n{wait}Content-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        return True


async def _run(folder: Path, seed: int, rates: dict[str, float]) -> None:
    file = os.open(folder / "seen", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    receiver = Receiver(file, seed, rates)
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    # Whoever started it holds the other end: it ends when they do, however they end.
    await asyncio.to_thread(sys.stdin.read)
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(_run(Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])))
