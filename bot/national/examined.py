"""What is looked at when the year is over: whether the record holds, what it has."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot import indexes
from bot.core.asking import BOT
from bot.core.evolve import fold
from bot.core.words import LONDON
from bot.national.nation import Place
from bot.national.reckoned import Story, reckon, stands
from bot.national.shard import Shard
from bot.national.tally import Tally
from bot.store import Transaction, journal, outbox
from bot.store.outbox import ADDRESSED, DROPPED, SENT, Delivery
from bot.store.verify import verify

_LATE: Final = timedelta(hours=1)
"""How late a delivery has to be to be called late, as the record does."""
_FEW: Final = 5
"""How many faults of a kind are told one by one."""


def examined(shard: Shard) -> Tally:
    """Count everything in a store whose year is over, and find what is wrong."""
    life, tally = shard.life, Tally(holiday=shard.announced)
    tally.counts.update(life.counts)
    tally.stuck.update(life.stuck)
    tally.faults += [f"seal: {fault.says}" for fault in verify(shard.store)]
    with shard.store.reading() as tx:
        for place in life.places.values():
            _of_place(tx, shard, place, tally)
        left = outbox.waiting(tx)
    if left:
        tally.faults.append(f"{left} deliveries have no end")
    for said, count in (
        ("shown to somebody twice", life.counts["seen twice"]),
        ("answered otherwise when it came twice", life.counts["answered otherwise"]),
        ("due, and not said", life.counts["due and not said"]),
    ):
        if count:
            tally.faults.append(f"{said}: {count}")
    tally.faults = _few(tally.faults)
    return tally


def _of_place(tx: Transaction, shard: Shard, place: Place, tally: Tally) -> None:
    """Count one partnership's cases and deliveries."""
    rows = outbox.find(tx, partnership=place.name)
    of_case: dict[str, list[Delivery]] = {}
    for row in rows:
        of_case.setdefault(row.case_ref or "", []).append(row)
    _deliveries(shard, place, rows, tally)
    counter = shard.life.desk(place.name)
    for ref in journal.refs(tx, place.name):
        entries = tuple(journal.load(tx, ref))
        case = fold(ref, entries)
        asking = counter.asking(tx, BOT, shard.life.now, case)
        story = Story(
            place, shard.terms, case, entries, asking, of_case.get(ref, []),
            shard.terms.ends,
        )  # fmt: skip
        tally.counts["cases"] += 1
        tally.counts["cases closed" if case.closed else "cases still open"] += 1
        tally.counts["entries"] += len(entries)
        for entry in entries:
            tally.counts[f"event {type(entry.event).__name__}"] += 1
        if case.raised:
            tally.weeks[_week(shard, case.raised.at), "alerts"] += 1
        reckon(story, tally)
        tally.faults += [f"{ref}: {part} is late and unsaid" for part in stands(story)]
        if not indexes.as_rebuilt(tx, case, entries[-1], asking):
            tally.faults.append(f"{ref}: its index is not as it is rebuilt")


def _deliveries(
    shard: Shard, place: Place, rows: Sequence[Delivery], tally: Tally
) -> None:
    """Count how deliveries ended, and how much each person heard in a day."""
    nudges: Count[tuple[str, date]] = Count()
    cards: Count[tuple[str, date]] = Count()
    for row in rows:
        if row.state == ADDRESSED:
            continue
        tally.deliveries[row.state] += 1
        tally.deliveries["tries"] += row.attempts
        tally.deliveries["tried again"] += row.attempts > 1
        tally.kinds[f"{row.kind} {row.state}"] += 1
        if row.settled_at is None:
            continue
        week, day = (
            _week(shard, row.settled_at),
            row.settled_at.astimezone(LONDON).date(),
        )
        tally.weeks[week, row.state] += 1
        if row.state == SENT and row.settled_at - row.not_before > _LATE:
            tally.deliveries["late"] += 1
            tally.weeks[week, "late"] += 1
        if row.person and row.state == SENT and not _by_calendar(row):
            cards[row.person, day] += 1
            nudges[row.person, day] += row.kind == "nudge"
            tally.weeks[week, "nudges"] += row.kind == "nudge"
        if row.kind == "digest" and row.state in (SENT, DROPPED):
            queued = row.not_before.astimezone(LONDON).date()
            if row.state == SENT and not shard.life.offices.open_on(queued):
                tally.faults.append(f"{place.name}: a digest on {queued}, a day off")
    tally.nudges.update(number for number in nudges.values() if number)
    tally.cards.update(cards.values())
    tally.counts["people"] += len(place.roster.people)


def _by_calendar(row: Delivery) -> bool:
    return row.kind in ("invite", "attend")


def _week(shard: Shard, at: datetime) -> int:
    """Number the weeks of the year from 0, by the days since it began."""
    return (at - shard.terms.begins).days // 7


def _few(faults: list[str]) -> list[str]:
    """Tell the first of many faults, and how many more there are."""
    if len(faults) <= _FEW:
        return faults
    return [*faults[:_FEW], f"and {len(faults) - _FEW} more in the same store"]
