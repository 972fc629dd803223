"""Takes outbox rows to the outside, and records what became of each.

At least once, with care: a lease so that one courier has a row, a fence so that
only the last to have it can settle it, and a look outside before anything is
sent again that may have gone already. Several are carried at once, so that a
slow place holds up nobody else; what one person hears of one case stays in order.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot import measured
from bot.addressing import as_telling, letter_of
from bot.carrying import Carrier
from bot.core.asking import BOT
from bot.core.errors import Refused
from bot.desk import Desk
from bot.gateways import NotSent, TryLater, Undeliverable, Ways
from bot.hands import CARRYING, Hands, behind
from bot.inviting import KINDS
from bot.redrawing import put_off
from bot.saying import digest_card
from bot.settling import Ended
from bot.store import Transaction, leases, outbox
from bot.store.outbox import DEAD, Delivery

__all__ = ["Courier", "Ways", "as_telling", "digest_card"]

_LEASE: Final = timedelta(seconds=60)
_SHARED: Final = timedelta(seconds=25)
"""How long where other couriers go on if this one dies; renewed while it is carried."""
_RENEWED: Final = timedelta(seconds=5)
"""How often what is in hand is renewed there."""
_TRIES: Final = 8
"""For what went wrong with us: more tries would not mend it."""
_A_DAY: Final = 300
"""Tries for what went wrong outside: with its pauses, a day and an hour."""
_LONGEST: Final = 300
"""The longest pause between two tries, in seconds."""
_STATUTORY: Final = timedelta(minutes=30)
"""How late a card may be because of a chat that fails, before it goes by e-mail too."""
_SURE: Final = 3
"""Tries after which it is the chat that fails, and not one call to it."""
_LAST: Final = 15.0
"""Seconds for which the end waits for what is in hand."""
_SOON: Final = 3.0
"""Seconds for which it waits for calendars: a repeat there changes nothing."""
_AGAIN: Final = 0.05
"""Seconds after which to look again where somebody else went first."""
_IDLE: Final = 1.0
"""Seconds to sleep when nothing waits; a wake ends it sooner."""

_log = structlog.get_logger()


class Courier:
    """Carries deliveries until none may go.

    Args:
        desk: Finds the desk of a partnership.
        ways: The ways to the outside.
        now: The machine's time, or the rehearsal's.
        width: How many are carried at once.
        wake: Called when one has come to its end, so that the next can begin.
        apart: Whether the record is read and written in threads apart.
    """

    def __init__(
        self,
        desk: Callable[[str], Desk],
        ways: Ways,
        now: Callable[[], datetime],
        *,
        width: int = 1,
        wake: Callable[[], None] = lambda: None,
        apart: bool = True,
    ) -> None:
        self._desk = desk
        self._ways = ways
        self._now = now
        self._width = width
        self._wake = wake
        self._apart = apart
        self._carrier = Carrier(desk, ways, now, apart=apart)
        self._hands = Hands(width)
        self._taking = asyncio.Lock()
        self._more = self._behind = False
        self._kept: datetime | None = None
        self._soon, self._last, self._longest = _SOON, _LAST, CARRYING

    async def deliver(self) -> float:
        """Carry whatever may go now; returns the seconds that can be slept."""
        rest = await self.turn()
        while self._hands.tasks:
            await asyncio.wait(self._hands.tasks, return_when=asyncio.FIRST_COMPLETED)
            rest = await self.turn()
        return rest

    async def turn(self) -> float:
        """Begin whatever may go now, as many at once as there are hands for it.

        What has begun goes on by itself, and calls ``wake`` at its end. While people
        are at work there are few hands. Returns the seconds until the next look.
        """
        self._hands.let_go()
        if self._must_keep():
            with self._hands.renewing():
                await asyncio.to_thread(self._keep)
        few = not self._behind and self._desk("").store.pressed()
        room = self._hands.room(few=few)
        if room <= 0 or (self._more and self._carrier.writes.busy):
            # Several end together, and then as many are begun together.
            return _AGAIN if few else _IDLE
        async with self._taking:
            rows, rest = await self._taken(room)
            for row in rows:
                task = self._hands.begin(row, self._carry(row))
                task.add_done_callback(lambda _: self._wake())
        return rest

    async def finish(self) -> None:
        """Begin nothing more, and wait until what has begun has come to its end.

        What takes too long is left to the next courier, which looks before it sends.
        """
        await self._hands.finish(self._last, self._soon)

    async def put_down(self) -> bool:
        """Wait for what is being carried; says whether there was anything."""
        async with self._taking:  # what was taken just now is in no hand yet
            in_hand = [one for one in self._hands.tasks if not one.done()]
        return bool(in_hand and await asyncio.wait(in_hand))

    async def carry_one(self) -> bool:
        """Carry the delivery whose turn it is, if one may go."""
        rows, _ = await self._taken(1)
        for row in rows:
            await self._carry(row)
        return bool(rows)

    async def _taken(self, most: int) -> tuple[list[Delivery], float]:
        if self._apart:
            return await asyncio.to_thread(self._take, most)
        return self._take(most)

    def _must_keep(self) -> bool:
        """Say whether others, or this one, would soon take what is in hand here."""
        now, last = self._now(), self._kept
        if not self._hands.tasks or self._desk("").store.on_sqlite:
            return self._hands.overdue(now)
        return last is None or not timedelta() <= now - last < _RENEWED

    def _keep(self) -> None:
        now = self._kept = self._now()
        with self._desk("").store.writing(patient=True) as tx:
            leases.renew(tx, list(self._hands.tasks.values()), now + _SHARED)

    def _take(self, most: int) -> tuple[list[Delivery], float]:
        """Take what may go now, and say after how many seconds to look again."""
        store = self._desk("").store
        store.lull()
        # Most looks find nothing, and a look keeps nobody from writing.
        if not self._more:
            with store.reading() as tx:
                rest = self._until(leases.ready_at(tx, self._now()))
            if rest:
                return [], rest
        moment = self._carrier.fresh.moment()
        now, _ = moment
        with store.writing(patient=True) as tx:
            rows = leases.take(
                tx,
                now,
                _LEASE if store.on_sqlite else _SHARED,
                most,
                pace=self._ways.pace,
                quick=not self._hands.spare(leases.CALENDAR),
                spare=self._hands.spare,
            )
            # With both hands full, it is not asked whether there is more.
            full = len(rows) == most
            rest = 0.0 if full else self._until(leases.ready_at(tx, now))
        self._more, self._behind = bool(rows) and not rest, behind(rows, now)
        self._carrier.fresh.took(rows, moment)
        # More could go than there are hands for; or others are at it already.
        return rows, rest or (_IDLE if rows or self._hands.tasks else _AGAIN)

    def _until(self, ready: datetime | None) -> float:
        if ready is None:
            return _IDLE
        return min(_IDLE, max(0.0, (ready - self._now()).total_seconds()))

    async def _carry(self, row: Delivery) -> None:
        try:
            with measured.delivery(row.case_ref, row.kind, row.attempts, row.body):
                shared = not self._desk("").store.on_sqlite
                async with self._hands.held(self._longest, shared=shared):
                    await self._carrier.carry(row)
        except TryLater as asked:
            await self._wait(row, asked)
        except Undeliverable as refusal:
            await self._given_up(row, Ended(DEAD, str(refusal)))
        except Exception as trouble:  # noqa: BLE001 - the one place where the outside may fail
            await self._failed(row, trouble)
        finally:
            self._carrier.fresh.let_go(row)

    # -- what did not go ---------------------------------------------------------

    async def _wait(self, row: Delivery, asked: TryLater) -> None:
        """Leave a place in peace as long as it asks for that."""
        measured.ended(None, "postponed")
        until = self._now() + timedelta(seconds=asked.seconds)
        notes = self._carrier.notes(row)

        def act(tx: Transaction) -> None:
            put_off(tx, row, notes, until, counts=False)
            if row.lane:
                leases.hold_lane(tx, row.lane, until)

        await self._carrier.writes.do(act, lane=row.lane)

    async def _failed(self, row: Delivery, trouble: Exception) -> None:
        """Try again later, ever more patiently; give up in the end, and say so."""
        kind = type(trouble).__name__
        _log.warning(
            "delivery.failed", key=row.key, attempt=row.attempts, problem_kind=kind
        )
        outside = isinstance(trouble, OSError | NotSent)
        most = _A_DAY if outside else _TRIES
        if isinstance(trouble, Refused) or row.attempts >= most:
            await self._given_up(row, Ended(DEAD, kind))
            return
        measured.ended(None, "postponed")
        now = self._now()
        pause = min(2 ** min(row.attempts, 10), _LONGEST)
        mailed = outside and self._is_for_mail(row, now)
        notes = self._carrier.notes(row)

        def act(tx: Transaction) -> None:
            mine = put_off(
                tx,
                row,
                notes,
                now + timedelta(seconds=pause),
                counts=True,
                doubt=not isinstance(trouble, NotSent),
                problem=kind,
                alone=mailed,
            )
            if mine and mailed:
                outbox.enqueue(tx, (letter_of(row),), now)
                leases.wake_next(tx, (outbox.line_of(row),), now)
            elif mine and self._is_late_for_a_calendar(row, now):
                self._tell_keeper(tx, row, now)

        await self._carrier.writes.do(act)

    async def _given_up(self, row: Delivery, ended: Ended) -> None:
        """Settle what can never go; whoever keeps the case hears of an invitation."""
        await self._carrier.end(row, ended)
        if row.kind in KINDS and row.case_ref:
            await self._carrier.writes.do(
                lambda tx: self._tell_keeper(tx, row, self._now())
            )

    def _tell_keeper(self, tx: Transaction, row: Delivery, now: datetime) -> None:
        """Tell whoever keeps a case, once, that a calendar has not taken a meeting."""
        desk = self._desk(row.partnership)
        try:
            keeper = desk.open(tx, row.case_ref or "", BOT, now).asking.procedure
        except Refused:
            return  # the case, or the roster, is not there any more
        said = replace(
            as_telling(row.body), kind="not-gone", role=keeper.coordinator, person=""
        )
        key = f"{row.case_ref}/not-gone/{row.step}/{said.sitting}/{said.sequence}"
        told = desk.row(key, said, row.case_ref, row.n, now)
        outbox.enqueue(tx, (told,), now)

    def _is_late_for_a_calendar(self, row: Delivery, now: datetime) -> bool:
        late = now - row.not_before >= _STATUTORY and row.attempts >= _SURE
        return row.kind in KINDS and late and bool(row.case_ref)

    def _is_for_mail(self, row: Delivery, now: datetime) -> bool:
        """Say whether a card is so late by a chat that fails that e-mail must bring it.

        It goes on being tried in the chat, and no longer holds up what comes after
        it: statutory time does not wait for a chat.
        """
        in_chat = row.person and row.kind not in KINDS
        late = now - row.not_before >= _STATUTORY and row.attempts >= _SURE
        return bool(in_chat and late and not row.body.get("mail"))
