"""A case kept in memory is never older, and never newer, than what is recorded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.core.events import DeliveryEnded, Entry, StepCompleted
from bot.core.evolve import fold
from bot.store import Store, Transaction, folded, journal
from bot.store.recent import Recent
from bot.vault import Vault
from tests.store.words import NOW, REF, a_case, record

DONE = StepCompleted("send-sin", NOW.date())
AGAIN = StepCompleted("tell-panel", NOW.date())


@pytest.fixture
def elsewhere(store: Store, url: str, vault: Vault) -> Iterator[Store]:
    """The same record, opened by another process."""
    other = Store(url, vault)
    yield other
    other.close()


def as_recorded(store: Store, ref: str = REF) -> folded.Folded:
    """Load a case, and make sure that it is what its journal makes it."""
    with store.reading() as tx:
        found = folded.load(tx, ref, whole=True)
        entries = journal.load(tx, ref)
    assert found is not None
    assert found.entries == tuple(entries)
    assert found.last == entries[-1]
    assert found.case == fold(ref, entries)
    return found


def come_to_nothing(store: Store, before: folded.Folded) -> None:
    """Record something on a case, keep it, and fail before the end."""
    with store.writing() as tx:
        folded.keep(tx, before.grown(record(tx, REF, DONE)))
        raise ZeroDivisionError


def test_a_case_that_is_not_there_is_not_kept(store: Store) -> None:
    with store.reading() as tx:
        assert folded.load(tx, REF) is None

    a_case(store)
    assert as_recorded(store).case.length == 5


def test_what_another_process_recorded_is_taken_into_account(
    store: Store, elsewhere: Store
) -> None:
    a_case(store)
    as_recorded(store)

    with elsewhere.writing() as tx:
        record(tx, REF, DONE, AGAIN)

    assert as_recorded(store).case.length == 7
    assert as_recorded(elsewhere).case.length == 7


def test_what_came_to_nothing_is_forgotten(store: Store) -> None:
    a_case(store)
    before = as_recorded(store)

    with pytest.raises(ZeroDivisionError):
        come_to_nothing(store, before)

    assert as_recorded(store) == before


def test_what_came_to_nothing_gives_way_to_what_came_instead(
    store: Store, elsewhere: Store
) -> None:
    a_case(store)
    before = as_recorded(store)
    with pytest.raises(ZeroDivisionError):
        come_to_nothing(store, before)

    with elsewhere.writing() as tx:
        record(tx, REF, AGAIN, cause="web:another")

    assert as_recorded(store).last.event == AGAIN


def test_an_older_view_of_the_record_is_given_the_older_case(
    store: Store, elsewhere: Store
) -> None:
    a_case(store)
    with store.reading() as tx:
        assert len(journal.load(tx, REF)) == 5  # the view is as of here
        with elsewhere.writing() as other:
            record(other, REF, DONE)
        as_recorded(store)

        older = folded.load(tx, REF)

    assert older is not None
    assert older.case.length == 5
    assert as_recorded(store).case.length == 6


def test_only_what_is_new_is_read(store: Store) -> None:
    a_case(store)
    before = as_recorded(store)

    with store.writing() as tx:
        record(tx, REF, DONE)

    after = as_recorded(store)
    kept = zip(before.entries or (), after.entries or (), strict=False)
    assert all(old is new for old, new in kept)


def test_only_the_last_few_are_kept() -> None:
    recent = Recent(2)
    recent.put("a", 1)
    recent.put("b", 2)
    assert recent.get("a") == 1

    recent.put("c", 3)

    assert (recent.get("a"), recent.get("b"), recent.get("c")) == (1, None, 3)


def sent(tx: Transaction, number: int) -> list[Entry]:
    """Record how a delivery ended."""
    return record(
        tx, REF, DeliveryEnded(f"{REF}/{number}/0", "sent"), cause=f"sent:{number}"
    )


def test_a_case_is_made_without_what_moves_nothing(
    store: Store, elsewhere: Store
) -> None:
    a_case(store)
    with store.writing() as tx:
        sent(tx, 1)
        record(tx, REF, DONE)
        sent(tx, 2)
        last = sent(tx, 3)[-1]
        read = [entry.event for entry in journal.moving(tx, REF)]

    with elsewhere.reading() as tx:
        found = folded.load(tx, REF)
    assert found is not None
    assert (found.last, found.entries, found.case.length) == (last, None, 9)
    assert len(read) == 7
    assert DONE in read
    assert as_recorded(elsewhere).case == found.case


def test_what_is_kept_without_its_journal_grows_without_it(store: Store) -> None:
    a_case(store)
    with store.writing() as tx:
        first = folded.load(tx, REF)
        sent(tx, 1)
        second = folded.load(tx, REF)
    assert first is not None
    assert second is not None
    assert second.entries is None
    assert second.case.length == first.case.length + 1


def test_one_entry_is_found_by_its_place(store: Store) -> None:
    a_case(store)
    with store.reading() as tx:
        second = journal.entry(tx, REF, 2)
        assert second == journal.load(tx, REF)[1]
        assert journal.entry(tx, REF, 6) is None
