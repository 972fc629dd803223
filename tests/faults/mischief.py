"""What goes wrong on our side: each kind of fault, done once, where chance says."""

from __future__ import annotations

import asyncio
import resource
import signal
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias

import psycopg

from bot.core.words import LONDON
from tests.faults.world import Bot, World

Mischief: TypeAlias = Callable[[World], Awaitable[None]]
_CHANGES: Final = (
    datetime(2027, 3, 28, 0, 55, tzinfo=LONDON),
    datetime(2027, 10, 31, 0, 55, tzinfo=LONDON),
)
"""Just before the clocks go forward, and before they go back."""
_MOST_POINTS: Final = 1500


async def killed(world: World) -> None:
    """Killed at any moment."""
    bot = await _somebody(world)
    async with _pressing(world):
        await asyncio.sleep(world.chance.random() * 0.6)
        bot.signal(signal.SIGKILL)


async def killed_at_a_point(world: World) -> None:
    """Killed at a numbered point: it is started so that it dies there."""
    bot = await _somebody(world)
    bot.fatal = int(_MOST_POINTS ** world.chance.random())
    bot.signal(signal.SIGKILL)
    bot.ready.clear()
    await world.working(bot)
    async with _pressing(world):
        await asyncio.sleep(0.3)


async def frozen(world: World) -> None:
    """Stands still for longer than a lease, and then goes on."""
    bot = await _somebody(world)
    async with _pressing(world):
        bot.signal(signal.SIGSTOP)
        world.clock.move(timedelta(seconds=world.chance.choice((61, 90, 3600))))
        await asyncio.sleep(0.5)
        bot.signal(signal.SIGCONT)


async def asleep_for_a_week(world: World) -> None:
    """Nobody was at work for a week, or for an afternoon."""
    for bot in world.bots:
        await world.working(bot)
        bot.signal(signal.SIGSTOP)
    world.clock.move(timedelta(days=world.chance.choice((7, 7, 2, 1))))
    for bot in world.bots:
        bot.signal(signal.SIGCONT)


async def back_an_hour(world: World) -> None:
    """Somebody puts the machine's clock back, and later right again."""
    world.clock.move(-timedelta(hours=1))
    async with _pressing(world):
        await asyncio.sleep(0.4)
    if world.chance.random() < 0.5:
        world.clock.move(timedelta(hours=1))


async def clocks_change(world: World) -> None:
    """The night on which the clocks change comes and goes."""
    for night in _CHANGES:
        if night > world.clock.now():
            world.clock.put(night)
            for _ in range(3):
                async with _pressing(world, 1):
                    await asyncio.sleep(0.15)
                world.clock.move(timedelta(minutes=50))
            return


async def disk_full(world: World) -> None:
    """There is no more room on the disk, and then there is."""
    async with _hindered(world, "full"), _pressing(world):
        await asyncio.sleep(0.6)


async def file_too_large(world: World) -> None:
    """No file may grow any more: so the write-ahead log cannot be written."""
    bot = await _somebody(world)
    file = Path(world.plan.url.removeprefix("sqlite:///"))
    process, ever = bot.process, resource.RLIM_INFINITY
    assert process
    sizes = [f.stat().st_size for f in file.parent.glob(f"{file.name}*")]
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (max(sizes), ever))
    async with _pressing(world):
        await asyncio.sleep(0.6)
    if process.returncode is None:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (ever, ever))


async def read_only(world: World) -> None:
    """The file may only be read for a while."""
    async with _hindered(world, "read-only"), _pressing(world):
        await asyncio.sleep(0.6)


async def locked(world: World) -> None:
    """Somebody else has the file, for longer than anybody waits."""
    await _somebody(world)
    other = sqlite3.connect(
        world.plan.url.removeprefix("sqlite:///"), isolation_level=None, timeout=5
    )
    other.execute("BEGIN IMMEDIATE")
    async with _pressing(world):
        await asyncio.sleep(1.2)
    other.rollback()
    other.close()


async def line_lost(world: World) -> None:
    """A few connections to the database server are cut."""
    await _somebody(world)
    async with _pressing(world):
        for _ in range(3):
            await asyncio.sleep(world.chance.random() * 0.2)
            await _asked(
                world,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " ORDER BY random() LIMIT 2",
            )


async def deadlocked(world: World) -> None:
    """A second session locks what a delivery locks, the other way round."""
    await _somebody(world)
    refs = [ref for _, ref in world.people.record.cases()]
    async with _pressing(world):
        for ref in refs[:4]:
            await _asked(
                world,
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                "SELECT pg_sleep(0.1)",
                "SELECT 1 FROM outbox WHERE case_ref = %s FOR UPDATE",
                given=(ref,),
            )


async def server_restarted(world: World) -> None:
    """The database server dies, and is started again."""
    if world.plan.restart is None:
        return
    await _somebody(world)
    async with _pressing(world):
        await asyncio.sleep(world.chance.random() * 0.2)
        await asyncio.to_thread(world.plan.restart)


ANYWHERE: Final[tuple[Mischief, ...]] = (
    *(killed, killed_at_a_point, killed_at_a_point, frozen, asleep_for_a_week),
    *(back_an_hour, clocks_change),
)
ON_SQLITE: Final[tuple[Mischief, ...]] = (disk_full, file_too_large, read_only, locked)
ON_POSTGRES: Final[tuple[Mischief, ...]] = (line_lost, deadlocked, server_restarted)


async def _somebody(world: World) -> Bot:
    bot = world.chance.choice(world.bots)
    await world.working(bot)
    return bot


@asynccontextmanager
async def _pressing(world: World, times: int = 4) -> AsyncIterator[None]:
    """Let people press while something goes wrong."""
    pressing = asyncio.create_task(world.pressed(times))
    try:
        yield
    finally:
        await pressing


@asynccontextmanager
async def _hindered(world: World, how: str) -> AsyncIterator[None]:
    file = world.plan.folder / how
    file.touch()
    try:
        yield
    finally:
        file.unlink()


async def _asked(world: World, *statements: str, given: tuple[Any, ...] = ()) -> None:
    def ask() -> None:
        with psycopg.connect(world.plan.url) as own:
            own.execute("SET dayzero.partnership = '*'")
            try:
                for one in statements:
                    own.execute(one.encode(), given if "%s" in one else None)
            except psycopg.errors.DeadlockDetected:
                own.rollback()

    await asyncio.to_thread(ask)
