"""What every engine does: call the courier, sleep as long as it says, and be woken.

A database that has gone away, as when it is restarted, ends nothing: it is called
again, with pauses, until the database is back.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final

import structlog

from bot.store.gone import gone

FIRST: Final = 0.2
"""Seconds of the first pause when the database has gone."""
LONGEST: Final = 5.0
"""Seconds of the longest; each is twice the one before."""

_log = structlog.get_logger()


class Waking:
    """Calls a courier until stopped, and sooner when woken.

    Args:
        first: Seconds of the first pause when the database has gone.
    """

    def __init__(self, first: float = FIRST) -> None:
        self._first = first
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._turned = asyncio.Event()
        self._begun = 0
        self._done = 0
        self._stopping = False
        self._over = False

    def wake(self) -> None:
        """Say that something was queued. Called after the commit, from any thread."""
        with self._guard:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._woken.set)

    def stop(self) -> None:
        """End ``go_on`` once what is in hand has been settled. From any thread."""
        self._stopping = True
        self.wake()

    async def go_on(
        self,
        deliver: Callable[[], Awaitable[float]],
        *beside: Callable[[], Awaitable[object]],
    ) -> None:
        """Call ``deliver`` until stopped, sleeping as long as it says, or until woken.

        What ``deliver`` raises ends this and is raised, unless the database has gone:
        a courier that cannot go on must be seen to have stopped.

        Args:
            deliver: Delivers what is due, and says how many seconds it can sleep.
            beside: What is done meanwhile, and has no end of its own. What it raises
                ends this too.
        """
        calling = asyncio.ensure_future(self._call(deliver))
        tasks = {calling, *(asyncio.ensure_future(act()) for act in beside)}
        try:
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _call(self, deliver: Callable[[], Awaitable[float]]) -> None:
        with self._guard:
            self._loop = asyncio.get_running_loop()
        pause, self._over = self._first, False
        try:
            while not self._stopping:
                # Cleared before looking: what is queued while it looks wakes it again.
                self._woken.clear()
                self._begun += 1
                try:
                    seconds = await deliver()
                except gone() as trouble:
                    _log.warning("database.gone", exc_info=trouble, seconds=pause)
                    seconds, pause = pause, min(2 * pause, LONGEST)
                    self._woken.clear()  # whoever wakes it cannot bring it back
                else:
                    pause = self._first
                    self._done = self._begun
                    self._tell()
                await self._sleep(seconds)
        finally:
            with self._guard:
                self._loop = None
            self._over = True
            self._tell()

    async def turned(self) -> None:
        """Have ``deliver`` called, and wait until a call that began since has ended."""
        wanted = self._begun + 1
        self._woken.set()
        while self._done < wanted and not (self._stopping or self._over):
            await self._turned.wait()

    def _tell(self) -> None:
        self._turned.set()
        self._turned = asyncio.Event()

    async def _sleep(self, seconds: float) -> None:
        if self._stopping:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()
