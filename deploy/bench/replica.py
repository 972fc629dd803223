"""One process that delivers, as the program runs it, into the sink.

Run as ``python -m deploy.bench.replica ADDRESS PORT``. It works until its input ends;
a line of input has it measure how long it is from when something is due until it is
taken, and say so.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from bot import logs
from bot.__main__ import machine
from bot.core.react import Telling
from bot.counter import Counter
from bot.courier import Courier
from bot.gateways import Ways
from bot.offices import load_offices
from bot.shelf import Shelf
from bot.store import Store, index, outbox
from bot.store.alone import Claims
from bot.timetable import Timetable
from bot.vault import Vault
from bot.winding import Turn, Winding
from deploy.bench.partnership import SECRET
from deploy.bench.sink import Sink
from integrations.calendars.ics import IcsCalendar
from integrations.engines.embedded import Embedded
from integrations.engines.fleet import Fleet, enqueue
from integrations.mail.files import MailFiles

ROOT: Final = Path(__file__).parents[2]
WIDTH: Final = 32
IMMEDIATE: Final = 100
SCHEDULED: Final = 40
WARM: Final = 10
"""Queued before anything is measured: much is read in when it is first used."""
_APART: Final = 0.03
"""Seconds between two, when it is measured how long each takes."""
_AFTER: Final = 3.0
"""Seconds in which the last of them surely goes."""
_TICK: Final = 1.0


@dataclass
class Replica:
    """What delivers in this process."""

    store: Store
    sink: Sink
    engine: Embedded | Fleet
    loop: asyncio.AbstractEventLoop
    desks: dict[str, Counter] = field(default_factory=dict)

    async def run(self) -> None:
        """Deliver and tick until told to stop."""
        desk = self.desk
        mail = MailFiles(Path("/nonexistent"), "dayzero@example.org")
        ways = Ways(self.sink, IcsCalendar(mail, "dayzero@example.org"), mail)
        courier = Courier(desk, ways, machine, width=WIDTH, wake=self.engine.wake)
        timetable = Timetable(self.store, desk)
        tick = Turn("tick", _TICK, lambda: timetable.tick(machine()))
        winding = Winding((tick,))
        winding.start()
        try:
            await self.engine.run(courier.turn)
            await courier.finish()
        finally:
            await asyncio.to_thread(winding.stop)

    def desk(self, partnership: str) -> Counter:
        """Find the desk of a partnership."""
        if partnership not in self.desks:
            held = Shelf(), cache(load_offices), self.engine.wake
            self.desks[partnership] = Counter(self.store, partnership, *held)
        return self.desks[partnership]

    def measure(self) -> dict[str, list[float]]:
        """Queue one thing after another; gives the seconds that each took."""
        with self.store.reading() as tx:
            case = index.cases(tx)[0]
        desk, due = self.desk(case.partnership), {}
        for number in range(-WARM, IMMEDIATE + SCHEDULED):
            later = number >= IMMEDIATE
            ahead = timedelta(seconds=1.5) if later else timedelta()
            said = Telling("news", role="business-manager", parts=("council-report",))
            kind = "scheduled" if later else "immediate"
            key, now = f"{case.ref}/{kind}/{number}", machine()
            row = desk.row(key, said, case.ref, 20_000 + number, now + ahead)
            with desk.store.writing() as tx:
                outbox.enqueue(tx, (row,), now)
            if number >= 0:
                due[key] = self.loop.time() + ahead.total_seconds()
            self.engine.wake()
            pause(_APART if number != -1 else _AFTER)
        pause(_AFTER)
        found: dict[str, list[float]] = {"immediate": [], "scheduled": []}
        for key, at in due.items():
            taken = [t for k, t in self.sink.taken.items() if k.startswith(f"{key}/")]
            found[key.split("/")[1]].append(taken[0] - at if taken else 60.0)
        return found


def main(url: str, port: int) -> None:
    """Deliver until the input ends."""
    logs.configure("CRITICAL")
    fleet = url.startswith("postgresql")
    store = Store(url, Vault(SECRET), queued=enqueue if fleet else None)
    claims = Claims(url)
    file = None if fleet else Path(url.removeprefix("sqlite:///"))
    engine = Fleet(url, claims) if fleet else Embedded(file, claims)
    engine.claim()

    async def run() -> None:
        replica = Replica(store, Sink(port), engine, asyncio.get_running_loop())

        def obey() -> None:
            for line in sys.stdin:
                del line
                _say(json.dumps(replica.measure()))
            engine.stop()

        threading.Thread(target=obey, daemon=True).start()
        await replica.run()

    _say("ready")
    asyncio.run(run())


@contextmanager
def replicas(url: str, port: int, count: int = 1) -> Iterator[list[Any]]:
    """Start some, side by side, and wait until each is ready."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "deploy.bench.replica", url, str(port)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    try:
        for program in programs:
            assert program.stdout
            assert program.stdout.readline() == "ready\n"
        yield programs
    finally:
        for program in programs:
            program.communicate()


def pause(seconds: float) -> None:
    """Do nothing for some seconds, as nobody does who waits for nothing."""
    threading.Event().wait(seconds)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
