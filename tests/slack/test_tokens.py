"""Tokens that run out, and what proves that an installation was begun here."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from slack_sdk.errors import SlackApiError

from bot.store import Store, facts
from bot.vault import Vault
from integrations.slack.installs import Clients
from integrations.slack.oauth import STATE_LIFE, States, flow
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import Workspace as There
from tests.slack.installing import BASE, EVERY, Watch, alone, do, install, shared


@pytest.fixture
def store(sqlite_url: str, vault: Vault) -> Iterator[Store]:
    opened = Store(sqlite_url, vault)
    yield opened
    opened.close()


@pytest.fixture
def vale(slack: FakeSlack) -> There:
    return slack.workspace("Wessex Vale", EVERY)


# --- tokens that run out -------------------------------------------------------------


def token_of(clients: Clients, team: str) -> str:
    return str(do(clients.for_team(team)).token)


def test_a_token_is_exchanged_before_it_runs_out_and_only_then(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = shared(slack, store)
    install(slack, clients, vale)
    first = token_of(clients, vale.id)

    slack.later(9 * 3600)
    assert token_of(clients, vale.id) == first
    slack.later(2 * 3600)
    second = token_of(clients, vale.id)

    assert second != first
    assert token_of(clients, vale.id) == second
    assert token_of(shared(slack, store), vale.id) == second
    assert len(slack.called("oauth.v2.access")) == 2


def test_several_that_need_a_new_token_exchange_it_once(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = shared(slack, store)
    install(slack, clients, vale)
    slack.later(13 * 3600)

    async def at_once() -> set[str | None]:
        made = await asyncio.gather(*(clients.for_team(vale.id) for _ in range(8)))
        return {client.token for client in made}

    assert len(do(at_once())) == 1
    assert len(slack.called("oauth.v2.access")) == 2


def test_a_token_serves_while_it_lasts_though_no_other_can_be_had(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = shared(slack, store)
    install(slack, clients, vale)
    first = token_of(clients, vale.id)
    slack.later(11 * 3600)
    slack.down = True

    assert token_of(clients, vale.id) == first

    slack.down = False
    slack.later(90)
    assert token_of(clients, vale.id) != first


def test_a_token_that_ran_out_while_slack_would_give_no_other_is_said_to_have(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = shared(slack, store)
    install(slack, clients, vale)
    slack.later(13 * 3600)
    slack.fault("error", "oauth.v2.access", error="internal_error")

    with pytest.raises(SlackApiError):
        do(clients.for_team(vale.id))
    assert token_of(clients, vale.id)


def test_a_token_that_another_process_exchanged_first_is_taken(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    ours, theirs = shared(slack, store), shared(slack, store)
    install(slack, ours, vale)
    old = ours.installed.load(vale.id)
    slack.later(13 * 3600)
    new = token_of(theirs, vale.id)

    assert old is not None
    assert do(ours._exchanged(old)).bot_token == new


# --- what proves that an installation was begun here ---------------------------------


def issued(states: States) -> str:
    return do(states.async_issue())


def test_a_state_is_good_once_on_whichever_replica_it_comes_back(
    slack: FakeSlack, store: Store
) -> None:
    states, theirs = (States(store, b"secret", Watch(slack)) for _ in range(2))
    state = issued(states)

    assert do(theirs.async_consume(state))
    assert not do(theirs.async_consume(state))
    assert not do(states.async_consume(state))


def test_a_state_is_good_for_ten_minutes(slack: FakeSlack, store: Store) -> None:
    states = States(store, b"secret", Watch(slack))
    state = issued(states)

    slack.later(STATE_LIFE + 2)

    assert not do(states.async_consume(state))


@pytest.mark.parametrize("state", ["", "..", "x", "9999999999.abc", "1.2.3", "é.é.é"])
def test_a_state_that_is_not_ours_is_not_good(
    slack: FakeSlack, store: Store, state: str
) -> None:
    states = States(store, b"secret", Watch(slack))

    assert not do(states.async_consume(state))
    others = issued(States(store, b"other", Watch(slack)))
    assert not do(states.async_consume(others))


def test_what_was_used_long_ago_is_not_remembered_for_ever(
    slack: FakeSlack, store: Store
) -> None:
    states = States(store, b"secret", Watch(slack))
    assert do(states.async_consume(issued(states)))
    slack.later(STATE_LIFE + 2)

    assert do(states.async_consume(issued(states)))

    with store.reading() as tx:
        assert len(facts.under(tx, "slack/state/")) == 1


def test_an_installation_that_was_not_begun_here_is_refused(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = shared(slack, store)

    said = install(slack, clients, vale, state="forged")

    assert not said.startswith("200")
    assert do(clients.teams()) == ()


def test_nobody_installs_the_app_where_only_a_token_was_set(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = alone(slack, store, slack.bot_token(vale))

    states = States(store, b"secret", Watch(slack))
    assert flow(clients.settings, clients.installed, states, BASE) is None
