"""Each version of a procedure that a case began under, word for word."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache
from typing import Final

from sqlalchemy import select

from bot.store.opening import Transaction, insert
from bot.tables import procedures

_DIGITS: Final = 16


@lru_cache(maxsize=64)
def version_of(text: str) -> str:
    """Name a version of a procedure by its text."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def pin(tx: Transaction, slug: str, version: str, text: str, now: datetime) -> None:
    """Keep a version's text. A version that is kept already is never altered."""
    row = insert(tx, procedures).values(
        slug=slug, version=version, text=text, first_used_at=now
    )
    tx.execute(row.on_conflict_do_nothing())


def text_of(tx: Transaction, slug: str, version: str) -> str | None:
    """Read the text of a version; ``None`` if no case ever used it."""
    which = (procedures.c.slug == slug) & (procedures.c.version == version)
    return tx.scalar(select(procedures.c.text).where(which))


def versions(tx: Transaction, slug: str) -> list[tuple[str, datetime]]:
    """List a procedure's versions and when each was first used, the oldest first."""
    query = (
        select(procedures.c.version, procedures.c.first_used_at)
        .where(procedures.c.slug == slug)
        .order_by(procedures.c.first_used_at, procedures.c.version)
    )
    return [(row.version, row.first_used_at) for row in tx.execute(query)]
