"""One line a day that stands for the whole record, so that nothing can go quietly.

The root goes out in the morning summary. Anybody who kept one can later prove
that a case, or the end of one, has since been taken away.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, select, text

from bot.canonical import canonical
from bot.columns import written
from bot.store.opening import Transaction, on_sqlite, values_of, vault_of
from bot.store.prepared import Prepared
from bot.tables import roots
from bot.vault import Vault


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


_UNMOVED: Final = "{}"
"""How it is stored that no case had moved: most days, nothing had."""
_PLANTED = Prepared(
    lambda _: text(
        "SELECT day, heads FROM roots WHERE partnership = :whose ORDER BY upto, day"
    )
)
_PLANT = Prepared(lambda _: roots.insert(), Root.__slots__)
_HEADS = Prepared(
    lambda _: text(
        "SELECT journal.case_ref, journal.n, journal.seal FROM journal JOIN"
        " (SELECT case_ref, max(n) AS n FROM journal WHERE partnership = :whose"
        " GROUP BY case_ref) AS ends"
        " ON journal.case_ref = ends.case_ref AND journal.n = ends.n"
    )
)
_COUNTED = Prepared(
    lambda _: text(
        "SELECT coalesce(max(seq), 0), count(*) FROM journal WHERE partnership = :whose"
    )
)
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 1))")


def plant_root(tx: Transaction, partnership: str, day: date, now: datetime) -> Root:
    """Fix what a partnership's record comes to today. The first of a day stands."""
    if not on_sqlite(tx):
        tx.execute(_LOCK, {"name": partnership})
    planted = _PLANTED.rows(tx, {"whose": partnership})
    if day.isoformat() in {known for known, _ in planted}:
        known = planted_roots(tx, partnership)
        return next(root for root in known if root.day == day.isoformat())
    before: dict[str, list[Any]] = {}
    for known, heads in planted:
        if heads != _UNMOVED:
            before.update(_whole(json.loads(heads), known))
    now_heads, upto, entries = _standing(tx, partnership)
    moved = {ref: at for ref, at in now_heads.items() if before.get(ref) != at}
    total = proof(
        vault_of(tx), partnership, day.isoformat(), upto, entries, before | now_heads
    )
    root = Root(partnership, day.isoformat(), upto, entries, moved, total, now)
    as_stored = {"heads": canonical(moved), "planted_at": written(now)}
    _PLANT.write(tx, values_of(root) | as_stored)
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


def is_planted(tx: Transaction, root: str) -> bool:
    """Say whether there is a day that a root stands for."""
    return tx.scalar(select(roots.c.day).where(roots.c.root == root)) is not None


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
    whose = {"whose": partnership}
    heads = {ref: [n, seal] for ref, n, seal in _HEADS.rows(tx, whose)}
    ((upto, entries),) = _COUNTED.rows(tx, whose)
    return heads, upto, entries


def _root(row: Row[Any]) -> Root:
    root = Root(*tuple(row))
    _whole(root.heads, root.day)
    return root


def _whole(heads: Any, day: str) -> dict[str, list[Any]]:
    whole = isinstance(heads, dict) and all(
        isinstance(at, list) and [type(part) for part in at] == [int, str]
        for at in heads.values()
    )
    if not whole:
        message = f"the root of {day} cannot be read"
        raise ValueError(message)
    return dict(heads)
