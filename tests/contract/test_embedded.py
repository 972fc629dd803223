"""The embedded runner: woken from anywhere, one process at a time, stopped in order."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from integrations.engines.embedded import AlreadyRunning, Embedded

LONG = 3600.0
ROOT = Path(__file__).parents[2]
HOLDER = """
import sys
from pathlib import Path
from integrations.engines.embedded import Embedded
Embedded(Path(sys.argv[1])).claim()
print("claimed", flush=True)
sys.stdin.read()
"""


def run(runner: Embedded, deliver: Callable[[], Awaitable[float]]) -> None:
    """Run it, and fail if it does not end of its own accord."""
    asyncio.run(asyncio.wait_for(runner.run(deliver), timeout=20))


def test_it_delivers_again_after_the_seconds_it_was_told() -> None:
    runner = Embedded()
    sleeps = [0.0, 0.001, LONG]

    async def deliver() -> float:
        seconds = sleeps.pop(0)
        if not sleeps:
            runner.stop()
        return seconds

    run(runner, deliver)

    assert sleeps == []


def test_it_is_woken_from_another_thread() -> None:
    runner = Embedded()
    calls: list[int] = []

    with ThreadPoolExecutor(1) as elsewhere:

        async def deliver() -> float:
            calls.append(len(calls))
            if len(calls) == 3:
                runner.stop()
            elsewhere.submit(runner.wake)
            return LONG

        run(runner, deliver)

    assert calls == [0, 1, 2]


def test_what_is_queued_while_it_delivers_is_not_slept_through() -> None:
    runner = Embedded()
    calls: list[int] = []

    async def deliver() -> float:
        calls.append(len(calls))
        if len(calls) == 2:
            runner.stop()
        await asyncio.to_thread(runner.wake)  # queued after it had looked
        return LONG

    run(runner, deliver)

    assert calls == [0, 1]


def test_it_stops_only_when_what_is_in_hand_is_settled() -> None:
    runner = Embedded()
    settled: list[str] = []

    async def deliver() -> float:
        await asyncio.to_thread(runner.stop)
        await asyncio.sleep(0)
        settled.append("DOR-2026-004/7/0")
        return 0

    run(runner, deliver)

    assert settled == ["DOR-2026-004/7/0"]


def test_it_stops_in_the_middle_of_its_sleep() -> None:
    runner = Embedded()

    async def deliver() -> float:
        asyncio.get_running_loop().call_later(0.01, runner.stop)
        return LONG

    run(runner, deliver)


def test_stopped_before_it_began_it_delivers_nothing() -> None:
    runner = Embedded()
    runner.stop()
    calls: list[int] = []

    async def deliver() -> float:
        calls.append(1)
        return LONG

    run(runner, deliver)

    assert calls == []


def test_waking_it_when_it_does_not_run_does_no_harm() -> None:
    runner = Embedded()

    async def deliver() -> float:
        runner.stop()
        return LONG

    runner.wake()
    run(runner, deliver)
    runner.wake()


def test_a_courier_that_cannot_go_on_is_seen_to_have_stopped(tmp_path: Path) -> None:
    database = tmp_path / "dayzero.sqlite3"

    async def deliver() -> float:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        run(Embedded(database), deliver)

    Embedded(database).claim()


def test_a_second_process_is_told_which_one_is_running(tmp_path: Path) -> None:
    database = tmp_path / "dayzero.sqlite3"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(database)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "claimed\n"

        with pytest.raises(AlreadyRunning) as refused:
            Embedded(database).claim()
        first.kill()

    assert f"(process {first.pid})" in refused.value.reason
    assert refused.value.next_step.startswith("Use the one that is running")
    Embedded(database).claim()  # a process that was killed holds nothing


def test_two_runners_do_not_share_a_database(tmp_path: Path) -> None:
    database = tmp_path / "dayzero.sqlite3"
    first, second = Embedded(database), Embedded(database)
    first.claim()
    first.claim()

    with pytest.raises(AlreadyRunning):
        second.claim()
    first.release()
    second.claim()
    second.release()

    assert [file.name for file in tmp_path.iterdir()] == ["dayzero.sqlite3.lock"]


def test_it_lets_go_of_the_database_when_it_ends(tmp_path: Path) -> None:
    database = tmp_path / "dayzero.sqlite3"
    runner = Embedded(database)

    async def deliver() -> float:
        with pytest.raises(AlreadyRunning):
            Embedded(database).claim()
        runner.stop()
        return 0

    run(runner, deliver)

    Embedded(database).claim()
