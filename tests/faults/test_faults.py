"""A short run of the faults, by one seed: `make faults` is the rest, by any seed.

What decides whether a change is kept must not fail by chance. What fails says its
seed, and the command that does the same again.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.faults.everywhere import Fresh, deaths, found_after, points_of
from tests.faults.record import said
from tests.faults.runs import folder_of_its_own, lived, plan_of
from tests.postgres import Database

pytestmark = pytest.mark.long

DEATHS = 2
ROUNDS = 2
SEED = 40


@pytest.fixture
def seed() -> int:
    return SEED


@pytest.fixture
def base() -> Iterator[Path]:
    with folder_of_its_own() as folder:
        yield folder


@pytest.fixture
def on_sqlite(base: Path, sqlite_template: Path) -> Fresh:
    number = count()

    def fresh() -> tuple[Path, str]:
        folder = base / str(next(number))
        folder.mkdir()
        shutil.copy(sqlite_template, folder / "faults.sqlite")
        return folder, f"sqlite:///{folder}/faults.sqlite"

    return fresh


@pytest.fixture
def on_postgres(base: Path, postgres_database: Database) -> Iterator[Fresh]:
    number = count()

    def fresh() -> tuple[Path, str]:
        folder = base / str(next(number))
        folder.mkdir()
        postgres_database.empty()
        return folder, postgres_database.url

    yield fresh
    postgres_database.empty()


@pytest.fixture(params=["on_sqlite", "on_postgres"])
def fresh(request: pytest.FixtureRequest) -> Callable[[], tuple[Path, str]]:
    found: Any = request.getfixturevalue(request.param)
    made: Fresh = found
    return made


def test_killed_at_a_point_it_is_whole_after_a_restart(fresh: Fresh, seed: int) -> None:
    for death in deaths(points_of(fresh), seed, DEATHS):
        found = found_after(death, fresh)
        again = f"make faults SEED={seed} PARTS=points"
        assert not found, f"{death}: {said(found)}\nagain: {again}"


def test_killed_at_any_moment_it_is_whole_after_a_restart(
    fresh: Fresh, seed: int
) -> None:
    """Killed, or met with whatever else the seed chose: nothing lost, nothing twice."""
    folder, url = fresh()
    processes = 1 if url.startswith("sqlite") else 2
    plan = plan_of(seed, url, folder, rounds=ROUNDS, processes=processes)
    outcome = asyncio.run(lived(plan))
    again = f"make faults SEED={seed} PARTS=worlds"
    faults = said(outcome.faults)
    assert not faults, f"{outcome.happened}: {faults}\nagain: {again}"
