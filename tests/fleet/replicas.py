"""Processes that deliver: each line of one ledger is something that somebody saw.

Run as ``python -m tests.fleet.replicas ADDRESS LEDGER``. A delivery of the kind
``hold`` is held, and said, until its process is told to go on.
"""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Final

from bot import logs
from bot.__main__ import machine
from bot.store import Store, leases, outbox
from bot.store.alone import Claims
from bot.store.outbox import Delivery
from bot.vault import Vault
from integrations.engines import fleet

SECRET: Final = b"a secret that is only for the fleet, of 32 bytes or more"
LEASE: Final = timedelta(seconds=3)
ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 40.0


@dataclass(frozen=True)
class Hand:
    """What delivers in one process: takes, writes in the ledger, and settles."""

    store: Store
    ledger: Path
    stopped: Callable[[], bool]

    async def deliver(self) -> float:
        """Carry whatever may go now."""
        while not self.stopped():
            row = await asyncio.to_thread(self._take)
            if row is None:
                break
            await asyncio.to_thread(self._carry, row)
        return 0.2

    def _take(self) -> Delivery | None:
        with self.store.writing() as tx:
            return leases.lease(tx, None, machine(), LEASE)

    def _carry(self, row: Delivery) -> None:
        if row.kind == "hold":
            say(f"holding {row.key}")
            sys.stdin.readline()
        with self.store.reading() as tx:
            mine = leases.still_mine(tx, row.key, row.fence, machine())
        if not mine:
            say(f"lost {row.key}")
            return
        # As the courier does: what may have gone is looked for before it goes again.
        if not row.doubt or row.key not in seen(self.ledger):
            with self.ledger.open("a", encoding="utf-8") as kept:
                kept.write(f"{row.key}\n")
        with self.store.writing() as tx:
            leases.settle(tx, row.key, row.fence, outbox.SENT, now=machine())


def seen(ledger: Path) -> list[str]:
    """Read a ledger; nothing has been seen where there is none yet."""
    return ledger.read_text(encoding="utf-8").split() if ledger.exists() else []


def say(line: str) -> None:
    """Tell whoever started this."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(url: str, ledger: str) -> None:
    """Deliver until this is asked to stop."""
    logs.configure("CRITICAL")
    store = Store(url, Vault(SECRET), queued=fleet.enqueue)
    engine = fleet.Fleet(url, Claims(url))
    asked = threading.Event()

    def stop(*_: object) -> None:
        asked.set()
        engine.stop()

    signal.signal(signal.SIGTERM, stop)
    engine.claim()
    say("ready")
    asyncio.run(engine.run(Hand(store, Path(ledger), asked.is_set).deliver))
    say("stopped")


@dataclass
class Replicas:
    """The processes of one test."""

    url: str
    ledger: Path
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, count: int) -> list[subprocess.Popen[str]]:
        """Start some, side by side, and wait until each of them works."""
        begun = [self._begun() for _ in range(count)]
        for one in begun:
            heard(one, "ready")
        return begun

    def seen(self) -> list[str]:
        """Read what was seen, in the order in which it was."""
        return seen(self.ledger)

    def end(self) -> None:
        for one in self.processes:
            one.kill()
            one.communicate()

    def _begun(self) -> subprocess.Popen[str]:
        given = [sys.executable, "-m", "tests.fleet.replicas", self.url]
        process = subprocess.Popen(
            [*given, str(self.ledger)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.processes.append(process)
        return process


def heard(process: subprocess.Popen[str], what: str) -> str:
    """Wait until a process says something; what it said before is passed over."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(what):
            return line.strip()
    message = f"it ended before it said: {what}"
    raise AssertionError(message)


def until_delivered(store: Store) -> None:
    """Wait until nothing waits any more."""
    pause, end = threading.Event(), monotonic() + PATIENCE
    while True:
        with store.reading() as tx:
            left = outbox.waiting(tx)
        if not left:
            return
        assert monotonic() < end, f"{left} were never delivered"
        pause.wait(0.05)


def told(process: subprocess.Popen[str], what: str) -> None:
    """Tell a process something."""
    assert process.stdin is not None
    process.stdin.write(f"{what}\n")
    process.stdin.flush()


def row(key: str, case_ref: str | None = None, kind: str = "card") -> Delivery:
    """Something to deliver; what is of one case goes to one channel."""
    return Delivery(
        key=key,
        partnership="wessex-vale",
        kind=kind,
        not_before=machine(),
        case_ref=case_ref,
        place="partners" if case_ref else "",
    )


def queue(store: Store, *rows: Delivery) -> None:
    with store.writing() as tx:
        outbox.enqueue(tx, rows, machine())


if __name__ == "__main__":
    main(*sys.argv[1:])
