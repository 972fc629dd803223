"""How far the journals of several cases have got, asked of all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import TextClause, text

from bot.canonical import canonical
from bot.core.evolve import BESIDE
from bot.store.opening import Transaction, on_sqlite
from bot.store.prepared import Prepared

_BESIDE: Final = ", ".join(f"'{kind.__name__}'" for kind in BESIDE)


class Head(NamedTuple):
    """The last entry of a case's journal: its number and its seal."""

    n: int
    seal: str


def lock_cases(tx: Transaction, refs: Sequence[str]) -> None:
    """Have several cases to yourself; in one order, so that nobody waits in a ring."""
    if refs and not on_sqlite(tx):
        _LOCK.rows(tx, {"names": canonical(sorted(refs))})


def lock_free(tx: Transaction, refs: Sequence[str], *, wait: bool) -> frozenset[str]:
    """Have to yourself those of several cases that nobody else has; says which.

    Nothing is waited for, except perhaps the first: so nobody waits in a ring.

    Args:
        tx: The transaction.
        refs: The cases.
        wait: Whether to wait for the first of them.
    """
    if on_sqlite(tx) or not refs:
        return frozenset(refs)
    first = refs[:1] if wait else []
    lock_cases(tx, first)
    rows = _TRY.rows(tx, {"names": canonical(sorted(set(refs[len(first) :])))})
    return frozenset((*first, *(ref for (ref,) in rows)))


def heads(tx: Transaction, refs: Sequence[str]) -> dict[str, Head]:
    """Find the last entry of each case."""
    known = dict.fromkeys(refs, Head(0, ""))
    rows = _HEADS.rows(tx, {"names": canonical(sorted(refs))})
    return known | {ref: Head(n, seal) for ref, n, seal in rows}


def moved(tx: Transaction, ref: str, since: int) -> bool:
    """Say whether anything that moves a case was recorded after an entry."""
    return any(n for (n,) in _MOVED.rows(tx, {"ref": ref, "since": since}))


def _heads(sqlite: bool) -> TextClause:  # noqa: FBT001 - a key
    if not sqlite:
        return text(
            "SELECT named.value, last.n, last.seal"
            " FROM json_array_elements_text(CAST(:names AS json)) AS named,"
            " LATERAL (SELECT n, seal FROM journal"
            " WHERE case_ref = named.value ORDER BY n DESC LIMIT 1) AS last"
        )
    return text(
        "SELECT journal.case_ref, journal.n, journal.seal"
        " FROM json_each(:names) AS named JOIN journal"
        " ON journal.case_ref = named.value"
        " AND journal.n = (SELECT max(last.n) FROM journal AS last"
        " WHERE last.case_ref = named.value)"
    )


_HEADS: Final = Prepared(_heads)
_LOCK: Final = Prepared(
    lambda _: text(
        "SELECT pg_advisory_xact_lock(hashtextextended(value, 0))"
        " FROM json_array_elements_text(CAST(:names AS json))"
    )
)
_TRY: Final = Prepared(
    lambda _: text(
        "SELECT value FROM json_array_elements_text(CAST(:names AS json))"
        " WHERE pg_try_advisory_xact_lock(hashtextextended(value, 0))"
    )
)
_MOVED: Final = Prepared(
    lambda _: text(
        "SELECT min(n) FROM journal WHERE case_ref = :ref AND n > :since"  # noqa: S608 - our own words
        f" AND kind NOT IN ({_BESIDE})"
    )
)
