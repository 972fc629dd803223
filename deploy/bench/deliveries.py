"""How many deliveries go in a second, against a bare outbox loop on the same database.

Each is the real thing: a row for a role is addressed, its card is made from the case
and posted over HTTP, and its end is settled and recorded under a seal. The bare loop
posts the same number of cards: it selects a row, posts, marks it, and commits.
"""

from __future__ import annotations

import http.client
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from sqlalchemy import Column, Integer, MetaData, Table, Text, bindparam

from bot.__main__ import machine as now
from bot.core.react import Telling
from bot.store import Store, outbox
from bot.tables import outbox as table_of
from deploy.bench.partnership import Partnership, partnership
from deploy.bench.replica import pause, replicas
from deploy.bench.sink import sink
from deploy.bench.table import Row, disk, machine, table
from integrations.engines import fleet
from tests import postgres

ROOT: Final = Path(__file__).parents[2]
CASES: Final = 40
DELIVERIES: Final = 600
AIM: Final = 250
WORKERS: Final = (1, 2, 4)
ROLES: Final = (
    *("business-manager", "head-of-qa", "corporate-director-qa"),
    *("executive-director", "qa-service-manager", "senior-solicitor"),
    *("scrutineer", "independent-chair"),
)
PATIENCE: Final = 90.0
_LOOK: Final = 0.05
_BARE: Final = Table(
    "bare", MetaData(), Column("id", Integer, primary_key=True), Column("state", Text)
)


def rows() -> Iterator[Row]:
    """Measure one process on SQLite, and several on a PostgreSQL of our own."""
    with (
        sink() as port,
        tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as folder,
    ):
        kind = disk(Path(folder))
        with partnership(f"sqlite:///{folder}/bench.sqlite", begun=_yesterday()) as one:
            yield from _measured(one, port, (1,), f"SQLite on {kind}")
        # The tests' server need not wait for the disk; this one must.
        postgres.FAST = ""
        with postgres.running() as server:
            server.run("CREATE DATABASE bench")
            with partnership(server.url("bench"), begun=_yesterday()) as one:
                fleet.prepare(one.whole)
                yield from _measured(one, port, WORKERS, "PostgreSQL")


def _yesterday() -> Any:
    return now() - timedelta(hours=2)


def _measured(
    one: Partnership, port: int, workers: tuple[int, ...], where: str
) -> Iterator[Row]:
    refs = [one.half_way() for _ in range(CASES)]
    store = one.whole
    with store.writing() as tx:
        # What went before is no part of the measurement.
        done = {"state": outbox.DROPPED, "try_at": None, "settled_at": now()}
        tx.execute(table_of.update().values(**done))
    bare = _bare(store, port)
    for count in workers:
        took = _delivered(one, refs, port, count)
        name = "1 process" if count == 1 else f"{count} processes"
        said = f"a delivery by {name}; {where}"
        yield Row(f"{said}, against a bare loop", took, bare, "ms")
        yield Row(f"{said}, against {AIM} a second", took, 1_000 / AIM, "ms", 1)


def _delivered(one: Partnership, refs: list[str], port: int, count: int) -> float:
    """Queue and deliver them; returns the milliseconds that each took."""
    store = one.whole
    with replicas(store.engine.url.render_as_string(hide_password=False), port, count):
        pause(2)  # until each has begun to look
        at, apiece = now(), DELIVERIES // len(refs)
        for ref in refs:
            # Each stands for an entry of its own, as if it were not told already.
            first = 10_000 * count
            each = range(first, first + apiece)
            with store.writing() as tx:
                outbox.enqueue(tx, (_row(one, ref, n, at) for n in each), at)
        start = perf_counter()
        while _waiting(store):
            assert perf_counter() - start < PATIENCE, "they do not go"
            pause(_LOOK)
        took = perf_counter() - start
    with store.reading() as tx:
        sent = len(outbox.recent(tx, at))
    queued = apiece * len(refs)
    assert sent >= 2 * queued, (sent, queued)
    return took * 1_000 / queued


def _row(one: Partnership, ref: str, n: int, at: Any) -> outbox.Delivery:
    said = Telling("news", role=ROLES[n % len(ROLES)], parts=("council-report",))
    return one.desk.row(f"{ref}/{n}/0", said, ref, n, at)


def _waiting(store: Store) -> int:
    with store.reading() as tx:
        return outbox.waiting(tx)


def _bare(store: Store, port: int) -> float:
    """Post as many from a table of their own; returns the milliseconds for each."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    with store.writing() as tx:
        _BARE.create(tx)
        tx.exec_driver_sql("CREATE INDEX bare_next ON bare (id) WHERE state = 'queued'")
        rows = [{"id": number, "state": "queued"} for number in range(DELIVERIES)]
        tx.execute(_BARE.insert(), rows)
    sent = _BARE.update().where(_BARE.c.id == bindparam("this")).values(state="sent")
    start = perf_counter()
    for _ in range(DELIVERIES):
        with store.writing() as tx:
            (number,) = tx.exec_driver_sql(
                "SELECT id FROM bare WHERE state = 'queued' ORDER BY id LIMIT 1"
            ).one()
            line.request("POST", f"/{number}", b"a card of the usual length. " * 20)
            line.getresponse().read()
            tx.execute(sent, {"this": number})
    return (perf_counter() - start) * 1_000 / DELIVERIES


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
