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

from bot import seeking
from bot.addressing import as_telling, letter_of
from bot.carrying import Carrier
from bot.core.asking import BOT
from bot.core.errors import Refused
from bot.desk import Desk
from bot.gateways import NotSent, TryLater, Undeliverable, Ways
from bot.inviting import KINDS
from bot.saying import digest_card
from bot.settling import Ended
from bot.store import Transaction, leases, outbox
from bot.store.outbox import DEAD, Delivery

__all__ = ["Courier", "Ways", "as_telling", "digest_card"]

_LEASE: Final = timedelta(seconds=60)
_CARRYING: Final = 50.0
"""Seconds after which a delivery is put off, so that its lease cannot run out."""
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
"""Seconds after which to look again where another courier was quicker."""
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
    """

    def __init__(
        self,
        desk: Callable[[str], Desk],
        ways: Ways,
        now: Callable[[], datetime],
        *,
        width: int = 1,
        wake: Callable[[], None] = lambda: None,
    ) -> None:
        self._desk = desk
        self._ways = ways
        self._now = now
        self._width = width
        self._wake = wake
        self._carrier = Carrier(desk, ways, now)
        self._hands: dict[asyncio.Task[None], Delivery] = {}
        self._soon, self._last = _SOON, _LAST
        self._longest = _CARRYING

    async def deliver(self) -> float:
        """Carry whatever may go now; returns the seconds that can be slept."""
        rest = await self.turn()
        while self._hands:
            await asyncio.wait(self._hands, return_when=asyncio.FIRST_COMPLETED)
            rest = await self.turn()
        return rest

    async def turn(self) -> float:
        """Begin whatever may go now, as many at once as there are hands for it.

        What has begun goes on by itself, and calls ``wake`` at its end.

        Returns:
            The seconds after which to look again.
        """
        self._let_go()
        while len(self._hands) < self._width:
            # A calendar that is slow must not have every hand: chat goes on.
            slow = sum(map(_is_slow, self._hands.values()))
            full = bool(slow) and slow >= self._width // 2
            row, rest = await asyncio.to_thread(self._lease, quick=full)
            if row is None:
                return _IDLE if full else rest
            task = asyncio.create_task(self._carry(row), name="delivery")
            self._hands[task] = row
            task.add_done_callback(lambda _: self._wake())
        return _IDLE

    async def finish(self) -> None:
        """Begin nothing more, and wait until what has begun has come to its end.

        What takes too long is left to the next courier, which looks before it sends.
        """
        self._width = 0
        for slow, seconds in ((False, self._last), (True, self._soon)):
            hands = [t for t, row in self._hands.items() if _is_slow(row) is slow]
            if hands:
                await asyncio.wait(hands, timeout=seconds)
        for task in [task for task in self._hands if not task.done()]:
            del self._hands[task]
            task.cancel()
        self._let_go()

    async def carry_one(self) -> bool:
        """Carry the delivery that has waited longest, if one may go."""
        row, _ = await asyncio.to_thread(self._lease)
        if row is None:
            return False
        await self._carry(row)
        return True

    def _let_go(self) -> None:
        """Free the hands of what has ended; what cannot be settled is raised."""
        for task in [task for task in self._hands if task.done()]:
            del self._hands[task]
            task.result()

    def _lease(self, *, quick: bool = False) -> tuple[Delivery | None, float]:
        """Take what may go now; or say after how many seconds to look again."""
        store, pace = self._desk("").store, self._ways.pace
        store.lull()
        # Most looks find nothing, and a look keeps nobody from writing.
        if rest := self._rest():
            return None, rest
        with store.writing(patient=True) as tx:
            row = leases.lease(tx, None, self._now(), _LEASE, pace=pace, quick=quick)
        return row, _AGAIN

    def _rest(self) -> float:
        with self._desk("").store.reading() as tx:
            ready = leases.ready_at(tx, self._now())
        if ready is None:
            return _IDLE
        return min(_IDLE, max(0.0, (ready - self._now()).total_seconds()))

    async def _carry(self, row: Delivery) -> None:
        try:
            async with asyncio.timeout(self._longest):
                if row.kind == "redraw":
                    await self._quiet(row)
                await self._carrier.carry(row)
        except TryLater as asked:
            await asyncio.to_thread(self._wait, row, asked.seconds)
        except Undeliverable as refusal:
            ended = Ended(DEAD, str(refusal))
            await asyncio.to_thread(self._given_up, row, ended)
        except Exception as trouble:  # noqa: BLE001 - the one place where the outside may fail
            await asyncio.to_thread(self._failed, row, trouble)

    async def _quiet(self, row: Delivery) -> None:
        """Wait for the cards of a case that are on their way, to draw them again too.

        They were made before the change, and nobody knows yet where they stand.
        """
        others = [
            task
            for task, other in self._hands.items()
            if other.case_ref == row.case_ref
            and other.kind != "redraw"
            and not _is_slow(other)
        ]
        if others:
            await asyncio.wait(others)

    # -- what did not go ---------------------------------------------------------

    def _wait(self, row: Delivery, seconds: float) -> None:
        until = self._now() + timedelta(seconds=seconds)
        with self._desk("").store.writing(patient=True) as tx:
            if row.lane:
                leases.hold_lane(tx, row.lane, until)
            leases.postpone(tx, row.key, row.fence, until, counts=False)

    def _failed(self, row: Delivery, trouble: Exception) -> None:
        """Try again later, ever more patiently; give up in the end, and say so."""
        kind = type(trouble).__name__
        _log.warning(
            "delivery.failed", key=row.key, attempt=row.attempts, problem_kind=kind
        )
        outside = isinstance(trouble, OSError | NotSent)
        most = _A_DAY if outside else _TRIES
        if isinstance(trouble, Refused) or row.attempts >= most:
            self._given_up(row, Ended(DEAD, kind))
            return
        now = self._now()
        pause = min(2 ** min(row.attempts, 10), _LONGEST)
        mailed = outside and self._is_for_mail(row, now)
        with self._desk("").store.writing(patient=True) as tx:
            mine = leases.postpone(
                tx,
                row.key,
                row.fence,
                now + timedelta(seconds=pause),
                counts=True,
                doubt=not isinstance(trouble, NotSent),
                problem=kind,
                alone=mailed,
            )
            if mine and mailed:
                outbox.enqueue(tx, (letter_of(row),), now)
            elif mine and self._is_late_for_a_calendar(row, now):
                self._tell_keeper(tx, row, now)

    def _given_up(self, row: Delivery, ended: Ended) -> None:
        """Settle what can never go; whoever keeps the case hears of an invitation."""
        self._carrier.end(row, ended)
        if row.kind in KINDS and row.case_ref:
            with self._desk("").store.writing(patient=True) as tx:
                self._tell_keeper(tx, row, self._now())

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


def _is_slow(row: Delivery) -> bool:
    """Say whether a delivery waits for a calendar."""
    return row.lane.startswith(leases.CALENDAR) or row.kind == seeking.KIND
