"""What is done once Slack has its acknowledgement: every call to Slack, and patience.

Nothing here carries the record: what was asked has been recorded before. What could
show somebody the same form twice is never tried again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, TypeVar

import structlog
from slack_sdk.errors import SlackApiError

T = TypeVar("T")

TOO_MANY: Final = 429
_PATIENCE: Final = 30.0
"""The most seconds that a call waits because Slack asks it to."""
_TURNS: Final = 4
_LET_GO: Final = 10.0
"""Seconds that is waited at the end for what is in hand."""

_log = structlog.get_logger()


class Afterwards:
    """Does things in their own time, and loses none of them.

    Args:
        sleep: Waits; a test passes its own.
    """

    def __init__(
        self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._sleep = sleep
        # A task that nobody holds may be forgotten half way.
        self._tasks: set[asyncio.Task[None]] = set()

    def do(self, deed: Coroutine[Any, Any, None], action: str = "deed") -> None:
        """Begin something, and log by its kind alone if it fails."""
        task = asyncio.create_task(deed, name=action)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        trouble = None if task.cancelled() else task.exception()
        action = task.get_name()
        if isinstance(trouble, SlackApiError):
            # Slack's own name for it, and never what was sent or what came back.
            _log.warning("slack.refused", action=action, code=problem_of(trouble))
        elif trouble is not None:
            _log.error("slack.failed", action=action, exc_info=trouble)

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
                _log.warning("slack.given-up", count=len(left))
                await asyncio.wait(left)

    async def pause(self, seconds: float) -> None:
        """Wait for some seconds."""
        await self._sleep(seconds)

    async def patiently(
        self, ask: Callable[[], Awaitable[T]], most: float = _PATIENCE
    ) -> T:
        """Call Slack, waiting as often and as long as it asks, within reason.

        A call that was asked to wait has done nothing yet, so it can be made again.

        Args:
            ask: Makes the call.
            most: The most seconds that all the waiting may take.

        Raises:
            SlackApiError: Slack says no, or asks for more patience than there is.
        """
        for _ in range(_TURNS - 1):
            try:
                return await ask()
            except SlackApiError as refusal:
                seconds = asked_to_wait(refusal)
                most -= seconds
                if not seconds or most < 0:
                    raise
                await self._sleep(seconds)
        return await ask()


def asked_to_wait(refusal: SlackApiError) -> float:
    """Read how many seconds Slack asks to be left alone; nought if it does not."""
    answer: Any = refusal.response
    if getattr(answer, "status_code", 0) != TOO_MANY:
        return 0.0
    headers = getattr(answer, "headers", None) or {}
    given = {str(name).lower(): value for name, value in headers.items()}
    try:
        return max(float(given.get("retry-after", 1)), 0.1)
    except ValueError:
        return 1.0


def problem_of(refusal: SlackApiError) -> str:
    """Read the name that Slack gives to what is wrong."""
    answer: Any = refusal.response
    try:
        return str(answer.get("error", ""))
    except (AttributeError, ValueError):
        return ""
