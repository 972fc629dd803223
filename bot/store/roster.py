"""Who holds which role in each partnership, as it stands now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from bot.store.opening import Transaction, put
from bot.store.prepared import Prepared
from bot.tables import roster

_WRITTEN = Prepared(
    lambda _: select(roster.c.doc).where(roster.c.partnership == bindparam("whose"))
)


def written(tx: Transaction, partnership: str) -> str | None:
    """Read a roster as the text that is kept: the same text is the same roster."""
    return next((text for (text,) in _WRITTEN.rows(tx, {"whose": partnership})), None)


def get(tx: Transaction, partnership: str) -> dict[str, Any] | None:
    """Read a partnership's roster; ``None`` if it has none yet."""
    query = select(roster.c.doc).where(roster.c.partnership == partnership)
    doc: dict[str, Any] | None = tx.scalar(query)
    return doc


def changed_at(tx: Transaction, partnership: str) -> datetime | None:
    """Say when a roster last changed, so that a copy of it can be trusted or not."""
    query = select(roster.c.changed_at).where(roster.c.partnership == partnership)
    return tx.scalar(query)


def write(
    tx: Transaction, partnership: str, doc: Mapping[str, Any], now: datetime
) -> None:
    """Put a roster in place of the one there was."""
    put(tx, roster, partnership=partnership, doc=dict(doc), changed_at=now)


def partnerships(tx: Transaction) -> list[str]:
    """List every partnership that has a roster."""
    query = select(roster.c.partnership).order_by(roster.c.partnership)
    return list(tx.scalars(query))
