"""What stands beside the journal and is no part of it, held to what that proves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final, TypeAlias

from sqlalchemy import (
    Column,
    Text,
    and_,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)

from bot.store import procedures
from bot.store.delivery import DROPPED, SENT
from bot.store.opening import Transaction, vault_of
from bot.tables import (
    answers,
    cases,
    journal,
    keys,
    messages,
    outbox,
    roots,
    steps,
)
from bot.tables import procedures as texts
from bot.vault import CannotOpen, Vault, unlock

_Cipher: TypeAlias = tuple[str, str, int, bytes | None, bytes]

_BY: Final = "courier/"
"""How the cause begins of what the courier records."""
_SETTLED: Final = frozenset({SENT, DROPPED})
_ROOT: Final = re.compile(r'"root":"([0-9a-f]{64})"')

_ABOUT: Final[tuple[tuple[Column[str], Column[str], str], ...]] = (
    (cases.c.ref, cases.c.partnership, "The index"),
    (steps.c.case_ref, steps.c.partnership, "The index of a step"),
    (keys.c.owner, keys.c.partnership, "The key"),
    (answers.c.case_ref, answers.c.partnership, "Something written"),
    (outbox.c.case_ref, outbox.c.partnership, "A delivery"),
    (messages.c.case_ref, messages.c.partnership, "A card"),
)
"""Each kind of row that is about a case, whose the row is, and what it is called."""


def unreadable(tx: Transaction) -> Iterator[tuple[str, str, int]]:
    """Find what was written and can no longer be opened where it stands.

    Each is locked with its case's key and bound to its place, so what somebody
    changed, or put in the place of another, does not open. Where something is kept
    its key is not destroyed: what is erased goes with its key.

    Yields:
        The partnership, the case and the entry; entry 0 for the key of them all.
    """
    columns = (answers.c.partnership, answers.c.case_ref, answers.c.n)
    theirs = and_(keys.c.owner == answers.c.case_ref, keys.c.destroyed_at.is_(None))
    query = (
        select(*columns, keys.c.wrapped, answers.c.cipher)
        .outerjoin(keys, theirs)
        .order_by(answers.c.case_ref, answers.c.n)
    )
    rows = tx.execute(query.execution_options(yield_per=500))
    vault = vault_of(tx)
    for _, group in groupby((tuple(row) for row in rows), lambda row: row[1]):
        yield from _unreadable(vault, group)


def _unreadable(
    vault: Vault, rows: Iterator[_Cipher]
) -> Iterator[tuple[str, str, int]]:
    key = None
    for whose, ref, n, wrapped, cipher in rows:
        try:
            key = key or vault.unwrap(wrapped or b"", ref)
        except (CannotOpen, TypeError, ValueError):
            yield whose, ref, 0
            return
        try:
            unlock(key, cipher, f"{ref}/{n}")
        except (CannotOpen, TypeError, ValueError):
            yield whose, ref, n


def misplaced(tx: Transaction) -> Iterator[tuple[str, str, str]]:
    """Find each case of which something is put down to another partnership.

    Yields:
        Whose the case is, the case, and what was put down to another.
    """
    home = select(
        journal.c.case_ref, func.min(journal.c.partnership).label("partnership")
    )
    ours = home.group_by(journal.c.case_ref).subquery()
    for ref, whose, what in _ABOUT:
        said = select(ref.label("ref"), whose.label("whose")).distinct().subquery()
        query = (
            select(ours.c.partnership, ours.c.case_ref)
            .join(said, said.c.ref == ours.c.case_ref)
            .where(said.c.whose != ours.c.partnership)
            .distinct()
            .order_by(ours.c.case_ref)
        )
        for partnership, case in tx.execute(query):
            yield partnership, case, what


def unaccounted(tx: Transaction) -> Iterator[tuple[str, str, bool]]:
    """Find each case whose deliveries did not end as its journal says.

    A delivery that was marked as sent or dropped, and is not in the journal, was
    never heard by anybody; one that is in the journal has a row for ever.

    Yields:
        The partnership, the case, and whether it is a row that is missing.
    """
    ends = select(
        journal.c.partnership, journal.c.case_ref, journal.c.cause.label("key")
    ).where(journal.c.kind == "DeliveryEnded", journal.c.cause.startswith(_BY))
    rows = select(outbox.c.partnership, outbox.c.case_ref, outbox.c.key)
    rows = rows.where(outbox.c.case_ref.is_not(None), outbox.c.kind != "redraw")
    both = union_all(
        ends.add_columns(literal("").label("state")),
        rows.add_columns(outbox.c.state),
    ).subquery()
    query = select(both).order_by(both.c.case_ref, both.c.partnership)
    found = tx.execute(query.execution_options(yield_per=500))
    by_case = groupby(map(tuple, found), lambda row: row[:2])
    for (whose, ref), group in by_case:
        told: set[str] = set()
        there: dict[str, str] = {}
        for *_, key, state in group:
            if state:
                there[key] = state
            else:
                told.add(key.removeprefix(_BY).rpartition("/")[0])
        if told - there.keys():
            yield whose, ref, True
        if any(there[key] in _SETTLED for key in there.keys() - told):
            yield whose, ref, False


def altered_procedures(tx: Transaction) -> Iterator[tuple[str, str]]:
    """Name each procedure whose text is not the one that its version stands for."""
    query = select(texts.c.slug, texts.c.version, texts.c.text)
    for slug, version, text in tx.execute(query.order_by(texts.c.slug)):
        if procedures.version_of(str(text)) != version:
            yield slug, version


def lost_roots(tx: Transaction) -> Iterator[tuple[str, str]]:
    """Find each root that a digest was given and that the record has no more.

    Yields:
        The partnership, and the day of the digest.
    """
    kept = select(roots.c.partnership, roots.c.root)
    planted = {(whose, root) for whose, root in tx.execute(kept)}
    # Taken as the text it is: an altered one may not be data any more.
    body = type_coerce(outbox.c.body, Text)
    query = select(outbox.c.key, outbox.c.partnership, body)
    digests = query.where(outbox.c.kind == "digest").order_by(outbox.c.seq)
    for key, whose, said in tx.execute(digests.execution_options(yield_per=500)):
        given = _ROOT.search(str(said))
        if given and (whose, given[1]) not in planted:
            planted.add((whose, given[1]))  # told once, to however many it went
            yield whose, str(key).rpartition("/")[2]
