"""PostgreSQL itself keeps partnerships apart, whatever a statement forgets to ask.

Each table is found by looking at what there is, so that a new one cannot be
forgotten: it has a partnership and a rule of its own, or a reason to have neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Table, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.store import Store, guards
from bot.tables import metadata
from bot.vault import Vault
from tests.partnerships.two import OURS, SCOPED, SHARED, THEIRS, both, rows_of


@pytest.fixture
def store(postgres_url: str, vault: Vault, tmp_path: Path) -> Iterator[Store]:
    opened = Store(postgres_url, vault)
    both(opened, tmp_path)
    yield opened
    opened.close()


def count(store: Store, table: Table) -> int:
    with store.reading() as tx:
        return tx.scalar(select(func.count()).select_from(table)) or 0


def test_every_table_says_whose_a_row_is_or_why_it_is_nobodys() -> None:
    assert set(SHARED) == {t.name for t in metadata.sorted_tables} - {
        t.name for t in metadata.sorted_tables if "partnership" in t.c
    }


def test_each_sees_its_own_rows_and_no_others(store: Store) -> None:
    for table in SCOPED:
        whole = count(store, table)
        ours, theirs = (count(store.of(one), table) for one in (OURS, THEIRS))
        # There is something of theirs to be seen in every one.
        assert theirs > 0, table.name
        assert ours + theirs == whole, table.name


def test_a_query_that_names_the_other_finds_nothing(store: Store) -> None:
    for table in SCOPED:
        with store.of(OURS).reading() as tx:
            found = tx.execute(table.select().where(table.c.partnership == THEIRS))
            assert found.all() == [], table.name


def test_rows_of_the_other_are_neither_changed_nor_removed(store: Store) -> None:
    before = rows_of(store, THEIRS)
    for table in SCOPED:
        theirs = table.c.partnership == THEIRS
        touched = update(table).where(theirs).values(partnership=THEIRS)
        for statement in (touched, delete(table).where(theirs)):
            with store.of(OURS).writing() as tx:
                assert tx.execute(statement).rowcount == 0, table.name

    assert rows_of(store, THEIRS) == before


def test_no_row_is_written_for_the_other_or_given_to_it(store: Store) -> None:
    before = rows_of(store, THEIRS)
    for table in SCOPED:
        with store.reading() as tx:
            one = tx.execute(table.select().where(table.c.partnership == THEIRS))
            row = one.mappings().first()
        assert row is not None
        given = [update(table).values(partnership=THEIRS)]
        for statement in (
            insert(table).values(**row),
            *(given if count(store.of(OURS), table) else ()),
        ):
            with (
                pytest.raises(DBAPIError, match=r"row-level security|append-only"),
                store.of(OURS).writing() as tx,
            ):
                tx.execute(statement)

    assert rows_of(store, THEIRS) == before


def test_no_table_is_emptied_for_one(store: Store) -> None:
    before = rows_of(store, THEIRS)
    for table in SCOPED:
        with (
            pytest.raises(DBAPIError, match=r"rows of others|append-only"),
            store.of(OURS).writing() as tx,
        ):
            tx.execute(text(f"TRUNCATE {table.name} CASCADE"))

    assert rows_of(store, THEIRS) == before


def test_whoever_does_not_say_for_whom_sees_and_writes_nothing(store: Store) -> None:
    for table in SCOPED:
        with store.engine.connect() as tx:
            assert tx.scalar(select(func.count()).select_from(table)) == 0, table.name
    with (
        store.engine.connect() as tx,
        pytest.raises(DBAPIError, match="row-level security"),
    ):
        tx.execute(text("INSERT INTO roster VALUES ('', '{}', '2026')"))


def test_what_was_said_for_one_is_forgotten_with_the_transaction(store: Store) -> None:
    with store.of(OURS).reading() as tx:
        first = tx.connection.driver_connection
    with store.engine.connect() as again:
        assert again.connection.driver_connection is first
        assert not again.scalar(text("SELECT count(*) FROM journal"))


def test_a_name_that_is_no_name_of_ours_sees_nothing(store: Store) -> None:
    for name in ("it's", "50% of", "'; SELECT '*", "wessex-vale "):
        assert count(store.of(name), metadata.tables["journal"]) == 0


def test_the_doctor_can_tell_whether_rows_are_kept_apart(store: Store) -> None:
    with store.writing() as tx:
        assert guards.unguarded(tx) == []
        tx.execute(text("ALTER TABLE rooms NO FORCE ROW LEVEL SECURITY"))
        tx.execute(text("DROP POLICY drafts_of_partnership ON drafts"))
        assert guards.unguarded(tx) == ["drafts", "rooms"]
        tx.rollback()


def test_on_sqlite_there_is_nothing_to_guard(sqlite_url: str, vault: Vault) -> None:
    plain = Store(sqlite_url, vault)
    with plain.reading() as tx:
        assert guards.unguarded(tx) == []
    plain.close()
