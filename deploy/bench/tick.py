"""What a tick costs when few steps wait and when very many do.

The same cases fall due each morning in both; all that differs is how much waits
beside them, for some later day. The two take turns, so that a disk that is busy
with something else is as busy for both. An idle tick, with nothing due, is
measured too.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from bot.store import index
from bot.timetable import Timetable
from deploy.bench.partnership import Partnership, partnership
from deploy.bench.table import Row, machine, table
from deploy.bench.waiting import copy

ROOT: Final = Path(__file__).parents[2]
DUE: Final = 20
FEW: Final = 1_000
MANY: Final = 1_000_000
MORNINGS: Final = 9
IDLE: Final = 50
LATER: Final = datetime(2028, 1, 4, 9, tzinfo=UTC)


@dataclass(slots=True)
class Ticking:
    """A partnership whose timetable ticks, and how long each tick took.

    Attributes:
        busy: Ticks with cases due, in milliseconds.
        idle: Ticks with nothing due, likewise.
    """

    at_work: Partnership
    timetable: Timetable
    busy: list[float] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)

    def morning(self) -> None:
        """Go to the next instant at which anything is due, and tick."""
        with self.at_work.whole.reading() as tx:
            due_at = index.next_due(tx)
            assert due_at
            self.at_work.now = due_at + timedelta(minutes=1)
            due = {row.case_ref for row in index.steps_due(tx, self.at_work.now)}
        assert len(due) == DUE, due
        self.busy.append(self._tick())
        with self.at_work.whole.reading() as tx:
            assert not index.steps_due(tx, self.at_work.now)

    def nothing(self) -> None:
        """Tick again, with nothing due."""
        self.idle.append(self._tick())

    def _tick(self) -> float:
        start = perf_counter()
        self.timetable.tick(self.at_work.now)
        return (perf_counter() - start) * 1_000


def rows() -> Iterator[Row]:
    """Measure with few steps waiting, and with many."""
    with (
        tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as folder,
        _waiting(f"sqlite:///{folder}/few.sqlite", FEW) as few,
        _waiting(f"sqlite:///{folder}/many.sqlite", MANY) as many,
    ):
        os.sync()  # what was written to get here is not what is measured
        for _ in range(MORNINGS):
            few.morning()
            many.morning()
        for _ in range(IDLE):
            few.nothing()
            many.nothing()
    among = f"among {MANY:,} waiting, against {FEW:,}"
    busy = median(many.busy), median(few.busy)
    idle = median(many.idle), median(few.idle)
    yield Row(f"tick with {DUE} cases due, {among}", *busy, "ms", 1.25)
    yield Row("the same with nothing due", *idle, "ms", 1.25)


@contextmanager
def _waiting(url: str, waiting: int) -> Iterator[Ticking]:
    """Begin a record with a few cases that fall due, and much that waits."""
    with partnership(url) as at_work:
        refs = [at_work.half_way() for _ in range(DUE)]
        store = at_work.whole
        with store.reading() as tx:
            each = len(index.steps_of(tx, refs[0]))
        beside = copy(store, refs[:1], ["elsewhere"], waiting // each, LATER)
        assert beside > waiting - each
        with store.engine.connect() as tx:
            driver: Any = tx.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        yield Ticking(at_work, Timetable(store, lambda _: at_work.desk))


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
