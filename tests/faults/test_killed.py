"""Killed at any point, and started again: nothing is lost and nothing doubled."""

from __future__ import annotations

import random
import secrets
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot import indexes
from bot.core.case import Case
from bot.core.evolve import evolve, fold
from bot.core.react import react
from bot.store import index, journal, messages, outbox
from bot.store.outbox import ADDRESSED, DROPPED, ENDED, SENT
from bot.store.verify import verify
from tests.faults.child import LATER, REF, START, WORK, Office, Points

pytestmark = pytest.mark.long

AT_POINTS = 6
AT_SENDING = 4
AT_RANDOM = 4
PATIENCE = 60


@pytest.fixture(scope="module")
def seed() -> int:
    return secrets.randbelow(10**6)


@pytest.fixture
def folder(sqlite_template: Path, tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where there is one: who is killed loses no file."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    within = memory if memory.is_dir() else tmp_path
    with TemporaryDirectory(dir=within, prefix="dayzero-") as name:
        shutil.copy(sqlite_template, Path(name) / "faults.sqlite")
        yield Path(name)


def child(folder: Path, *args: object) -> subprocess.Popen[str]:
    """Start the work in a process of its own, and wait until it begins."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.child", str(folder), *map(str, args)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.fixture(scope="module")
def points(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[int]:
    """How many points there are when nobody dies, and at which something was sent."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copy(sqlite_template, folder / "faults.sqlite")
    process = child(folder)
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    return [int(number) for number in said.split()]


def finish(folder: Path) -> Iterator[str]:
    """Start again, go on to the end, and list everything that is not as it should."""
    office = Office(folder, Points())
    office.wessex.now = START + LATER
    office.work()
    wessex = office.wessex
    yield from (fault.says for fault in verify(office.store))
    yield from _of_the_journal(office)
    with office.store.reading() as tx:
        rows = outbox.find(tx)
        shown = {m.key for m in messages.of_case(tx, wessex.partnership, REF)}
        digests = messages.in_place(tx, wessex.partnership, "safeguarding")
    yield from (f"{r.key} is {r.state}" for r in rows if r.state not in ENDED)
    yield from (f"{r.key} died" for r in rows if r.state == "dead")
    sent = [r for r in rows if r.state == SENT and r.kind != "redraw"]
    cards = {
        f"{r.key}@{r.place or r.person}"
        for r in sent
        if r.receipt["way"] == "chat" and r.case_ref
    }
    if cards != shown:
        yield f"cards on the page and cards sent differ: {sorted(cards ^ shown)}"
    if sum("digest" in m.key for m in digests) != 1:
        yield "not one digest in the channel"
    letters = wessex.letters.listed()
    mailed = sorted(r.key for r in sent if r.receipt["way"] in ("mail", "calendar"))
    if sorted(letter.key for letter in letters) != mailed:
        yield "letters in the folder and letters sent differ"
    noted = office.ledger.read_text(encoding="utf-8").splitlines()
    twice = {key for key, count in Counter(noted).items() if count > 1}
    if twice:
        yield f"sent twice: {sorted(twice)}"
    office.store.close()


def _of_the_journal(office: Office) -> Iterator[str]:
    """Work out again what must have been queued and indexed, from the journal alone."""
    desk, now = office.wessex.desk, office.wessex.now
    with office.store.reading() as tx:
        entries = journal.load(tx, REF)
        known = {row.key for row in outbox.find(tx)}
        case = Case(REF)
        for _, group in groupby(entries, key=lambda entry: entry.cause):
            happened = list(group)
            before = case
            for entry in happened:
                case = evolve(case, entry)
            asking = desk.asking(tx, happened[0].by, happened[0].at, case)
            for i, _telling in enumerate(react(before, happened, case, asking)):
                if f"{REF}/{case.length}/{i}" not in known:
                    yield f"{REF}/{case.length}/{i} was never queued"
        asking = desk.asking(tx, "dayzero", now, case)
        rebuilt = {
            (r.step, r.item): replace(r, next_at=None)
            for r in indexes.step_rows(fold(REF, entries), asking)
        }
        stored = {
            (r.step, r.item): replace(r, next_at=None) for r in index.steps_of(tx, REF)
        }
        row = index.case(tx, REF)
    if rebuilt != stored:
        yield "the index of steps is not what a rebuild would make"
    if row != indexes.case_row(case, entries[-1], asking):
        yield "the index of the case is not what a rebuild would make"
    pressed = {e.cause for e in entries if e.cause.startswith("browser/")}
    if len(pressed) != len(WORK):
        yield f"{len(WORK) - len(pressed)} presses are not in the journal"


def test_undisturbed_it_is_whole(folder: Path) -> None:
    assert list(finish(folder)) == []


@pytest.mark.parametrize("which", range(AT_POINTS))
def test_killed_at_a_point_it_is_whole_after_a_restart(
    folder: Path, points: list[int], seed: int, which: int
) -> None:
    """Each part of the work has its turn, at a point chosen by chance."""
    width = points[0] // AT_POINTS
    point = 1 + which * width + random.Random(f"{seed}/{which}").randrange(width)
    _killed_at(folder, point, f"seed {seed}, point {point} of {points[0]}")


@pytest.mark.parametrize("which", range(AT_SENDING))
def test_killed_when_something_has_just_been_sent_it_is_not_sent_again(
    folder: Path, points: list[int], seed: int, which: int
) -> None:
    point = random.Random(f"{seed}/sent/{which}").choice(points[1:])
    _killed_at(folder, point, f"seed {seed}, point {point}, where something was sent")


def _killed_at(folder: Path, point: int, where: str) -> None:
    process = child(folder, point)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == -signal.SIGKILL
    faults = list(finish(folder))
    assert not faults, f"{where}: {faults}"


@pytest.mark.parametrize("which", range(AT_RANDOM))
def test_killed_at_any_moment_it_is_whole_after_a_restart(
    folder: Path, seed: int, which: int
) -> None:
    """Killed, started again and killed again, at moments chosen by chance."""
    chance = random.Random(f"{seed}/moment/{which}")
    seconds = [chance.uniform(0, 0.8), chance.uniform(0, 0.5)]
    for moment in seconds:
        process = child(folder)
        try:
            process.communicate(timeout=moment)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
    faults = list(finish(folder))
    assert not faults, f"seed {seed}, killed after {seconds} s: {faults}"


def test_what_was_dropped_or_addressed_is_only_what_should_be(folder: Path) -> None:
    assert list(finish(folder)) == []
    office = Office(folder, Points())
    states = {row.state for row in office.wessex.rows()}
    assert {SENT, ADDRESSED} <= states <= {SENT, DROPPED, ADDRESSED}
    office.store.close()
