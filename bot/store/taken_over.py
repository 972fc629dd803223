"""What still waited in a record that was put back from a backup.

It may have gone since the backup was made: the backup cannot know. So each is
looked for before it is sent, and none goes until somebody has thought about it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select, update

from bot.store.opening import Transaction
from bot.store.outbox import DEAD, QUEUED
from bot.tables import outbox

HELD: Final = "held: the record was put back from a backup"
"""Why such a delivery does not go, for an operator."""
_UNSEEN: Final = ("redraw", "seek")
"""What shows nothing new to anybody: it may go whenever it likes."""


@dataclass(frozen=True, slots=True)
class Waited:
    """What waited in a backup to be told to people.

    Attributes:
        number: How many there were.
        oldest: From when the oldest is; ``None`` if there were none.
    """

    number: int
    oldest: datetime | None


def take_over(tx: Transaction, now: datetime, *, hold: bool) -> Waited:
    """Have whatever waits looked for before it is sent; or have it wait for a word.

    Args:
        tx: The transaction.
        now: The present instant.
        hold: Whether to put it with what was given up, from where it is tried
            again when somebody says so.
    """
    waits = outbox.c.try_at.is_not(None)
    seen = outbox.c.kind.not_in(_UNSEEN)
    counting = select(func.count(), func.min(outbox.c.not_before)).where(waits, seen)
    number, oldest = tx.execute(counting).one()
    tx.execute(
        update(outbox).where(waits).values(state=QUEUED, doubt=True, lease_until=None)
    )
    if hold:
        tx.execute(
            update(outbox)
            .where(waits, seen)
            .values(state=DEAD, try_at=None, settled_at=now, problem=HELD)
        )
    return Waited(number, oldest)
