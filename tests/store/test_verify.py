"""Whatever a hand does to the record, ``verify`` finds it and names the entry."""

from __future__ import annotations

from datetime import date

import pytest

from bot.store import Store, facts, outbox
from bot.store.roots import plant_root
from bot.store.verify import verify
from bot.vault import Vault
from tests.store.words import (
    DORSET,
    FIVE,
    NOW,
    RAISED,
    REF,
    a_case,
    a_delivery,
    by_hand,
    found,
    record,
)

OTHER = "DOR-2026-005"
BOGUS = (
    "INSERT INTO journal (seq, partnership, case_ref, n, at, by_person, role,"
    " instead_of, cause, cause_n, kind, body, seal)"
    " SELECT 900, partnership, WHERE_TO, at, by_person, role, instead_of,"
    " 'forged', 0, kind, body, seal FROM journal"
    " WHERE OURS AND n = 2"
)
SHUFFLE = [  # numbers moved out of the way first, since no two may be the same
    "UPDATE journal SET n = n + 1000 WHERE OURS",
    "UPDATE journal SET n = CASE CASES ELSE n - 1000 END WHERE OURS",
]


def moved(**places: int) -> list[str]:
    cases = " ".join(f"WHEN n = {k[1:]} + 1000 THEN {v}" for k, v in places.items())
    return [SHUFFLE[0], SHUFFLE[1].replace("CASES", cases)]


def forged(n: int, ref: str = "case_ref") -> str:
    return BOGUS.replace("WHERE_TO", f"{ref}, {n}")


def test_an_untouched_record_has_no_faults(store: Store) -> None:
    a_case(store)
    a_case(store, OTHER)
    with store.writing() as tx:
        plant_root(tx, DORSET, NOW.date(), NOW)
        record(tx, REF, FIVE[1], FIVE[2])
        plant_root(tx, DORSET, date(2026, 11, 28), NOW)
        outbox.enqueue(tx, [a_delivery(f"{REF}/1/0")], NOW)

    assert verify(store) == []


@pytest.mark.parametrize(
    ("edit", "n"),
    [
        ("body = '{}'", 3),
        ("body = 'not even JSON'", 5),
        ("at = '2026-11-20T09:30:00.000000Z'", 1),
        ("at = 'yesterday'", 2),
        ("by_person = 'mallory'", 4),
        ("role = 'chair'", 4),
        ("instead_of = 'bo'", 2),
        ("kind = 'StepCompleted'", 2),
        ("kind = 'Nonsense'", 5),
        ("cause = 'another'", 1),
        ("cause_n = 7", 3),
        ("partnership = 'kirklees'", 3),
        ("seq = seq + 100", 3),
        ("seal = 'forged'", 3),
        ("seal = 'forged'", 5),
        ("seal = ''", 1),
    ],
)
def test_one_changed_column_is_one_fault_and_names_the_entry(
    store: Store, edit: str, n: int
) -> None:
    a_case(store)
    a_case(store, OTHER)

    by_hand(
        store, "UPDATE journal SET EDIT WHERE OURS AND n = PLACE", EDIT=edit, PLACE=n
    )

    assert found(store) == [(REF, n, "changed")]


@pytest.mark.parametrize(
    ("edits", "faults"),
    [
        # removed
        (["DELETE FROM journal WHERE OURS AND n = 3"], [(3, "removed")]),
        (["DELETE FROM journal WHERE OURS AND n IN (2, 3)"], [(2, "removed")]),
        (["DELETE FROM journal WHERE OURS AND n = 1"], [(1, "removed")]),
        (["DELETE FROM journal WHERE OURS AND n = 5"], [(5, "removed")]),
        (["DELETE FROM journal WHERE OURS AND n > 2"], [(3, "removed")]),
        (["DELETE FROM journal WHERE OURS"], [(1, "removed")]),
        (
            ["DELETE FROM journal WHERE OURS AND n IN (2, 4)"],
            [(2, "removed"), (4, "removed")],
        ),
        # removed, and those after it numbered again so that it does not show
        (
            [
                "DELETE FROM journal WHERE OURS AND n = 2",
                *moved(n3=2, n4=3, n5=4),
            ],
            [(2, "removed")],
        ),
        # re-ordered
        (moved(n3=4, n4=3), [(3, "re-ordered"), (4, "re-ordered")]),
        (moved(n2=5, n5=2), [(2, "re-ordered"), (5, "re-ordered")]),
        (
            ["UPDATE journal SET n = 99 WHERE OURS AND n = 3"],
            [(3, "re-ordered")],
        ),
        # added
        ([forged(6)], [(6, "added")]),
        ([forged(60)], [(60, "added")]),
        ([*moved(n3=4, n4=5, n5=6), forged(3)], [(3, "added")]),
        # only the index
        (
            ["UPDATE cases SET head_n = 999999999 WHERE ref = REF"],
            [(5, "index")],
        ),
        (["UPDATE cases SET head_seal = 'x' WHERE ref = REF"], [(5, "index")]),
        (["UPDATE cases SET head_n = 3 WHERE ref = REF"], [(5, "index")]),
        (["DELETE FROM cases WHERE ref = REF"], [(5, "index")]),
        # two things at once
        (
            [
                "UPDATE journal SET role = 'x' WHERE OURS AND n IN (2, 3)",
                "DELETE FROM journal WHERE OURS AND n = 5",
            ],
            [(2, "changed"), (3, "changed"), (5, "removed")],
        ),
    ],
)
def test_whatever_a_hand_does_is_found_and_named(
    store: Store, edits: list[str], faults: list[tuple[int, str]]
) -> None:
    a_case(store)
    a_case(store, OTHER)

    by_hand(store, *edits)

    assert found(store) == [(REF, n, what) for n, what in faults]


