"""A loop of its own, in a thread of its own, on which everything of Graph runs.

Graph’s library is slow to load and slow to read; on the loop that answers chat it
would make people wait. Here only Graph waits for Graph.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from bot.gateways import NotSent

_STARTING: Final = 10.0
_STOPPING: Final = 15.0
"""Seconds that the start and the end may take; neither waits for the network."""

_T = TypeVar("_T")


class Apart:
    """Runs what it is given on a loop of its own. Begins with the first call.

    Attributes:
        name: What its thread is called.
    """

    def __init__(self, name: str = "graph") -> None:
        self.name = name
        self._lock = threading.Lock()
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None
        self._closing: list[Callable[[], Awaitable[None]]] = []
        self._stopped = False

    @property
    def running(self) -> bool:
        """Say whether its thread has begun, and has not been stopped."""
        return self._loop is not None and not self._stopped

    def at_end(self, close: Callable[[], Awaitable[None]]) -> None:
        """Have something closed, on this loop, before it ends."""
        self._closing.append(close)

    async def call(self, work: Callable[[], Awaitable[_T]]) -> _T:
        """Do something on this loop, and await it on the caller’s own.

        Whoever stops waiting for it stops it.

        Raises:
            NotSent: It has been stopped.
        """
        loop = self._begun()
        if loop is asyncio.get_running_loop():
            return await work()
        return await asyncio.wrap_future(
            asyncio.run_coroutine_threadsafe(_awaited(work), loop)
        )

    def wait(self, work: Callable[[], Awaitable[_T]], seconds: float) -> _T:
        """Do something on this loop, and wait for it where there is no loop.

        Raises:
            NotSent: It has been stopped.
            TimeoutError: It took longer.
        """
        loop = self._begun()
        future = asyncio.run_coroutine_threadsafe(_awaited(work), loop)
        try:
            return future.result(seconds)
        except TimeoutError:
            future.cancel()
            raise

    def stop(self) -> None:
        """End it: nothing more is begun, and what is in hand is cancelled."""
        with self._lock:
            self._stopped = True
            thread, loop, ending = self._thread, self._loop, self._ending
        if thread is None or loop is None or ending is None or not thread.is_alive():
            return
        loop.call_soon_threadsafe(ending.set)
        if thread is not threading.current_thread():
            thread.join(_STOPPING)

    def _begun(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._stopped:
                raise NotSent("Graph is being stopped")
            if self._thread is None:
                self._thread = threading.Thread(
                    target=lambda: asyncio.run(self._until_the_end()),
                    name=self.name,
                    daemon=True,
                )
                self._thread.start()
                self._ready.wait(_STARTING)
            if self._loop is None:
                raise NotSent("Graph could not be started")
            return self._loop

    async def _until_the_end(self) -> None:
        self._loop, self._ending = asyncio.get_running_loop(), asyncio.Event()
        self._ready.set()
        await self._ending.wait()
        here = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not here]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for close in self._closing:
            await close()


async def _awaited(work: Callable[[], Awaitable[_T]]) -> _T:
    return await work()
