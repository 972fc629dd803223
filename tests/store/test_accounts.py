"""Whose an account on a chat platform is, in each partnership."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.store import Store, accounts
from bot.store.accounts import Account
from tests.store.words import NOW, after


def an_account(
    account: str = "U01",
    person: str = "amina",
    whose: str = "wessex-vale",
    tenant: str = "T01",
    at: datetime = NOW,
) -> Account:
    return Account("slack", tenant, account, whose, person, {"dm": "D01"}, at)


def kept(store: Store, *given: Account) -> None:
    with store.writing() as tx:
        for one in given:
            accounts.put(tx, one)


def test_an_account_is_given_back_as_it_was_kept(store: Store) -> None:
    kept(store, an_account())

    with store.reading() as tx:
        assert accounts.of_account(tx, "slack", "T01", "U01") == [an_account()]
        assert accounts.of_person(tx, "slack", "wessex-vale", "amina") == an_account()


def test_one_account_can_be_somebody_in_two_partnerships(store: Store) -> None:
    one, other = an_account(), an_account(person="a.yusuf", whose="avon-marsh")
    kept(store, one, other)

    with store.reading() as tx:
        assert accounts.of_account(tx, "slack", "T01", "U01") == [other, one]
        assert accounts.of_partnership(tx, "slack", "avon-marsh") == [other]


def test_the_same_id_elsewhere_is_somebody_else(store: Store) -> None:
    kept(store, an_account())

    with store.reading() as tx:
        assert accounts.of_account(tx, "slack", "T02", "U01") == []
        assert accounts.of_account(tx, "teams", "T01", "U01") == []
        assert accounts.of_person(tx, "teams", "wessex-vale", "amina") is None
        assert accounts.of_person(tx, "slack", "avon-marsh", "amina") is None


def test_an_account_that_changes_hands_is_the_new_persons_alone(store: Store) -> None:
    kept(store, an_account(), an_account(person="bo", at=after(1)))

    with store.reading() as tx:
        (now,) = accounts.of_account(tx, "slack", "T01", "U01")
        assert now.person == "bo"
        assert accounts.of_person(tx, "slack", "wessex-vale", "amina") is None


def test_an_account_is_found_by_where_it_is_written_to(store: Store) -> None:
    here = replace(an_account(), address={"chat": "a:1%_", "mri": "29:1"})
    there = replace(an_account("U02"), address={"chat": "A:1%_", "mri": "a:1%_"})
    kept(store, here, there)
    with store.reading() as tx:
        assert accounts.of_address(tx, "slack", "T01", "chat", "a:1%_") == [here]
        assert accounts.of_address(tx, "slack", "T01", "mri", "a:1%_") == [there]
        assert not accounts.of_address(tx, "slack", "T01", "chat", "a:1")
        assert not accounts.of_address(tx, "slack", "T02", "chat", "a:1%_")
        assert not accounts.of_address(tx, "teams", "T01", "chat", "a:1%_")


def test_somebody_with_two_accounts_is_reached_at_the_one_last_seen(
    store: Store,
) -> None:
    old, new = an_account(tenant="T02", at=after(-1)), an_account()
    kept(store, new, old)

    with store.reading() as tx:
        assert accounts.of_person(tx, "slack", "wessex-vale", "amina") == new
        assert accounts.of_partnership(tx, "slack", "wessex-vale") == [new, old]


def test_an_account_is_forgotten_in_one_partnership_or_in_all(store: Store) -> None:
    other = an_account(whose="avon-marsh")
    kept(store, an_account(), other)

    with store.writing() as tx:
        assert accounts.forget(tx, "slack", "T01", "U01", "wessex-vale")
        assert accounts.of_account(tx, "slack", "T01", "U01") == [other]
        assert accounts.forget(tx, "slack", "T01", "U01")
        assert not accounts.forget(tx, "slack", "T01", "U01")
        assert accounts.of_account(tx, "slack", "T01", "U01") == []


def test_everybody_of_a_workspace_is_forgotten_at_once(store: Store) -> None:
    elsewhere = an_account("U03", "cy", tenant="T02")
    kept(store, an_account(), an_account("U02", "bo"), elsewhere)

    with store.writing() as tx:
        assert accounts.forget_tenant(tx, "slack", "T01") == 2
        assert accounts.of_partnership(tx, "slack", "wessex-vale") == [elsewhere]
