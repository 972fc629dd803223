"""Who holds which role in each partnership, as it stands now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import bindparam, select

from bot.store.opening import Transaction, put
from bot.store.prepared import Prepared, Question
from bot.tables import roster

_WRITTEN = Prepared(
    lambda _: select(roster.c.doc).where(roster.c.partnership == bindparam("whose"))
)

_PARTNERSHIPS = Prepared(
    lambda _: select(roster.c.partnership).order_by(roster.c.partnership)
)
_ALL = Prepared(lambda _: select(roster.c.doc).order_by(roster.c.partnership))
_STANDS = Prepared(
    lambda _: select(roster.c.partnership, roster.c.changed_at).order_by(
        roster.c.partnership
    )
)

Stands: TypeAlias = tuple[tuple[str, str], ...]
"""Which rosters there are, and when each last changed."""


def written(tx: Transaction, partnership: str) -> str | None:
    """Read a roster as the text that is kept: the same text is the same roster."""
    statement, values = written_of(partnership)
    return next((text for (text,) in statement.rows(tx, values)), None)


def written_of(partnership: str) -> Question:
    """Ask ahead for a roster as the text that is kept."""
    return _WRITTEN, {"whose": partnership}


def get(tx: Transaction, partnership: str) -> dict[str, Any] | None:
    """Read a partnership's roster; ``None`` if it has none yet."""
    query = select(roster.c.doc).where(roster.c.partnership == partnership)
    doc: dict[str, Any] | None = tx.scalar(query)
    return doc


def all_written(tx: Transaction) -> list[str]:
    """Read every roster as the text that is kept."""
    return [text for (text,) in _ALL.rows(tx, {})]


def stands(tx: Transaction) -> Stands:
    """Say how the rosters stand: what was read of them is true until it differs."""
    return tuple(_STANDS.rows(tx, {}))


def write(
    tx: Transaction, partnership: str, doc: Mapping[str, Any], now: datetime
) -> None:
    """Put a roster in place of the one there was."""
    put(tx, roster, partnership=partnership, doc=dict(doc), changed_at=now)


def partnerships(tx: Transaction) -> list[str]:
    """List every partnership that has a roster."""
    return [partnership for (partnership,) in _PARTNERSHIPS.rows(tx, {})]
