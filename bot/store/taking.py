"""Taking deliveries to carry: in the order of turns, with no more than a share each.

All that one courier can carry is taken in one transaction. A lane that keeps a pace
gives one at a time, to whichever courier was first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import TextClause, text

from bot.canonical import canonical
from bot.columns import written
from bot.store.opening import Transaction
from bot.store.outbox import Delivery
from bot.store.prepared import Prepared
from bot.store.ready import (
    CALENDAR,
    WINDOW,
    Found,
    look,
    partnerships,
    put_by,
)

_PASSES: Final = 8
"""How often more is looked at, while what is met cannot go."""
_APIECE: Final = 4
"""How many of each partnership are looked at, where some have their share."""
_COLUMNS: Final = ", ".join(Delivery.__slots__)


def unhurried(lane: str) -> timedelta:
    """Leave no pause between two deliveries of a lane."""
    del lane
    return timedelta()


def anybody(partnership: str) -> int:
    """Set no limit to what is carried of any partnership."""
    del partnership
    return 1_000_000


def take(  # noqa: PLR0913 - each says what may be taken
    tx: Transaction,
    now: datetime,
    lease_for: timedelta,
    most: int,
    *,
    key: str = "",
    pace: Callable[[str], timedelta] = unhurried,
    quick: bool = False,
    spare: Callable[[str], int] = anybody,
) -> list[Delivery]:
    """Take as many deliveries to carry as may go now.

    One may go when its time has come, when no courier has it, when its lane is
    free, and when nothing earlier for the same person or channel on the same case
    is still on its way. One that only has a later time holds nobody up.

    Args:
        tx: The transaction.
        now: The present instant.
        lease_for: How long they may be carried before another courier may take them.
        most: How many at most.
        key: The only one wanted.
        pace: How long a lane rests after each. The slots are taken here and now, so
            that any number of couriers keep the pace between them.
        quick: Whether to leave what waits for a calendar, which may be slow.
        spare: How many more of a partnership's can be carried; or of calendars'.

    Returns:
        Each with its new fence, in the order of their turns.
    """
    choice = _Choice(most, pace, spare, now)
    window, slots = max(WINDOW, 2 * most), dict[str, datetime]()
    found: list[Found] = []
    for _ in range(_PASSES):
        found = look(tx, now, window, key=key, quick=quick, locked=True)
        choice.see(tx, found)
        if choice.full or len(found) < window:
            break
        if not put_by(tx, choice.left_of(found), now, pace, slots):
            break
    if not choice.full and len(found) == window:
        # What was met is of those who have their share already, or waits for that.
        _of_others(tx, choice, quick=quick)
    return _leased(tx, choice.chosen, now + lease_for)


def lease(
    tx: Transaction,
    key: str | None,
    now: datetime,
    lease_for: timedelta,
    *,
    pace: Callable[[str], timedelta] = unhurried,
) -> Delivery | None:
    """Take one delivery: the one wanted, or whichever has its turn; or none."""
    taken = take(tx, now, lease_for, 1, key=key or "", pace=pace)
    return taken[0] if taken else None


class _Choice:
    """What is chosen of what has been met, until there is enough of it."""

    def __init__(
        self,
        most: int,
        pace: Callable[[str], timedelta],
        spare: Callable[[str], int],
        now: datetime,
    ) -> None:
        self.chosen: list[Found] = []
        self._most = most
        self._pace = pace
        self.now = now
        self._spare = spare
        self._shares: dict[str, int] = {}
        self._lanes: set[str] = set()
        self._seen: set[int] = set()

    @property
    def full(self) -> bool:
        """Say whether enough has been chosen."""
        return len(self.chosen) >= self._most

    def has_share(self, *names: str) -> bool:
        """Say whether more of a partnership's, or of calendars', can be carried."""
        for name in names:
            if name not in self._shares:
                self._shares[name] = self._spare(name)
        return all(self._shares[name] > 0 for name in names)

    def _use(self, one: Found, share: int) -> None:
        for name in _whose(one):
            self._shares[name] -= share

    def see(self, tx: Transaction, found: Iterable[Found]) -> None:
        """Choose of what was met, and take the slots of the lanes it goes in."""
        picked: list[Found] = []
        slots: dict[str, str] = {}
        for one in found:
            if len(self.chosen) + len(picked) >= self._most:
                break
            lane = one.lane
            if not one.goes or lane in self._lanes or one.seq in self._seen:
                continue
            if not self.has_share(*_whose(one)):
                continue
            if lane and (rest := self._pace(lane)):
                slots[lane] = written(self.now + rest)
                self._lanes.add(lane)
            # It is taken at the end, and may be met again until then.
            self._seen.add(one.seq)
            self._use(one, 1)
            picked.append(one)
        reserved = _reserved(tx, slots, self.now)
        for one in picked:
            lane = one.lane
            if lane not in slots or lane in reserved:
                self.chosen.append(one)
            else:  # another courier was quicker
                self._use(one, -1)

    def left_of(self, found: Iterable[Found]) -> list[Found]:
        """List what was met and not chosen, with what its lane now rests for."""
        left = (one for one in found if one.seq not in self._seen)
        return [
            one._replace(rests=written(self.now + self._pace(one.lane)))
            if one.goes and one.lane in self._lanes
            else one
            for one in left
        ]


def _whose(one: Found) -> tuple[str, ...]:
    """Name those of whose shares a delivery takes."""
    return (one.partnership, CALENDAR) if one.slow else (one.partnership,)


def _of_others(tx: Transaction, choice: _Choice, *, quick: bool) -> None:
    """Choose of what waits for those who have not their share yet."""
    quick = quick or not choice.has_share(CALENDAR)
    found: list[Found] = []
    for name in filter(choice.has_share, partnerships(tx)):
        found += look(tx, choice.now, _APIECE, whose=name, quick=quick, locked=True)
    choice.see(tx, sorted(found, key=lambda one: (one.turn, one.seq)))


def _leased(tx: Transaction, found: Sequence[Found], until: datetime) -> list[Delivery]:
    if not found:
        return []
    asked = {"places": canonical([one.seq for one in found]), "until": written(until)}
    rows = {seq: texts for seq, *texts in _LEASE.rows(tx, asked)}
    return [_as_stored(rows[one.seq]) for one in found]


def _reserved(tx: Transaction, slots: Mapping[str, str], now: datetime) -> set[str]:
    """Take the slots of lanes, in the order of their names: nobody waits in a ring."""
    if not slots:
        return set()
    asked = {"slots": canonical(slots), "present": written(now)}
    return {name for (name,) in _RESERVE.rows(tx, asked)}


def _as_stored(texts: Sequence[Any]) -> Delivery:
    """Read a delivery as it is stored, with instants and plain data as text."""
    read = (_READ.get(name) for name in Delivery.__slots__)
    values = (
        of(one) if of is not None and one is not None else one
        for of, one in zip(read, texts, strict=True)
    )
    return Delivery(*values)


def _leasing(sqlite: bool) -> TextClause:  # noqa: FBT001 - a key
    listed = "IN (SELECT value FROM json_each(:places))"
    if not sqlite:
        # As an array: each is then looked up, however few the server takes there to be.
        each = "json_array_elements_text(CAST(:places AS json))"
        listed = f"= ANY(ARRAY(SELECT CAST(value AS bigint) FROM {each}))"  # noqa: S608 - our own words
    return text(
        "UPDATE outbox SET state = 'leased', fence = fence + 1,"  # noqa: S608 - our own words
        " attempts = attempts + 1, doubt = (doubt OR state = 'leased'),"
        f" lease_until = :until, try_at = :until WHERE seq {listed}"
        f" RETURNING seq, {_COLUMNS}"
    )


def _reserving(sqlite: bool) -> TextClause:  # noqa: FBT001 - a key
    listed = "json_each(:slots)" if sqlite else "json_each_text(CAST(:slots AS json))"
    return text(
        "INSERT INTO lanes (name, next_at)"  # noqa: S608 - our own words
        f" SELECT key, value FROM {listed} WHERE true"
        " ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at"
        " WHERE lanes.next_at <= :present RETURNING name"
    )


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("body", "receipt"), json.loads),
    **dict.fromkeys(
        ("not_before", "queued_at", "try_at", "lease_until", "settled_at", "turn"),
        datetime.fromisoformat,
    ),
    "doubt": bool,
}
_LEASE: Final = Prepared(_leasing)
_RESERVE: Final = Prepared(_reserving)
