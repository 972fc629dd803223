"""Measure everything, and print one table: ``make bench``.

Each figure is a ratio of two things measured in the same run, so that it means
the same on any machine. A ratio above its aim is to be looked into; nothing fails.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[2]))

from deploy.bench import (
    deliveries,
    desk,
    digest,
    due_dates,
    graph,
    idle,
    latency,
    long_case,
    slack,
    start,
    teams,
    tick,
    times,
)
from deploy.bench.table import Row, machine, table

PARTS = (
    *(start, due_dates, times, desk, long_case),
    *(deliveries, latency, idle),
    *(slack, teams, graph, digest, tick),
)


def rows() -> Iterator[Row]:
    """Measure one thing after another, and say on the side how far it has got."""
    for part in PARTS:
        print(f"{part.__name__.rpartition('.')[2]} ...", file=sys.stderr, flush=True)
        begun = perf_counter()
        yield from part.rows()
        took = f"{perf_counter() - begun:,.0f} s"
        print(f"    {took}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
