"""Who an account in Slack is: found by id or by address, and never by a name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientError

from bot.store import Store, accounts
from integrations.slack.people import Found
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import User
from tests.slack.office import AMINA, BO, EVERY, VALE, Office, named


@pytest.fixture
def store(sqlite_url: str, vault: Any) -> Any:
    opened = Store(sqlite_url, vault)
    yield opened
    opened.close()


@pytest.fixture
def office(slack: FakeSlack, store: Store) -> Office:
    opened = Office(slack, slack.workspace("Wessex Vale", EVERY), store)
    opened.holds(VALE)
    return opened


@pytest.fixture
def bare(slack: FakeSlack, store: Store) -> Office:
    """One whose app may do nothing but post."""
    scopes = frozenset({"commands", "chat:write"})
    opened = Office(slack, slack.workspace("Wessex Vale", scopes), store)
    opened.holds(VALE)
    return opened


# --- everybody of a roster -----------------------------------------------------------


def test_everybody_is_found_by_the_address_on_the_roster(office: Office) -> None:
    amina, bo = office.joins(AMINA), office.joins(BO)

    found = office.learn()

    assert found == Found(found=2)
    assert office.who(amina) == [("wessex-vale", "amina")]
    assert office.who(bo) == [("wessex-vale", "bo")]


def test_who_is_not_there_is_told_and_keeps_nobody_else_out(office: Office) -> None:
    bo = office.joins(BO)

    found = office.learn()

    assert found.missing == (("wessex-vale", "amina"),)
    assert office.who(bo) == [("wessex-vale", "bo")]


def test_one_account_is_somebody_on_each_roster_that_has_them(office: Office) -> None:
    other = replace(VALE, partnership="avon-marsh", people=(replace(AMINA, id="ay"),))
    office.holds(other)
    amina = office.joins(AMINA)

    office.learn()

    assert office.who(amina) == [("avon-marsh", "ay"), ("wessex-vale", "amina")]


def test_who_has_left_the_workspace_is_forgotten(office: Office) -> None:
    amina = office.joins(AMINA)
    office.learn()

    amina.deleted = True
    found = office.learn()

    assert ("wessex-vale", "amina") in found.missing
    assert office.who(amina) == []


def test_who_has_a_new_account_has_only_that_one(office: Office) -> None:
    old = office.joins(AMINA)
    office.learn()

    old.email = "someone.else@example.org"
    new = office.joins(AMINA)
    office.learn()

    assert office.who(old) == []
    assert office.who(new) == [("wessex-vale", "amina")]


@pytest.mark.parametrize(
    "kind", ["is_bot", "is_restricted", "is_ultra_restricted", "deleted"]
)
def test_a_guest_or_a_bot_with_the_right_address_is_nobody(
    office: Office, kind: str
) -> None:
    user = office.joins(AMINA, **{kind: True})

    found = office.learn()

    assert ("wessex-vale", "amina") in found.missing
    assert office.who(user) == []
    assert office.meet(user) == []


def test_somebody_of_another_workspace_with_the_right_address_is_nobody(
    office: Office,
) -> None:
    stranger = office.joins(AMINA, home="T0STRANGER")

    office.learn()

    assert office.who(stranger) == []
    assert office.meet(stranger) == []


def test_a_guest_whom_the_roster_names_by_id_is_known(office: Office) -> None:
    guest = office.slack.user(
        office.team, "Amina", "other@example.org", is_restricted=True
    )
    office.holds(replace(VALE, people=(named(AMINA, guest), BO)))

    office.learn()

    assert office.who(guest) == [("wessex-vale", "amina")]


def test_whom_the_roster_names_by_id_is_not_looked_for_by_address(
    office: Office,
) -> None:
    right = office.slack.user(office.team, "Amina", "right@example.org")
    wrong = office.joins(AMINA)
    office.holds(replace(VALE, people=(named(AMINA, right), BO)))

    office.learn()

    assert office.meet(wrong) == []
    assert office.who(wrong) == []
    assert office.who(right) == [("wessex-vale", "amina")]


def test_an_id_that_is_not_there_is_missing(office: Office) -> None:
    gone = replace(AMINA, accounts={"slack": "U0GONE"})
    office.holds(replace(VALE, people=(gone, BO)))

    found = office.learn()

    assert found.missing[0] == ("wessex-vale", "amina")


def test_an_account_that_is_known_keeps_its_line_of_direct_messages(
    office: Office,
) -> None:
    amina = office.joins(AMINA)
    office.learn()
    (kept,) = office.people.who(office.team, amina.id)
    with office.store.writing() as tx:
        accounts.put(tx, replace(kept, address={**kept.address, "channel": "D01"}))

    office.learn()

    (kept,) = office.people.who(office.team, amina.id)
    assert kept.address["channel"] == "D01"


# --- the roster has the last word ----------------------------------------------------


def test_who_is_off_the_roster_is_nobody_at_once(office: Office) -> None:
    amina = office.joins(AMINA)
    office.learn()

    office.holds(replace(VALE, people=(BO,)))

    assert office.who(amina) == []


def test_an_id_on_the_roster_that_becomes_somebody_elses_is_not_theirs_any_more(
    office: Office,
) -> None:
    amina = office.joins(AMINA)
    office.learn()

    successor = replace(AMINA, name="Cy Dale", email="cy.dale@example.org")
    office.holds(replace(VALE, people=(successor, BO)))

    assert office.who(amina) == []
    office.learn()
    with office.store.reading() as tx:
        assert accounts.of_partnership(tx, "slack", "wessex-vale") == []


def test_the_same_account_in_another_workspace_is_nobody(office: Office) -> None:
    amina = office.joins(AMINA)
    office.learn()

    assert office.who(amina, "T0OTHER") == []


def test_a_partnership_that_names_a_workspace_is_served_by_no_other(
    office: Office,
) -> None:
    amina = office.joins(AMINA)
    office.learn()

    office.holds(replace(VALE, tenants={"slack": "T0OTHER"}))

    assert office.who(amina) == []
    assert office.meet(amina) == []
    assert office.learn() == Found()


def test_a_partnership_that_names_the_workspace_is_served_by_it(office: Office) -> None:
    amina = office.joins(AMINA)
    office.holds(replace(VALE, tenants={"slack": office.team}))

    office.learn()

    assert office.who(amina) == [("wessex-vale", "amina")]


# --- somebody new --------------------------------------------------------------------


def test_somebody_new_is_met_when_they_come(office: Office) -> None:
    amina = office.joins(AMINA)

    assert office.who(amina) == []
    assert office.meet(amina) == [("wessex-vale", "amina")]
    assert office.who(amina) == [("wessex-vale", "amina")]


def test_a_stranger_stays_one(office: Office) -> None:
    stranger = office.slack.user(office.team, "Amina Yusuf", "else@example.org")

    assert office.meet(stranger) == []
    assert office.who(stranger) == []


def test_whom_the_roster_names_by_id_is_met_without_asking(bare: Office) -> None:
    amina = bare.joins(AMINA)
    bare.holds(replace(VALE, people=(named(AMINA, amina), BO)))

    assert bare.meet(amina) == [("wessex-vale", "amina")]
    assert bare.slack.called("users.info") == []


def test_an_account_that_is_gone_is_met_as_nobody(office: Office) -> None:
    nobody = User("U0NOBODY", office.team, "Nobody", "")

    assert office.meet(nobody) == []


def test_that_slack_is_down_is_not_taken_for_being_a_stranger(office: Office) -> None:
    amina = office.joins(AMINA)
    office.learn()
    office.slack.down = True

    with pytest.raises(ClientError):
        office.meet(amina)
    assert office.who(amina) == [("wessex-vale", "amina")]


def test_who_left_is_forgotten_alone_or_with_the_whole_workspace(
    office: Office,
) -> None:
    amina, bo = office.joins(AMINA), office.joins(BO)
    office.learn()

    office.people.left(office.team, amina.id)
    assert (office.who(amina), office.who(bo)) == ([], [("wessex-vale", "bo")])

    office.people.left(office.team)
    assert office.who(bo) == []


def test_somebody_new_is_no_stranger_because_slack_was_down_all_along(
    office: Office,
) -> None:
    amina = office.joins(AMINA)
    office.slack.down = True

    with pytest.raises(ConnectionError):
        office.meet(amina)
