"""Everything of Microsoft 365, joined: what goes out, what comes in, what keeps on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from starlette.routing import Route

from bot import coming
from bot.gateways import NotSent
from bot.settings_graph import NOTIFIED_AT, GraphSettings
from bot.store import Store
from integrations.graph.calendar import GraphCalendar
from integrations.graph.changes import Changes, Coming
from integrations.graph.client import Client
from integrations.graph.health import GraphHealth
from integrations.graph.inbox import Inbox
from integrations.graph.inflow import Inflow
from integrations.graph.loop import Apart
from integrations.graph.memory import Memory, mark_of
from integrations.graph.news import Heap
from integrations.graph.notices import Notices
from integrations.graph.post import Compose, GraphMail
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
        routes: What is answered to by HTTP.
    """

    settings: GraphSettings
    loop: Apart
    client: Client
    calendar: GraphCalendar
    mail: GraphMail
    inflow: Inflow
    routes: tuple[Route, ...]
    health: GraphHealth

    async def run(self) -> None:
        """Keep up with the calendar until this is cancelled."""
        try:
            await self.client.warm()
        except NotSent as trouble:
            _log.warning("graph.not_ready", problem_kind=type(trouble).__name__)
        await self.loop.call(self.inflow.run)

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
    """
    apart = Apart()
    client = Client(settings, apart, now, credential)
    memory = Memory(store, mark_of(settings.base_url, settings.organiser))
    heap, url = Heap(), settings.notification_url
    told = Notices(secret_of(secret), heap, now) if url else None
    line = Subscription(client, memory, url, told.secret) if told else None
    inflow = Inflow(
        changes=Changes(client, memory, _coming(store, desk, now)),
        heap=heap,
        subscription=line,
        inbox=Inbox(client, memory, take) if settings.inbox else None,
        now=now,
    )
    return Graph(
        settings=settings,
        loop=apart,
        client=client,
        calendar=GraphCalendar(client),
        mail=GraphMail(client, compose),
        inflow=inflow,
        # Where it is reached from outside may be another address than here.
        routes=told.routes(NOTIFIED_AT, urlsplit(url).path) if told else (),
        health=GraphHealth(inflow, now(), told),
    )


def _coming(
    store: Store, desk: Callable[[str], Desk], now: Callable[[], datetime]
) -> Coming:
    """Join what is read of a calendar to the record."""
    return Coming(
        expected=lambda: coming.expected(store, now()),
        note=lambda meeting, heard, cause: coming.note(
            desk, meeting, heard, cause, now()
        ),
        differs=lambda meeting, cause: coming.differs(desk, meeting, cause, now()),
    )
