"""What each workspace gave the bot to act with: locked, and gone when dropped."""

from __future__ import annotations

from sqlalchemy import select

from bot.store import Store, facts, installs
from bot.store.verify import verify
from bot.tables import installs as table
from bot.tables import keys
from tests.store.words import NOW, a_case, after

GIVEN = {"bot_token": "xoxb-hunter2", "scopes": ["chat:write"]}


def test_what_a_workspace_gave_is_given_back(store: Store) -> None:
    with store.writing() as tx:
        installs.keep(tx, "slack", "T01", GIVEN, at=NOW)

    with store.reading() as tx:
        assert installs.load(tx, "slack", "T01") == GIVEN
        assert installs.load(tx, "slack", "T02") is None
        assert installs.load(tx, "teams", "T01") is None
        assert installs.tenants(tx, "slack") == ["T01"]
        assert installs.tenants(tx, "teams") == []


def test_what_began_an_installation_ends_one_and_is_then_forgotten(
    store: Store,
) -> None:
    with store.writing() as tx:
        assert facts.spend(tx, "slack/state", "once", 600, 1.0)
    with store.writing() as tx:
        assert not facts.spend(tx, "slack/state", "once", 600, 599.0)
        assert facts.spend(tx, "slack/state", "another", 1_200, 599.0)
    with store.writing() as tx:
        assert facts.spend(tx, "slack/state", "a third", 1_800, 1_201.0)
        assert list(facts.under(tx, "slack/state/")) == ["slack/state/a third"]


def test_what_is_given_again_takes_its_place(store: Store) -> None:
    with store.writing() as tx:
        installs.keep(tx, "slack", "T01", GIVEN, at=NOW)
        installs.keep(tx, "slack", "T01", {"bot_token": "xoxb-new"}, at=after(1))

        assert installs.load(tx, "slack", "T01") == {"bot_token": "xoxb-new"}


def test_no_token_stands_in_the_database_for_all_to_read(store: Store) -> None:
    with store.writing() as tx:
        installs.keep(tx, "slack", "T01", GIVEN, at=NOW)

        (row,) = tx.execute(select(table))
        assert b"hunter2" not in row.cipher
        assert "hunter2" not in repr(row)


def test_what_is_dropped_is_gone_with_its_key(store: Store) -> None:
    with store.writing() as tx:
        installs.keep(tx, "slack", "T01", GIVEN, at=NOW)

        assert installs.drop(tx, "slack", "T01")
        assert not installs.drop(tx, "slack", "T01")
        assert installs.load(tx, "slack", "T01") is None
        assert tx.scalars(select(keys.c.owner)).all() == []


def test_a_workspaces_key_is_not_taken_for_a_case_that_is_gone(store: Store) -> None:
    a_case(store)
    with store.writing() as tx:
        installs.keep(tx, "slack", "T01", GIVEN, "dorset-partnership", at=NOW)

    assert verify(store) == []
