"""The journal is appended to, read back the same, and never altered."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from bot.core.events import AnchorSet, Entry
from bot.store import Raced, Store, journal, procedures
from bot.store.index import CaseRow, Torn, write_case
from bot.store.roots import plant_root
from tests.store.words import DORSET, FIVE, NOW, RAISED, REF, a_case, record


def test_what_was_recorded_is_read_back_the_same(store: Store) -> None:
    with store.writing() as tx:
        written = record(tx, REF, *FIVE)

    with store.reading() as tx:
        read = journal.load(tx, REF)

    assert read == written
    assert [entry.event for entry in read] == list(FIVE)
    assert [entry.n for entry in read] == [1, 2, 3, 4, 5]
    assert all(entry.at == NOW for entry in read)


def test_a_repeated_request_finds_what_it_did_the_first_time(store: Store) -> None:
    with store.writing() as tx:
        first = record(tx, REF, RAISED, FIVE[1], cause="slack:Ev08")

    with store.reading() as tx:
        assert journal.seen(tx, DORSET, "slack:Ev08") == first
        assert journal.seen(tx, "another", "slack:Ev08") == []
        assert journal.seen(tx, DORSET, "slack:Ev09") == []


def test_one_request_is_recorded_once_whatever_case_it_names(store: Store) -> None:
    with store.writing() as tx:
        record(tx, REF, RAISED, cause="slack:Ev08")

    with pytest.raises(Raced), store.writing() as tx:
        record(tx, "DOR-2026-005", RAISED, cause="slack:Ev08")

    with store.reading() as tx:
        assert journal.refs(tx, DORSET) == [REF]


def test_a_decision_made_on_a_stale_reading_is_refused(store: Store) -> None:
    with store.writing() as tx:
        (stale,) = record(tx, REF, RAISED)
    with store.writing() as tx:
        record(tx, REF, FIVE[1])

    with pytest.raises(Raced), store.writing() as tx:
        journal.append(
            tx, DORSET, REF, FIVE[2:3], at=NOW, by="bo", cause="c", after=stale
        )


def test_nothing_happened_is_recorded_as_nothing(store: Store) -> None:
    with store.writing() as tx:
        assert journal.append(tx, DORSET, REF, [], at=NOW, by="bo", cause="c") == []


def test_a_transaction_that_fails_records_nothing(store: Store) -> None:
    def write_and_fail() -> None:
        with store.writing() as tx:
            record(tx, REF, RAISED)
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()

    with store.reading() as tx:
        assert journal.load(tx, REF) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET body = '{}' WHERE n = 1",
        "UPDATE journal SET seal = seal",
        "DELETE FROM journal WHERE n = 5",
        "DELETE FROM journal",
        "UPDATE roots SET root = ''",
        "DELETE FROM roots",
    ],
)
def test_the_database_itself_refuses_to_alter_the_journal(
    store: Store, statement: str
) -> None:
    a_case(store)
    plant(store)

    with pytest.raises(DatabaseError, match="is append-only"), store.writing() as tx:
        tx.execute(text(statement))

    with store.reading() as tx:
        assert len(journal.load(tx, REF)) == 5


def test_the_journal_cannot_be_emptied_or_written_over(store: Store) -> None:
    a_case(store)
    over = (
        "INSERT OR REPLACE INTO journal SELECT seq, partnership, case_ref, n, at,"
        " 'mallory', role, instead_of, cause, cause_n, kind, body, seal FROM journal"
    )

    with pytest.raises(DatabaseError, match="append-only"), store.writing() as tx:
        tx.execute(text(over if store.on_sqlite else "TRUNCATE journal"))


def test_two_people_pressing_at_once_are_recorded_one_after_the_other(
    store: Store,
) -> None:
    with store.writing() as tx:
        record(tx, REF, RAISED)
    together = threading.Barrier(2)
    seen: list[list[int]] = []

    def press(person: str) -> None:
        for count in range(20):
            together.wait()
            with store.writing() as tx:
                journal.lock_case(tx, REF)
                before: list[Entry] = journal.load(tx, REF)
                made = journal.append(
                    *(tx, DORSET, REF, [FIVE[1]]),
                    at=NOW,
                    by=person,
                    cause=f"{person}/{count}",
                    after=before[-1],
                )
            seen.append([entry.n for entry in made])

    threads = [threading.Thread(target=press, args=(who,)) for who in ("amina", "bo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.reading() as tx:
        assert [entry.n for entry in journal.load(tx, REF)] == list(range(1, 42))
    assert sorted(seen) == [[n] for n in range(2, 42)]


def test_a_partnership_reads_its_own_record_in_the_order_it_was_made(
    store: Store,
) -> None:
    with store.writing() as tx:
        record(tx, REF, RAISED)
        record(tx, "KIR-2026-001", RAISED, whose="kirklees")
        record(tx, "DOR-2026-005", RAISED)
        record(tx, REF, FIVE[1])

    with store.reading() as tx:
        told = list(journal.of_partnership(tx, DORSET))
        later = list(journal.of_partnership(tx, DORSET, since=told[0][0]))

    assert [entry.case for _, entry in told] == [REF, "DOR-2026-005", REF]
    assert later == told[1:]


def test_an_index_never_forgets_how_far_a_journal_had_got(store: Store) -> None:
    a_case(store)
    shorter = CaseRow(REF, DORSET, "dorset", "v1", NOW, None, 3, "seal")

    with pytest.raises(Torn), store.writing() as tx:
        write_case(tx, shorter)


def test_hostile_text_in_what_people_choose_is_kept_as_it_came(store: Store) -> None:
    hostile = AnchorSet("\u202e<b>\ud800\x00'; DROP TABLE journal; -- 🧒", NOW.date())
    with store.writing() as tx:
        record(tx, REF, hostile)

    with store.reading() as tx:
        assert journal.load(tx, REF)[0].event == hostile


def test_a_pinned_procedure_is_never_altered(store: Store) -> None:
    with store.writing() as tx:
        procedures.pin(tx, "dorset", "v1", "as it was", NOW)
        procedures.pin(tx, "dorset", "v1", "as it became", NOW)

    with store.reading() as tx:
        assert procedures.text_of(tx, "dorset", "v1") == "as it was"
        assert procedures.text_of(tx, "dorset", "v2") is None
        assert procedures.versions(tx, "dorset") == [("v1", NOW)]


def plant(store: Store) -> None:
    with store.writing() as tx:
        plant_root(tx, DORSET, NOW.date(), NOW)
