"""What one sign-off costs at the desk, against three bare rows and a commit.

Every sign-off is the real thing: the press is looked up, the case laid open, the
rules asked, and the journal, the indexes and the outbox written and committed. It
is made on a case that stands half-way through, with some forty to eighty entries.
Each is followed at once by a bare commit, so that a disk that is busy with
something else is as busy for both; and then by the same three rows written through
the store, to show how much of the difference is the database library's.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from deploy.bench.bare import bare_commit, library_commit
from deploy.bench.partnership import partnership
from deploy.bench.table import Row, disk, machine, table
from tests import postgres

ROOT: Final = Path(__file__).parents[2]
CASES: Final = 5
SIGN_OFFS: Final = 13
"""For each case; every one adds three entries."""
_LIBRARY: Final = "its three rows through SQLAlchemy, against the same"
"""No part of the aim: it shows how much of a sign-off is the library's."""


def rows() -> Iterator[Row]:
    """Measure on this disk, and on a PostgreSQL of our own."""
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as folder:
        kind = disk(Path(folder))
        ours, bare, library = _measure(f"sqlite:///{folder}/bench.sqlite")
        yield Row(
            f"sign-off, against a bare commit; SQLite on {kind}", ours, bare, "ms", 2
        )
        yield Row(_LIBRARY, library, bare, "ms")
    # The tests' server need not wait for the disk; this one must, as a real one does.
    postgres.FAST = ""
    with postgres.running() as server:
        server.run("CREATE DATABASE bench")
        ours, bare, library = _measure(server.url("bench"))
        yield Row("sign-off, against a bare commit; PostgreSQL", ours, bare, "ms", 2)
        yield Row(_LIBRARY, library, bare, "ms")


def _measure(url: str) -> tuple[float, float, float]:
    """Take the medians, in milliseconds: a sign-off, a bare commit, the library's."""
    signed: list[float] = []
    bare: list[float] = []
    library: list[float] = []
    with partnership(url) as at_work:
        at_work.half_way()
        through_the_store = library_commit(at_work.desk.store)
        with bare_commit(at_work.desk.store) as commit:
            for _ in range(CASES):
                ref = at_work.half_way()
                for _ in range(SIGN_OFFS):
                    press = at_work.signature("ruth", at_work.report(ref))
                    signed.append(_timed(partial(at_work.do, press)))
                    bare.append(_timed(commit))
                    library.append(_timed(through_the_store))
    return median(signed) * 1_000, median(bare) * 1_000, median(library) * 1_000


def _timed(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
