"""``make faults``: every fault there is, by seed, on both databases.

The seed is printed first. What fails is printed with the one command that does the
same again.
"""

from __future__ import annotations

import argparse
import asyncio
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Final

from bot.store.migrate import migrate
from tests.faults import everywhere, flood
from tests.faults.record import said
from tests.faults.runs import folder_of_its_own, lived, plan_of
from tests.faults.server import Served, served

DELIVERIES: Final = 20_000
KILLS: Final = 6
WORKERS: Final = 4
_POINTS: Final = 12
_SLOWEST: Final = 250
"""Deliveries in a second below which it is said to be slow."""


@dataclass
class Suite:
    """Everything that is tried, with what it needs."""

    base: Path
    server: Served
    bad: int = 0
    number: Iterator[int] = field(default_factory=count)

    def fresh(self, kind: str) -> tuple[Path, str]:
        """Make an empty folder and an empty record; gives both."""
        folder = self.base / f"{kind}-{next(self.number)}"
        folder.mkdir()
        if kind == "postgres":
            return folder, self.server.fresh()
        template = self.base / "template.sqlite"
        if not template.exists():
            migrate(f"sqlite:///{template}")
        shutil.copy(template, folder / "faults.sqlite")
        return folder, f"sqlite:///{folder}/faults.sqlite"

    def points(self, seed: int, most: int) -> None:
        """Die at points of every kind, and come back."""
        for kind in ("sqlite", "postgres"):
            known = everywhere.points_of(lambda: self.fresh(kind))  # noqa: B023 - used at once
            chosen = everywhere.deaths(known, seed, min(most, len(known)))
            begun, bad = time.perf_counter(), self.bad
            for death in chosen:
                found = everywhere.found_after(death, lambda: self.fresh(kind))  # noqa: B023 - used at once
                if found:
                    where = f"killed at {death.name}, time {death.time}, on {kind}"
                    self.tell(seed, "points", where, found)
            tell(
                f"points   {kind:9} {len(chosen)} of {len(known)} kinds of point, "
                f"{sum(known.values())} in all: {self.bad - bad} bad, "
                f"{time.perf_counter() - begun:.0f} s"
            )

    def worlds(self, seed: int, rounds: int) -> None:
        """Live through worlds: one process on SQLite, several on PostgreSQL."""
        for kind, processes in (("sqlite", 1), ("postgres", 1 + seed % WORKERS)):
            folder, url = self.fresh(kind)
            plan = plan_of(seed, url, folder, rounds=rounds, processes=processes)
            plan = replace(plan, restart=self.server.restart)
            begun = time.perf_counter()
            outcome = asyncio.run(lived(plan))
            took = time.perf_counter() - begun
            tell(f"world    {kind:9} x{processes} {outcome.said}; {took:.0f} s")
            tell(f"         {', '.join(outcome.happened)}")
            if outcome.faults:
                self.tell(seed, "worlds", f"a world on {kind}", outcome.faults)

    def floods(self, seed: int, total: int) -> None:
        """Carry very many deliveries, with kills on the way."""
        for kind, processes in (("sqlite", 1), ("postgres", WORKERS)):
            folder, url = self.fresh(kind)
            plan = plan_of(seed, url, folder, rounds=0, processes=processes)
            found = asyncio.run(flood.flooded(plan, total, KILLS))
            slow = "" if found.rate >= _SLOWEST else "  SLOW"
            tell(
                f"flood    {kind:9} x{processes} {total} deliveries, {KILLS} kills:"
                f" {found.rate:.0f}/s{slow}, {found.lost} lost, {found.doubled}"
                f" doubled, {found.repeats} said to be repeats; {found.seconds:.0f} s"
            )
            if found.faults:
                self.tell(seed, "floods", f"a flood on {kind}", found.faults)

    def tell(self, seed: int, part: str, where: str, faults: object) -> None:
        """Say what failed, and how to see it again."""
        self.bad += 1
        found = list(faults) if isinstance(faults, (list, tuple)) else [str(faults)]
        tell(f"FAILED   {where}:\n{said(found)}")
        tell(f"again:   make faults SEED={seed} PARTS={part}")


def tell(line: str) -> None:
    """Write a line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the suite; ends with 1 if anything was not as it must be."""
    args = _arguments()
    seed = args.seed if args.seed is not None else secrets.randbelow(10**6)
    tell(f"seed {seed}: make faults SEED={seed}")
    parts = args.parts.split(",")
    end = time.perf_counter() + 60 * args.minutes
    with ExitStack() as stack:
        base = stack.enter_context(folder_of_its_own())
        server = stack.enter_context(served())
        suite = Suite(base, server)
        for run in count():
            if run >= args.runs and time.perf_counter() >= end:
                break
            if "points" in parts:
                suite.points(seed + run, args.points)
            if "worlds" in parts:
                suite.worlds(seed + run, args.rounds)
            if "floods" in parts and run == 0:
                suite.floods(seed, args.deliveries)
    tell(f"{suite.bad} failed." if suite.bad else "Everything is as it must be.")
    return 1 if suite.bad else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--parts", default="points,worlds,floods")
    parser.add_argument("--points", type=int, default=_POINTS)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--deliveries", type=int, default=DELIVERIES)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
