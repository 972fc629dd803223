"""Where the parts are put together: a store, a desk, a courier, and ways out.

Only this and the command line know the outside by name. Everything heavy is
loaded when it is needed, so that small verbs start at once.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from types import FrameType
from typing import Final

import uvicorn
from apscheduler.schedulers.background import BackgroundScheduler
from starlette.applications import Starlette
from typing_extensions import override

from bot import logs
from bot.core.workdays import Offices
from bot.counter import Counter
from bot.courier import Courier, Ways
from bot.offices import load_offices
from bot.settings import Settings, master_secret, read_settings
from bot.shelf import OURS, Shelf
from bot.store import Store
from bot.store.migrate import migrate
from bot.timetable import Timetable
from bot.vault import Vault
from integrations.calendars.ics import IcsCalendar
from integrations.engines.embedded import Embedded
from integrations.mail.files import MailFiles
from integrations.web.chat import WebChat
from integrations.web.live import Live

_GRACE: Final = 3
"""Seconds that open pages are given when the program is asked to stop."""
_TICK: Final = 5
"""Seconds between two looks at what is due."""


@dataclass(frozen=True)
class Works:
    """Everything put together around one store.

    Attributes:
        desk: Finds the desk of a partnership; of any, for an empty name.
        page_secret: What the page signs its cookies and forms with.
    """

    settings: Settings
    store: Store
    runner: Embedded
    desk: Callable[[str], Counter]
    chat: WebChat
    mail: MailFiles
    live: Live
    timetable: Timetable
    page_secret: bytes


def settings_of(environ: Mapping[str, str]) -> Settings:
    """Read the settings, and have everything log by them."""
    settings = read_settings(environ)
    logs.configure(settings.log_level)
    return settings


def put_together(settings: Settings) -> Works:
    """Open the store, bring it up to date, and join the parts to it.

    Raises:
        Refused: A setting is missing or wrong, or another process has the store.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    secret = master_secret(settings)
    runner = Embedded(settings.database_file)
    runner.claim()
    migrate(settings.database_url)
    store = Store(settings.database_url, Vault(secret))
    shelf, live = Shelf(settings.procedures or OURS), Live()

    @cache
    def offices(subdivision: str) -> Offices:
        return load_offices(subdivision, settings.announced_holidays)

    def wake() -> None:
        live.changed()
        runner.wake()

    @cache
    def desk(partnership: str) -> Counter:
        return Counter(store, partnership, shelf, offices, wake)

    return Works(
        settings=settings,
        store=store,
        runner=runner,
        desk=desk,
        chat=WebChat(store, live.changed),
        mail=MailFiles(settings.mail_folder, settings.organiser),
        live=live,
        timetable=Timetable(store, desk),
        page_secret=hmac.digest(secret, b"dayzero page", "sha256"),
    )


def courier_of(works: Works, now: Callable[[], datetime]) -> Courier:
    """Join a courier to the ways out that there are."""
    calendar = IcsCalendar(works.mail, works.settings.organiser)
    domain = works.settings.organiser.rpartition("@")[2]
    return Courier(works.desk, Ways(works.chat, calendar, works.mail, domain), now)


async def keep_running(
    works: Works, app: Starlette, courier: Courier, now: Callable[[], datetime]
) -> None:
    """Answer, deliver and tick until asked to stop."""
    config = uvicorn.Config(
        app,
        host=works.settings.host,
        port=works.settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_GRACE,
    )
    server = _Server(config, works)
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.add_job(
        lambda: works.timetable.tick(now()),
        "interval",
        seconds=_TICK,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    await asyncio.to_thread(works.timetable.tick, now())
    scheduler.start()
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server.serve())
            tasks.create_task(works.runner.run(courier.deliver))
    finally:
        scheduler.shutdown()


class _Server(uvicorn.Server):
    """A server that lets the open lines and the courier go when it is stopped."""

    def __init__(self, config: uvicorn.Config, works: Works) -> None:
        super().__init__(config)
        self._works = works
        self._loop = asyncio.get_running_loop()

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take the signal to stop, from whichever thread it reaches."""
        super().handle_exit(sig, frame)
        self._loop.call_soon_threadsafe(self._works.live.end)
        self._works.runner.stop()
