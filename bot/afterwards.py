"""What is done once a platform has its answer: calls to it, each in its own time.

Nothing here carries the record: what was asked has been recorded before.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

import structlog

from bot.traces import during

_LET_GO: Final = 10.0
"""Seconds that is waited at the end for what is in hand."""

_log = structlog.get_logger()


class Afterwards(ABC):
    """Does things in their own time, and loses none of them.

    Args:
        platform: Whose answers they follow, as the log names it.
        sleep: Waits; a test passes its own.
    """

    def __init__(
        self,
        platform: str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._platform = platform
        self._sleep = sleep
        # A task that nobody holds may be forgotten half way.
        self._tasks: set[asyncio.Task[None]] = set()

    def do(self, deed: Coroutine[Any, Any, None], action: str = "deed") -> None:
        """Begin something, and log by its kind alone if it fails."""
        watched = during("after", deed, channel=self._platform, action=action)
        task = asyncio.create_task(watched, name=action)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    @abstractmethod
    def refusal(self, trouble: BaseException) -> str | None:
        """Read the platform's own name for why it says no; nothing, if it did not."""

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        trouble = None if task.cancelled() else task.exception()
        if trouble is None:
            return
        action, code = task.get_name(), self.refusal(trouble)
        if code is not None:
            # Never what was sent, or what came back.
            _log.warning(f"{self._platform}.refused", action=action, code=code)
        else:
            _log.error(f"{self._platform}.failed", action=action, exc_info=trouble)

    async def quiet(self) -> None:
        """Wait until nothing is in hand any more."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def stop(self, seconds: float = _LET_GO) -> None:
        """Let what is in hand come to its end, and give up on what does not."""
        if self._tasks:
            _, left = await asyncio.wait(set(self._tasks), timeout=seconds)
            for task in left:
                task.cancel()
            if left:
                _log.warning(f"{self._platform}.given-up", count=len(left))
                await asyncio.wait(left)

    async def pause(self, seconds: float) -> None:
        """Wait for some seconds."""
        await self._sleep(seconds)
