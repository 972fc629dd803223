"""Who may carry a delivery now: one at a time, in order, and not too fast.

A lease runs out by itself, so a courier that dies loses nothing. The fence rises
with each lease, so a courier that only seemed dead can no longer settle anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    UpdateBase,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    update,
)

from bot.columns import Instant, written
from bot.store.opening import Transaction, insert, on_sqlite
from bot.store.outbox import COLUMNS, ENDED, LEASED, QUEUED, Delivery, made
from bot.store.prepared import Prepared
from bot.tables import lanes, outbox

CALENDAR: Final = "calendar/"
"""How the lanes begin that lead to calendars."""


def unhurried(lane: str) -> timedelta:
    """Leave no pause between two deliveries of a lane."""
    del lane
    return timedelta()


def lease(
    tx: Transaction,
    key: str | None,
    now: datetime,
    lease_for: timedelta,
    *,
    pace: Callable[[str], timedelta] = unhurried,
    quick: bool = False,
) -> Delivery | None:
    """Take a delivery to carry, if there is one that may go now.

    One may go when its time has come, when no courier has it, when its lane is
    free, and when nothing earlier for the same person or channel on the same case
    is still on its way. One that only has a later time holds nobody up.

    Args:
        tx: The transaction.
        key: The only one wanted, or ``None`` for whichever has waited longest.
        now: The present instant.
        lease_for: How long it may be carried before another courier may take it.
        pace: How long its lane then rests. The slot is taken here and now, so
            that any number of couriers keep the pace between them.
        quick: Whether to leave what waits for a calendar, which may be slow.

    Returns:
        The delivery with its new fence, or ``None`` if none may go.
    """
    given: dict[str, Any] = {"present": now, "lease_end": now + lease_for}
    if key is not None:
        given["wanted"] = key
    while True:
        taking = _taking(on_sqlite(tx), key is not None, quick)
        row = tx.execute(taking, given).one_or_none()
        if row is None:
            return None
        delivery = made(row)
        rest = pace(delivery.lane) if delivery.lane else timedelta()
        if not rest or _reserved(tx, delivery.lane, now, now + rest):
            return delivery
        # Another courier took the lane's slot between our look and our lease.
        postpone(tx, delivery.key, delivery.fence, now, counts=False)


def settle(  # noqa: PLR0913 - how a delivery ended is all of these
    tx: Transaction,
    key: str,
    fence: int,
    state: str,
    *,
    now: datetime,
    receipt: Mapping[str, Any] | None = None,
    problem: str = "",
) -> bool:
    """Record how a delivery ended.

    Args:
        tx: The transaction.
        key: The delivery.
        fence: The fence it was leased with.
        state: ``sent``, ``dropped``, ``dead`` or ``addressed``.
        now: The present instant.
        receipt: What the platform said, as plain data.
        problem: Why it failed, for an operator.

    Returns:
        ``False`` if the lease was lost: somebody else has it, or it has ended.

    Raises:
        ValueError: That is not a way for a delivery to end.
    """
    if state not in ENDED:
        raise ValueError(state)
    return _changed(
        tx,
        key,
        fence,
        state=state,
        try_at=None,
        lease_until=None,
        settled_at=now,
        receipt=dict(receipt or {}),
        problem=problem.replace("\0", ""),
    )


def postpone(  # noqa: PLR0913 - the last four say why it is put off
    tx: Transaction,
    key: str,
    fence: int,
    until: datetime,
    *,
    counts: bool,
    doubt: bool = False,
    problem: str = "",
    alone: bool = False,
) -> bool:
    """Put a delivery back to be tried again later.

    Args:
        tx: The transaction.
        key: The delivery.
        fence: The fence it was leased with.
        until: When to try again.
        counts: Whether this was an attempt. Being told to slow down is not one.
        doubt: Whether it may have gone out all the same.
        problem: Why it failed, for an operator.
        alone: Whether it holds up what comes after it no longer.

    Returns:
        ``False`` if the lease was lost.
    """
    values: dict[str, Any] = {"state": QUEUED, "try_at": until, "lease_until": None}
    if not counts:
        values["attempts"] = outbox.c.attempts - 1
    if doubt:
        values["doubt"] = True
    if problem:
        values["problem"] = problem.replace("\0", "")
    if alone:
        values["line"] = ""
    return _changed(tx, key, fence, **values)


def free(tx: Transaction, now: datetime) -> int:
    """Let go of what was being carried when the program ended.

    For the start, where no other courier can be at work. Each may have gone all the
    same, so it is looked for before it is sent again.

    Returns:
        How many there were.
    """
    mine = update(outbox).where(outbox.c.state == LEASED)
    return tx.execute(mine.values(try_at=now, lease_until=now)).rowcount


def hold_lane(tx: Transaction, lane: str, until: datetime) -> None:
    """Send nothing more in a lane until an instant; a longer hold stands."""
    row = insert(tx, lanes).values(name=lane, next_at=until)
    tx.execute(
        row.on_conflict_do_update(
            index_elements=["name"],
            set_={"next_at": until},
            where=lanes.c.next_at < until,
        )
    )


def still_mine(tx: Transaction, key: str, fence: int, now: datetime) -> bool:
    """Check, just before sending, that a lease has not run out."""
    mine = and_(outbox.c.key == key, outbox.c.fence == fence)
    live = and_(outbox.c.state == LEASED, outbox.c.lease_until > now)
    return tx.scalar(select(outbox.c.seq).where(mine, live)) is not None


def ready_at(tx: Transaction, now: datetime) -> datetime | None:
    """Say when to look again for something to carry; ``None`` if nothing waits.

    It may be past: then something may go now. It may be a little early, which
    costs one look; it is never late.
    """
    free, resting = _READY
    asked = {"present": written(now)}
    found = [*free.rows(tx, asked), *resting.rows(tx, asked)]
    times = [datetime.fromisoformat(at) for (at,) in found if at]
    return min(times, default=None)


def _free(_for_sqlite: bool) -> Select[Any]:  # noqa: FBT001 - a key
    """Ask for the earliest time of what nothing earlier holds up."""
    row, now = outbox.alias("row"), bindparam("present", type_=Instant)
    held = select(lanes.c.name).where(lanes.c.next_at > now)
    return select(func.min(row.c.try_at)).where(
        row.c.try_at.is_not(None), ~_behind(row, now), row.c.lane.not_in(held)
    )


def _resting(_for_sqlite: bool) -> Select[Any]:  # noqa: FBT001 - a key
    """Ask for the earliest time at which a lane that something waits in is free."""
    row, now = outbox.alias("row"), bindparam("present", type_=Instant)
    in_lane = exists().where(row.c.lane == lanes.c.name, row.c.try_at.is_not(None))
    return select(func.min(lanes.c.next_at)).where(lanes.c.next_at > now, in_lane)


_READY: Final = (Prepared(_free), Prepared(_resting))


@cache
def _taking(for_sqlite: bool, one: bool, quick: bool) -> UpdateBase:  # noqa: FBT001 - a key
    """Make the one statement that takes a delivery; once, because making it is slow."""
    row = outbox.alias("row")
    now, end = (
        bindparam("present", type_=Instant),
        bindparam("lease_end", type_=Instant),
    )
    ready = and_(row.c.try_at.is_not(None), row.c.try_at <= now)
    held = exists().where(lanes.c.name == row.c.lane, lanes.c.next_at > now)
    query = select(row.c.seq).where(ready, ~held, ~_behind(row, now))
    if one:
        query = query.where(row.c.key == bindparam("wanted"))
    if quick:
        query = query.where(row.c.lane.not_like(f"{CALENDAR}%"), row.c.kind != "seek")
    query = query.order_by(row.c.try_at, row.c.seq).limit(1)
    if not for_sqlite:
        query = query.with_for_update(skip_locked=True, of=row)
    return (
        update(outbox)
        .where(outbox.c.seq == query.scalar_subquery())
        .values(
            state=LEASED,
            fence=outbox.c.fence + 1,
            attempts=outbox.c.attempts + 1,
            doubt=case((outbox.c.state == LEASED, true()), else_=outbox.c.doubt),
            lease_until=end,
            try_at=end,
        )
        .returning(*COLUMNS)
    )


def _behind(
    row: FromClause, now: datetime | BindParameter[datetime]
) -> ColumnElement[bool]:
    earlier = outbox.alias("earlier")
    on_its_way = or_(earlier.c.try_at <= now, earlier.c.attempts > literal_column("0"))
    return and_(
        row.c.line != literal_column("''"),
        exists().where(
            earlier.c.line == row.c.line,
            earlier.c.seq < row.c.seq,
            earlier.c.try_at.is_not(None),
            on_its_way,
        ),
    )


def _reserved(tx: Transaction, lane: str, now: datetime, until: datetime) -> bool:
    row = insert(tx, lanes).values(name=lane, next_at=until)
    reserved = row.on_conflict_do_update(
        index_elements=["name"],
        set_={"next_at": until},
        where=lanes.c.next_at <= now,
    )
    return tx.scalar(reserved.returning(lanes.c.name)) is not None


def _changed(tx: Transaction, key: str, fence: int, **values: Any) -> bool:
    mine = and_(outbox.c.key == key, outbox.c.fence == fence, outbox.c.state == LEASED)
    return tx.execute(update(outbox).where(mine).values(**values)).rowcount > 0
