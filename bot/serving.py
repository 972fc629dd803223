"""What keeps running until it is stopped: answers, deliveries, and what is due."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from types import FrameType
from typing import Final
from urllib.parse import quote

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from typing_extensions import override

from bot.always import always
from bot.assembly import Works
from bot.core.errors import Refused
from bot.courier import Courier
from bot.settings import Settings
from bot.settings_teams import MESSAGES_AT
from bot.store.alone import standing
from bot.store.gone import gone
from bot.winding import Turn, Winding
from integrations.web.opened import Open, opening

_log = structlog.get_logger()

_TEAMS_CHAT: Final = "https://teams.microsoft.com/l/chat/0/0?users="
_GRACE: Final = 3
"""Seconds that open pages are given when the program is asked to stop."""
_LEAD: Final = 3
"""Seconds for which /readyz says that a replica stops, before it closes anything."""
_THREADS: Final = 32
"""Enough that presses are served while names of machines are looked up in vain."""
_UNUSED: Final = (50_000, 20, 100)
"""How much is made before what is no longer used is looked for."""
_TICK: Final = 1
"""Seconds between two looks at what is due."""
_BEAT: Final = 60
"""Seconds between two notes that somebody still looks at what is due."""


def served(works: Works, now: Callable[[], datetime]) -> Starlette:
    """Make what a running bot answers to: its health, links, and what is configured."""
    # Nobody watches over a rehearsal, so none of this is loaded for one.
    from bot.watched import counted, readiness_of  # noqa: PLC0415 - see above
    from integrations.web.health import Condition, healthy  # noqa: PLC0415 - likewise

    graph, mailbox = works.graph, works.replies
    asked: dict[str, Callable[[], Condition]] = {}
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
    readiness = readiness_of(works, now, asked)
    routes.extend(counted(works, now, readiness))
    return healthy(now, readiness, routes)


def watched(works: Works, now: Callable[[], datetime]) -> AbstractContextManager[None]:
    """Have somebody told, for as long as this lasts, when the bot is in trouble."""
    from bot.watched import watching  # noqa: PLC0415 - not for a rehearsal

    return watching(works, now)


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
    works: Works,
    app: Starlette,
    courier: Courier,
    now: Callable[[], datetime],
    begun: Callable[[], None] = lambda: None,
) -> None:
    """Answer, deliver and tick until asked to stop.

    ``begun`` is called once it is sure that it can be reached where it is set to be.
    """
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
    winding = _wound(works, now)
    await asyncio.to_thread(works.timetable.recount, now())
    winding.start()
    try:
        _open_at(works.settings)
        begun()
        async with asyncio.TaskGroup() as tasks:
            beside = tasks.create_task(_beside(works))
            tasks.create_task(works.runner.run(works.pulses.turning(courier.turn)))
            finishing = tasks.create_task(_finish(server, courier))
            await server.serve()
            server.leaving.set()
            # The record is ours until what has begun to be delivered is settled.
            await finishing
            works.runner.stop()
            beside.cancel()
    except* Refused as refusals:
        raise _first(refusals) from None
    finally:
        await asyncio.to_thread(winding.stop)
        await asyncio.to_thread(works.stop)


def _open_at(settings: Settings) -> None:
    """See that it can be reached where it is set to be; the server would not say why.

    Raises:
        Refused: Something else answers there, or this machine has no such address.
    """
    host, port = settings.host, settings.port
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        for family, kind, protocol, _, place in places:
            with socket.socket(family, kind, protocol) as trial:
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind(place)
    except OSError as wrong:
        why = (wrong.strerror or type(wrong).__name__).lower()
        raise Refused(
            f"It cannot answer at {host}, port {port}: {why}.",
            next_step="Stop what answers there already, or set DAYZERO_PORT to a port "
            "that is free and DAYZERO_HOST to an address of this machine.",
        ) from None


def _wound(works: Works, now: Callable[[], datetime]) -> Winding:
    """Say what is done again and again, and how often."""
    tick = works.pulses.ticking(lambda: _ticked(works, now))
    beat = Turn("beat", _BEAT, lambda: _beaten(works, now))
    return Winding((Turn("tick", _TICK, tick), beat))


def _ticked(works: Works, now: Callable[[], datetime]) -> int | None:
    """Look at what is due; nothing comes of it while another replica is at it.

    The first time it is noted at once, for whoever asks just after a start.
    """
    with works.store.alone("tick") as ours:
        if not ours:
            return None
        said = works.timetable.tick(now())
        if works.pulses.tick.idle is None:
            works.timetable.beat(now())
        return said


def _beaten(works: Works, now: Callable[[], datetime]) -> None:
    """Note that somebody looks at what is due, if it has just been done here."""
    idle = works.pulses.tick.idle
    if idle is not None and idle < _BEAT:
        with works.store.alone("beat") as ours:
            if ours:
                works.timetable.beat(now())


async def _finish(server: _Server, courier: Courier) -> None:
    """Begin no delivery any more once we are asked to stop, and settle what has begun.

    Open pages are given their time meanwhile.
    """
    await server.leaving.wait()
    try:
        await courier.finish()
    except gone() as trouble:
        # Whoever has the database next looks before anything is sent again.
        _log.warning("database.gone", exc_info=trouble)


def _first(refusals: BaseExceptionGroup[Refused]) -> Refused:
    found = refusals.exceptions[0]
    return _first(found) if isinstance(found, BaseExceptionGroup) else found


async def _beside(works: Works) -> None:
    """Do what has to be done all the time, until it is stopped.

    Each goes on whatever becomes of the others.
    """
    parts = {"slack": works.slack, "teams": works.teams, "graph": works.graph}
    running = [
        always(part.run, f"{name}.failed") for name, part in parts.items() if part
    ]
    if works.replies is not None:
        reading = partial(standing, works.claims, "mailbox", works.replies.run)
        running.append(always(reading, "mailbox.failed"))
    await asyncio.gather(*running)


class _Server(uvicorn.Server):
    """A server that lets the open lines go when it is stopped."""

    def __init__(self, config: uvicorn.Config, works: Works) -> None:
        super().__init__(config)
        self._works = works
        self._loop = asyncio.get_running_loop()
        self.leaving: Final = asyncio.Event()

    @override
    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take the signal to stop; a second one ends the program where it stands.

        The first is not raised again once everything has ended, as it otherwise
        would be: being asked to stop, and stopping, is no failure. What was in hand
        at a second one is looked for before it is sent again.
        """
        del frame
        if self._works.pulses.stopping:
            signal.signal(sig, signal.SIG_DFL)
            signal.raise_signal(sig)
        self._works.pulses.stop()
        self._loop.call_soon_threadsafe(self._leave)

    def _leave(self) -> None:
        """Settle what is in hand; close once whoever balances the load has seen it."""
        self.leaving.set()
        alone = self._works.settings.engine == "embedded"
        self._loop.call_later(0 if alone else _LEAD, self._close)

    def _close(self) -> None:
        self.should_exit = True
        self._works.live.end()
