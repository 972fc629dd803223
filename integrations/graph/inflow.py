"""Everything that keeps up with the organiser's calendar and mailbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from bot.always import Standing, always, by_whoever
from integrations.graph.changes import Changes
from integrations.graph.inbox import Inbox
from integrations.graph.keeping import Sleep, Turn
from integrations.graph.news import Heap
from integrations.graph.subscriptions import Subscription

SETTLE: Final = 2.0
"""Seconds in which what Graph tells of the same thing again and again is gathered."""
ROUND: Final = 600.0
"""Seconds between two looks at what Graph lists as changed."""
SWEEP: Final = 3600.0
"""Seconds between two looks at every meeting to come."""
LINE: Final = 60.0
"""Seconds between two looks at whether the line has to be renewed."""
INBOX: Final = 120.0
"""Seconds between two looks for replies in the mailbox."""
_NEWS: Final = "news"
_FAILED: Final = "graph.failed"


@dataclass(frozen=True, slots=True)
class Inflow:
    """Does it all side by side; where one thing fails, the others go on.

    One replica keeps up with the calendar, for all. What Graph tells comes to any
    one of them, and no other knows of it: so each looks at what it was told.

    Attributes:
        heap: What Graph told of.
        subscription: The line by which it tells; nothing, where it cannot reach us.
        inbox: The mailbox with replies; nothing, where it may not be read.
        standing: Has one replica do something for all.
        turns: What is done, each in its own time.
    """

    changes: Changes
    heap: Heap
    subscription: Subscription | None
    inbox: Inbox | None
    now: Callable[[], datetime]
    sleep: Sleep = asyncio.sleep
    standing: Standing = by_whoever
    turns: tuple[Turn, ...] = field(init=False)

    def __post_init__(self) -> None:
        turns = [
            Turn("changes", ROUND, self.changes.round, self.now),
            Turn("meetings", SWEEP, self.changes.look, self.now),
        ]
        if self.subscription is not None:
            turns.append(Turn("line", LINE, self.subscription.keep, self.now))
            turns.append(Turn(_NEWS, 0.0, self.hear, self.now))
        if self.inbox is not None:
            turns.append(Turn("inbox", INBOX, self.inbox.look, self.now))
        object.__setattr__(self, "turns", tuple(turns))

    async def run(self) -> None:
        """Keep up until this is cancelled. On Graph's own loop."""
        mine = [turn for turn in self.turns if turn.name == _NEWS]
        for_all = [turn for turn in self.turns if turn.name != _NEWS]
        for turn in for_all:
            turn.waits = True
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._side_by_side(mine))
            act = partial(self.standing, "graph", lambda: self._stood(for_all))
            tasks.create_task(always(act, _FAILED, self.sleep))

    async def _stood(self, turns: list[Turn]) -> None:
        try:
            await self._side_by_side(turns)
        finally:
            for turn in turns:
                turn.waits = True

    async def _side_by_side(self, turns: list[Turn]) -> None:
        async with asyncio.TaskGroup() as tasks:
            for turn in turns:
                run = partial(turn.run, self.sleep)
                tasks.create_task(always(run, _FAILED, self.sleep))

    async def hear(self) -> None:
        """Wait until Graph tells of something, and look at it."""
        await self.heap.come()
        await self.sleep(SETTLE)
        await self.look()

    async def look(self) -> None:
        """Look at what Graph told of; what cannot be looked at now is kept.

        Raises:
            TryLater: Graph asks for patience.
            NotSent: Graph could not be asked.
            Undeliverable: Graph refuses.
            OSError: Graph gave no answer.
        """
        news = self.heap.take()
        line = self.subscription
        try:
            if line is not None and "subscriptionRemoved" in news.line:
                await line.lost()
            if line is not None and "reauthorizationRequired" in news.line:
                await line.due()
            if news.line & {"missed", "subscriptionRemoved"}:
                await self.changes.round()
                await self.changes.look()
            elif news.events:
                await self.changes.look(news.events)
        except BaseException:
            self.heap.tell(news.events, news.line)
            raise
