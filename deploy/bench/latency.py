"""How long it is from when a delivery is due until the other side has taken it.

A process works as the program does. Things are queued in it one by one, some of them
for a moment that is still to come, each for a role that is still to be addressed.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from bot.__main__ import machine as now
from bot.store import outbox
from bot.tables import outbox as deliveries
from deploy.bench.partnership import partnership
from deploy.bench.replica import replicas
from deploy.bench.sink import sink
from deploy.bench.table import Row, machine, table
from integrations.engines import fleet
from tests import postgres

ROOT: Final = Path(__file__).parents[2]
MOST: Final = {"immediate": 50.0, "scheduled": 1_200.0}
"""The most milliseconds that nineteen of twenty may take."""


def rows() -> Iterator[Row]:
    """Measure one process on SQLite, and one of a fleet on PostgreSQL."""
    with (
        sink() as port,
        tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as folder,
    ):
        yield from _measured(f"sqlite:///{folder}/bench.sqlite", port, "SQLite")
        postgres.FAST = ""
        with postgres.running() as server:
            server.run("CREATE DATABASE bench")
            yield from _measured(server.url("bench"), port, "PostgreSQL, fleet")


def _measured(url: str, port: int, where: str) -> Iterator[Row]:
    with partnership(url, begun=now() - timedelta(hours=2)) as one:
        one.half_way()
        with one.whole.writing() as tx:
            # What went before is no part of the measurement.
            done = {"state": outbox.DROPPED, "try_at": None, "settled_at": now()}
            tx.execute(deliveries.update().values(**done))
        if not one.whole.on_sqlite:
            fleet.prepare(one.whole)
    with replicas(url, port) as (program,):
        program.stdin.write("measure\n")
        program.stdin.flush()
        found = json.loads(program.stdout.readline())
    for kind, seconds in found.items():
        took = sorted(seconds)[int(len(seconds) * 0.95)] * 1_000
        yield Row(f"due to sent, p95, {kind}; {where}", took, MOST[kind], "ms", 1)


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
