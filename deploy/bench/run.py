"""Measure everything, and print one table: ``make bench``.

Each figure is a ratio of two things measured in the same run, so that it means
the same on any machine. A ratio above its aim is to be looked into; nothing fails.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from deploy.bench import (
    desk,
    digest,
    due_dates,
    graph,
    slack,
    start,
    teams,
    tick,
    times,
)
from deploy.bench.table import Row, machine, table


def rows() -> Iterator[Row]:
    """Measure one thing after another, and say on the side how far it has got."""
    for part in (start, due_dates, times, desk, slack, teams, graph, digest, tick):
        print(f"{part.__name__.rpartition('.')[2]} ...", file=sys.stderr, flush=True)
        yield from part.rows()


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
