"""Cards that a change made old are drawn again, one after another.

One row stands for all of them. Drawing a card again twice does no harm, but a case
can have a hundred cards and a platform can ask for patience half-way, so what has
been drawn is remembered and the next try goes on from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from bot.core.cards import Card
from bot.desk import Desk
from bot.gateways import Chat, NotHere, TryLater, Undeliverable
from bot.saying import redrawn, to_redraw
from bot.store.outbox import Delivery

_LONGEST: Final = timedelta(seconds=20)
"""After this long the lease is given back and taken anew: it must not run out."""


class Redrawing:
    """Draws cards again where they stand.

    Args:
        desk: Finds the desk of a partnership.
        chat: Where the cards are.
        now: The machine's time, or the rehearsal's.
    """

    def __init__(
        self, desk: Callable[[str], Desk], chat: Chat, now: Callable[[], datetime]
    ) -> None:
        self._desk = desk
        self._chat = chat
        self._now = now
        # Lost when the program ends, and then a few cards are drawn once more.
        self._done: dict[str, set[str]] = {}

    async def all_of(self, row: Delivery) -> None:
        """Make every card that was shown about some steps say what is so now.

        Raises:
            TryLater: There are many, and the rest are drawn in another turn.
        """
        desk, begun = self._desk(row.partnership), self._now()
        done = self._done.setdefault(row.key, set())
        for receipt, card in await asyncio.to_thread(to_redraw, desk, row, begun):
            if receipt in done:
                continue
            if self._now() - begun > _LONGEST:
                raise TryLater(0)
            await self.one(receipt, card)
            done.add(receipt)
        del self._done[row.key]

    async def late(self, row: Delivery, receipt: str) -> None:
        """Draw a card again that was shown by a courier which then stopped.

        What changed since was not drawn on it: nobody knew that it was there.
        """
        if row.case_ref:
            desk = self._desk(row.partnership)
            card = await asyncio.to_thread(redrawn, desk, row, self._now())
            if card is not None:
                await self.one(receipt, card)

    async def one(self, receipt: str, card: Card) -> None:
        """Draw one card again, if it is still there."""
        # A card that somebody deleted must not keep others from being drawn.
        with suppress(Undeliverable, NotHere):
            await self._chat.update(receipt, card, self._now())
