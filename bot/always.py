"""What has no end, and is begun again if it comes to one all the same."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, NoReturn, TypeAlias

import structlog

AGAIN: Final = 30.0
"""Seconds until something that failed is begun again."""

Act: TypeAlias = Callable[[], Awaitable[object]]
Standing: TypeAlias = Callable[[str, Act], Awaitable[object]]
"""Does something that has no end, known by a name, on one replica at a time."""

_log = structlog.get_logger()


async def by_whoever(name: str, act: Act) -> None:
    """Do something here, whoever does it too: for where there is one process."""
    del name
    await act()


async def always(
    act: Act,
    failed: str,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> NoReturn:
    """Do something that has no end, and begin it again if it fails all the same.

    Args:
        act: What is done.
        failed: What the log calls it when it fails, such as ``slack.failed``.
        sleep: Waits; a test passes its own.
    """
    while True:
        try:
            await act()
        except Exception as trouble:  # noqa: BLE001 - the rest of the bot goes on
            _log.error(failed, exc_info=trouble)
        ended()
        await sleep(AGAIN)


def ended() -> None:
    """End what has been asked to end, where another fault was quicker to be raised.

    A query that is cancelled while its line is cut says only that the line was cut.

    Raises:
        CancelledError: The task that this is called in has been cancelled.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
