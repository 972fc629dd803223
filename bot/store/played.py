"""Whether a record is a rehearsal's, so that a real one is never taken for one."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import inspect, text

from bot.store import facts
from bot.store.opening import Transaction

_BEGAN: Final = "rehearsal/began"
_OF_REHEARSALS: Final = "rehearsal/"
_HOLDING: Final = ("roster", "journal")


def begin(tx: Transaction, now: datetime) -> None:
    """Note that from now on this record is a rehearsal's."""
    facts.set_(tx, _BEGAN, now.isoformat())


def real(tx: Transaction) -> bool:
    """Say whether a record holds something that no rehearsal has put there."""
    if not inspect(tx).has_table("facts") or facts.under(tx, _OF_REHEARSALS):
        return False
    # In words that every schema understands, however old.
    return any(tx.scalar(text(f"SELECT 1 FROM {one} LIMIT 1")) for one in _HOLDING)  # noqa: S608 - our own names
