"""What keeps running until it is stopped: answers, deliveries, and what is due."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from types import FrameType
from typing import Final
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from typing_extensions import override

from bot.always import always
from bot.assembly import Works
from bot.courier import Courier
from bot.settings import Settings
from bot.settings_teams import MESSAGES_AT
from bot.winding import Turn, Winding
from integrations.web.health import Ask, Condition, healthy
from integrations.web.opened import Open, opening

_TEAMS_CHAT: Final = "https://teams.microsoft.com/l/chat/0/0?users="
_GRACE: Final = 3
"""Seconds that open pages are given when the program is asked to stop."""
_THREADS: Final = 32
"""Enough that presses are served while names of machines are looked up in vain."""
_UNUSED: Final = (50_000, 20, 100)
"""How much is made before what is no longer used is looked for."""
_TICK: Final = 5
"""Seconds between two looks at what is due."""
_BEAT: Final = 60
"""Seconds between two notes that somebody still looks at what is due."""


def served(works: Works, now: Callable[[], datetime]) -> Starlette:
    """Make what a running bot answers to: its health, links, and what is configured."""
    graph, mailbox = works.graph, works.replies
    asked: dict[str, Ask] = {}
    routes: list[BaseRoute] = [opening(lambda: _chats(works))]
    if works.slack is not None:
        health = works.slack.health
        asked["slack"] = lambda: Condition(health.well, health.says())
        routes.extend(works.slack.routes)
    if works.teams is not None:
        told = works.teams.health
        asked["teams"] = lambda: Condition(told.well, told.says())
        routes.extend(works.teams.routes)
    if graph is not None:
        known = graph.health
        asked["graph"] = lambda: Condition(known.well, known.says())
        routes.extend(graph.routes)
    if mailbox is not None:
        asked["mailbox"] = lambda: Condition(mailbox.well, mailbox.says())
    return healthy(now, asked, routes)


def announced(settings: Settings) -> Iterator[str]:
    """Say, at the start, where it is reached and by what."""
    slack, graph, at = settings.slack, settings.graph, settings.base_url
    yield f"Running. It answers at {at}/healthz"
    if slack is not None and slack.signing_secret:
        yield f"Slack reaches it at {at}/slack/events"
    if slack is not None and slack.app_token:
        yield "It opens a line to Slack from here."
    if settings.teams is not None:
        yield f"Teams reaches it at {at}{MESSAGES_AT}"
    if graph is not None:
        told = graph.notification_url or "nowhere, so changes are asked for"
        yield f"Meetings are in Microsoft 365, which tells of changes at {told}"
    if settings.imap is not None:
        yield "Answers to invitations are read from a mailbox."


def _chats(works: Works) -> Iterator[Open]:
    """Say in which chats a case is asked for, and where they are opened, if known."""
    if works.slack is not None:
        home = works.slack.parts.clients.home
        url = f"https://app.slack.com/client/{home}" if home else ""
        yield Open("Slack", url, "/case")
    if works.settings.teams is not None:
        bot = quote(f"28:{works.settings.teams.app_id}")
        yield Open("Teams", f"{_TEAMS_CHAT}{bot}", "case")


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
    # What is there by now stays. Going through it again and again for what may be
    # let go would keep whoever presses a button waiting a tenth of a second.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_UNUSED)
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(_THREADS, "dayzero"))
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
            beside = tasks.create_task(_beside(works))
            tasks.create_task(works.runner.run(courier.turn))
            await server.serve()
            # The record is ours until what has begun to be delivered is settled.
            await courier.finish()
            works.runner.stop()
            beside.cancel()
    finally:
        await asyncio.to_thread(winding.stop)
        await asyncio.to_thread(works.stop)


async def _beside(works: Works) -> None:
    """Do what has to be done all the time, until it is stopped.

    Each goes on whatever becomes of the others.
    """
    parts = {
        "slack": works.slack,
        "teams": works.teams,
        "graph": works.graph,
        "mailbox": works.replies,
    }
    running = [
        always(part.run, f"{name}.failed") for name, part in parts.items() if part
    ]
    await asyncio.gather(*running)


class _Server(uvicorn.Server):
    """A server that lets the open lines go when it is stopped."""

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
