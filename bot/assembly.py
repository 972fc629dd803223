"""Where the parts are put together: a store, a desk, a courier, and ways out.

Only this and the command line know the outside by name. Everything heavy is
loaded when it is needed, so that small verbs start at once.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from bot import logs
from bot.chats import Chats
from bot.core.errors import Refused
from bot.core.workdays import Offices
from bot.counter import Counter
from bot.courier import Courier
from bot.gateways import Chat, Mail, Ways, unhurried
from bot.offices import load_offices
from bot.settings import Settings, master_secret, read_settings
from bot.shelf import OURS, Shelf
from bot.store import Store, facts, leases
from bot.store.migrate import migrate_apart
from bot.timetable import Timetable
from bot.vault import Vault
from integrations.calendars.ics import IcsCalendar
from integrations.engines.embedded import Embedded
from integrations.mail.files import MailFiles
from integrations.mail.smtp import SmtpMail
from integrations.web.chat import WebChat
from integrations.web.live import Live

if TYPE_CHECKING:
    from integrations.slack.joined import Slack

_A_CARD: Final = timedelta(seconds=1)
WIDTH: Final = 8
"""Deliveries carried at once: a slow place must not hold up the others."""


@dataclass(frozen=True)
class Works:
    """Everything put together around one store.

    Attributes:
        desk: Finds the desk of a partnership; of any, for an empty name.
        ways: The ways to the outside that there are.
        letters: The folder of e-mail, where no mail server is set.
        page_secret: What the page signs its cookies and forms with.
        slack: What is joined to Slack, where that is configured.
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
    slack: Slack | None = None


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
    settings: Settings,
    now: Callable[[], datetime],
    *,
    rehearsing: bool = False,
    shelf: Shelf | None = None,
) -> Works:
    """Open the store, bring it up to date, and join the parts to it.

    Args:
        settings: Everything that is set.
        now: The machine's time.
        rehearsing: Whether everybody is invented and nothing leaves this machine.
        shelf: Where procedures are found, if not in the folder that is set.

    Raises:
        Refused: A setting is missing or wrong, or another process has the store.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    secret = master_secret(settings)
    runner, store = _claimed(settings, now())
    live = Live()

    def wake() -> None:
        live.changed()
        runner.wake()

    desk = desks_of(store, settings, wake, shelf)
    letters = MailFiles(settings.mail_folder, settings.organiser)
    chat = WebChat(store, live.changed)
    slack = None if rehearsing else _slack(settings, store, desk, now, secret)
    mail = letters if rehearsing else _mail(settings, letters)
    chats: dict[str, Chat] = {"slack": slack.chat} if slack else {}
    return Works(
        settings=settings,
        store=store,
        runner=runner,
        desk=desk,
        chat=chat,
        ways=_ways(settings, chat if rehearsing else Chats(chats), mail),
        letters=letters,
        live=live,
        timetable=Timetable(store, desk),
        page_secret=hmac.digest(secret, b"dayzero page", "sha256"),
        slack=slack,
    )


def _claimed(settings: Settings, now: datetime) -> tuple[Embedded, Store]:
    """Open the store as the one process that works on it."""
    runner = Embedded(settings.database_file)
    runner.claim()
    store = store_of(settings)
    if store.on_sqlite:  # on a server nothing says that nobody else carries anything
        with store.writing() as tx:
            leases.free(tx, now)
    return runner, store


def _slack(
    settings: Settings,
    store: Store,
    desk: Callable[[str], Counter],
    now: Callable[[], datetime],
    secret: bytes,
) -> Slack | None:
    if settings.slack is None:
        return None
    # Read in only here: its library takes time and memory that others need not spend.
    from integrations.slack.joined import joined  # noqa: PLC0415

    return joined(
        settings.slack, store, desk, now, base_url=settings.base_url, secret=secret
    )


def _ways(settings: Settings, chat: Chat, mail: Mail) -> Ways:
    return Ways(
        chat=chat,
        calendar=IcsCalendar(mail, settings.organiser),
        mail=mail,
        domain=settings.organiser.rpartition("@")[2],
        pace=unhurried if isinstance(chat, WebChat) else paced,
    )


def paced(lane: str) -> timedelta:
    """Let a place in a chat rest a second after each card, as platforms ask."""
    return _A_CARD if lane.startswith("chat/") else timedelta()


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


def courier_of(works: Works, now: Callable[[], datetime], width: int = 1) -> Courier:
    """Join a courier to the ways out that there are."""
    return Courier(works.desk, works.ways, now, width=width, wake=works.runner.wake)
