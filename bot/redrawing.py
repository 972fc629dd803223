"""Cards that a change made old are drawn again, one after another.

One row stands for all of them. A platform takes few changes a minute, so a card that
looks as it did when it was last drawn is left alone. Drawing one twice does no harm,
but a case can have a hundred and a platform can ask for patience half-way, so what has
been drawn is noted, however that ends, and the next try goes on from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

from bot.core.cards import Card
from bot.desk import Desk
from bot.gateways import Chat, NotHere, TryLater, Undeliverable
from bot.saying import Old, look, redrawn, to_redraw
from bot.store import Transaction, drawn, leases
from bot.store.drawn import DRAWN, Drawn
from bot.store.outbox import Delivery
from bot.together import Together

_LONGEST: Final = timedelta(seconds=20)
"""After this long the lease is given back and taken anew: it must not run out."""

Notes: TypeAlias = Mapping[str, Drawn]
"""What has been drawn on the way, by the keys of the deliveries."""


class Redrawing:
    """Draws cards again where they stand.

    Args:
        desk: Finds the desk of a partnership.
        chat: Where the cards are.
        now: The machine's time, or the rehearsal's.
        reads: Reads the record.
    """

    def __init__(
        self,
        desk: Callable[[str], Desk],
        chat: Chat,
        now: Callable[[], datetime],
        reads: Together,
    ) -> None:
        self._desk = desk
        self._chat = chat
        self._now = now
        self._reads = reads
        self._notes: dict[str, dict[str, Drawn]] = {}

    async def all_of(self, row: Delivery) -> None:
        """Make every card that was shown about some steps say what is so now.

        Whoever records how that ended takes what was drawn by :meth:`notes`.

        Raises:
            TryLater: There are many, or the chat asks for patience.
        """
        desk, begun = self._desk(row.partnership), self._now()
        notes = self._notes[row.key] = {}
        old = await self._reads.do(lambda tx: to_redraw(tx, desk, row, begun))
        done = set(row.receipt.get(DRAWN, ()))
        left = [one for one in old if one.row.key not in done]
        if row.doubt:
            # Somebody has drawn some of these, and then could not note it.
            notes |= {one.row.key: _unsure(one) for one in left}
        for one in reversed(left):  # the newest is what somebody looks at
            known, looks = one.row.receipt.get(DRAWN), look(one.card)
            if known == looks and not row.doubt:
                continue
            if self._now() - begun > _LONGEST:
                raise TryLater(0)
            notes[one.row.key] = _unsure(one)  # as long as nobody knows how it ended
            await self.one(str(one.row.receipt["receipt"]), one.card)
            notes[one.row.key] = Drawn(one.row.key, one.row.receipt, looks)

    def notes(self, row: Delivery) -> Notes:
        """Give what was drawn because of a row, to be noted as that ends."""
        return self._notes.pop(row.key, {})

    async def late(self, row: Delivery, receipt: str) -> str:
        """Draw a card again that was shown by a courier which then stopped.

        What changed since was not drawn on it: nobody knew that it was there.

        Returns:
            A proof of how it looks now; nothing, if nobody knows.
        """
        if row.case_ref:
            desk = self._desk(row.partnership)
            card = await asyncio.to_thread(redrawn, desk, row, self._now())
            if card is not None:
                await self.one(receipt, card)
                return look(card)
        return ""

    async def one(self, receipt: str, card: Card) -> None:
        """Draw one card again, if it is still there."""
        # A card that somebody deleted must not keep others from being drawn.
        with suppress(Undeliverable, NotHere):
            await self._chat.update(receipt, card, self._now())


def put_off(
    tx: Transaction, row: Delivery, notes: Notes, until: datetime, **why: Any
) -> bool:
    """Put a delivery back to be tried again, and note what it has drawn so far.

    Args:
        tx: The transaction.
        row: The delivery, as it was leased.
        notes: What it has drawn in this turn.
        until: When to try again.
        why: Why it is put off, as :func:`bot.store.leases.postpone` takes it.

    Returns:
        ``False`` if the lease was lost.
    """
    sure = {key for key, one in notes.items() if one.look}
    if row.kind == "redraw":
        why["doubt"] = False  # what nobody is sure of is noted with it
    if sure:
        why["so_far"] = {DRAWN: sorted(sure | set(row.receipt.get(DRAWN, ())))}
    mine = leases.postpone(tx, row.key, row.fence, until, **why)
    drawn.note(tx, notes.values(), sure=mine)
    return mine


def _unsure(one: Old) -> Drawn:
    return Drawn(one.row.key, one.row.receipt)
