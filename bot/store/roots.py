"""One line a day that stands for the whole record, so that nothing can go quietly.

The root goes out in the morning summary. Anybody who kept one can later prove
that a case, or the end of one, has since been taken away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, func, select, text

from bot.store.opening import Transaction, on_sqlite, values_of, vault_of
from bot.tables import journal, roots
from bot.vault import Vault

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 1))")


@dataclass(frozen=True, slots=True)
class Root:
    """What a partnership's whole record came to on one day.

    Attributes:
        day: The day in London, as ISO text.
        upto: The last place in the whole record that it stands for.
        entries: How many entries it stands for.
        heads: Each case that had moved since the root before: the place and the
            seal of its last entry.
        root: The proof: 64 hexadecimal digits, over every case, moved or not.
    """

    partnership: str
    day: str
    upto: int
    entries: int
    heads: Mapping[str, Sequence[Any]]
    root: str
    planted_at: datetime


def plant_root(tx: Transaction, partnership: str, day: date, now: datetime) -> Root:
    """Fix what a partnership's record comes to today. The first of a day stands."""
    if not on_sqlite(tx):
        tx.execute(_LOCK, {"name": partnership})
    planted = planted_roots(tx, partnership)
    for root in planted:
        if root.day == day.isoformat():
            return root
    before = known_heads(planted)
    now_heads, upto, entries = _standing(tx, partnership)
    moved = {ref: at for ref, at in now_heads.items() if before.get(ref) != at}
    total = proof(
        vault_of(tx), partnership, day.isoformat(), upto, entries, before | now_heads
    )
    root = Root(partnership, day.isoformat(), upto, entries, moved, total, now)
    tx.execute(roots.insert().values(values_of(root)))
    return root


def planted_roots(tx: Transaction, partnership: str | None = None) -> list[Root]:
    """List the roots, of one partnership or of all, the oldest first.

    Raises:
        ValueError: One has been altered so that it cannot be read.
    """
    columns = [roots.c[name] for name in Root.__slots__]
    query = select(*columns).order_by(roots.c.partnership, roots.c.upto, roots.c.day)
    if partnership is not None:
        query = query.where(roots.c.partnership == partnership)
    return [_root(row) for row in tx.execute(query)]


def known_heads(planted: Sequence[Root]) -> dict[str, list[Any]]:
    """Add up the roots of one partnership: where each case had got to by the last."""
    heads: dict[str, list[Any]] = {}
    for root in planted:
        heads.update({ref: list(at) for ref, at in root.heads.items()})
    return heads


def proof(
    vault: Vault,
    partnership: str,
    day: str,
    upto: int,
    entries: int,
    heads: Mapping[str, Sequence[Any]],
) -> str:
    """Work out the root of a record whose cases stand at these places."""
    standing = [[ref, *heads[ref]] for ref in sorted(heads)]
    return vault.seal(["root", partnership, day, upto, entries, standing])


def _standing(
    tx: Transaction, partnership: str
) -> tuple[dict[str, list[Any]], int, int]:
    whose = journal.c.partnership == partnership
    last = (
        select(journal.c.case_ref, func.max(journal.c.n).label("n"))
        .where(whose)
        .group_by(journal.c.case_ref)
        .subquery()
    )
    there = and_(journal.c.case_ref == last.c.case_ref, journal.c.n == last.c.n)
    query = select(journal.c.case_ref, journal.c.n, journal.c.seal).join(last, there)
    heads = {row.case_ref: [row.n, row.seal] for row in tx.execute(query)}
    count = select(func.coalesce(func.max(journal.c.seq), 0), func.count())
    upto, entries = tx.execute(count.where(whose)).one()
    return heads, upto, entries


def _root(row: Row[Any]) -> Root:
    root = Root(*tuple(row))
    heads: Any = root.heads
    whole = isinstance(heads, dict) and all(
        isinstance(at, list) and [type(part) for part in at] == [int, str]
        for at in heads.values()
    )
    if not whole:
        message = f"the root of {root.day} cannot be read"
        raise ValueError(message)
    return root
