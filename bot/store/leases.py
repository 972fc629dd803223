"""Who may carry a delivery now: one at a time, in order, and not too fast.

A lease runs out by itself, so a courier that dies loses nothing. The fence rises
with each lease, so a courier that only seemed dead can no longer settle anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from sqlalchemy import and_, select, text, update

from bot.canonical import canonical
from bot.columns import written
from bot.store.opening import Transaction, insert, on_sqlite
from bot.store.outbox import ENDED, LEASED, QUEUED, Delivery
from bot.store.prepared import Prepared
from bot.store.ready import CALENDAR, ready_at, wake_next
from bot.store.taking import lease, take
from bot.tables import lanes, outbox

__all__ = [
    "CALENDAR",
    "Settled",
    "free",
    "hold_lane",
    "lease",
    "postpone",
    "ready_at",
    "renew",
    "settle",
    "settle_each",
    "still_mine",
    "take",
    "wake_next",
]


class Settled(NamedTuple):
    """How a delivery ended.

    Attributes:
        key: The delivery.
        fence: The fence it was leased with.
        state: ``sent``, ``dropped``, ``dead`` or ``addressed``.
        receipt: What the platform said, as plain data.
        problem: Why it failed, for an operator.
    """

    key: str
    fence: int
    state: str
    receipt: Mapping[str, Any] = MappingProxyType({})
    problem: str = ""


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
    """Record how a delivery ended; see :class:`Settled`.

    Returns:
        ``False`` if the lease was lost: somebody else has it, or it has ended.

    Raises:
        ValueError: That is not a way for a delivery to end.
    """
    ended = Settled(key, fence, state, receipt or {}, problem)
    return bool(settle_each(tx, (ended,), now))


def settle_each(tx: Transaction, settled: Sequence[Settled], now: datetime) -> set[str]:
    """Record how several deliveries ended.

    Returns:
        The keys of those of which the lease was not lost.

    Raises:
        ValueError: That is not a way for a delivery to end.
    """
    ends = [
        {
            "key": one.key,
            "fence": one.fence,
            "state": one.state,
            "at": written(now),
            "receipt": canonical(dict(one.receipt)),
            "problem": one.problem.replace("\0", ""),
        }
        for one in settled
    ]
    for end in ends:
        if end["state"] not in ENDED:
            raise ValueError(end["state"])
    if on_sqlite(tx):
        return {
            one.key
            for one, end in zip(settled, ends, strict=True)
            if _SETTLE.write(tx, end)
        }
    rows = _SETTLE_EACH.rows(tx, {"ends": canonical(ends)})
    return {key for (key,) in rows}


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
    so_far: Mapping[str, Any] | None = None,
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
        so_far: What has been done of it, as plain data, for whoever goes on with it.

    Returns:
        ``False`` if the lease was lost.
    """
    values: dict[str, Any] = {"state": QUEUED, "lease_until": None}
    values |= {"try_at": until, "turn": until}
    if not counts:
        values["attempts"] = outbox.c.attempts - 1
    if doubt:
        values["doubt"] = True
    if problem:
        values["problem"] = problem.replace("\0", "")
    if alone:
        values["line"] = ""
    if so_far is not None:
        values["receipt"] = dict(so_far)
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


def renew(tx: Transaction, rows: Sequence[Delivery], until: datetime) -> None:
    """Go on carrying what is in hand; what just ends is left as it is.

    Args:
        tx: The transaction.
        rows: What is in hand, as it was leased.
        until: How long it may be carried from now on.
    """
    held = [{"key": row.key, "fence": row.fence} for row in rows]
    if on_sqlite(tx):
        _RENEW_EACH.write(tx, *({**one, "until": written(until)} for one in held))
    else:
        _RENEW.rows(tx, {"held": canonical(held), "until": written(until)})


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


def _changed(tx: Transaction, key: str, fence: int, **values: Any) -> bool:
    mine = and_(outbox.c.key == key, outbox.c.fence == fence, outbox.c.state == LEASED)
    return tx.execute(update(outbox).where(mine).values(**values)).rowcount > 0


_SETTLE: Final = Prepared(
    lambda _: text(
        "UPDATE outbox SET state = :state, try_at = NULL, lease_until = NULL,"
        " settled_at = :at, receipt = :receipt, problem = :problem"
        " WHERE key = :key AND fence = :fence AND state = 'leased'"
    )
)
_SETTLE_EACH: Final = Prepared(
    lambda _: text(
        "UPDATE outbox SET state = ended.state, try_at = NULL, lease_until = NULL,"
        " settled_at = ended.at, receipt = ended.receipt, problem = ended.problem"
        " FROM json_to_recordset(CAST(:ends AS json)) AS ended(key text, fence int,"
        " state text, at text, receipt text, problem text)"
        # Said twice: by the array each is looked up, and by the other they are matched.
        " WHERE outbox.key = ANY(ARRAY(SELECT key FROM"
        " json_to_recordset(CAST(:ends AS json)) AS named(key text)))"
        " AND outbox.key = ended.key AND outbox.fence = ended.fence"
        " AND outbox.state = 'leased' RETURNING outbox.key"
    )
)
_RENEW_EACH: Final = Prepared(
    lambda _: text(
        "UPDATE outbox SET lease_until = :until, try_at = :until"
        " WHERE key = :key AND fence = :fence AND state = 'leased'"
    )
)
_RENEW: Final = Prepared(
    # What is being settled has no need of it, and is not waited for.
    lambda _: text(
        "UPDATE outbox SET lease_until = :until, try_at = :until"
        " WHERE seq = ANY(ARRAY(SELECT this.seq FROM outbox AS this"
        " JOIN json_to_recordset(CAST(:held AS json)) AS held(key text, fence int)"
        " ON this.key = held.key AND this.fence = held.fence"
        " WHERE this.key = ANY(ARRAY(SELECT key FROM"
        " json_to_recordset(CAST(:held AS json)) AS named(key text)))"
        " AND this.state = 'leased' FOR UPDATE OF this SKIP LOCKED)) RETURNING seq"
    )
)
