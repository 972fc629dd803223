"""How a delivery ended: its row settled and its entry made, in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.core.asking import BOT
from bot.core.events import DeliveryEnded
from bot.store import Transaction, index, journal, leases
from bot.store.outbox import Delivery

_LATE: Final = 60
"""Minutes after its time from which a delivery is recorded as late."""


def settle(
    tx: Transaction,
    row: Delivery,
    state: str,
    now: datetime,
    *,
    problem: str = "",
    receipt: dict[str, str] | None = None,
) -> bool:
    """Settle a row, and record on its case how it ended.

    Args:
        tx: The transaction.
        row: The delivery, as it was leased.
        state: How it ended.
        now: The instant.
        problem: Why it failed, for an operator.
        receipt: What the outside said.

    Returns:
        ``False`` if the lease was lost: then nothing is recorded.
    """
    mine = leases.settle(
        tx, row.key, row.fence, state, now=now, receipt=receipt, problem=problem
    )
    if mine and row.case_ref and row.kind != "redraw":
        _record(tx, row, row.case_ref, state, now)
    return mine


def _record(
    tx: Transaction, row: Delivery, ref: str, state: str, now: datetime
) -> None:
    journal.lock_case(tx, ref)
    behind = int((now - row.not_before).total_seconds() // 60)
    ended = DeliveryEnded(row.key, state, behind if behind > _LATE else 0)
    entries = journal.append(
        tx,
        row.partnership,
        ref,
        (ended,),
        at=now,
        by=BOT,
        cause=f"courier/{row.key}/{row.fence}",
    )
    index.move_head(tx, ref, entries[-1].n, entries[-1].seal)
