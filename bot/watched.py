"""What watches over a running bot, put together: who asks, who counts, who is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Final

import structlog
from starlette.routing import BaseRoute

from bot import doctors, traces
from bot.assembly import Works
from bot.core.words import LONDON
from bot.heartbeat import Heartbeat
from bot.offices import KNOWN_TO
from bot.patience import Patience
from bot.readiness import Ask, Readiness
from bot.settings import Settings
from bot.store.migrate import HEAD
from bot.store.standing import Standing, standing
from bot.tally import TALLY
from bot.watching import Watch, Watchman
from integrations.web.metrics import Gauge, metrics

_log = structlog.get_logger()

_FRESH: Final = 15.0
"""Seconds for which what was looked up for one reader serves the next."""
_PATIENCE: Final = 5.0


@cache
def release() -> str:
    """Say which release this is."""
    try:
        return version("dayzero")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "unknown"


def readiness_of(
    works: Works, now: Callable[[], datetime], parts: Mapping[str, Ask]
) -> Readiness:
    """Join what says whether this process can do its work."""
    file = works.settings.database_file
    kept_in = file.parent if file else None
    return Readiness(works.store, works.pulses, now, kept_in, parts)


def counted(
    works: Works, now: Callable[[], datetime], readiness: Readiness
) -> Iterator[BaseRoute]:
    """Make the address at which the counts are read, if they are given out."""

    def look() -> Standing:
        with works.store.reading() as tx:
            return standing(tx, now())

    looked = Patience(look, _PATIENCE, _FRESH, works.pulses.monotonic)

    def gauges() -> Iterator[Gauge]:
        yield from of_process(works, now())
        report = readiness.look()
        yield Gauge("ready", not report.wrong)
        for name, part in (report.parts or {}).items():
            yield Gauge("part_well", part.well, {"part": name})
        told = looked().told
        yield Gauge("database_up", told is not None)
        if told is not None:
            yield from of_record(told, now())

    yield from metrics(works.settings.watching.metrics, TALLY, gauges)


@contextmanager
def watching(works: Works, now: Callable[[], datetime]) -> Iterator[None]:
    """Watch over a running bot, and trace it where an address for that is set."""
    introduced(works.settings)
    watchman = Watchman(looking(works, now))
    watchman.start()
    try:
        yield
    finally:
        watchman.stop()
        traces.stop()


def looking(works: Works, now: Callable[[], datetime]) -> Callable[[], None]:
    """Join what looks after the bot every minute, and tells where it must."""
    settings, file = works.settings, works.settings.database_file
    tell, kept_in = doctors.teller(settings, now), file.parent if file else None
    watch = Watch(works.store, settings.home, now, tell, kept_in)
    url, pulses = works.settings.watching.heartbeat, works.pulses
    heart = Heartbeat(url, pulses) if url else None

    def look() -> None:
        watch.look()
        if heart is not None:
            heart.beat(writable=watch.is_writable)

    return look


def introduced(settings: Settings) -> None:
    """Say in the log what begins, and send traces where an address for them is set.

    Raises:
        Refused: The library for it is not installed.
    """
    _log.info("program.started", engine=settings.engine, version=release())
    if settings.watching.traces:
        traces.start(settings.watching.traces, release())


def of_process(works: Works, now: datetime) -> Iterator[Gauge]:
    """Say how this process is, in numbers."""
    engine = works.settings.engine
    labels = {"release": release(), "migration": HEAD, "engine": engine}
    yield Gauge("build_info", 1, labels)
    today = now.astimezone(LONDON).date()
    yield Gauge("holidays_horizon_days", (KNOWN_TO - today).days)
    idle = works.pulses.courier.idle
    if idle is not None:
        yield Gauge("courier_idle_seconds", idle)
    file = works.settings.database_file
    if file is not None:
        yield Gauge("disk_free_bytes", shutil.disk_usage(file.parent).free)


def of_record(told: Standing, now: datetime) -> Iterator[Gauge]:
    """Say how the record stands, in numbers."""
    yield Gauge("outbox_waiting", told.waiting)
    yield Gauge("outbox_dead", told.dead)
    yield Gauge("outbox_oldest_seconds", _age(told.oldest, now) or 0.0)
    yield Gauge("cases_overdue_dates", told.overdue)
    yield Gauge("lines_unsaid", told.unsaid)
    yield Gauge("database_bytes", told.size)
    for name, at in (
        ("tick_age_seconds", told.ticked),
        ("backup_age_seconds", told.backed_up),
    ):
        age = _age(at, now)
        if age is not None:
            yield Gauge(name, age)
    if told.replicas:
        yield Gauge("replicas", told.replicas)


def _age(at: datetime | None, now: datetime) -> float | None:
    return max(0.0, (now - at).total_seconds()) if at else None
