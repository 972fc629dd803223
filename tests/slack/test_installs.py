"""By which token a workspace is called, and how one is come by."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Bot, Installation
from sqlalchemy import select

from bot.store import Store, installs
from bot.tables import installs as table
from bot.vault import Vault
from integrations.slack.installs import NotInstalled, Workspace
from integrations.slack.oauth import Installs, States
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import Workspace as There
from tests.slack.installing import EVERY, Watch, alone, do, install, shared


@pytest.fixture
def store(sqlite_url: str, vault: Vault) -> Iterator[Store]:
    opened = Store(sqlite_url, vault)
    yield opened
    opened.close()


@pytest.fixture
def vale(slack: FakeSlack) -> There:
    return slack.workspace("Wessex Vale", EVERY)


# --- one workspace, by a token that was set ------------------------------------------


def test_the_workspace_of_a_token_is_asked_for_once(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = alone(slack, store, slack.bot_token(vale))
    assert clients.home == ""

    for _ in range(3):
        assert do(clients.teams()) == (vale.id,)

    assert clients.home == vale.id
    assert len(slack.called("auth.test")) == 1
    here = Workspace(vale.id, "Wessex Vale", vale.bot_user, vale.bot_id)
    assert do(clients.at(vale.id)) == here


def test_what_was_learned_of_a_token_outlives_a_restart(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    token, other = slack.bot_token(vale), slack.bot_token(vale)
    do(alone(slack, store, token).teams())
    slack.down = True

    assert alone(slack, store, token).home == vale.id
    assert alone(slack, store, other).home == ""


def test_a_slack_that_was_down_is_asked_again_but_not_at_once(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = alone(slack, store, slack.bot_token(vale))
    slack.down = True

    assert do(clients.teams()) == ()
    asked = len(slack.calls)
    assert do(clients.teams()) == ()
    assert len(slack.calls) == asked

    slack.down = False
    slack.later(6)
    assert do(clients.teams()) == (vale.id,)


def test_a_workspace_can_be_called_before_slack_has_said_its_name(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = alone(slack, store, slack.bot_token(vale))

    async def call() -> Any:
        client = await clients.for_team(vale.id)
        return await client.auth_test()

    assert do(call())["team_id"] == vale.id
    assert len(slack.called("auth.test")) == 1


def test_a_call_that_went_unanswered_is_not_made_again_by_itself(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = alone(slack, store, slack.bot_token(vale))
    room = slack.room(vale.id, "safeguarding", vale.bot_user)
    slack.fault("500 after", "chat.postMessage")

    async def post() -> None:
        client = await clients.for_team(vale.id)
        await client.chat_postMessage(channel=room.id, text="A case waits for you.")

    with pytest.raises(SlackApiError):
        do(post())
    assert len(slack.posted(room.id)) == 1


def test_lines_are_kept_open_while_it_runs_and_let_go_afterwards(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = alone(slack, store, slack.bot_token(vale))

    async def run() -> tuple[object, object]:
        async with clients.connected():
            client = await clients.for_team(vale.id)
            await client.auth_test()
            during = client.session
        return during, (await clients.for_team(vale.id)).session

    during, after = do(run())
    assert during is not None
    assert after is None


def test_slacks_library_logs_nothing_of_what_is_sent(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = alone(slack, store, slack.bot_token(vale))

    client = do(clients.for_team(vale.id))

    assert not client._logger.isEnabledFor(logging.CRITICAL)
    for one in (clients.installed, States(store, b"secret", Watch(slack))):
        assert not one.logger.isEnabledFor(logging.CRITICAL)


# --- several, that install the app ---------------------------------------------------


def test_a_workspace_installs_the_app_and_can_be_called(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = shared(slack, store)

    assert install(slack, clients, vale).startswith("200")

    async def call() -> Any:
        client = await clients.for_team(vale.id)
        return await client.auth_test()

    assert do(call())["team_id"] == vale.id
    assert do(clients.teams()) == (vale.id,)
    assert do(clients.at(vale.id)).bot_user == vale.bot_user
    assert clients.home == ""


def test_what_is_kept_of_an_installation_is_locked_and_has_no_users_grant(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    installed = Installs(store, Watch(slack))
    given = Installation(
        team_id="T01",
        bot_token="xoxb-hunter2",
        bot_id="B01",
        bot_user_id="U01",
        bot_scopes="commands,chat:write",
        user_id="U02",
        user_token="xoxp-hunter3",
    )

    do(installed.async_save(given))

    with store.reading() as tx:
        kept = installs.load(tx, "slack", "T01")
        (row,) = tx.execute(select(table))
    assert kept is not None
    assert kept["bot_token"] == "xoxb-hunter2"
    assert "hunter3" not in str(kept)
    assert "hunter2" not in repr(row)


def test_slacks_library_finds_what_it_kept(slack: FakeSlack, store: Store) -> None:
    installed = Installs(store, Watch(slack))
    made = Bot(
        team_id="T01", bot_token="t", bot_id="B", bot_user_id="U", installed_at=1.0
    )
    do(installed.async_save_bot(made))
    its: dict[str, Any] = {"enterprise_id": None, "team_id": "T01"}

    bot = do(installed.async_find_bot(**its))
    found = do(installed.async_find_installation(**its))
    do(installed.async_delete_installation(**its))

    assert bot is not None
    assert found is not None
    assert (bot.bot_token, found.bot_token, found.user_token) == ("t", "t", None)
    do(installed.async_delete_bot(**its))
    assert do(installed.async_find_bot(**its)) is None
    assert do(installed.async_find_installation(**its)) is None


def test_a_workspace_that_never_installed_it_cannot_be_called(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    with pytest.raises(NotInstalled):
        do(shared(slack, store).for_team(vale.id))


def test_a_workspace_that_took_the_app_away_cannot_be_called_any_more(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = shared(slack, store)
    install(slack, clients, vale)
    do(clients.for_team(vale.id))

    do(clients.gone(vale.id))

    with pytest.raises(NotInstalled):
        do(clients.for_team(vale.id))
    assert do(clients.teams()) == ()


def test_a_workspace_that_installs_it_again_at_another_replica_is_called_anew(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    ours, theirs = shared(slack, store), shared(slack, store)
    install(slack, theirs, vale)

    async def call() -> Any:
        return await (await ours.for_team(vale.id)).auth_test()

    assert do(call())["ok"]
    slack.tokens.clear()  # as the workspace takes the app away
    install(slack, theirs, vale)

    with pytest.raises(SlackApiError):
        do(call())
    assert do(call())["ok"]


def test_one_workspace_by_its_token_and_another_that_installed_it(
    slack: FakeSlack, store: Store, vale: There
) -> None:
    clients = shared(slack, store, slack.bot_token(vale))
    marsh = slack.workspace("Avon Marsh", EVERY)
    install(slack, clients, marsh)

    assert do(clients.teams()) == (vale.id, marsh.id)

    async def call(team: str) -> Any:
        client = await clients.for_team(team)
        return await client.auth_test()

    assert do(call(vale.id))["team_id"] == vale.id
    assert do(call(marsh.id))["team_id"] == marsh.id


def test_a_token_that_never_runs_out_is_never_exchanged(
    slack: FakeSlack, store: Store
) -> None:
    clients = shared(slack, store)
    made = Bot(
        team_id="T01", bot_token="t", bot_id="B", bot_user_id="U", installed_at=1.0
    )
    do(clients.installed.async_save_bot(made))

    slack.later(10**6)

    assert do(clients.for_team("T01")).token == "t"
    assert do(clients.at("T01")) == Workspace("T01", "T01", "U", "B")
    assert slack.calls == []
