"""Killed at each point there is, and started again: one case, one process, any record.

Everything is read in once; then each life is a fork of this process, so that dying
hundreds of times takes no longer than living.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final, TypeAlias

from bot.logs import configure
from bot.store import messages
from tests.faults.child import LATER, REF, START, WORK, Office
from tests.faults.invariants import broken
from tests.faults.points import Points
from tests.faults.record import Record, Seen, Told, on_page

Fresh: TypeAlias = Callable[[], tuple[Path, str]]
"""Makes an empty folder and an empty record in it; gives both."""
_ENDED: Final = 0


@dataclass(frozen=True, slots=True)
class Death:
    """Where a process died.

    Attributes:
        name: What was done there.
        time: For the how-manieth time.
    """

    name: str
    time: int

    @property
    def at(self) -> tuple[str, int]:
        """Give it as points are told it."""
        return self.name, self.time


def points_of(fresh: Fresh) -> Counter[str]:
    """Live through the story undisturbed; returns how often each point is passed."""
    folder, url = fresh()
    code, said = _forked(lambda: _lived(folder, url, Points()))
    assert code == _ENDED, code
    return Counter(said)


def deaths(points: Counter[str], seed: int, most: int = 0) -> list[Death]:
    """Choose for each point at which time of passing it somebody dies there.

    Args:
        points: How often each is passed.
        seed: From which all of it follows.
        most: How many are wanted, chosen by chance; or nought for each one.
    """
    chance = Random(f"{seed}/everywhere")
    every = [Death(name, 1 + chance.randrange(n)) for name, n in sorted(points.items())]
    return sorted(chance.sample(every, most), key=str) if most else every


def found_after(death: Death, fresh: Fresh) -> list[str]:
    """Die at a point, start again, go on to the end; list what is not as it must be."""
    folder, url = fresh()
    code, _ = _forked(lambda: _lived(folder, url, Points(death.at)))
    if code not in (-signal.SIGKILL, _ENDED):
        return [f"it ended with {code}"]
    code, said = _forked(lambda: list(_finished(folder, url)))
    return [f"it ended with {code} afterwards"] if code else list(said)


def _lived(folder: Path, url: str, points: Points) -> dict[str, int]:
    office = Office(folder, url, points)
    office.work()
    office.store.close()
    return dict(points.named)


def _finished(folder: Path, url: str) -> Iterator[str]:
    """Start again, go on to the end, and judge what is left."""
    office = Office(folder, url)
    noted = len(office.noted())
    office.wessex.now = START + LATER
    office.work()
    yield from broken(_left(office, noted))
    office.store.close()


def _left(office: Office, noted: int) -> Record:
    """Gather what is left, of which so much was noted when somebody died."""
    wessex = office.wessex
    order = office.noted()
    # Who died between showing a card and noting it noted nothing; the page knows it.
    shown = [card.key.partition("@")[0] for card in _cards(office)]
    order[noted:noted] = [key for key in shown if key not in order]
    order += sorted({one.key for one in wessex.letters.listed()}.difference(order))
    seen = [Seen("post", key) for key in order]
    told = [
        Told(wessex.partnership, work[0], f"browser/{number}", REF)
        for number, work in enumerate(WORK)
    ]
    drawn = on_page(office.store, wessex.partnership, REF)
    return Record(office.store, wessex.now, seen, told, drawn)


def _cards(office: Office) -> list[Any]:
    with office.store.reading() as tx:
        return messages.of_case(tx, office.wessex.partnership, REF)


def _forked(act: Callable[[], Any]) -> tuple[int, Any]:
    """Do something in a fork; returns how that ended, and what came of it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            configure("CRITICAL")
            with os.fdopen(writing, "w") as out:
                json.dump(act(), out)
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as out:
        said = out.read()
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return code, json.loads(said) if said else None