def test_a_whole_case_made_up_by_hand_is_seen_to_be_added(store: Store) -> None:
    a_case(store)
    by_hand(store, forged(1, "'DOR-2026-777'"))

    assert found(store) == [("DOR-2026-777", 1, "added")]


@pytest.mark.parametrize("left_behind", ["cases", "answers", "outbox", "keys"])
def test_anything_that_points_at_a_removed_case_betrays_it(
    store: Store, left_behind: str
) -> None:
    a_case(store)
    with store.writing() as tx:
        outbox.enqueue(tx, [a_delivery(f"{REF}/1/0")], NOW)
    gone = {
        "answers": "DELETE FROM answers WHERE OURS",
        "keys": "DELETE FROM keys WHERE owner = REF",
        "outbox": "DELETE FROM outbox WHERE OURS",
        "cases": "DELETE FROM cases WHERE ref = REF",
    }
    if left_behind == "answers":
        del gone["keys"]  # the database itself insists on it

    by_hand(
        store,
        "DELETE FROM journal WHERE OURS",
        *(statement for name, statement in gone.items() if name != left_behind),
    )

    assert found(store) == [(REF, 1, "removed")]


def test_the_wrong_secret_is_said_once_rather_than_of_every_entry(
    store: Store, url: str
) -> None:
    with store.writing() as tx:
        assert facts.claim(tx)
        assert facts.claim(tx)
        record(tx, REF, RAISED)
    wrong = Store(url, Vault(b"another secret altogether, of the right length"))

    faults = verify(wrong)
    with wrong.writing() as tx:
        fits = facts.claim(tx)
    wrong.close()

    assert [fault.what for fault in faults] == ["root"]
    assert "secret" in faults[0].says
    assert not fits


def test_a_fault_is_told_in_a_sentence(store: Store) -> None:
    a_case(store)
    by_hand(store, *moved(n2=99), "DELETE FROM journal WHERE OURS AND n IN (4, 5)")

    assert [fault.says for fault in verify(store)] == [
        f"Entry 2 of {REF} is out of order: entry 2 now stands in place 99.",
        f"Entries 4 to 5 of {REF} have been removed.",
    ]


def test_a_long_journal_numbered_again_is_still_one_fault(store: Store) -> None:
    a_case(store)
    with store.writing() as tx:
        record(tx, REF, *[FIVE[1]] * 400)

    by_hand(
        store,
        "DELETE FROM journal WHERE OURS AND n = 3",
        "UPDATE journal SET n = n + 1000 WHERE OURS AND n > 3",
        "UPDATE journal SET n = n - 1001 WHERE OURS AND n > 1000",
    )

    assert found(store) == [(REF, 3, "removed")]


def test_a_number_that_is_not_one_is_found(sqlite_url: str, vault: Vault) -> None:
    store = Store(sqlite_url, vault)
    a_case(store)

    by_hand(store, "UPDATE journal SET n = 'three' WHERE OURS AND n = 3")

    assert found(store) == [(REF, 3, "re-ordered")]
    store.close()


def test_bytes_that_are_not_text_do_not_stop_the_check(store: Store) -> None:
    a_case(store)
    junk = "CAST(x'ff00fe' AS TEXT)" if store.on_sqlite else "E'\\x7f\\x01'"

    by_hand(store, "UPDATE journal SET body = JUNK WHERE OURS AND n = 3", JUNK=junk)

    assert found(store) == [(REF, 3, "changed")]


def test_a_case_taken_away_with_all_that_points_at_it_leaves_its_number(
    store: Store,
) -> None:
    with store.writing() as tx:
        refs = [facts.allot_ref(tx, "DOR", 2026) for _ in range(3)]
    for ref in (refs[0], refs[2]):
        a_case(store, ref)

    (fault,) = verify(store)

    assert (fault.case, fault.what) == ("DOR-2026-002", "removed")
    assert fault.says == "The whole journal of DOR-2026-002 has been removed."
