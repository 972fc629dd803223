"""The bot in a process of its own, in a world of faults: what is real, and its wire.

Run as ``python -m tests.faults.works FOLDER ORDERS``. The desk, the courier and the
timetable are the real ones. Presses come in as lines of JSON, as from browsers; what
was answered goes out as lines of JSON. It ends as the program ends: when it is told
to, when what it cannot go on without fails, or when it is killed.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import event

from bot.assembly import WIDTH, desks_of
from bot.core.press import Press
from bot.courier import Courier
from bot.logs import configure
from bot.offices import load_offices
from bot.settings import Settings, read_settings
from bot.shelf import Shelf
from bot.store import Store, Transaction, facts, leases, roster
from bot.store.alone import Claims
from bot.timetable import Timetable
from bot.vault import Vault
from bot.winding import Turn, Winding
from integrations.engines.embedded import Embedded
from integrations.engines.fleet import Fleet, prepare
from tests.faults.clocked import FileClock
from tests.faults.people import PROCEDURES
from tests.faults.points import SECRET, Points, WatchedStore
from tests.faults.wire import ways

PATIENCE: Final = 300
"""Milliseconds for which SQLite waits for somebody else; the real one is patient."""
_TICK: Final = 0.2


@dataclass(frozen=True, slots=True)
class Orders:
    """How one process is to work, and where it is to come to harm.

    Attributes:
        url: The record.
        port: Where the outside listens.
        engine: ``embedded`` or ``fleet``.
        fatal: The number of the point at which it is killed, or nought.
    """

    url: str
    port: int
    engine: str = "embedded"
    fatal: int = 0

    def written(self) -> str:
        """Write them for a command line."""
        return json.dumps(asdict(self))


def hinder(store: Store, folder: Path) -> None:
    """Let files in a folder stand for a disk that is full, or may only be read."""

    def hindered(tx: Transaction) -> None:
        driver: Any = tx.connection.driver_connection
        full, closed = (folder / "full").exists(), (folder / "read-only").exists()
        driver.execute(f"PRAGMA max_page_count={1 if full else 2**30}").fetchall()
        driver.execute(f"PRAGMA query_only={int(closed)}").fetchall()

    def impatient(connection: Any, _record: object) -> None:
        connection.execute(f"PRAGMA busy_timeout={PATIENCE}")

    if store.on_sqlite:
        event.listen(store.engine, "begin", hindered)
        event.listen(store.engine, "connect", impatient)


class Work:
    """One process of the bot, put together around a record."""

    def __init__(self, folder: Path, orders: Orders) -> None:
        self.clock = FileClock(folder / "clock")
        self.settings: Settings = read_settings({"DAYZERO_HOME": str(folder)})
        self.points = Points(orders.fatal)
        self.runner = _engine(orders)
        self.store = WatchedStore(orders.url, Vault(SECRET), queued=self.runner.enqueue)
        if orders.fatal:  # whoever is not to die need not be watched: that takes time
            self.points.watch(self.store)
        self.store.points = self.points
        hinder(self.store, folder)
        now = self.clock.now
        with self.store.writing() as tx:
            facts.claim(tx)
            names = roster.partnerships(tx)
            if orders.engine == "embedded":
                leases.free(tx, now())
        if orders.engine == "fleet":
            prepare(self.store)
        self.desk = desks_of(self.store, self.settings, self.runner.wake, _read(names))
        way = ways(orders.port, self.points)
        wake = self.runner.wake
        self.courier = Courier(self.desk, way, now, width=WIDTH, wake=wake)
        self.timetable = Timetable(self.store, self.desk)
        self.threads = ThreadPoolExecutor(4, "presses")

    async def run(self) -> None:
        """Work until the line in is closed, or what cannot be done without fails."""
        turns = [Turn("tick", _TICK, self._tick), Turn("beat", 1, self._beat)]
        winding = Winding(turns)
        winding.start()
        tell({"ready": os.getpid()})
        lines = asyncio.create_task(self._lines())
        running = [lines, asyncio.create_task(self.runner.run(self.courier.turn))]
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        await self.courier.finish()
        self.runner.stop()
        await asyncio.to_thread(winding.stop)
        tell({"points": self.points.passed})
        for task in done:
            task.result()

    def _tick(self) -> None:
        with self.store.alone("tick") as mine:
            if mine:
                self.timetable.tick(self.clock.now())

    def _beat(self) -> None:
        self.timetable.beat(self.clock.now())

    async def _lines(self) -> None:
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=2**22)
        await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
        )
        while line := await reader.readline():
            loop.run_in_executor(self.threads, self._take, json.loads(line))
        await asyncio.to_thread(self.threads.shutdown)

    def _take(self, asked: dict[str, Any]) -> None:
        """Take one press, and answer it; an error is an answer with a code of 500."""
        number, now = asked["id"], self.clock.now()
        try:
            desk = self.desk(asked["partnership"])
            if asked["does"] == "keep":
                kept = asked["by"], asked["about"], "", asked["answers"]
                desk.keep_draft(asked["draft"], *kept, now)
                tell({"id": number, "kept": asked["draft"]})
                return
            pressed = Press(
                *(asked["by"], asked["does"], asked["about"], asked["cause"]),
                asked["answers"],
            )
            answer = desk.take(pressed, now, asked.get("draft", ""))
        except Exception as trouble:  # noqa: BLE001 - as the page does: it is a 500
            tell({"id": number, "code": "500", "kind": type(trouble).__name__})
        else:
            said = {"code": answer.code, "case": answer.case, "says": answer.says}
            tell({"id": number, **said, "problems": len(answer.problems)})


def _read(names: Iterable[str]) -> Shelf:
    """Read in what the first press would wait for: a slow one is pressed in vain."""
    load_offices("ENG")
    shelf = Shelf()
    for name in names:
        shelf.current(PROCEDURES[name])
    return shelf


def _engine(orders: Orders) -> Embedded | Fleet:
    """Claim the record, as the program does."""
    claims, on_sqlite = Claims(orders.url), orders.url.startswith("sqlite")
    engine: Embedded | Fleet
    if orders.engine == "fleet":
        engine = Fleet(orders.url, claims)
    else:
        file = Path(orders.url.removeprefix("sqlite:///")) if on_sqlite else None
        engine = Embedded(file, claims)
    engine.claim()
    return engine


def tell(said: dict[str, Any]) -> None:
    """Write one line to whoever started this."""
    os.write(1, f"{json.dumps(said)}\n".encode())


async def _main(folder: Path, orders: Orders) -> None:
    await Work(folder, orders).run()


def main(folder: Path, orders: Orders) -> None:
    """Work in this process until the end."""
    configure("WARNING")
    asyncio.run(_main(folder, orders))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Orders(**json.loads(sys.argv[2])))
