"""Where the parts are put together: a store, a desk, a courier, and ways out.

Only this and the command line know the outside by name. Everything heavy is
loaded when it is needed, so that small verbs start at once.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import FrameType
from typing import Final

import uvicorn
from starlette.applications import Starlette
from typing_extensions import override

from bot import logs
from bot.core.cards import Card
from bot.core.errors import Refused
from bot.core.workdays import Offices
from bot.counter import Counter
from bot.courier import Courier, Ways
from bot.gateways import Mail, Place, Undeliverable
from bot.offices import load_offices
from bot.settings import Settings, master_secret, read_settings
from bot.shelf import OURS, Shelf
from bot.store import Store, facts
from bot.store.migrate import migrate_apart
from bot.timetable import Timetable
from bot.vault import Vault
from bot.winding import Turn, Winding
from integrations.calendars.ics import IcsCalendar
from integrations.engines.embedded import Embedded
from integrations.mail.files import MailFiles
from integrations.mail.smtp import SmtpMail
from integrations.web.chat import WebChat
from integrations.web.live import Live

_GRACE: Final = 3
"""Seconds that open pages are given when the program is asked to stop."""
_TICK: Final = 5
"""Seconds between two looks at what is due."""
_BEAT: Final = 60
"""Seconds between two notes that somebody still looks at what is due."""


class Nowhere:
    """The chat of a partnership that has none: it reaches nobody.

    People are told by e-mail instead, and what is for a channel is left out.
    """

    def reaches(self, partnership: str, person: str) -> bool:
        """Say that nobody can be told here."""
        del partnership, person
        return False

    async def post(self, place: Place, card: Card, key: str, at: datetime) -> str:
        """Refuse: the courier asks first whether anybody is reached."""
        del place, card, at
        raise Undeliverable(key)

    async def update(self, receipt: str, card: Card, at: datetime) -> None:
        """Change nothing: an e-mail that has gone cannot be called back."""

    async def find(self, place: Place, key: str) -> str | None:
        """Find nothing."""
        del place, key
        return None


@dataclass(frozen=True)
class Works:
    """Everything put together around one store.

    Attributes:
        desk: Finds the desk of a partnership; of any, for an empty name.
        ways: The ways to the outside that there are.
        letters: The folder of e-mail, where no mail server is set.
        page_secret: What the page signs its cookies and forms with.
    """

    settings: Settings
    store: Store
    runner: Embedded
    desk: Callable[[str], Counter]
    chat: WebChat
    ways: Ways
    letters: MailFiles
    live: Live
    timetable: Timetable
    page_secret: bytes


def settings_of(environ: Mapping[str, str]) -> Settings:
    """Read the settings, and have everything log by them."""
    settings = read_settings(environ)
    logs.configure(settings.log_level)
    return settings


def store_of(settings: Settings) -> Store:
    """Open the record, and bring it to the shape this program expects.

    Raises:
        Refused: A setting is wrong, or the record belongs to another secret.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    vault = Vault(master_secret(settings))
    migrate_apart(settings.database_url)
    store = Store(settings.database_url, vault)
    with store.writing() as tx:
        ours = facts.claim(tx)
    if not ours:
        raise Refused(
            "The record was sealed with another secret than the one that is set.",
            next_step="Put back the secret from your backup; nothing was changed.",
        )
    return store


def desks_of(
    store: Store,
    settings: Settings,
    wake: Callable[[], None] = lambda: None,
    shelf: Shelf | None = None,
) -> Callable[[str], Counter]:
    """Make a finder of desks, one for each partnership in a store."""
    shelf = shelf or Shelf(settings.procedures or OURS)

    @cache
    def offices(subdivision: str) -> Offices:
        return load_offices(subdivision, settings.announced_holidays)

    @cache
    def desk(partnership: str) -> Counter:
        return Counter(store, partnership, shelf, offices, wake)

    return desk


def put_together(
    settings: Settings, *, rehearsing: bool = False, shelf: Shelf | None = None
) -> Works:
    """Open the store, bring it up to date, and join the parts to it.

    Args:
        settings: Everything that is set.
        rehearsing: Whether everybody is invented and nothing leaves this machine.
        shelf: Where procedures are found, if not in the folder that is set.

    Raises:
        Refused: A setting is missing or wrong, or another process has the store.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    secret = master_secret(settings)
    runner = Embedded(settings.database_file)
    runner.claim()
    store = store_of(settings)
    live = Live()

    def wake() -> None:
        live.changed()
        runner.wake()

    desk = desks_of(store, settings, wake, shelf)
    letters = MailFiles(settings.mail_folder, settings.organiser)
    chat = WebChat(store, live.changed)
    mail = letters if rehearsing else _mail(settings, letters)
    ways = Ways(
        chat=chat if rehearsing else Nowhere(),
        calendar=IcsCalendar(mail, settings.organiser),
        mail=mail,
        domain=settings.organiser.rpartition("@")[2],
    )
    return Works(
        settings=settings,
        store=store,
        runner=runner,
        desk=desk,
        chat=chat,
        ways=ways,
        letters=letters,
        live=live,
        timetable=Timetable(store, desk),
        page_secret=hmac.digest(secret, b"dayzero page", "sha256"),
    )


def _mail(settings: Settings, letters: MailFiles) -> Mail:
    smtp = settings.smtp
    if smtp is None:
        return letters
    return SmtpMail(
        smtp.host,
        smtp.port,
        settings.organiser,
        smtp.user,
        smtp.password,
        starttls=smtp.starttls,
    )


def courier_of(works: Works, now: Callable[[], datetime]) -> Courier:
    """Join a courier to the ways out that there are."""
    return Courier(works.desk, works.ways, now)


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
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_GRACE,
    )
    server = _Server(config, works)
    winding = Winding(
        (
            Turn("tick", _TICK, lambda: works.timetable.tick(now())),
            Turn("beat", _BEAT, lambda: works.timetable.beat(now())),
        )
    )
    await asyncio.to_thread(works.timetable.recount, now())
    winding.start()
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server.serve())
            tasks.create_task(works.runner.run(courier.deliver))
    finally:
        await asyncio.to_thread(winding.stop)


class _Server(uvicorn.Server):
    """A server that lets the open lines and the courier go when it is stopped."""

    def __init__(self, config: uvicorn.Config, works: Works) -> None:
        super().__init__(config)
        self._works = works
        self._loop = asyncio.get_running_loop()

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take the signal to stop; a second one stops without waiting.

        The signal is not raised again once everything has ended, as it otherwise
        would be: being asked to stop, and stopping, is no failure.
        """
        del sig, frame
        self.force_exit = self.should_exit
        self.should_exit = True
        self._loop.call_soon_threadsafe(self._works.live.end)
        self._works.runner.stop()
