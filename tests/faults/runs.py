"""Runs by seed: a world is made, goes wrong in every way, and is judged."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from bot.store.migrate import migrate
from tests.desk.wessex import london
from tests.faults import mischief
from tests.faults.people import PROCEDURES
from tests.faults.world import Plan, World, world

BEGINNINGS: Final = ("2027-03-24 10:00", "2027-10-27 10:00", "2026-12-18 10:30")
"""Before each change of the clocks, and before Christmas."""
_HOURS: Final = (0, 0, 1, 3, 20, 26, 50)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run went.

    Attributes:
        faults: What is not as it must be.
        happened: What was done to it, in order.
        said: A few figures, for whoever watches.
    """

    faults: tuple[str, ...]
    happened: tuple[str, ...]
    said: str


async def lived(plan: Plan) -> Outcome:
    """Let a world live through what its seed has in store, and judge what is left."""
    happened: list[str] = []
    async with world(plan) as its:
        kinds = _kinds(plan)
        for one in kinds:
            await its.at_work(4)
            happened.append(one.__name__)
            await one(its)
            its.clock.move(_some_hours(its.chance))
            await its.again()
        faults = await its.rest()
        faults += its.faults()
        return Outcome(tuple(faults), tuple(happened), _figures(its))


def _kinds(plan: Plan) -> list[mischief.Mischief]:
    sqlite = plan.url.startswith("sqlite")
    kinds = [
        *mischief.ANYWHERE,
        *(mischief.ON_SQLITE if sqlite else mischief.ON_POSTGRES),
    ]
    chance = Random(f"{plan.seed}/kinds")
    chosen: list[mischief.Mischief] = []
    while len(chosen) < plan.rounds:
        chance.shuffle(kinds)
        chosen.extend(kinds)
    return chosen[: plan.rounds]


def _figures(its: World) -> str:
    record = its.people.record
    ends = Counter(code for bot in its.bots for code in bot.ended)
    ended = ", ".join(f"{n} by {code}" for code, n in sorted(ends.items()))
    answers = its.people.answered.items()
    answered = ", ".join(f"{count} {code or 'yes'}" for code, count in answers)
    return (
        f"{len(list(record.cases()))} cases, {len(record.rows())} deliveries,"
        f" {len(record.seen)} seen, {its.starts()} starts, ended {ended or 'never'};"
        f" answered: {answered}"
    )


def plan_of(
    seed: int,
    url: str,
    folder: Path,
    *,
    rounds: int,
    processes: int = 1,
    engine: str = "",
) -> Plan:
    """Make the plan of a run, by its seed."""
    chance = Random(f"{seed}/plan")
    names = chance.sample(sorted(PROCEDURES), chance.randrange(2, 4))
    return Plan(
        seed=seed,
        url=url,
        folder=folder,
        begins=london(chance.choice(BEGINNINGS)),
        names=tuple(names),
        engine=engine or ("embedded" if processes == 1 else "fleet"),
        processes=processes,
        rounds=rounds,
    )


@contextmanager
def folder_of_its_own() -> Iterator[Path]:
    """Give a folder in memory, where there is one: who is killed loses no file."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    within = memory if memory.is_dir() else None
    with TemporaryDirectory(dir=within, prefix="dayzero-faults-") as name:
        yield Path(name)


def sqlite_in(folder: Path, template: Path | None = None) -> str:
    """Make an empty, migrated record in a folder; returns its address."""
    file = folder / "faults.sqlite"
    if template is not None:
        shutil.copy(template, file)
    else:
        migrate(f"sqlite:///{file}")
    return f"sqlite:///{file}"


def _some_hours(chance: Random) -> timedelta:
    return timedelta(hours=chance.choice(_HOURS), minutes=chance.randrange(60))
