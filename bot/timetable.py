"""What runs when: the tick that says what is due, and the morning digests.

It holds no state. What is due is asked of the record each time, so a restart, a
clock change or a week asleep ends in the same place, and says what was late.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Final

import structlog

from bot.caseload import roster_of
from bot.core import commands
from bot.core.asking import BOT, Asking
from bot.core.errors import Refused
from bot.core.people import Roster
from bot.core.procedure import Procedure
from bot.core.react import Telling
from bot.core.words import LONDON
from bot.core.workdays import Offices, next_working_day
from bot.counter import as_open
from bot.desk import Desk
from bot.store import Store, drafts, facts, index, leases, outbox, roots, roster
from bot.store.index import StepRow
from bot.store.opening import Transaction
from bot.store.outbox import Delivery
from bot.store.roster import Stands
from bot.tally import TALLY

_BATCH: Final = 500
_DRAFTS_KEPT: Final = timedelta(days=30)
"""How long something begun and never sent is kept; it may name a child."""

_OFFICES: Final = "offices/"
"""How the settings begin that say which bank holidays a partnership knew of."""

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
        self._known: tuple[Stands, dict[str, str]] = ((), {})

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
            rosters = self._rosters(tx).values()
            known = facts.under(tx, _OFFICES)
        marks: dict[int, str] = {}  # many partnerships keep the very same days
        for asking in self._askings(rosters, now):
            partnership, offices = asking.roster.partnership, asking.offices
            days = marks.get(id(offices)) or _mark(offices)
            marks[id(offices)] = days
            before = known.get(f"{_OFFICES}{partnership}")
            if before == days:
                continue
            if before:
                looked += self._recounted(partnership, days, now)
            with self._store.writing(patient=True) as tx:
                facts.set_(tx, f"{_OFFICES}{partnership}", days)
        return looked

    def _recounted(self, partnership: str, mark: str, now: datetime) -> int:
        """Move what has to be on every open case of a partnership; counts them."""
        with self._store.reading() as tx:
            rows = index.cases(tx, partnership, only_open=True)
            steps = {row.ref: index.steps_of(tx, row.ref) for row in rows}
        desk = self._desk(partnership)
        for ref, parts in steps.items():
            recount = commands.Recount(before={_part(row): row.due for row in parts})
            cause = f"recount/{ref}/{mark}"
            desk.ask(ref, recount, by=BOT, cause=cause, now=now)
        return len(steps)

    def _askings(self, rosters: Iterable[str], now: datetime) -> Iterator[Asking]:
        """Gather the rules of each partnership; read once for all that share them."""
        known: dict[str, tuple[Procedure, Offices] | None] = {}
        for written in rosters:
            people = roster_of(written)
            if people.procedure not in known:
                known[people.procedure] = self._rules(people)
            if found := known[people.procedure]:
                rules, offices = found
                yield Asking(BOT, now, rules, people, offices)

    def _rules(self, people: Roster) -> tuple[Procedure, Offices] | None:
        desk = self._desk(people.partnership)
        try:
            rules, _, _ = desk.rules(people.procedure)
        except Refused as refusal:
            _log.warning("digest.refused", problem_kind=type(refusal).__name__)
            return None
        return rules, desk.offices(rules.holidays)

    def digests(self, now: datetime) -> int:
        """Queue the digests of this morning that have not been queued yet.

        A partnership whose procedure cannot be read, or whose bank holidays are
        not published yet, has none; the others have theirs.
        """
        today = now.astimezone(LONDON).date()
        with self._store.reading() as tx:
            rosters = self._rosters(tx)
            keys = {name: _channel_key(name, today) for name in rosters}
            known = outbox.known(tx, keys.values())
        left = (text for name, text in rosters.items() if keys[name] not in known)
        queued = 0
        for asking in self._askings(left, now):
            try:
                if is_time(asking):
                    queued += self._queue(asking, keys[asking.roster.partnership])
            except Refused as refusal:
                _log.warning("digest.refused", problem_kind=type(refusal).__name__)
        return queued

    def _queue(self, asking: Asking, key: str) -> int:
        partnership, today = asking.roster.partnership, asking.today
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
        TALLY.add("digests", queued)
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
            rosters = self._rosters(tx).values()
        each = {roster_of(text).procedure: text for text in rosters}
        for asking in self._askings(each.values(), now):
            with suppress(Refused):
                times.append(_next_digest(asking))
        return min((at for at in times if at is not None), default=None)

    def _rosters(self, tx: Transaction) -> dict[str, str]:
        """Find every roster by its partnership; read again when one has changed."""
        stands, rosters = self._known
        now = roster.stands(tx)
        if stands != now:
            names = (name for name, _ in now)
            rosters = dict(zip(names, roster.all_written(tx), strict=True))
            self._known = now, rosters
        return rosters


def _mark(offices: Offices) -> str:
    """Tell one set of bank holidays from another."""
    closed = "".join(f"{day} {why}" for day, why in sorted(offices.closed.items()))
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
