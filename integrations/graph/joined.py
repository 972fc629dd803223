"""Everything of Microsoft 365, joined: what goes out, what comes in, what keeps on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from starlette.routing import Route

from bot import coming
from bot.always import Act, Standing, always, by_whoever
from bot.gateways import NotSent
from bot.settings_graph import NOTIFIED_AT, GraphSettings
from bot.store import Store
from integrations.graph.changes import Changes, Coming
from integrations.graph.client import Client
from integrations.graph.health import GraphHealth
from integrations.graph.inbox import Inbox
from integrations.graph.inflow import Inflow
from integrations.graph.loop import Apart
from integrations.graph.mailboxes import Beside, Calendars, Letters, Mailboxes, keep_up
from integrations.graph.memory import Memory, mark_of
from integrations.graph.news import Heap
from integrations.graph.notices import Notices
from integrations.graph.post import Compose
from integrations.graph.subscriptions import Subscription, secret_of

if TYPE_CHECKING:
    from bot.desk import Desk
    from integrations.graph.credentials import Credentials

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Graph:
    """What is joined to Microsoft 365.

    Attributes:
        loop: The loop on which everything of it runs, in a thread of its own.
        client: Sends requests.
        calendar: The organiser's calendar.
        mail: Letters through the organiser's mailbox.
        inflow: What keeps up with both.
        mailboxes: Which partnership has a mailbox of its own.
        beside: Keeps up with one of those, without end.
        routes: What is answered to by HTTP.
    """

    settings: GraphSettings
    loop: Apart
    client: Client
    calendar: Calendars
    mail: Letters
    inflow: Inflow
    mailboxes: Mailboxes
    beside: Beside
    routes: tuple[Route, ...]
    health: GraphHealth

    async def run(self) -> None:
        """Keep up with the calendar until this is cancelled."""
        try:
            await self.client.warm()
        except NotSent as trouble:
            _log.warning("graph.not_ready", problem_kind=type(trouble).__name__)
        await self.loop.call(self._keep_up)

    async def _keep_up(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.inflow.run())
            others = partial(keep_up, self.mailboxes, self.beside)
            tasks.create_task(always(others, "graph.failed"))

    def stop(self) -> None:
        """End it; nothing more is asked of Graph."""
        self.loop.stop()


def joined(  # noqa: PLR0913 - each is a thing of its own
    settings: GraphSettings,
    store: Store,
    desk: Callable[[str], Desk],
    now: Callable[[], datetime],
    *,
    secret: bytes,
    compose: Compose,
    take: Callable[[bytes], object],
    credential: Credentials | None = None,
    standing: Standing = by_whoever,
) -> Graph:
    """Join everything of Microsoft 365. Nothing is loaded or asked yet.

    Args:
        settings: How Graph is reached.
        store: The record.
        desk: Finds the desk of a partnership.
        now: The machine's time, or the rehearsal's.
        secret: What Graph's proof is derived from.
        compose: Writes a letter as e-mail programs expect it.
        take: Takes a letter that may hold a reply; called in a thread.
        credential: Makes the credential to ask with; of what is set, if not given.
        standing: Has one replica do something for all.
    """
    apart = Apart()
    client = Client(settings, apart, now, credential)
    into = _Into(store, desk, now, take, standing, Mailboxes(store, settings.organiser))
    memory = Memory(store, mark_of(settings.base_url, settings.organiser))
    heap, url = Heap(), settings.notification_url
    told = Notices(secret_of(secret), heap, now) if url else None
    line = Subscription(client, memory, url, told.secret) if told else None
    inflow = into.inflow(client, memory, heap, line)
    return Graph(
        settings=settings,
        loop=apart,
        client=client,
        calendar=Calendars(client, into.mailboxes),
        mail=Letters(client, compose),
        inflow=inflow,
        mailboxes=into.mailboxes,
        beside=partial(into.beside, client),
        # Where it is reached from outside may be another address than here.
        routes=told.routes(NOTIFIED_AT, urlsplit(url).path) if told else (),
        health=GraphHealth(inflow, now(), told),
    )


@dataclass(frozen=True, slots=True)
class _Into:
    """Where what is read of calendars and mailboxes goes: into the record."""

    store: Store
    desk: Callable[[str], Desk]
    now: Callable[[], datetime]
    take: Callable[[bytes], object]
    standing: Standing
    mailboxes: Mailboxes

    def inflow(
        self,
        client: Client,
        memory: Memory,
        heap: Heap,
        line: Subscription | None = None,
        standing: Standing | None = None,
    ) -> Inflow:
        """Make what keeps up with one mailbox."""
        inbox = Inbox(client, memory, self.take) if client.settings.inbox else None
        return Inflow(
            changes=Changes(client, memory, self._coming(client.organiser)),
            heap=heap,
            subscription=line,
            inbox=inbox,
            now=self.now,
            standing=standing or self.standing,
        )

    async def beside(self, client: Client, mailbox: str) -> None:
        """Keep up with the mailbox of a partnership that has its own."""
        mark = mark_of(client.settings.base_url, mailbox)
        memory = Memory(self.store, mark, apart=True)

        def standing(_: str, act: Act) -> Awaitable[object]:
            return self.standing(f"graph/{mark}", act)

        its = self.inflow(client.of(mailbox), memory, Heap(), standing=standing)
        await its.run()

    def _coming(self, mailbox: str) -> Coming:
        """Join what is read of one calendar to the record."""
        store, desk, now = self.store, self.desk, self.now
        return Coming(
            expected=lambda: self.mailboxes.in_(mailbox, coming.expected(store, now())),
            note=lambda meeting, heard, cause: coming.note(
                desk, meeting, heard, cause, now()
            ),
            differs=lambda meeting, cause: coming.differs(desk, meeting, cause, now()),
        )
