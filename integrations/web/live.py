"""Telling every open page that something changed, so that it can fetch itself again.

What changed is never sent, only that something did: each browser asks for its
own page, as the person it acts as, and is shown what that person may see.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any, Final

from starlette.responses import StreamingResponse

_LOOK_EVERY: Final = 1.0
"""Seconds between looks for what another process changed."""
_SAY_EVERY: Final = 20.0
"""Seconds after which an idle line says that it is still there."""


class Live:
    """Count changes, and wake whoever waits for the next one."""

    def __init__(self) -> None:
        self._count = 0
        self._ended = False
        self._waiting: set[asyncio.Event] = set()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def count(self) -> int:
        """How many changes there have been since the start."""
        return self._count

    def changed(self) -> None:
        """Say that something changed. May be called from any thread."""
        loop = self._loop
        if loop is None or loop.is_closed():
            self._count += 1
        else:
            loop.call_soon_threadsafe(self._tell)

    def end(self) -> None:
        """End every open line, because the page is being shut down."""
        self._ended = True
        self._tell()

    async def watch(self, latest: Callable[[], Any]) -> None:
        """Look once a second for what another process changed, until cancelled."""
        self._loop = asyncio.get_running_loop()
        known = await asyncio.to_thread(latest)
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            now = await asyncio.to_thread(latest)
            if now != known:
                known = now
                self._tell()

    async def lines(self) -> AsyncIterator[str]:
        """Give the count now, and again after each change, as server-sent events."""
        woken = asyncio.Event()
        self._waiting.add(woken)
        try:
            yield f"retry: 1000\ndata: {self._count}\n\n"
            while not self._ended:
                with suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), _SAY_EVERY)
                if self._ended:
                    return
                yield (
                    f"data: {self._count}\n\n" if woken.is_set() else ": still here\n\n"
                )
                woken.clear()
        finally:
            self._waiting.discard(woken)

    def _tell(self) -> None:
        self._count += 1
        for woken in self._waiting:
            woken.set()


def stream(live: Live) -> StreamingResponse:
    """Open a line to one browser."""
    return StreamingResponse(
        live.lines(),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
