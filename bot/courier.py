"""Takes outbox rows to the outside, and records what became of each.

At least once, with care: a lease so that one courier has a row, a fence so that
only the last to have it can settle it, and a look outside before anything is
sent again that may have gone already. Who is meant and what is said are worked
out when it goes; what is no longer true is dropped, and recorded as dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.addressing import addressed, as_telling
from bot.core.asking import BOT, Asking
from bot.core.cards import Card, plain
from bot.core.case import Case
from bot.core.errors import Refused
from bot.core.people import Person
from bot.desk import Desk
from bot.gateways import (
    Calendar,
    Chat,
    Letter,
    Mail,
    Place,
    TryLater,
    Undeliverable,
)
from bot.saying import Said, digest_card, made, redrawn, to_redraw
from bot.settling import settle
from bot.store import Transaction, leases, outbox
from bot.store.outbox import ADDRESSED, DEAD, DROPPED, SENT, Delivery

__all__ = ["Courier", "Ways", "as_telling", "digest_card"]

_LEASE: Final = timedelta(seconds=60)
_TRIES: Final = 8
_IDLE: Final = 1.0
"""Seconds to sleep when nothing waits; a wake ends it sooner."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to the outside that there are.

    Attributes:
        domain: What makes identifiers unique in the world.
    """

    chat: Chat
    calendar: Calendar
    mail: Mail
    domain: str = "dayzero.example.org"


class Courier:
    """Carries one delivery at a time until none may go.

    Args:
        desk: Finds the desk of a partnership.
        ways: The ways to the outside.
        now: The machine's time, or the rehearsal's.
    """

    def __init__(
        self, desk: Callable[[str], Desk], ways: Ways, now: Callable[[], datetime]
    ) -> None:
        self._desk = desk
        self._ways = ways
        self._now = now

    async def deliver(self) -> float:
        """Carry whatever may go now; returns the seconds that can be slept."""
        while await self.carry_one():
            pass
        return await asyncio.to_thread(self._rest)

    async def carry_one(self) -> bool:
        """Carry the delivery that has waited longest, if one may go."""
        row = await asyncio.to_thread(self._lease)
        if row is None:
            return False
        try:
            await self._carry(row)
        except TryLater as asked:
            await asyncio.to_thread(self._wait, row, asked.seconds)
        except Undeliverable as refusal:
            await asyncio.to_thread(self._end, row, DEAD, str(refusal))
        except Exception as trouble:  # noqa: BLE001 - the one place where the outside may fail
            await asyncio.to_thread(self._failed, row, trouble)
        return True

    def _lease(self) -> Delivery | None:
        desk = self._desk("")
        with desk.store.writing() as tx:
            return leases.lease(tx, None, self._now(), _LEASE)

    def _rest(self) -> float:
        with self._desk("").store.reading() as tx:
            ready = leases.ready_at(tx, self._now())
        if ready is None:
            return _IDLE
        return min(_IDLE, max(0.0, (ready - self._now()).total_seconds()))

    async def _carry(self, row: Delivery) -> None:
        if row.kind == "redraw":
            await self._redraw(row)
        elif not row.person and not row.place:
            await asyncio.to_thread(self._address, row)
        else:
            await self._send(row)

    # -- who is meant ------------------------------------------------------------

    def _address(self, row: Delivery) -> None:
        """Turn a row for a role into one row for each person, all together."""
        desk, now = self._desk(row.partnership), self._now()
        with desk.store.writing() as tx:
            case, asking = self._rules(tx, desk, row)
            rows = list(addressed(row, case, asking, self._ways.chat.reaches))
            if not rows:
                settle(tx, row, DROPPED, now, problem="nobody to tell")
            elif leases.settle(tx, row.key, row.fence, ADDRESSED, now=now):
                outbox.enqueue(tx, rows, now)

    def _rules(self, tx: Transaction, desk: Desk, row: Delivery) -> tuple[Case, Asking]:
        if row.case_ref is None:
            return Case(""), desk.asking(tx, BOT, self._now())
        opened = desk.open(tx, row.case_ref, BOT, self._now())
        return opened.case, opened.asking

    # -- what is said ------------------------------------------------------------

    async def _send(self, row: Delivery) -> None:
        """Send one card, letter or invitation, unless it is true no more."""
        desk = self._desk(row.partnership)
        said = await asyncio.to_thread(made, desk, row, self._ways.domain, self._now())
        if row.kind in ("invite", "uninvite") and said.to is not None:
            await self._invite(row, said, said.to)
        elif said.to is not None and self._by_mail(row):
            await self._post(row, said.card, said.to)
        else:
            await self._show(row, said.card)

    def _by_mail(self, row: Delivery) -> bool:
        mailed = bool(row.body.get("mail"))
        return mailed or not self._ways.chat.reaches(row.partnership, row.person)

    async def _show(self, row: Delivery, card: Card | None) -> None:
        chat, place = self._ways.chat, Place(row.partnership, row.place, row.person)
        found = await chat.find(place, row.key) if row.doubt else None
        if found is not None:
            await self._catch_up(row, found)
        elif card is None:
            await self._drop(row)
            return
        elif await self._still_mine(row):
            found = await chat.post(place, card, row.key, self._now())
        else:
            return
        await self._sent(row, "chat", found)

    async def _catch_up(self, row: Delivery, receipt: str) -> None:
        """Draw a card again that was shown by a courier which then stopped.

        What changed since was not drawn on it: nobody knew that it was there.
        """
        if row.case_ref:
            desk = self._desk(row.partnership)
            card = await asyncio.to_thread(redrawn, desk, row, self._now())
            if card is not None:
                await self._update(receipt, card)

    async def _update(self, receipt: str, card: Card) -> None:
        # A card that somebody deleted must not keep others from being drawn.
        with suppress(Undeliverable):
            await self._ways.chat.update(receipt, card, self._now())

    async def _post(self, row: Delivery, card: Card | None, to: Person) -> None:
        mail, now = self._ways.mail, self._now()
        letter = Letter(to, card.heading, plain(card), now) if card else None
        looked = letter or Letter(to, "", "", now)
        found = await mail.find(looked, row.key) if row.doubt else None
        if found is None:
            if letter is None:
                await self._drop(row)
                return
            if not await self._still_mine(row):
                return
            if row.doubt:
                repeat = f"{letter.text}\n\nThis may be a repeat of {row.key}."
                letter = replace(letter, text=repeat)
            found = await mail.send(letter, row.key)
        await self._sent(row, "mail", found)

    async def _invite(self, row: Delivery, said: Said, to: Person) -> None:
        calendar, found = self._ways.calendar, None
        if row.doubt and said.sought is not None:
            found = await calendar.find(said.sought, to, row.key)
        if found is None:
            if said.invite is None:
                await self._drop(row, "replaced by a later")
                return
            if not await self._still_mine(row):
                return
            found = await calendar.invite(said.invite, to, row.key, self._now())
        await self._sent(row, "calendar", found)

    async def _redraw(self, row: Delivery) -> None:
        """Make every card that was shown about some steps say what is so now."""
        desk, now = self._desk(row.partnership), self._now()
        for receipt, card in await asyncio.to_thread(to_redraw, desk, row, now):
            await self._update(receipt, card)
        await asyncio.to_thread(self._end, row, SENT)

    # -- how it ended ------------------------------------------------------------

    async def _still_mine(self, row: Delivery) -> bool:
        def ask() -> bool:
            with self._desk("").store.reading() as tx:
                return leases.still_mine(tx, row.key, row.fence, self._now())

        return await asyncio.to_thread(ask)

    async def _sent(self, row: Delivery, way: str, receipt: str) -> None:
        said = {"receipt": receipt, "way": way}
        await asyncio.to_thread(self._end, row, SENT, "", said)

    async def _drop(self, row: Delivery, why: str = "no longer true") -> None:
        await asyncio.to_thread(self._end, row, DROPPED, why)

    def _end(
        self,
        row: Delivery,
        state: str,
        problem: str = "",
        receipt: dict[str, str] | None = None,
    ) -> None:
        """Settle a row, and record how it ended, in one transaction."""
        desk = self._desk(row.partnership)
        with desk.store.writing() as tx:
            settle(tx, row, state, self._now(), problem=problem, receipt=receipt)
        _log.info("delivery.ended", key=row.key, outcome=state, attempt=row.attempts)

    def _wait(self, row: Delivery, seconds: float) -> None:
        until = self._now() + timedelta(seconds=seconds)
        with self._desk("").store.writing() as tx:
            if row.lane:
                leases.hold_lane(tx, row.lane, until)
            leases.postpone(tx, row.key, row.fence, until, counts=False)

    def _failed(self, row: Delivery, trouble: Exception) -> None:
        """Try again later, ever more patiently; give up in the end, and say so."""
        kind = type(trouble).__name__
        _log.warning(
            "delivery.failed", key=row.key, attempt=row.attempts, problem_kind=kind
        )
        final = isinstance(trouble, Refused)
        if final or row.attempts >= _TRIES:
            self._end(row, DEAD, kind)
            return
        until = self._now() + timedelta(seconds=min(2**row.attempts, 300))
        with self._desk("").store.writing() as tx:
            leases.postpone(
                tx, row.key, row.fence, until, counts=True, doubt=True, problem=kind
            )
