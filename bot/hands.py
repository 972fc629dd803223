"""The hands of a courier: what is being carried now, and for whom there is a hand free.

No partnership has so many of them that another, which has none, finds none free: the
more are in use, the fewer may be one partnership's. So a chat that does not answer
holds up those who use it and nobody else; and calendars, which are slow, have half.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from time import perf_counter
from typing import Any, Final

from bot.store.outbox import Delivery
from bot.store.ready import CALENDAR, is_slow

_SHARE: Final = 2
"""How many hands a partnership may have for each that is free."""

_FEW: Final = 4
"""Hands that leave a processor to whoever is pressing buttons."""
_WAITS: Final = 1.0
"""Seconds after which one that is still carried waits for an answer, and needs none."""
CARRYING: Final = 50.0
"""Seconds after which a delivery is put off, so that its lease cannot run out."""
_HELD: Final = 20.0
"""Seconds after a lease was taken or renewed for which it surely lasts, on a server."""
_LATE: Final = timedelta(seconds=1)
"""How late something may be taken up because people are at work."""


def behind(rows: Iterable[Delivery], now: datetime) -> bool:
    """Say whether what was taken up should have gone long before.

    Then deliveries no longer give way: however long people press, nothing waits
    until they have gone home. What is tried again, or has a lane to go in, may be
    late for reasons of its own.
    """
    firsts = (row.not_before for row in rows if row.attempts <= 1 and not row.lane)
    return any(now - due > _LATE for due in firsts)


class Hands:
    """What a courier carries now.

    Args:
        width: How many it can carry at once.
        timer: Counts seconds.
    """

    def __init__(self, width: int, timer: Callable[[], float] = perf_counter) -> None:
        self._width = width
        self._timer = timer
        self._begun: dict[asyncio.Task[None], float] = {}
        self._limits: set[asyncio.Timeout] = set()
        self.tasks: Final[dict[asyncio.Task[None], Delivery]] = {}

    @property
    def free(self) -> int:
        """Count the hands that are free."""
        return self._width - len(self.tasks)

    def room(self, *, few: bool) -> int:
        """Count the hands that may begin something; few, while people are at work.

        What has been carried for long does not count as one of those few: a chat that
        does not answer must not hold up every other while somebody presses buttons.
        """
        if not few:
            return self.free
        lately = self._timer() - _WAITS
        busy = sum(begun > lately for begun in self._begun.values())
        return min(self.free, _FEW - busy)

    def overdue(self, now: datetime) -> bool:
        """Say whether the lease of anything has run out while it was carried.

        As when the machine has slept, or its clock was put forward. Where nobody else
        carries anything, whatever is in hand would be taken once more.
        """
        held = self.tasks.values()
        return any(row.lease_until and row.lease_until <= now for row in held)

    def spare(self, name: str) -> int:
        """Count the free hands that a partnership may have; or the calendars of all."""
        if name == CALENDAR:
            slow = sum(map(is_slow, list(self.tasks.values())))
            return max(1, self._width // 2) - slow
        had = Counter(row.partnership for row in list(self.tasks.values()))[name]
        more, free = 0, self.free
        while free > more and had + more < _SHARE * (free - more):
            more += 1
        return more

    def begin(
        self, row: Delivery, carrying: Coroutine[Any, Any, None]
    ) -> asyncio.Task[None]:
        """Begin to carry something."""
        task = asyncio.create_task(carrying, name="delivery")
        self.tasks[task], self._begun[task] = row, self._timer()
        return task

    @asynccontextmanager
    async def held(self, longest: float, *, shared: bool) -> AsyncIterator[None]:
        """Carry something no longer than it is surely ours.

        Whoever stood still for longer than a lease lasts finds that the time is up
        before anything else, and sends nothing that another courier has sent.

        Args:
            longest: The seconds that it may take at the most.
            shared: Whether others may take it, once its lease has run out.

        Raises:
            TimeoutError: The time is up.
        """
        async with (
            asyncio.timeout(longest),
            asyncio.timeout(_HELD if shared else None) as limit,
        ):
            self._limits.add(limit)
            try:
                yield
            finally:
                self._limits.discard(limit)

    @contextmanager
    def renewing(self) -> Iterator[None]:
        """Go on holding what is in hand, once its leases have been renewed."""
        until = asyncio.get_running_loop().time() + _HELD
        yield
        for limit in self._limits:
            if limit.when() is not None and not limit.expired():
                limit.reschedule(until)

    def let_go(self) -> None:
        """Free the hands of what has ended; what cannot be settled is raised."""
        for task in [task for task in self.tasks if task.done()]:
            del self.tasks[task], self._begun[task]
            task.result()

    async def finish(self, last: float, soon: float) -> None:
        """Begin nothing more, and wait for what has begun: less long for calendars.

        Args:
            last: The seconds that anything else is given.
            soon: The seconds that calendars are given.
        """
        self._width = 0
        for slow, seconds in ((False, last), (True, soon)):
            hands = [task for task, row in self.tasks.items() if is_slow(row) is slow]
            if hands:
                await asyncio.wait(hands, timeout=seconds)
        for task in [task for task in self.tasks if not task.done()]:
            del self.tasks[task], self._begun[task]
            task.cancel()
        self.let_go()
