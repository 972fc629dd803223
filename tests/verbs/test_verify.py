"""``dayzero verify`` says in words whatever a hand has done, and what to do then."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store import Store, index
from bot.store.roots import plant_root
from bot.store.verify import verify
from bot.vault import Vault
from tests.desk.wessex import Wessex
from tests.store.words import by_hand
from tests.verbs.line import Line


def test_a_record_as_it_was_recorded_is_counted(ours: Line, wessex: Wessex) -> None:
    assert (
        ours.type("verify").out == "0 entries on 0 cases are as they were recorded.\n"
    )
    wessex.alert()
    wessex.to_signed()
    with wessex.store.reading() as tx:
        entries = sum(row.head_n for row in index.cases(tx))
    said = ours.type("verify")
    assert said.code == 0
    assert said.out == f"{entries} entries on 2 cases are as they were recorded.\n"


def test_a_changed_entry_is_named(ours: Line, wessex: Wessex) -> None:
    ref = wessex.alert()
    change = "UPDATE journal SET by_person = 'zed' WHERE case_ref = 'IT' AND n = 2"
    by_hand(wessex.store, change, IT=ref)
    said = ours.type("verify")
    assert said.code == 1
    assert f"{ref}: Entry 2 of {ref} has been changed" in said.err
    assert "as evidence" in said.err
    assert said.out == "1 fault found.\n"


def test_an_index_that_is_wrong_is_rebuilt(ours: Line, wessex: Wessex) -> None:
    ref = wessex.alert()
    by_hand(wessex.store, "UPDATE cases SET head_seal = 'x' WHERE ref = 'IT'", IT=ref)
    said = ours.type("verify")
    assert said.code == 1
    assert "dayzero rebuild" in said.err
    assert "as evidence" not in said.err
    assert ours.type("rebuild").out.endswith("1 had changed.\n")
    assert ours.type("verify").code == 0


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ("UPDATE steps SET next_at = NULL", "is not what its journal makes of it"),
        ("UPDATE cases SET closed_at = opened_at", "is not what its journal makes"),
        ("UPDATE cases SET doc = 'x'", "can no longer be read"),
        ("UPDATE cases SET partnership = 'x'", "was put down to another partnership"),
        ("UPDATE steps SET partnership = 'x'", "was put down to another partnership"),
    ],
)
def test_an_index_that_a_hand_has_changed_is_told_and_rebuilt(
    ours: Line, wessex: Wessex, edit: str, says: str
) -> None:
    ref = wessex.alert()
    by_hand(wessex.store, edit)
    said = ours.type("verify")
    assert (said.code, said.out) == (1, "1 fault found.\n")
    assert f"{ref} {says}" in said.err
    assert "as evidence" not in said.err
    assert ours.type("rebuild").out.endswith("1 had changed.\n")
    assert ours.type("verify").code == 0


def test_a_seal_that_went_out_shows_that_the_record_was_put_back(
    ours: Line, wessex: Wessex
) -> None:
    wessex.alert()
    with wessex.store.writing() as tx:
        kept = plant_root(tx, wessex.partnership, wessex.now.date(), wessex.now)
    assert ours.type("verify", "--seal", kept.root.upper()).code == 0

    by_hand(wessex.store, "DELETE FROM roots")

    assert ours.type("verify").code == 0
    said = ours.type("verify", "--seal", kept.root)
    assert said.code == 1
    assert f"No day has the seal {kept.root}." in said.err


def test_a_case_without_its_people_or_its_rules_is_told(
    ours: Line, wessex: Wessex
) -> None:
    wessex.alert()
    by_hand(wessex.store, "DELETE FROM procedures")
    assert "The text of dorset that WVX-2026-001 follows" in ours.type("verify").err
    with wessex.store.writing() as tx:
        tx.execute(text("DELETE FROM roster"))
    said = ours.type("verify")
    assert said.code == 1
    assert "WVX-2026-001: Its partnership has no roster." in said.err


def test_an_end_taken_away_with_its_index_leaves_its_place(
    sqlite_url: str, vault: Vault, tmp_path: Path
) -> None:
    wessex = Wessex(Store(sqlite_url, vault), tmp_path)
    ref = wessex.alert()
    wessex.alert()
    last = "(SELECT MAX(n) FROM journal WHERE case_ref = 'IT')"
    by_hand(
        wessex.store,
        "DELETE FROM journal WHERE case_ref = 'IT' AND n = LAST",
        "UPDATE cases SET head_n = LAST, head_seal = (SELECT seal FROM journal"
        " WHERE case_ref = 'IT' AND n = LAST) WHERE ref = 'IT'",
        "DELETE FROM outbox WHERE case_ref = 'IT'",
        LAST=last,
        IT=ref,
    )
    (fault,) = verify(wessex.store)
    assert (fault.case, fault.what) == (ref, "removed")
    assert fault.says.startswith(f"What stood after entry {fault.n} of {ref} has been")
    wessex.store.close()
