"""What is done once Slack has its acknowledgement: every call to Slack, and patience.

Nothing here carries the record: what was asked has been recorded before. What could
show somebody the same form twice is never tried again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from slack_sdk.errors import SlackApiError
from typing_extensions import override

from bot import afterwards
from bot.silences import read_time, seconds_asked

T = TypeVar("T")

TOO_MANY: Final = 429
_PATIENCE: Final = 30.0
"""The most seconds that a call waits because Slack asks it to."""
_TURNS: Final = 4


class Afterwards(afterwards.Afterwards):
    """Does things in their own time, and waits as long as Slack asks.

    Args:
        sleep: Waits; a test passes its own.
    """

    def __init__(
        self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        super().__init__("slack", sleep)

    @override
    def refusal(self, trouble: BaseException) -> str | None:
        """Read Slack's own name for why it says no; nothing, if it did not."""
        if not isinstance(trouble, SlackApiError):
            return None
        return problem_of(trouble)

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
    given = {str(name).lower(): str(value) for name, value in headers.items()}
    now = read_time(given.get("date", ""))
    return seconds_asked(given.get("retry-after", "1"), now)


def problem_of(refusal: SlackApiError) -> str:
    """Read the name that Slack gives to what is wrong."""
    answer: Any = refusal.response
    try:
        return str(answer.get("error", ""))
    except (AttributeError, ValueError):
        return ""
