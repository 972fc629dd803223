"""How a delivery ended: its row settled and its entry made, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.core.asking import BOT
from bot.core.events import DeliveryEnded, Event
from bot.store import Transaction, index, journal, leases
from bot.store.outbox import Delivery

MAILED: Final = "mailed"
"""The record's word for what the chat could not show, and e-mail brought."""
_LATE: Final = 60
"""Minutes after its time from which a delivery is recorded as late."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a delivery ended.

    Attributes:
        state: One of the states in which a row rests.
        problem: Why it failed, for an operator.
        receipt: What the outside said.
        outcome: The record's word for it, where that is another than the state.
        came_of_it: What else is to be recorded, because it was delivered.
    """

    state: str
    problem: str = ""
    receipt: dict[str, str] | None = None
    outcome: str = ""
    came_of_it: tuple[Event, ...] = ()


def settle(tx: Transaction, row: Delivery, ended: Ended, now: datetime) -> bool:
    """Settle a row, and record on its case how it ended.

    Args:
        tx: The transaction.
        row: The delivery, as it was leased.
        ended: How it ended.
        now: The instant.

    Returns:
        ``False`` if the lease was lost: then nothing is recorded.
    """
    mine = leases.settle(
        tx,
        row.key,
        row.fence,
        ended.state,
        now=now,
        receipt=ended.receipt,
        problem=ended.problem,
    )
    if mine and row.case_ref and row.kind != "redraw":
        _record(tx, row, row.case_ref, ended, now)
    return mine


def _record(
    tx: Transaction, row: Delivery, ref: str, ended: Ended, now: datetime
) -> None:
    journal.lock_case(tx, ref)
    behind = int((now - row.not_before).total_seconds() // 60)
    late, outcome = behind if behind > _LATE else 0, ended.outcome or ended.state
    entries = journal.append(
        tx,
        row.partnership,
        ref,
        (*ended.came_of_it, DeliveryEnded(row.key, outcome, late)),
        at=now,
        by=BOT,
        cause=f"courier/{row.key}/{row.fence}",
    )
    index.move_head(tx, ref, entries[-1].n, entries[-1].seal)
