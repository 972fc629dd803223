"""Whom Slack would not tell of, and how it is kept up who is who."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Bot

from bot.store import Store
from integrations.slack.directory import believed
from integrations.slack.installs import Clients
from integrations.slack.learning import OFTEN, Learning
from integrations.slack.people import Found, People
from tests.slack.fake import CLIENT_ID, FakeSlack
from tests.slack.office import AMINA, BO, EVERY, NOW, VALE, Office, named


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


# --- what goes wrong -----------------------------------------------------------------


def test_slack_being_down_forgets_nobody_and_is_told_once(office: Office) -> None:
    amina = office.joins(AMINA)
    office.learn()
    office.slack.down = True

    found = office.learn()

    assert found.trouble == ("Slack could not be reached.",)
    assert found.again
    assert found.missing == ()
    assert office.who(amina) == [("wessex-vale", "amina")]


def test_one_failure_keeps_nobody_else_out(office: Office) -> None:
    office.joins(AMINA)
    bo = office.joins(BO)
    office.slack.fault("500", "users.lookupByEmail")

    found = office.learn()

    assert (found.found, found.again) == (1, True)
    assert found.trouble == ("Slack would not say who is there: it gave no reason.",)
    assert office.who(bo) == [("wessex-vale", "bo")]


def test_a_slack_that_does_not_answer_is_not_asked_for_everybody(
    office: Office,
) -> None:
    many = [replace(BO, id=f"p{n}", email=f"p{n}@example.org") for n in range(9)]
    office.holds(replace(VALE, people=tuple(many)))
    office.learn()
    before = len(office.slack.calls)
    office.slack.down = True

    found = office.learn()

    assert found.again
    assert len(office.slack.calls) - before <= 2 * 3  # a line that drops is tried again


def test_slack_is_given_the_time_it_asks_for(office: Office) -> None:
    amina = office.joins(AMINA)
    office.slack.fault("429", "users.lookupByEmail", seconds=60, times=2)

    found = office.learn()

    assert office.slept == [60, 60]
    assert found.found == 1
    assert office.who(amina) == [("wessex-vale", "amina")]


def test_a_refused_token_is_trouble_that_does_not_pass(office: Office) -> None:
    office.learn()
    office.slack.fault("error", "users.*", error="token_revoked", times=-1)

    found = office.learn()

    assert found.trouble == ("Slack would not say who is there: token_revoked.",)
    assert not found.again


@pytest.mark.parametrize("error", ["unknown_method", "missing_scope"])
def test_people_are_listed_where_they_cannot_be_looked_up(
    office: Office, error: str
) -> None:
    for n in range(450):
        office.slack.user(office.team, f"Other {n}", f"other{n}@example.org")
    amina = office.joins(AMINA)
    office.slack.fault("error", "users.lookupByEmail", error=error, times=-1)

    found = office.learn()

    assert found.missing == (("wessex-vale", "bo"),)
    assert office.who(amina) == [("wessex-vale", "amina")]
    assert len(office.slack.called("users.list")) == 3
    assert len(office.slack.called("users.lookupByEmail")) == 1


@pytest.mark.parametrize("scopes", [(), ("users:read",)])
def test_an_app_that_is_told_no_addresses_says_so(
    slack: FakeSlack, store: Store, scopes: tuple[str, ...]
) -> None:
    few = frozenset({"chat:write", *scopes})
    office = Office(slack, slack.workspace("Wessex Vale", few), store)
    amina, bo = office.joins(AMINA), office.joins(BO)
    office.holds(replace(VALE, people=(AMINA, named(BO, bo))))

    found = office.learn()

    assert office.who(amina) == []
    assert office.who(bo) == [("wessex-vale", "bo")]
    (said,) = found.trouble
    assert said.startswith("Slack does not tell e-mail addresses")
    assert not found.again


def test_an_id_that_slack_would_not_say_anything_of_stays_as_it_was(
    office: Office,
) -> None:
    amina = office.joins(AMINA)
    office.holds(replace(VALE, people=(named(AMINA, amina),)))
    office.learn()
    office.slack.fault("500", "users.info")

    assert office.learn().again
    assert office.who(amina) == [("wessex-vale", "amina")]


def test_looking_notes_nothing(office: Office) -> None:
    amina = office.joins(AMINA)

    async def look() -> Found:
        client = await office.clients.for_team(office.team)
        return await office.people.look(office.team, client)

    assert asyncio.run(look()).found == 1
    assert office.who(amina) == []


# --- keeping up ----------------------------------------------------------------------


def test_it_is_learned_again_when_a_roster_changes_or_after_a_while(
    office: Office,
) -> None:
    learning = Learning(office.store, office.clients, office.people, office.time)
    amina = office.joins(AMINA)

    def looks() -> int:
        before = len(office.slack.called("users.lookupByEmail"))
        asyncio.run(learning.once())
        return len(office.slack.called("users.lookupByEmail")) - before

    assert looks() == 2
    assert office.who(amina) == [("wessex-vale", "amina")]
    assert looks() == 0
    office.now += timedelta(minutes=1)
    office.holds(replace(VALE, people=(AMINA,)))
    assert looks() == 1
    assert looks() == 0
    office.now += OFTEN
    assert looks() == 1


def test_what_could_not_be_learned_is_learned_at_the_next_look(office: Office) -> None:
    learning = Learning(office.store, office.clients, office.people, office.time)
    amina = office.joins(AMINA)
    asyncio.run(office.clients.teams())
    office.slack.down = True
    asyncio.run(learning.once())

    office.slack.down = False
    asyncio.run(learning.once())

    assert office.who(amina) == [("wessex-vale", "amina")]


def test_a_workspace_whose_token_ran_out_is_learned_at_another_look(
    slack: FakeSlack, store: Store
) -> None:
    office = Office(slack, slack.workspace("Wessex Vale", EVERY), store)
    settings = replace(
        office.settings, bot_token="", client_id=CLIENT_ID, client_secret="wrong"
    )
    clients = Clients(settings, store, office.time)
    people = People(store, clients, office.time)
    past = int(NOW.timestamp()) - 60
    given = Bot(
        team_id=office.team,
        bot_token="xoxe.xoxb-old",
        bot_id="B",
        bot_user_id="U",
        bot_refresh_token="xoxe-old",
        bot_token_expires_at=past,
        installed_at=1.0,
    )
    asyncio.run(clients.installed.async_save_bot(given))
    learning = Learning(store, clients, people, office.time)

    asyncio.run(learning.once())
    asyncio.run(learning.once())

    assert len(slack.called("oauth.v2.access")) == 2
    assert slack.called("users.lookupByEmail") == []


def test_learning_goes_on_until_it_is_stopped(office: Office) -> None:
    rounds: list[float] = []

    async def sleep(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 2:
            raise asyncio.CancelledError

    learning = Learning(office.store, office.clients, office.people, office.time, sleep)

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(learning.keep_on())

    assert len(rounds) == 2


def test_an_address_that_was_not_confirmed_is_nobodys() -> None:
    profile = {"email": "amina.yusuf@example.org"}

    assert believed({"profile": profile}) == "amina.yusuf@example.org"
    assert believed({"profile": profile, "is_email_confirmed": True})
    assert believed({"profile": profile, "is_email_confirmed": False}) == ""
    assert believed({}) == ""


def test_an_answer_that_is_no_answer_is_not_taken_for_being_a_stranger(
    office: Office,
) -> None:
    amina = office.joins(AMINA)
    office.slack.fault("500", "users.info")

    with pytest.raises(SlackApiError):
        office.meet(amina)
