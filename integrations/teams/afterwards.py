"""What is done once Teams has its answer: every call to it, and patience.

An invoke is due within seconds, so nothing is said to Teams before it is answered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from typing_extensions import override

from bot import afterwards
from bot.gateways import NotSent, TryLater
from integrations.teams.names import PLATFORM

T = TypeVar("T")

_PATIENCE: Final = 30.0
"""The most seconds that all the waiting for one call may take."""
_PAUSES: Final = (1.0, 4.0)
"""Seconds that are waited where Teams does not say for how long."""


class Afterwards(afterwards.Afterwards):
    """Does things in their own time, and tries what Teams would not take again.

    Args:
        sleep: Waits; a test passes its own.
    """

    def __init__(
        self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        super().__init__(PLATFORM, sleep)

    @override
    def refusal(self, trouble: BaseException) -> str | None:
        """Read Teams' own name for why it says no; nothing, if it did not."""
        code = getattr(trouble, "code", None)
        return code if isinstance(code, str) else None

    async def patiently(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Call Teams, and once or twice more if it asks for patience or says nothing.

        Args:
            ask: Makes the call. Made twice, it shows a person the same words twice,
                which is better than never.

        Raises:
            TryLater: Teams asks for more patience than there is.
            Exception: Whatever else the last call ended with.
        """
        left = _PATIENCE
        for pause in _PAUSES:
            try:
                return await ask()
            except TryLater as asked:
                left -= asked.seconds
                if left < 0:
                    raise
                await self.pause(asked.seconds)
            except (OSError, NotSent):
                await self.pause(pause)
        return await ask()
