"""What is sent together comes to the same as what is sent one by one."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.store import Store, Transaction, facts
from bot.store.opening import upsert
from bot.store.prepared import Prepared, ahead
from bot.tables import facts as table
from bot.vault import Vault

READ = Prepared(lambda _: select(table).where(table.c.key == bindparam("named")))
WRITE = Prepared(lambda sqlite: upsert(sqlite, table), table.c.keys())
NEW = Prepared(lambda _: table.insert(), table.c.keys())
CHANGE = Prepared(
    lambda _: (
        table.update()
        .where(table.c.key == bindparam("named"))
        .values(value=bindparam("now"))
    )
)


class Taken(Exception):  # noqa: N818 - made up, to be raised
    """Somebody was there first."""


class Nowhere(Exception):  # noqa: N818 - made up, to be raised
    """There was nothing to change."""


def value(store: Store, key: str) -> str | None:
    """Read a setting in a transaction of its own."""
    with store.reading() as tx:
        return facts.get(tx, key)


def later(tx: Transaction, key: str, what: str) -> None:
    """Write a setting whenever something else is sent."""
    WRITE.later(tx, {"key": key, "value": what}, table="facts")


def test_what_waits_is_written_with_the_end(store: Store) -> None:
    with store.writing() as tx:
        later(tx, "k1", "a")
        later(tx, "k2", "b")
    assert (value(store, "k1"), value(store, "k2")) == ("a", "b")


def test_what_waits_is_there_for_whoever_asks(store: Store) -> None:
    with store.writing() as tx:
        later(tx, "k1", "a")
        assert READ.rows(tx, {"named": "k1"}) == [("k1", "a")]
        later(tx, "k1", "b")
        assert facts.get(tx, "k1") == "b"
        later(tx, "k1", "c")
        tx.execute(delete(table).where(table.c.value == "c"))
    assert value(store, "k1") is None


def broken_off(store: Store) -> None:
    """Let something wait, and come to nothing."""
    with store.writing() as tx:
        later(tx, "k1", "a")
        raise ZeroDivisionError


def test_what_came_to_nothing_is_not_written_afterwards(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        broken_off(store)
    with store.writing() as tx:
        later(tx, "k2", "b")
    assert (value(store, "k1"), value(store, "k2")) == (None, "b")


def twice(store: Store, clash: Exception | None) -> None:
    """Write a row that is there already."""
    with store.writing() as tx:
        later(tx, "k2", "b")
        NEW.later(tx, {"key": "k1", "value": "c"}, table="facts", clash=clash)


def test_whoever_was_there_first_is_told_of_in_the_words_given(store: Store) -> None:
    with store.writing() as tx:
        later(tx, "k1", "a")
    with pytest.raises(Taken):
        twice(store, Taken())
    with pytest.raises(IntegrityError):
        twice(store, None)
    assert (value(store, "k1"), value(store, "k2")) == ("a", None)


def changed(store: Store, key: str) -> None:
    """Change a setting that must be there."""
    with store.writing() as tx:
        values = {"named": key, "now": "z"}
        CHANGE.later(tx, values, table="facts", empty=Nowhere())


def test_nothing_written_is_told_of_in_the_words_given(store: Store) -> None:
    with store.writing() as tx:
        later(tx, "k1", "a")
    changed(store, "k1")
    with pytest.raises(Nowhere):
        changed(store, "k2")
    assert (value(store, "k1"), value(store, "k2")) == ("z", None)


def test_what_was_read_ahead_is_what_is_read(store: Store) -> None:
    with store.writing() as tx:
        later(tx, "k1", "a")
        ahead(tx, (READ, {"named": "k1"}), (READ, {"named": "k2"}))
        assert READ.rows(tx, {"named": "k2"}) == []
        assert READ.rows(tx, {"named": "k1"}) == [("k1", "a")]
        assert READ.rows(tx, {"named": "k1"}) == [("k1", "a")]
        assert READ.early(tx, {"named": "k1"}) is None


def test_what_was_read_ahead_is_read_again_once_something_was_written(
    store: Store,
) -> None:
    with store.writing() as tx:
        ahead(tx, (READ, {"named": "k1"}), (READ, {"named": "k2"}))
        assert READ.rows(tx, {"named": "k2"}) == []
        later(tx, "k1", "b")
        assert facts.get(tx, "k1") == "b"
        assert READ.rows(tx, {"named": "k1"}) == [("k1", "b")]
        ahead(tx, (READ, {"named": "k1"}))
        facts.set_(tx, "k1", "c")
        assert READ.rows(tx, {"named": "k1"}) == [("k1", "c")]


def test_settings_are_found_by_how_their_names_begin(store: Store) -> None:
    with store.writing() as tx:
        for key in ("a/1", "a/2", "b/1"):
            facts.set_(tx, key, key.upper())
        assert facts.under(tx, "a/") == {"a/1": "A/1", "a/2": "A/2"}


def pid(tx: Transaction) -> int:
    """Say which process of the database serves a connection."""
    found: int = tx.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    return found


def end(other: Store, process: int) -> None:
    """End one of the database's processes, as an operator may."""
    with other.reading() as tx:
        tx.exec_driver_sql(f"SELECT pg_terminate_backend({process:d}, 5000)")


def cut_off(store: Store, other: Store) -> None:
    """Lose the connection while something waits to be written."""
    with store.writing() as tx:
        process = pid(tx)
        later(tx, "k1", "b")
        end(other, process)
        ahead(tx, (READ, {"named": "k1"}))


@pytest.mark.parametrize("url", ["postgres"], indirect=True)
def test_a_connection_that_was_lost_meanwhile_is_made_again(
    store: Store, url: str, vault: Vault
) -> None:
    other = Store(url, vault)
    with store.writing() as tx:
        later(tx, "k1", "a")
        process = pid(tx)
    end(other, process)
    assert value(store, "k1") == "a"

    with pytest.raises(OperationalError) as lost:
        cut_off(store, other)
    assert lost.value.connection_invalidated
    assert value(store, "k1") == "a"
    other.close()
