"""What may go now, and what would if nothing else were before it.

Deliveries are looked at in the order of their turns, a few at a time. What is met and
cannot go is put by when there is more of it than is looked at together: so a place
that is to be left in peace, with thousands of deliveries, is not gone through at
every look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import TextClause, text

from bot.canonical import canonical
from bot.columns import written
from bot.store.opening import Transaction
from bot.store.outbox import Delivery
from bot.store.prepared import Prepared

CALENDAR: Final = "calendar/"
"""How the lanes begin that lead to calendars."""
WINDOW: Final = 96
"""How many deliveries are looked at together, at the least."""
_STEP: Final = timedelta(milliseconds=20)
"""What is put by in one lane is spread out by this, where the lane has no pace."""
_BEHIND: Final = timedelta(seconds=15)
"""How long what waits for something else is put by; the end of that wakes it sooner."""
_APART: Final = timedelta(seconds=5)
"""What is due so soon is due: the clocks of two machines are never quite alike, and
whoever looks has read theirs a moment before."""
_TOLD: Final = timedelta(microseconds=1)
"""Its turn comes so much after its time: so it is told from what is tried again later,
which nothing wakes before its own time."""


class Found(NamedTuple):
    """A delivery whose time has come.

    Attributes:
        seq: Its place among all.
        line: What it keeps its order in.
        try_at: Since when it could go.
        turn: When it would go, if partnerships took turns.
        rests: Until when its lane is to be left in peace, if it is.
        behind: Whether something earlier of its line is still on its way.
    """

    seq: int
    partnership: str
    kind: str
    lane: str
    line: str
    try_at: str
    turn: str
    rests: str | None
    behind: bool

    @property
    def goes(self) -> bool:
        """Say whether nothing keeps it."""
        return self.rests is None and not self.behind

    @property
    def slow(self) -> bool:
        """Say whether it waits for a calendar."""
        return _waits_for_calendar(self.lane, self.kind)


def is_slow(delivery: Delivery) -> bool:
    """Say whether a delivery waits for a calendar."""
    return _waits_for_calendar(delivery.lane, delivery.kind)


def _waits_for_calendar(lane: str, kind: str) -> bool:
    return lane.startswith(CALENDAR) or kind == "seek"


def look(  # noqa: PLR0913 - each narrows what is looked at
    tx: Transaction,
    now: datetime,
    most: int = WINDOW,
    *,
    key: str = "",
    whose: str = "",
    quick: bool = False,
    locked: bool = False,
) -> list[Found]:
    """Look at the first deliveries whose time has come, in the order of their turns.

    Args:
        tx: The transaction.
        now: The present instant.
        most: How many to look at.
        key: The only one wanted.
        whose: The only partnership wanted.
        quick: Whether to leave what waits for a calendar, which may be slow.
        locked: Whether no other courier is to have them until the transaction ends.
    """
    asked = {
        "present": written(now),
        "soon": written(now + _APART),
        "most": most,
        "wanted": key,
        "whose": whose,
    }
    statement = _LOOKS[bool(key), bool(whose), quick, locked]
    return [Found(*row) for row in statement.rows(tx, asked)]


def partnerships(tx: Transaction) -> list[str]:
    """List the partnerships for which anything waits."""
    return [name for (name,) in _WHOSE.rows(tx, {})]


def put_by(
    tx: Transaction,
    found: Iterable[Found],
    now: datetime,
    pace: Callable[[str], timedelta],
    slots: dict[str, datetime],
) -> int:
    """Put by for a while what has been met and cannot go.

    Args:
        tx: The transaction.
        found: What was met.
        now: The present instant.
        pace: How long each lane rests after a delivery.
        slots: What has been given out already, by lane or line; added to.

    Returns:
        How many were put by.
    """
    later, soon = [], written(now + _APART)
    for one in found:
        if one.goes:
            continue
        name, first, step, told = one.line, now + _BEHIND, _STEP, _TOLD
        if one.rests is not None:
            name, first = one.lane, datetime.fromisoformat(one.rests)
            step, told = max(step, pace(one.lane)), timedelta()
        at = slots[name] = slots[name] + step if name in slots else first
        times = {"at": written(at), "turn": written(at + told), "soon": soon}
        later.append({**times, "seq": one.seq, "rests": one.rests})
    return _PUT_BY.write(tx, *later) if later else 0


def wake_next(tx: Transaction, lines: Iterable[str], now: datetime) -> None:
    """Let what comes next in some lines go at once, where it was put by."""
    names = sorted({line for line in lines if line})
    if names:
        _WAKE.write(tx, {"lines": canonical(names), "present": written(now)})


def ready_at(tx: Transaction, now: datetime) -> datetime | None:
    """Say when to look again for something to carry; ``None`` if nothing waits.

    It may be past: then something may go now. It may be a little early, which
    costs one look; it is never late.
    """
    found = look(tx, now)
    going = [one.try_at for one in found if one.goes]
    if going:
        return datetime.fromisoformat(min(going))
    if len(found) == WINDOW:
        return now  # there is more, and what was met has to be put by
    times = [one.rests for one in found if one.rests]
    times += [at for (at,) in _NEXT.rows(tx, {"present": written(now)}) if at]
    return datetime.fromisoformat(min(times)) if times else None


def _look(key: bool, whose: bool, quick: bool, locked: bool) -> Prepared:  # noqa: FBT001 - keys
    columns = ", ".join(f"this.{name}" for name in Found._fields[:-2])
    wanted = " AND this.key = :wanted" if key else ""
    wanted += " AND this.partnership = :whose" if whose else ""
    if quick:
        wanted += f" AND this.lane NOT LIKE '{CALENDAR}%' AND this.kind <> 'seek'"

    def made(sqlite: bool) -> TextClause:  # noqa: FBT001 - a key
        # The sign keeps SQLite to the order of turns: it would sort all there are.
        sign = "+" if sqlite else ""
        lock = " FOR UPDATE OF this SKIP LOCKED" if locked and not sqlite else ""
        return text(
            f"SELECT {columns},"  # noqa: S608 - our own words
            " (SELECT next_at FROM lanes WHERE lanes.name = this.lane"
            " AND lanes.next_at > :present),"
            f" this.line <> '' AND {_EARLIER.format(this='this')}"
            " FROM outbox AS this WHERE this.try_at IS NOT NULL"
            f" AND {sign}this.try_at <= :present{wanted}"
            f" ORDER BY this.turn, this.seq LIMIT :most{lock}"
        )

    return Prepared(made)


_EARLIER: Final = (
    "EXISTS (SELECT 1 FROM outbox AS earlier"
    " WHERE earlier.line = {this}.line AND earlier.seq < {this}.seq"
    " AND earlier.try_at IS NOT NULL"
    " AND (earlier.not_before <= :soon OR earlier.attempts > 0"
    " OR earlier.not_before <= {this}.queued_at))"
)
"""Whether something earlier of the same line is still on its way.

