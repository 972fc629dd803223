"""What one sign-off costs at the desk, against three bare rows and a commit.

Every sign-off is the real thing: the press is looked up, the case laid open, the
rules asked, and the journal, the indexes and the outbox written and committed. It
is made on a case that stands half-way through, with some forty to eighty entries.
Each is followed at once by a bare commit, so that a disk that is busy with
something else is as busy for both; and then by the same three rows written through
the store, to show how much of the difference is the database library's.

Then the same by sixteen people at once, each on a case of their own, against as many
bare commits at once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from threading import Barrier
from time import perf_counter
from typing import Final

from deploy.bench.bare import bare_commit, library_commit
from deploy.bench.partnership import Partnership, partnership
from deploy.bench.table import Row, disk, machine, table
from tests import postgres

ROOT: Final = Path(__file__).parents[2]
CASES: Final = 5
SIGN_OFFS: Final = 13
"""For each case; every one adds three entries."""
AT_ONCE: Final = 16
EACH: Final = 24
"""Presses of each of those who press at once: as many reports as sign-offs."""
_LIBRARY: Final = "its three rows through SQLAlchemy, against the same"
"""No part of the aim: it shows how much of a sign-off is the library's."""


def rows() -> Iterator[Row]:
    """Measure on this disk, and on a PostgreSQL of our own."""
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".bench-") as folder:
        kind = disk(Path(folder))
        yield from _measure(f"sqlite:///{folder}/bench.sqlite", f"SQLite on {kind}")
    # The tests' server need not wait for the disk; this one must, as a real one does.
    postgres.FAST = ""
    with postgres.running() as server:
        server.run("CREATE DATABASE bench")
        yield from _measure(server.url("bench"), "PostgreSQL")


def _measure(url: str, on: str) -> Iterator[Row]:
    with partnership(url) as at_work:
        at_work.half_way()
        signed, bare, library = _one_by_one(at_work)
        yield Row(f"sign-off, against a bare commit; {on}", signed, bare, "ms", 2)
        yield Row(_LIBRARY, library, bare, "ms")
        yield from _at_once(at_work, on)


def _one_by_one(at_work: Partnership) -> tuple[float, float, float]:
    """Take the medians, in milliseconds: a sign-off, a bare commit, the library's."""
    signed: list[float] = []
    bare: list[float] = []
    library: list[float] = []
    through_the_store = library_commit(at_work.whole)
    with bare_commit(at_work.whole) as commit:
        for _ in range(CASES):
            ref = at_work.half_way()
            for _ in range(SIGN_OFFS):
                press = at_work.signature("ruth", at_work.report(ref))
                signed.append(_timed(partial(at_work.do, press)))
                bare.append(_timed(commit))
                library.append(_timed(through_the_store))
    return median(signed) * 1_000, median(bare) * 1_000, median(library) * 1_000


def _at_once(at_work: Partnership, on: str) -> Iterator[Row]:
    """Press by many people at once, each on a case of their own."""
    people = []
    for number in range(1, AT_ONCE + 1):
        ref = at_work.half_way()
        one = replace(at_work, presses=number * 1_000_000, texts={})
        people.append(partial(_reports, one, ref))
    ours, slowest = _together(people)
    with ExitStack() as stack:
        store = at_work.whole
        commits = [
            stack.enter_context(bare_commit(store, number))
            for number in range(1, AT_ONCE + 1)
        ]
        bare, bares = _together([partial(_repeated, commit) for commit in commits])
    what = f"each of {AT_ONCE} people's presses at once, against bare commits; {on}"
    yield Row(what, ours, bare, "ms", 2)
    yield Row("the slowest in a hundred of them", slowest, bares, "ms")


def _reports(at_work: Partnership, ref: str) -> list[float]:
    """Write reports on a case and sign them; how long each of it took."""
    found = []
    for _ in range(EACH // 2):
        found.append(_timed(partial(at_work.report, ref)))
        press = at_work.signature("ruth", f"{ref}/sign-council-report")
        found.append(_timed(partial(at_work.do, press)))
    return found


def _repeated(act: Callable[[], object]) -> list[float]:
    return [_timed(act) for _ in range(EACH)]


def _together(people: Sequence[Callable[[], list[float]]]) -> tuple[float, float]:
    """Let all begin at once: milliseconds for each, and the slowest in a hundred."""
    start = Barrier(len(people) + 1)

    def one(act: Callable[[], list[float]]) -> list[float]:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(people)) as pool:
        found = [pool.submit(one, act) for act in people]
        start.wait()
        begun = perf_counter()
        times = [taken for each in found for taken in each.result()]
        whole = perf_counter() - begun
    return whole / len(times) * 1_000, quantiles(times, n=100)[-1] * 1_000


def _timed(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
