"""A world with faults in it: a record, an outside, processes of the bot, and a clock.

Everything in it that is left to chance follows from its seed, but for how quickly
the machine does what: so a seed repeats the faults, and nearly always the failure.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy.exc import DBAPIError

from bot.store import Store, index, outbox
from bot.vault import Vault
from tests.faults.clocked import FileClock
from tests.faults.invariants import broken
from tests.faults.people import People, settle_in
from tests.faults.points import SECRET, Points
from tests.faults.receiver import ROUGH
from tests.faults.record import Record
from tests.faults.wire import Wire, askable
from tests.faults.works import Orders

_LONGEST = 90
"""Seconds in which everything must have come to rest."""
_PATIENT = 100
"""Glances at what was pressed until somebody gives up, when nothing is wrong."""
_FALLS = 6
"""Starts by then at the most, when nothing goes wrong any more."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a world is made of.

    Attributes:
        processes: How many of the bot run side by side.
        rounds: How often people press and something goes wrong.
        begins: The time at which it begins.
        restart: Kills the database server and starts it again, where that may be.
    """

    seed: int
    url: str
    folder: Path
    begins: datetime
    names: tuple[str, ...]
    engine: str = "embedded"
    processes: int = 1
    rounds: int = 6
    restart: Callable[[], None] | None = None
    rates: Mapping[str, float] = field(default_factory=lambda: ROUGH)


@dataclass
class Bot:
    """One process of the bot, which is started again whenever it has ended."""

    folder: Path
    orders: Orders
    people: People
    process: asyncio.subprocess.Process | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    starts: int = 0
    fatal: int = 0
    ended: list[int] = field(default_factory=list)

    async def start(self) -> None:
        """Start it; if a point was chosen for it to die at, it does, this once."""
        orders, self.fatal = replace(self.orders, fatal=self.fatal), 0
        self.ready.clear()
        self.starts += 1
        with (self.folder / "errors").open("ab") as errors:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.faults.works"),
                *(str(self.folder), orders.written()),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                limit=2**22,
            )

    async def keep(self) -> None:
        """Hear it until it is over; start it again each time that it ends."""
        while True:
            if self.process is None:
                await self.start()
            assert self.process
            assert self.process.stdout
            while line := await self.process.stdout.readline():
                said = json.loads(line)
                if "ready" in said:
                    self.ready.set()
                elif "id" in said:
                    self.people.hear(said)
            self.ended.append(await self.process.wait())
            self.ready.clear()
            self.process = None

    async def send(self, line: dict[str, Any]) -> None:
        """Hand a press in; whoever does not answer is asked again later."""
        if self.process is None or self.process.stdin is None:
            return
        with suppress(ConnectionError):
            self.process.stdin.write(f"{json.dumps(line)}\n".encode())
            await self.process.stdin.drain()

    def signal(self, number: int) -> None:
        """Send it a signal, if it is there."""
        if self.process is not None and self.process.returncode is None:
            with suppress(ProcessLookupError):
                self.process.send_signal(number)

    async def stop(self) -> None:
        """Ask it to end, and wait for that."""
        process, self.process = self.process, None
        if process is not None and process.stdin is not None:
            process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), 10)
            except TimeoutError:
                process.kill()
                await process.wait()


@dataclass
class World:
    """A world at work; what goes wrong in it is for others to say."""

    plan: Plan
    store: Store
    clock: FileClock
    people: People
    bots: list[Bot]
    wire: Wire
    chance: Random

    async def pressed(self, times: int, wait: tuple[int, ...] = (1, 8)) -> None:
        """Let people press; some do not wait for an answer.

        Args:
            times: How often.
            wait: For how many glances somebody waits: one of these, by chance.
        """
        for _ in range(times):
            try:
                lines = list(self.people.press(self.clock.now()))
            except DBAPIError:
                await asyncio.sleep(0.1)  # the page is not there just now
                continue
            if self.chance.random() < 0.1:
                lines.reverse()
            for line in lines:
                await self.chance.choice(self.bots).send(line)
            for _ in range(self.chance.choice(wait)):
                await asyncio.sleep(0.03)
                if not any(line["id"] in self.people.open for line in lines):
                    break

    async def at_work(self, times: int) -> None:
        """Let people press while nothing goes wrong: so that there is what may."""
        for bot in self.bots:
            await self.working(bot)
        await self.again()
        await self.pressed(times, (_PATIENT,))

    async def again(self) -> None:
        """Send everything again that has no answer yet."""
        for line in list(self.people.open.values()):
            await self.chance.choice(self.bots).send(line)

    async def working(self, bot: Bot) -> None:
        """Wait until one process is at work."""
        await asyncio.wait_for(bot.ready.wait(), _LONGEST)

    def waiting(self) -> int:
        """Count what still has to be delivered, answered or said."""
        with self.store.reading() as tx:
            due = len(index.steps_due(tx, self.clock.now()))
            return outbox.waiting(tx) + due + len(self.people.open)

    def starts(self) -> int:
        """Count how often a process was started."""
        return sum(bot.starts for bot in self.bots)

    async def rest(self) -> list[str]:
        """Let everything come to rest on a working morning; says what does not."""
        for bot in self.bots:
            await self.working(bot)
        await self.wire.call("/calm")
        self.clock.put(morning_after(self.clock.now()))
        loop = asyncio.get_running_loop()
        end, starts = loop.time() + _LONGEST, self.starts()
        quiet = 0
        # Twice, because what is delivered late may have to be said as well.
        while quiet < 3:
            if loop.time() > end or self.starts() > starts + _FALLS:
                falls = self.starts() - starts
                return [f"{self.waiting()} things never came to rest; {falls} falls"]
            await self.again()
            await asyncio.sleep(0.35)
            quiet = 0 if self.waiting() else quiet + 1
            if self.waiting():
                self.clock.move(timedelta(minutes=6))
        return []

    def faults(self) -> list[str]:
        """Judge what is left."""
        record = self.people.filled_record()
        record.saw(self.plan.folder / "seen")
        record.now = self.clock.now()
        return broken(record)


def morning_after(now: datetime) -> datetime:
    """Find eleven in the morning of the next Tuesday, which is a working day."""
    ahead = (1 - now.weekday()) % 7 or 7
    day = now + timedelta(days=ahead)
    return day.replace(hour=11, minute=0, second=0, microsecond=0)


@asynccontextmanager
async def world(plan: Plan) -> AsyncIterator[World]:
    """Make a world, start what runs in it, and end all of it afterwards."""
    clock = FileClock(plan.folder / "clock")
    clock.put(plan.begins)
    store = Store(plan.url, Vault(SECRET))
    settle_in(store, plan.names, plan.begins)
    chance = Random(f"{plan.seed}/world")
    record = Record(store, plan.begins, askable=askable)
    people = People(record, plan.names, Random(f"{plan.seed}/people"))
    outside, port = await receiving(plan.folder, plan.seed, plan.rates)
    orders = Orders(plan.url, port, plan.engine)
    bots = [Bot(plan.folder, orders, people) for _ in range(plan.processes)]
    keeping = [asyncio.create_task(bot.keep()) for bot in bots]
    wire = Wire(port, Points())
    try:
        yield World(plan, store, clock, people, bots, wire, chance)
    finally:
        wire.close()
        for task in keeping:
            task.cancel()
        for bot in bots:
            bot.signal(18)  # SIGCONT: nobody who stands still can end
            await bot.stop()
        outside.kill()
        await outside.wait()
        store.close()


async def receiving(
    folder: Path, seed: int, rates: Mapping[str, float]
) -> tuple[asyncio.subprocess.Process, int]:
    """Start the outside; returns it, and the port at which it listens."""
    outside = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.receiver"),
        *(str(folder), str(seed), json.dumps(dict(rates))),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert outside.stdout
    return outside, int(await outside.stdout.readline())