What could go when the later one was queued is, even if a clock has gone back since.
"""
_EITHER: Final = (False, True)
_LOOKS: Final[Mapping[tuple[bool, bool, bool, bool], Prepared]] = {
    (key, whose, quick, locked): _look(key, whose, quick, locked)
    for key in _EITHER
    for whose in _EITHER
    for quick in _EITHER
    for locked in _EITHER
}
_NEXT: Final = Prepared(
    lambda _: text("SELECT min(try_at) FROM outbox WHERE try_at > :present")
)
_WHOSE: Final = Prepared(
    # One step from each name to the next, however many wait under it.
    lambda _: text(
        "WITH RECURSIVE named(name) AS ("
        " SELECT min(partnership) FROM outbox WHERE try_at IS NOT NULL"
        " UNION ALL"
        " SELECT (SELECT min(partnership) FROM outbox"
        " WHERE try_at IS NOT NULL AND partnership > named.name)"
        " FROM named WHERE named.name IS NOT NULL)"
        " SELECT name FROM named WHERE name IS NOT NULL"
    )
)
_PUT_BY: Final = Prepared(
    # What was before it may have ended since it was met, and then it is ready: nobody
    # would wake it. Whoever ends that from now on waits until this is written.
    lambda _: text(
        "UPDATE outbox SET try_at = :at, turn = :turn WHERE seq = :seq"  # noqa: S608 - our own words
        f" AND (CAST(:rests AS text) IS NOT NULL OR {_EARLIER.format(this='outbox')})"
    )
)


def _waking(sqlite: bool) -> TextClause:  # noqa: FBT001 - a key
    put_by = "try_at > :present AND (attempts = 0 OR turn > try_at)"
    listed, only = "json_each(:lines)", f" AND {put_by}"
    if not sqlite:
        # Another courier may be putting it by at this moment, which is not seen from
        # here. So it is written whether or not: that waits for whoever has it locked.
        listed, only = "json_array_elements_text(CAST(:lines AS json))", ""
    first = (
        "SELECT (SELECT min(after.seq) FROM outbox AS after"  # noqa: S608 - our own words
        " WHERE after.line = named.value AND after.try_at IS NOT NULL"
        " AND (after.not_before <= :present OR after.attempts > 0))"
        f" FROM {listed} AS named"
    )
    chosen = f"IN ({first})" if sqlite else f"= ANY(ARRAY({first}))"
    return text(
        f"UPDATE outbox SET turn = CASE WHEN {put_by} THEN :present ELSE turn END,"  # noqa: S608 - our own words
        f" try_at = CASE WHEN {put_by} THEN :present ELSE try_at END"
        f" WHERE seq {chosen}"
        f" AND state = 'queued' AND not_before <= :present{only}"
    )


_WAKE: Final = Prepared(_waking)
