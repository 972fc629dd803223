"""A root stands for the whole record, and betrays whatever has gone from it since."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from bot.store import Store, journal
from bot.store.roots import plant_root, planted_roots
from tests.store.words import (
    DORSET,
    FIVE,
    NOW,
    RAISED,
    REF,
    a_case,
    by_hand,
    found,
    record,
)

OTHER = "DOR-2026-005"


@pytest.mark.parametrize("left", [0, 3])
def test_a_root_betrays_an_end_removed_everywhere_else(store: Store, left: int) -> None:
    entries = a_case(store)
    a_case(store, OTHER)
    with store.writing() as tx:
        plant_root(tx, DORSET, NOW.date(), NOW)

    by_hand(
        store,
        "DELETE FROM journal WHERE OURS AND n > LEFT",
        "DELETE FROM answers WHERE OURS",
        "DELETE FROM keys WHERE owner = REF",
        "UPDATE cases SET head_n = LEFT, head_seal = 'SEAL' WHERE ref = REF"
        if left
        else "DELETE FROM cases WHERE ref = REF",
        LEFT=left,
        SEAL=entries[left - 1].seal,
    )

    assert found(store) == [(REF, left + 1, "removed")]


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE roots SET root = 'forged'",
        "UPDATE roots SET upto = upto - 1",
        "UPDATE roots SET heads = '{}'",
        "UPDATE roots SET heads = 'not JSON'",
        "UPDATE roots SET heads = '[1]'",
        "UPDATE roots SET day = '2026-11-26'",
    ],
)
def test_an_altered_root_is_found(store: Store, edit: str) -> None:
    a_case(store)
    with store.writing() as tx:
        plant_root(tx, DORSET, NOW.date(), NOW)

    by_hand(store, edit)

    assert found(store) == [("", 0, "root")]


def test_a_root_says_only_what_moved_since_the_one_before(store: Store) -> None:
    a_case(store)
    a_case(store, OTHER)
    with store.writing() as tx:
        first = plant_root(tx, DORSET, NOW.date(), NOW)
        record(tx, OTHER, FIVE[1])
        same_day = plant_root(tx, DORSET, NOW.date(), NOW)
        second = plant_root(tx, DORSET, date(2026, 11, 28), NOW)

    assert set(first.heads) == {REF, OTHER}
    assert same_day == first
    assert set(second.heads) == {OTHER}
    assert (first.entries, second.entries) == (10, 11)
    with store.reading() as tx:
        assert planted_roots(tx, DORSET) == [first, second]
        assert planted_roots(tx, "kirklees") == []


def test_a_root_betrays_an_entry_that_is_whole_but_not_the_one(store: Store) -> None:
    entries = a_case(store)
    with store.writing() as tx:
        plant_root(tx, DORSET, NOW.date(), NOW)
    by_hand(store, "DELETE FROM journal WHERE OURS AND n = 5")
    with store.writing() as tx:
        again = (*(tx, DORSET, REF, [RAISED]),)
        entry = journal.append(*again, at=NOW, by="mallory", cause="insider")[0]
    assert entry.n == entries[-1].n

    seal = {"SEAL": entry.seal}
    with store.writing() as tx:
        tx.execute(text("UPDATE cases SET head_seal = :SEAL"), seal)

    assert found(store) == [(REF, 5, "changed")]
