"""Where the parts are put together: a store, a desk, a courier, and ways out.

Only this and the command line know the outside by name. Everything heavy is
loaded when it is needed, so that small verbs start at once.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, partial
from types import ModuleType
from typing import TYPE_CHECKING, Final

from bot import logs
from bot.caseload import platforms_of
from bot.chats import Chats
from bot.core.errors import Refused, Unknown
from bot.core.workdays import Offices
from bot.counter import Counter
from bot.courier import Courier
from bot.gateways import Chat, Mail, NoCalendar, Runner, Ways
from bot.invented_diaries import InventedDiaries
from bot.mailing import mail_of, reply_box, taking
from bot.offices import load_offices
from bot.outside import graph_of, must_have, slack_of, teams_of
from bot.pulses import Pulses
from bot.settings import Settings, master_secret, read_settings
from bot.shelf import OURS, Shelf
from bot.store import Store, Transaction, backups, facts, leases
from bot.store.alone import Claims, standing
from bot.store.gone import reached
from bot.store.migrate import migrate_apart
from bot.timetable import Timetable
from bot.vault import Vault
from integrations.calendars.ics import IcsCalendar
from integrations.engines.embedded import Embedded
from integrations.mail.files import MailFiles
from integrations.mail.imap import ReplyBox
from integrations.web.chat import WebChat
from integrations.web.live import Live

if TYPE_CHECKING:
    from integrations.engines.fleet import Fleet
    from integrations.graph.credentials import Credentials
    from integrations.graph.joined import Graph
    from integrations.slack.joined import Slack
    from integrations.teams.joined import Teams

_A_CARD: Final = timedelta(seconds=1)
WIDTH: Final = 32
"""Deliveries carried at once: a slow place must not hold up the others."""


@dataclass(frozen=True)
class Works:
    """Everything put together around one store.

    Attributes:
        claims: What this process has claimed for itself among the replicas.
        desk: Finds the desk of a partnership; of any, for an empty name.
        ways: The ways to the outside that there are.
        letters: The folder of e-mail, where no mail server is set.
        page_secret: What the page signs its cookies and forms with.
        slack: What is joined to Slack, where that is configured.
        graph: What is joined to Microsoft 365, where that is configured.
        teams: What is joined to Teams, where that is configured.
        replies: The mailbox that answers are read from, where one is configured.
        pulses: Whether what must never stop still turns.
    """

    settings: Settings
    store: Store
    runner: Runner
    claims: Claims
    desk: Callable[[str], Counter]
    chat: WebChat
    ways: Ways
    letters: MailFiles
    live: Live
    timetable: Timetable
    page_secret: bytes
    slack: Slack | None = None
    graph: Graph | None = None
    teams: Teams | None = None
    replies: ReplyBox | None = None
    pulses: Pulses = field(default_factory=Pulses)

    def stop(self) -> None:
        """End what has begun of its own, and let go of what is claimed."""
        if self.graph is not None:
            self.graph.stop()
        self.runner.release()
        self.claims.close()


def settings_of(environ: Mapping[str, str]) -> Settings:
    """Read the settings, and have everything log by them."""
    settings = read_settings(environ)
    logs.configure(settings.log_level)
    return settings


@reached()
def store_of(settings: Settings, *, making: bool = True) -> Store:
    """Open the record, and bring it to the shape this program expects.

    Where there is none yet, it is made, or not if that is not wanted.

    Raises:
        Refused: It cannot be reached, or belongs to another secret.
    """
    file = settings.database_file
    recorded = file is None and not backups.is_empty(settings.database_url)
    if not (making or recorded or (file and file.exists())):
        raise Unknown(
            f"There is no database at {file}." if file else backups.NO_RECORD,
            next_step="Check DAYZERO_HOME, and the folder you are in."
            if file
            else "Check DAYZERO_DATABASE_URL.",
        )
    settings.home.mkdir(parents=True, exist_ok=True)
    vault = Vault(master_secret(settings, recorded=recorded))
    migrate_apart(settings.database_url)
    fleet = settings.engine == "fleet"
    store = Store(settings.database_url, vault, queued=_deferred if fleet else None)
    with store.writing() as tx:
        ours = facts.claim(tx)
    if not ours:
        raise Refused(
            "The record was sealed with another secret than the one that is set.",
            next_step="Put back the secret from your backup; nothing was changed.",
        )
    if fleet:
        _fleet().prepare(store)
    return store


def _deferred(tx: Transaction) -> None:
    """Have a replica woken by whatever writes in a fleet's record, verbs included."""
    _fleet().enqueue(tx)


def _fleet() -> ModuleType:
    must_have("procrastinate", "DAYZERO_ENGINE=fleet")
    # Read in only here: its library takes time and memory that others need not spend.
    from integrations.engines import fleet  # noqa: PLC0415

    return fleet


