"""A whole rehearsal in one folder: the real record, desk, courier and page."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import uvicorn
from starlette.applications import Starlette
from typing_extensions import override

from bot import meanwhile, rosters
from bot.core.cards import Card
from bot.core.people import Person
from bot.core.words import LONDON
from bot.core.workdays import Offices
from bot.counter import Counter
from bot.courier import Courier, Ways
from bot.gateways import Place, Undeliverable
from bot.offices import load_offices
from bot.rehearsal import Rehearsal, RehearsalClock
from bot.shelf import Shelf
from bot.store import Store, index, outbox, roster
from bot.store.migrate import migrate
from bot.store.outbox import Delivery
from bot.timetable import Timetable
from bot.vault import Vault
from integrations.calendars.ics import CalendarItem, IcsCalendar, diary
from integrations.engines.embedded import Embedded
from integrations.mail.files import MailFiles
from integrations.web.chat import WebChat
from integrations.web.listen import page
from integrations.web.live import Live
from integrations.web.parts import Clock, Parts
from integrations.web.session import Tokens

SECRET = bytes(range(32))
SENDER = "dayzero@example.org"
WESSEX = Path(__file__).parents[2] / "integrations" / "web" / "wessex.toml"
FRIDAY = datetime(2026, 11, 27, 9, 30, tzinfo=LONDON)
"""Fri 27 Nov 2026: an ordinary morning."""
_ROSTER = rosters.read_roster(WESSEX.read_text(encoding="utf-8"))
_PARTNERSHIP = _ROSTER.partnership


class Doors(WebChat):
    """The page as a chat, where some people's doors may be shut.

    Attributes:
        shut: Whom nothing can be delivered to.
    """

    shut: frozenset[str] = frozenset()

    @override
    async def post(self, place: Place, card: Card, key: str, at: datetime) -> str:
        """Show a card, unless it is for somebody whose door is shut."""
        if place.person in self.shut:
            message = "the account is closed"
            raise Undeliverable(message)
        return await super().post(place, card, key, at)


class House:
    """Everything that a rehearsal is put together from."""

    def __init__(self, folder: Path, start: datetime = FRIDAY) -> None:
        url = f"sqlite:///{folder}/wessex.sqlite3"
        migrate(url)
        self.store = Store(url, Vault(SECRET))
        begun = perf_counter()
        zero = datetime(2026, 1, 1, tzinfo=UTC)
        self.clock = RehearsalClock(
            self.store, lambda: zero + timedelta(seconds=perf_counter() - begun)
        )
        self.clock.begin(start)
        self._roster(start)
        self.live = Live()
        self.chat = Doors(self.store, self.live.changed)
        self.mail = MailFiles(folder / "mail", SENDER)
        self.runner = Embedded()
        self.desk = Counter(
            self.store, _PARTNERSHIP, Shelf(), self._offices, self.runner.wake
        )
        self.courier = self._courier()
        self.timetable = Timetable(self.store, lambda _: self.desk)
        self.rehearsal = Rehearsal(
            self.store, self.clock, self.timetable, self.courier, self._told
        )
        self.parts = Parts(
            desk=self.desk,
            chat=self.chat,
            clock=Clock(
                now=self.clock.now,
                advance=self.rehearsal.advance,
                next_deadline=self._next_deadline,
                offices=lambda: self._offices("ENG"),
            ),
            diary=self._diary,
            letters=self.mail.listed,
            tokens=Tokens(SECRET),
            live=self.live,
        )

    def app(self) -> Starlette:
        """Make the page."""
        return page(self.parts, SECRET)

    def deliver(self) -> None:
        """Carry everything that waits, beside the runner, until all has been."""
        beside = self._courier()  # the other belongs to the runner's own loop
        asyncio.run(beside.deliver())
        while self._carrying():
            asyncio.run(beside.deliver())

    def _courier(self) -> Courier:
        ways = Ways(self.chat, IcsCalendar(self.mail, SENDER), self.mail)
        return Courier(lambda _: self.desk, ways, self.clock.now)

    def _carrying(self) -> bool:
        now = self.clock.now()
        with self.store.reading() as tx:
            rows = outbox.find(tx, states=(outbox.QUEUED, outbox.LEASED))
        return any(
            row.state == outbox.LEASED or (row.try_at and row.try_at <= now)
            for row in rows
        )

    def _roster(self, start: datetime) -> None:
        with self.store.writing() as tx:
            roster.write(tx, _PARTNERSHIP, rosters.to_doc(_ROSTER), start)

    def _offices(self, subdivision: str) -> Offices:
        return load_offices(subdivision)

    def _told(self, ended: Sequence[Delivery]) -> Iterator[meanwhile.Happening]:
        return meanwhile.told(ended, self.desk.people(), self.desk.procedure())

    def _next_deadline(self) -> datetime | None:
        return next_deadline(self.store, self.clock.now())

    def _diary(self, person: Person) -> list[CalendarItem]:
        letters = self.mail.of_person(person.email)
        return diary(letter.calendar for letter in letters if letter.calendar)


def next_deadline(store: Store, now: datetime) -> datetime | None:
    """Find the next hour at which something is due."""
    with store.reading() as tx:
        rows = index.open_steps(tx, _PARTNERSHIP)
    times = []
    for row in rows:
        if not row.due:
            continue
        at = datetime.fromisoformat(row.due)
        if at.tzinfo is None:
            at = at.replace(hour=9, tzinfo=LONDON)
        times.append(at)
    return min((at for at in times if at > now), default=None)


class Serving(uvicorn.Server):
    """A server that lets the open lines go when it is stopped, as the real one does."""

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        super().__init__(config)
        self._live = live

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._live.end()
        await super().shutdown(sockets)


@contextmanager
def served(house: House) -> Iterator[str]:
    """Serve a rehearsal on a free port, with its runner, until the test is over."""
    # A browser opens lines ahead of need, and may open one as the house is closing.
    config = uvicorn.Config(
        house.app(),
        port=0,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = Serving(config, house.live)

    async def run() -> None:
        carrying = asyncio.create_task(house.runner.run(house.courier.deliver))
        try:
            await server.serve()
        finally:
            house.runner.stop()
            await carrying

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    try:
        yield _address(server, thread)
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        house.store.close()
        assert not thread.is_alive()


def _address(server: uvicorn.Server, thread: threading.Thread) -> str:
    pause = threading.Event()
    while not server.started:
        assert thread.is_alive(), "the page did not start"
        pause.wait(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    return f"http://127.0.0.1:{port}"
