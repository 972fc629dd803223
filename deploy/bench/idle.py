"""What a process costs that has nothing to do: processor seconds in an hour.

It looks for deliveries and for what is due once a second, as the program does, with
some cases that wait for later days.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from bot.__main__ import machine as now
from bot.store import outbox
from bot.tables import outbox as deliveries
from deploy.bench.partnership import partnership
from deploy.bench.replica import pause, replicas
from deploy.bench.table import Row, machine, table
from integrations.engines import fleet
from tests import postgres

ROOT: Final = Path(__file__).parents[2]
CASES: Final = 3
SECONDS: Final = 8.0
MOST: Final = 60.0
"""Processor seconds in an hour that we allow ourselves: a sixtieth of one."""


def rows() -> Iterator[Row]:
    """Measure one process on SQLite, and one of a fleet on PostgreSQL."""
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as folder:
        yield _measured(f"sqlite:///{folder}/bench.sqlite", "SQLite")
    with postgres.running() as server:
        server.run("CREATE DATABASE bench")
        yield _measured(server.url("bench"), "PostgreSQL, fleet")


def _measured(url: str, where: str) -> Row:
    with partnership(url, begun=now() - timedelta(hours=2)) as one:
        for _ in range(CASES):
            one.half_way()
        with one.whole.writing() as tx:
            done = {"state": outbox.DROPPED, "try_at": None, "settled_at": now()}
            tx.execute(deliveries.update().values(**done))
        if not one.whole.on_sqlite:
            fleet.prepare(one.whole)
    with replicas(url, 9) as (program,):
        pause(SECONDS / 2)  # until it has begun
        before = _used(program.pid)
        pause(SECONDS)
        used = _used(program.pid) - before
    hour = used * 3_600 / SECONDS
    return Row(f"an hour with nothing to do; {where}", hour, MOST, "s", 1)


def _used(program: int) -> float:
    """Read the processor seconds that a process has used."""
    fields = Path(f"/proc/{program}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
