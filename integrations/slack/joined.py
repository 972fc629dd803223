"""Everything of Slack, joined: what comes in, what goes out, what keeps it going."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from slack_bolt.async_app import AsyncApp
from starlette.routing import Route

from bot.always import Standing, always, by_whoever
from bot.core.errors import Refused
from bot.counter import Counter
from bot.settings import SlackSettings
from bot.store import Store
from integrations.slack.calling import Calling
from integrations.slack.chat import SlackChat
from integrations.slack.health import SlackHealth
from integrations.slack.installs import Clients
from integrations.slack.learning import Learning
from integrations.slack.listen import listener
from integrations.slack.oauth import States, flow
from integrations.slack.parts import SlackParts
from integrations.slack.people import People
from integrations.slack.places import SLACK, Places, is_elsewhere
from integrations.slack.rooms import Rooms
from integrations.slack.routes import routes
from integrations.slack.socket import Socket

_FAILED: Final = "slack.failed"
_THREADS: Final = 8
"""As many presses as PostgreSQL takes at once."""


@dataclass(frozen=True, slots=True)
class Slack:
    """What is joined to Slack.

    Attributes:
        routes: What is answered to by HTTP.
        socket: The line that is opened from here, where there is one.
        standing: Has one replica keep up with who is who, for all.
    """

    parts: SlackParts
    chat: SlackChat
    app: AsyncApp
    routes: tuple[Route, ...]
    health: SlackHealth
    learning: Learning
    socket: Socket | None
    standing: Standing = by_whoever

    async def run(self) -> None:
        """Keep up with who is who, and keep the line open, until this is cancelled."""
        async with self.parts.clients.connected():
            try:
                async with asyncio.TaskGroup() as tasks:
                    # Each replica has to know at whose home it is, whoever learns.
                    tasks.create_task(self.parts.clients.find_home())
                    learning = partial(self.standing, "slack", self.learning.keep_on)
                    tasks.create_task(always(learning, _FAILED))
                    if self.socket is not None:
                        tasks.create_task(always(self.socket.run, _FAILED))
            finally:
                await self.parts.afterwards.stop()


def joined(  # noqa: PLR0913 - each is a thing of its own
    settings: SlackSettings,
    store: Store,
    desk: Callable[[str], Counter],
    now: Callable[[], datetime],
    *,
    base_url: str,
    secret: bytes,
    standing: Standing = by_whoever,
) -> Slack:
    """Join everything of Slack.

    Args:
        settings: How Slack is set up.
        store: The record.
        desk: Finds the desk of a partnership.
        now: The machine's time.
        base_url: The address we are reached at, with no slash at its end.
        secret: What proves that an installation which comes back was begun here.
        standing: Has one replica do something for all.
    """
    clients = Clients(settings, store, now)
    people = People(store, clients, now)
    threads = ThreadPoolExecutor(1 if store.on_sqlite else _THREADS, "slack")
    parts = SlackParts(desk, people, clients, settings, now, threads=threads)
    states = States(store, secret, now)
    oauth = flow(settings, clients.installed, states, base_url)
    app = listener(parts, oauth)
    calling = Calling(clients, now)

    def team(partnership: str) -> str:
        return workspace(desk, clients, partnership)

    async def bot(team: str) -> str:
        return (await clients.at(team)).bot_user

    places = Places(store, calling, people, team)
    rooms = Rooms(store, calling, team, bot, places.reaches)
    token, url = settings.app_token, settings.api_url
    socket = Socket(app, token, url, now) if token else None
    return Slack(
        parts=parts,
        chat=SlackChat(store, calling, places, rooms),
        app=app,
        routes=tuple(routes(app, settings.signing_secret)),
        health=SlackHealth(store, parts, calling, socket),
        learning=Learning(store, clients, people, now),
        socket=socket,
        standing=standing,
    )


def workspace(
    desk: Callable[[str], Counter], clients: Clients, partnership: str
) -> str:
    """Say in which workspace a partnership is; nothing, if in none."""
    try:
        of = desk(partnership).people()
    except Refused:
        return ""
    return "" if is_elsewhere(of.channel) else of.tenants.get(SLACK, clients.home)
