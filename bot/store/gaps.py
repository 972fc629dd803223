"""What is missing from the record although nothing that is left points at it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import and_, or_, select, text

from bot.store.opening import Transaction, on_sqlite
from bot.tables import answers, facts, journal, keys

_LAST: int = 1_000_000
"""The highest number of cases in a year that is believed; more is a hand's work."""
_GAPS = text(
    "SELECT ref, n, seq, upto FROM (SELECT case_ref AS ref, n, seq,"
    " COALESCE(LEAD(seq) OVER (ORDER BY seq), 1 +"
    " (SELECT seq FROM sqlite_sequence WHERE name = 'journal')) AS upto FROM journal)"
    " WHERE upto > seq + 1 ORDER BY seq"
)
_GIVEN_OUT = text("SELECT seq FROM sqlite_sequence WHERE name = 'journal'")


def missing_cases(tx: Transaction, known: Collection[str]) -> Iterator[str]:
    """Name each case that was given a reference and is nowhere any more.

    A number that comes to nothing is given back, so the references of a year have
    no gaps.
    """
    query = select(facts.c.key, facts.c.value).where(facts.c.key.like("ref/%"))
    for key, value in tx.execute(query.order_by(facts.c.key)):
        _, prefix, year = str(key).split("/", 2)
        last = int(value) if str(value).isdecimal() else 0
        for number in range(1, min(last, _LAST) + 1):
            ref = f"{prefix}-{year}-{number:03}"
            if ref not in known:
                yield ref


def missing_texts(tx: Transaction) -> list[tuple[str, str, int]]:
    """Find each entry whose digest proves a text that is not kept any more.

    What was erased on purpose is not missing: the journal says that it was, and
    the case's key says when. A signature proves the text that the draft before it
    keeps.

    Returns:
        The partnership, the case, and the entry's place in its journal, of each.
    """
    written = and_(
        journal.c.body.like('%"digest":"%'),
        journal.c.body.not_like('%"digest":""%'),
        journal.c.kind != "Signed",
    )
    told = journal.alias("told")
    erased = select(told.c.seq).where(
        told.c.case_ref == journal.c.case_ref, told.c.kind == "AnswersErased"
    )
    same = and_(answers.c.case_ref == journal.c.case_ref, answers.c.n == journal.c.n)
    query = (
        select(journal.c.partnership, journal.c.case_ref, journal.c.n)
        .outerjoin(answers, same)
        .outerjoin(keys, keys.c.owner == journal.c.case_ref)
        .where(written, answers.c.n.is_(None))
        .where(or_(keys.c.destroyed_at.is_(None), ~erased.exists()))
        .order_by(journal.c.case_ref, journal.c.n)
    )
    return [(partnership, ref, n) for partnership, ref, n in tx.execute(query)]


def emptied(tx: Transaction) -> bool:
    """Say whether there is nothing left of a record that has been begun.

    Only SQLite knows: a place that PostgreSQL gave out may never have been used.
    """
    if not on_sqlite(tx) or tx.scalar(select(journal.c.seq).limit(1)) is not None:
        return False
    return bool(tx.scalar(_GIVEN_OUT))


def empty_places(tx: Transaction) -> Iterator[tuple[str, int, str]]:
    """Find each empty place in the whole record, and the entry that stands before it.

    Places are sealed with their entries, and SQLite leaves none out. PostgreSQL
    does, whenever a transaction comes to nothing, so there an empty place says
    nothing.

    Yields:
        The case and the number of the entry before, and what is empty in words.
    """
    if not on_sqlite(tx):
        return
    if tx.scalar(select(journal.c.seq).limit(1)) is None:
        return
    for ref, n, seq, upto in tx.execute(_GAPS):
        places = (
            f"place {seq + 1}" if upto == seq + 2 else f"places {seq + 1} to {upto - 1}"
        )
        yield str(ref), n, f"{places} of the whole record"
