"""What runs when: the tick that says what is due, and the morning digests.

It holds no state. What is due is asked of the record each time, so a restart, a
clock change or a week asleep ends in the same place, and says what was late.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Final

import structlog

from bot.core import commands
from bot.core.asking import BOT, Asking
from bot.core.errors import Refused
from bot.core.react import Telling
from bot.core.words import LONDON
from bot.core.workdays import next_working_day
from bot.counter import as_open
from bot.desk import Desk
from bot.store import Store, drafts, facts, index, leases, outbox, roots, roster
from bot.store.index import StepRow
from bot.store.outbox import Delivery

_BATCH: Final = 500
_DRAFTS_KEPT: Final = timedelta(days=30)
"""How long something begun and never sent is kept; it may name a child."""

_log = structlog.get_logger()


class Timetable:
    """Says what is due, for every partnership in a store.

    Args:
        store: The record.
        desk: Finds the desk of a partnership.
        batch: How many lines that are due are looked at together.
    """

    def __init__(
        self, store: Store, desk: Callable[[str], Desk], batch: int = _BATCH
    ) -> None:
        self._store = store
        self._desk = desk
        self._batch = batch

    def tick(self, now: datetime) -> int:
        """Say everything that is due to be said by now.

        One case that cannot be worked on does not silence the others.

        Returns:
            How many cases were looked at and digests queued.

        Raises:
            ExceptionGroup: What went wrong, once everything else has been said.
        """
        tried: set[tuple[str, str]] = set()
        wrong: list[Exception] = []
        limit = self._batch
        while True:
            with self._store.reading() as tx:
                due = index.steps_due(tx, now, limit)
            cases = dict.fromkeys((row.partnership, row.case_ref) for row in due)
            fresh = [case for case in cases if case not in tried]
            for partnership, ref in fresh:
                try:
                    self._nudge(partnership, ref, now)
                except Exception as trouble:  # noqa: BLE001 - raised again below
                    wrong.append(trouble)
            tried.update(fresh)
            if len(due) < limit:
                break
            if not fresh:
                limit += self._batch  # look past those that could not be worked on
        queued = self.digests(now)
        if wrong:
            message = "some cases could not be worked on"
            raise ExceptionGroup(message, wrong)
        return len(tried) + queued

    def _nudge(self, partnership: str, ref: str, now: datetime) -> None:
        desk = self._desk(partnership)
        with self._store.reading() as tx:
            row = index.case(tx, ref)
        head = row.head_n if row else 0
        desk.ask(ref, commands.Nudge(), by=BOT, cause=f"tick/{ref}/{head}", now=now)

    def beat(self, now: datetime) -> None:
        """Note that somebody still looks at what is due, for whoever asks."""
        with self._store.writing(patient=True) as tx:
            facts.set_(tx, facts.LAST_TICK, now.isoformat())

    def recount(self, now: datetime) -> int:
        """Move every open date that bank holidays announced since have moved.

        Returns:
            How many cases were looked at: none, unless the days have changed.
        """
        looked = 0
        with self._store.reading() as tx:
            partnerships = roster.partnerships(tx)
        for partnership in partnerships:
            desk = self._desk(partnership)
            key = f"offices/{partnership}"
            with self._store.reading() as tx:
                mark = _mark(desk.asking(tx, BOT, now))
                known = facts.get(tx, key)
                rows = index.cases(tx, partnership, only_open=True)
                steps = {row.ref: index.steps_of(tx, row.ref) for row in rows}
            if mark == known:
                continue
            for ref, parts in steps.items() if known else ():
                before = {_part(row): row.due for row in parts}
                recount = commands.Recount(before=before)
                cause = f"recount/{ref}/{mark}"
                desk.ask(ref, recount, by=BOT, cause=cause, now=now)
                looked += 1
            with self._store.writing(patient=True) as tx:
                facts.set_(tx, key, mark)
        return looked

    def digests(self, now: datetime) -> int:
        """Queue the digests of this morning that have not been queued yet.

        A partnership whose procedure cannot be read, or whose bank holidays are
        not published yet, has none; the others have theirs.
        """
        today = now.astimezone(LONDON).date()
        with self._store.reading() as tx:
            keys = {p: _channel_key(p, today) for p in roster.partnerships(tx)}
            left = [p for p, key in keys.items() if outbox.get(tx, key) is None]
        queued = 0
        for partnership in left:
            try:
                with self._store.reading() as tx:
                    asking = self._desk(partnership).asking(tx, BOT, now)
                if is_time(asking):
                    queued += self._queue(partnership, asking, keys[partnership])
            except Refused as refusal:
                _log.warning("digest.refused", problem_kind=type(refusal).__name__)
        return queued

    def _queue(self, partnership: str, asking: Asking, key: str) -> int:
        today = asking.today
        keeper = asking.procedure.coordinator
        hour = _hour(today, asking)
        with self._store.writing(patient=True) as tx:
            planted = roots.plant_root(
                tx, partnership, today - timedelta(days=1), asking.now
            )
            rows: Iterable[Delivery] = (
                self._row(key, partnership, hour, Telling("digest", channel=True), ""),
                self._row(
                    f"digest/{partnership}/{keeper}/{today}",
                    partnership,
                    hour,
                    Telling("digest", keeper),
                    planted.root,
                ),
            )
            queued = outbox.enqueue(tx, rows, asking.now)
            for forgotten in drafts.older_than(tx, asking.now - _DRAFTS_KEPT):
                drafts.drop(tx, forgotten)
        self._desk(partnership).wake()
        return queued

    def _row(
        self, key: str, partnership: str, at: datetime, telling: Telling, root: str
    ) -> Delivery:
        return Delivery(
            key=key,
            partnership=partnership,
            kind="digest",
            not_before=at,
            role=telling.role,
            body={**asdict(telling), "root": root},
        )

    def next_deadline(self, now: datetime) -> datetime | None:
        """Find the next day, or instant, at which anything falls due at all."""
        today = now.astimezone(LONDON).date()
        found: list[datetime] = []
        with self._store.reading() as tx:
            for partnership in roster.partnerships(tx):
                hours = self._desk(partnership).asking(tx, BOT, now).procedure.hours
                for row in index.open_steps(tx, partnership):
                    due = as_open(row).due if row.due else None
                    if isinstance(due, datetime):
                        found.append(due)
                    elif due is not None and due > today:
                        found.append(datetime.combine(due, hours.opens, tzinfo=LONDON))
        return min((at for at in found if at > now), default=None)

    def next_at(self, now: datetime) -> datetime | None:
        """Say when anything is next to be said or sent, as far as is known now."""
        with self._store.reading() as tx:
            ready = leases.ready_at(tx, now)
            times = [index.next_due(tx), ready if ready and ready > now else None]
            for partnership in roster.partnerships(tx):
                with suppress(Refused):
                    asking = self._desk(partnership).asking(tx, BOT, now)
                    times.append(_next_digest(asking))
        return min((at for at in times if at is not None), default=None)


def _mark(asking: Asking) -> str:
    """Tell one set of bank holidays from another."""
    closed = "".join(
        f"{day} {why}" for day, why in sorted(asking.offices.closed.items())
    )
    return hashlib.sha256(closed.encode()).hexdigest()[:16]


def _part(row: StepRow) -> str:
    return f"{row.step}/{row.item}" if row.item else row.step


def _channel_key(partnership: str, day: date) -> str:
    return f"digest/{partnership}/channel/{day}"


def _hour(day: date, asking: Asking) -> datetime:
    hours = asking.procedure.hours
    return datetime.combine(day, hours.digest, tzinfo=LONDON).astimezone(UTC)


def is_time(asking: Asking) -> bool:
    """Say whether this is a working day on which the digest's hour has come.

    One that is missed until the offices close is left until the next morning.
    """
    local = asking.now.astimezone(LONDON)
    hours = asking.procedure.hours
    return (
        asking.offices.open_on(asking.today)
        and hours.digest <= local.time() < hours.closes
    )


def _next_digest(asking: Asking) -> datetime:
    local = asking.now.astimezone(LONDON)
    passed = local.time() >= asking.procedure.hours.digest
    first = asking.today + timedelta(days=1) if passed else asking.today
    return _hour(next_working_day(first, asking.offices), asking)
