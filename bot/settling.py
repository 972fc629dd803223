"""How a delivery ended: its row settled and its entry made, in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeAlias

from bot.core.asking import BOT
from bot.core.events import DeliveryEnded, Event
from bot.core.telling import REDRAWN
from bot.store import Transaction, drawn, heads, index, journal, leases, outbox
from bot.store.drawn import Drawn
from bot.store.outbox import Delivery

MAILED: Final = "mailed"
"""The record's word for what the chat could not show, and e-mail brought."""
ONLY: Final = "only"
"""In the body of a row for drawing cards again: the only one that is meant."""
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
        made_at: The last entry of the case's journal that the card was made after.
        drawn: The other cards that were drawn again by it.
    """

    state: str
    problem: str = ""
    receipt: dict[str, str] | None = None
    outcome: str = ""
    came_of_it: tuple[Event, ...] = ()
    made_at: int = 0
    drawn: tuple[Drawn, ...] = ()


End: TypeAlias = tuple[Delivery, Ended]
"""A delivery, as it was leased, and how it ended."""


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
    (mine,) = settle_all(tx, ((row, ended),), now)
    return mine


def settle_all(tx: Transaction, ends: Sequence[End], now: datetime) -> list[bool]:
    """Settle several rows, and record on their cases how each ended.

    Returns:
        For each, whether it was still ours to settle.
    """
    mine = leases.settle_each(tx, [_settled(*end) for end in ends], now)
    ours = [(row, ended) for row, ended in ends if row.key in mine]
    leases.wake_next(tx, (outbox.line_of(row) for row, _ in ours), now)
    for row, ended in ends:
        if row.key in mine:
            drawn.note(tx, ended.drawn)
        elif ended.drawn:
            _unsure(tx, row, ended, now)
    told = [end for end in ours if end[0].case_ref and end[0].kind != "redraw"]
    if told:
        _record(tx, told, now)
    return [row.key in mine for row, _ in ends]


def _unsure(tx: Transaction, row: Delivery, ended: Ended, now: datetime) -> None:
    """Have cards drawn once more that somebody else may have drawn meanwhile.

    Whoever stood still may have drawn an older state over theirs, and their proof of
    how the cards look is worth nothing then.
    """
    for one in ended.drawn:
        drawn.forget(tx, one.key)
    again = row.child("again", "", kind="redraw", role="", body=row.body)
    outbox.enqueue(tx, (replace(again, not_before=now),), now)


def _settled(row: Delivery, ended: Ended) -> leases.Settled:
    receipt = ended.receipt or {}
    return leases.Settled(row.key, row.fence, ended.state, receipt, ended.problem)


def _record(tx: Transaction, ends: Sequence[End], now: datetime) -> None:
    """Record on each case how its deliveries ended: every case is locked first."""
    cases = sorted({row.case_ref or "" for row, _ in ends})
    heads.lock_cases(tx, cases)
    last = heads.heads(tx, cases)
    for row, ended in ends:
        if 0 < ended.made_at < last[row.case_ref or ""].n and row.kind in REDRAWN:
            _draw_again(tx, row, ended.made_at, now)
    count: Counter[str] = Counter()
    for row, ended in ends:
        count[row.partnership] += 1 + len(ended.came_of_it)
    places = {
        whose: iter(journal.places_for(tx, whose, count[whose]))
        for whose in sorted(count)
    }
    for row, ended in ends:
        ref = row.case_ref or ""
        *_, entry = journal.append(
            tx,
            row.partnership,
            ref,
            (*ended.came_of_it, _said(row, ended, now)),
            at=now,
            by=BOT,
            cause=f"courier/{row.key}/{row.fence}",
            after=last[ref],
            places=places[row.partnership],
        )
        last[ref] = heads.Head(entry.n, entry.seal)
    for ref, head in last.items():
        index.move_head(tx, ref, head.n, head.seal)


def _said(row: Delivery, ended: Ended, now: datetime) -> DeliveryEnded:
    behind = int((now - row.not_before).total_seconds() // 60)
    late = behind if behind > _LATE else 0
    return DeliveryEnded(row.key, ended.outcome or ended.state, late)


def _draw_again(tx: Transaction, row: Delivery, made_at: int, now: datetime) -> None:
    """Have a card drawn again if its case moved while it was on its way.

    Whoever drew the others again could not know yet where this one stands.
    """
    if heads.moved(tx, row.case_ref or "", made_at):
        body = {"kind": "redraw", "parts": row.body.get("parts", ()), ONLY: row.key}
        again = row.child("again", "", kind="redraw", role="", body=body)
        outbox.enqueue(tx, (replace(again, not_before=now),), now)
