"""What is done about the calendar again and again, and what if it cannot be."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from bot.gateways import NotSent, TryLater, Undeliverable

Sleep = Callable[[float], Awaitable[None]]

_FIRST: Final = 15.0
_LONGEST: Final = 900.0

_log = structlog.get_logger()


@dataclass(slots=True)
class Turn:
    """Something that is done again and again.

    Attributes:
        name: What it is called in the log.
        every: Seconds from one time to the next.
        act: Does it.
        now: The machine's time.
        last: When it was last done; nothing, before it was.
        failures: How often it has failed since.
        trouble: What kind of trouble there was the last time, or an empty string.
        waits: Whether another replica does it now, and this one only may have to.
    """

    name: str
    every: float
    act: Callable[[], Awaitable[object]]
    now: Callable[[], datetime]
    last: datetime | None = None
    failures: int = 0
    trouble: str = ""
    waits: bool = False

    async def run(self, sleep: Sleep = asyncio.sleep) -> None:
        """Do it until this is cancelled."""
        if self.waits:  # nobody here has failed to do it until now
            self.waits, self.last = False, self.now()
        while True:
            await sleep(await self.once())

    async def once(self) -> float:
        """Do it once.

        Returns:
            For how many seconds to wait before the next time.
        """
        try:
            await self.act()
        except TryLater as asked:
            self._failed(asked)
            return max(asked.seconds, 1.0)
        except (NotSent, Undeliverable, OSError) as trouble:
            self._failed(trouble)
            _log.warning(
                "graph.put-off",
                kind=self.name,
                attempt=self.failures,
                problem_kind=self.trouble,
            )
            longest = max(self.every, _FIRST) if self.every else _LONGEST
            return min(_FIRST * 2.0 ** min(self.failures - 1, 10), _LONGEST, longest)
        self.last, self.failures, self.trouble = self.now(), 0, ""
        return self.every

    def _failed(self, trouble: Exception) -> None:
        self.failures += 1
        self.trouble = type(trouble).__name__
