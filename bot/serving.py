"""What keeps running until it is stopped: answers, deliveries, and what is due."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from types import FrameType
from typing import Final

import uvicorn
from starlette.applications import Starlette
from typing_extensions import override

from bot.assembly import Works
from bot.courier import Courier
from bot.winding import Turn, Winding
from integrations.web.health import Condition, healthy

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
    """Make what a running bot answers to: its health, and each chat configured."""
    slack = works.slack
    if slack is None:
        return healthy(now)
    health = slack.health
    asked = {"slack": lambda: Condition(health.well, health.says())}
    return healthy(now, asked, slack.routes)


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


async def _beside(works: Works) -> None:
    """Do what a chat needs to have done all the time, until it is stopped."""
    if works.slack is not None:
        await works.slack.run()


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
