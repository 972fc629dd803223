"""A rehearsal: the real thing, with a clock that can be moved and invented people.

Moving the clock runs everything that would have run meanwhile, in order, each at
its own minute, and tells it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.core import words
from bot.core.errors import OutsideTheDates
from bot.courier import Courier
from bot.meanwhile import Happening
from bot.store import Store, facts, outbox
from bot.store.outbox import Delivery
from bot.timetable import Timetable

_FURTHEST: Final = timedelta(days=800)
_A_MOMENT: Final = timedelta(minutes=1)
"""The clock goes on while somebody presses a button, and that is no going back."""


class RehearsalClock:
    """A clock that goes on like the machine's, from wherever it was put.

    Args:
        store: Where it is kept, so that a restart does not lose the day.
        machine: The machine's own time.
    """

    def __init__(self, store: Store, machine: Callable[[], datetime]) -> None:
        self._store = store
        self._machine = machine
        with store.reading() as tx:
            self._ahead = facts.ahead(tx)

    def now(self) -> datetime:
        """Say what time it is in the rehearsal."""
        return self._machine() + self._ahead

    def put(self, to: datetime) -> None:
        """Put the clock to an instant.

        Raises:
            OutsideTheDates: That is in the past of this rehearsal.
        """
        now = self.now()
        if to < now - _A_MOMENT:
            raise OutsideTheDates(
                "The clock only goes forward: what has happened cannot unhappen.",
                next_step="To begin at an earlier date, start a new rehearsal.",
            )
        if to > now:
            self.begin(to)

    def begin(self, at: datetime) -> None:
        """Begin a rehearsal at an instant, which may be past."""
        self._ahead = at - self._machine()
        with self._store.writing(patient=True) as tx:
            facts.set_ahead(tx, self._ahead)


class Rehearsal:
    """Moves the clock, and lets everything happen that would have happened.

    Args:
        store: The record.
        clock: The rehearsal's clock.
        timetable: What runs when.
        courier: What carries deliveries.
        tell: Puts the deliveries that have ended in words.
    """

    def __init__(
        self,
        store: Store,
        clock: RehearsalClock,
        timetable: Timetable,
        courier: Courier,
        tell: Callable[[Sequence[Delivery]], Iterable[Happening]],
    ) -> None:
        self.clock = clock
        self._store = store
        self._timetable = timetable
        self._courier = courier
        self._tell = tell
        self._moving = asyncio.Lock()

    async def advance(self, to: datetime) -> tuple[Happening, ...]:
        """Move the clock forward, stopping wherever something is due.

        Raises:
            OutsideTheDates: That is in the past, or too far ahead.
        """
        async with self._moving:
            begun = self.clock.now()
            if to < begun:
                self.clock.put(to)  # refuses, unless it is only a moment ago
            if to - begun > _FURTHEST:
                raise OutsideTheDates(
                    f"{words.day(to)} is more than two years ahead.",
                    next_step="Go there in smaller steps.",
                )
            told: list[Happening] = []
            known: set[str] = set()
            while True:
                settled = self.clock.now()
                await self._settle(told, begun, known)
                due = await asyncio.to_thread(self._timetable.next_at, settled)
                # What is still due now cannot be said: go on, rather than round.
                if due is None or due > to or due <= settled:
                    break
                await asyncio.to_thread(self.clock.put, max(due, begun))
            await asyncio.to_thread(self.clock.put, max(to, begun))
            await self._settle(told, begun, known)
            return tuple(told)

    async def _settle(
        self, told: list[Happening], begun: datetime, known: set[str]
    ) -> None:
        """Do what is due at this minute, and tell it.

        What runs all the time may have come first: that is told as well.
        """
        await asyncio.to_thread(self._timetable.tick, self.clock.now())
        while await self._courier.carry_one() or await self._courier.put_down():
            pass
        with self._store.reading() as tx:
            ended = outbox.recent(tx, begun - timedelta(microseconds=1))
        told.extend(self._tell([row for row in ended if row.key not in known]))
        known.update(row.key for row in ended)