def desks_of(
    store: Store,
    settings: Settings,
    wake: Callable[[], None] = lambda: None,
    shelf: Shelf | None = None,
    changed: Callable[[], None] = lambda: None,
) -> Callable[[str], Counter]:
    """Make a finder of desks, one for each partnership in a store."""
    shelf = shelf or Shelf(settings.procedures or OURS)

    @cache
    def offices(subdivision: str) -> Offices:
        return load_offices(subdivision, settings.announced_holidays)

    @cache
    def desk(partnership: str) -> Counter:
        return Counter(store, partnership, shelf, offices, wake, changed)

    return desk


def put_together(
    settings: Settings,
    now: Callable[[], datetime],
    *,
    rehearsing: bool = False,
    shelf: Shelf | None = None,
    credential: Credentials | None = None,
) -> Works:
    """Open the store, bring it up to date, and join the parts to it.

    Args:
        settings: Everything that is set.
        now: The machine's time.
        rehearsing: Whether everybody is invented and nothing leaves this machine.
        shelf: Where procedures are found, if not in the folder that is set.
        credential: Makes the credential by which Microsoft 365 knows us, if not the
            one that is set.

    Raises:
        Refused: A setting is missing or wrong, or another process has the store.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    claims = Claims(settings.database_url)
    runner, store = _claimed(settings, claims, now())
    secret = master_secret(settings)
    live = Live()

    def wake() -> None:
        live.changed()
        runner.wake()

    desk = desks_of(store, settings, wake, shelf, live.changed)
    letters = MailFiles(settings.mail_folder, settings.organiser)
    chat = WebChat(store, live.changed)
    works = Works(
        settings=settings,
        store=store,
        runner=runner,
        claims=claims,
        desk=desk,
        chat=chat,
        ways=_rehearsed(settings, chat, letters),
        letters=letters,
        live=live,
        timetable=Timetable(store, desk),
        page_secret=hmac.digest(secret, b"dayzero page", "sha256"),
    )
    return works if rehearsing else _with_outside(works, now, secret, credential)


def _with_outside(
    works: Works,
    now: Callable[[], datetime],
    secret: bytes,
    credential: Credentials | None,
) -> Works:
    """Join what is set up outside this machine."""
    settings, store, desk = works.settings, works.store, works.desk
    taken = taking(desk, now)
    stands = partial(standing, works.claims)
    slack = slack_of(settings, store, desk, now, secret, stands)
    graph = graph_of(settings, store, desk, now, secret, taken, credential, stands)
    mail = mail_of(settings, works.letters, graph)
    teams = teams_of(settings, store, desk, now, stands)
    joined = {"slack": slack, "teams": teams}
    chats: dict[str, Chat] = {name: one.chat for name, one in joined.items() if one}
    return replace(
        works,
        ways=_ways(settings, Chats(chats, partial(platforms_of, store)), mail, graph),
        slack=slack,
        graph=graph,
        teams=teams,
        replies=reply_box(settings, store, taken, now),
    )


@reached()
def _claimed(settings: Settings, claims: Claims, now: datetime) -> tuple[Runner, Store]:
    """Open the store as the one process that works on it, or as one of a fleet."""
    if settings.engine == "fleet":
        replica: Fleet = _fleet().Fleet(settings.database_url, claims)
        replica.claim()
        return replica, store_of(settings)
    runner = Embedded(settings.database_file, claims)
    runner.claim()
    store = store_of(settings)
    with store.writing() as tx:
        leases.free(tx, now)
    return runner, store


def _rehearsed(settings: Settings, chat: WebChat, letters: MailFiles) -> Ways:
    """Make the ways of a rehearsal: to a page and to files, and no further."""
    return Ways(
        chat=chat,
        calendar=IcsCalendar(letters, settings.organiser),
        mail=letters,
        domain=settings.organiser.rpartition("@")[2],
        base_url=settings.base_url,
        shared=InventedDiaries(),
    )


def _ways(settings: Settings, chat: Chat, mail: Mail, graph: Graph | None) -> Ways:
    # An invitation comes from whoever it says has called the meeting.
    by_graph = graph is not None and mail is graph.mail
    organiser = graph.settings.organiser if graph and by_graph else settings.organiser
    return Ways(
        chat=chat,
        calendar=IcsCalendar(mail, organiser),
        mail=mail,
        domain=settings.organiser.rpartition("@")[2],
        base_url=settings.base_url,
        shared=graph.calendar if graph else NoCalendar(),
        pace=paced,
    )


def paced(lane: str) -> timedelta:
    """Let a place in a chat rest a second after each card, as platforms ask."""
    return _A_CARD if lane.startswith("chat/") else timedelta()


def courier_of(works: Works, now: Callable[[], datetime], width: int = 1) -> Courier:
    """Join a courier to the ways out that there are."""
    return Courier(works.desk, works.ways, now, width=width, wake=works.runner.wake)
