"""One call to Slack, and how it ended: in the words that the courier understands."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from typing_extensions import override

from bot.gateways import NotSent, TryLater
from integrations.slack.calling import NOT_INSTALLED, Calling, Says
from integrations.slack.installs import Clients, NotInstalled
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import Workspace
from tests.slack.house import FRIDAY, HouseClock


class Lines(Clients):
    """A way to call a Slack at any address, with as much patience as a test has."""

    def __init__(self, url: str, token: str, timeout: int = 10) -> None:
        self.client = AsyncWebClient(
            token, base_url=url, timeout=timeout, retry_handlers=[]
        )
        self.there = True

    @override
    async def for_team(self, team: str) -> AsyncWebClient:
        if not self.there:
            raise NotInstalled(team)
        return self.client


async def ask(client: AsyncWebClient) -> Any:
    return await client.auth_test()


@pytest.fixture
def clock() -> HouseClock:
    return HouseClock(FRIDAY)


@pytest.fixture
def lines(slack: FakeSlack, workspace: Workspace) -> Lines:
    return Lines(slack.api_url, slack.bot_token(workspace))


@pytest.fixture
def calling(lines: Lines, clock: HouseClock) -> Calling:
    return Calling(lines, clock)


def call(calling: Calling) -> Any:
    return asyncio.run(calling.call("T1", ask))


def test_what_slack_answers_is_given_back(
    calling: Calling, workspace: Workspace
) -> None:
    assert calling.well is None
    assert call(calling)["team_id"] == workspace.id
    assert calling.well is True


def test_a_slack_that_is_not_there_was_sent_nothing(clock: HouseClock) -> None:
    nowhere = Calling(Lines("http://127.0.0.1:9/api/", "xoxb-1"), clock)
    with pytest.raises(NotSent):
        call(nowhere)
    assert nowhere.well is False


def test_a_slack_that_takes_too_long_may_have_done_it(
    slack: FakeSlack, workspace: Workspace, clock: HouseClock
) -> None:
    hasty = Calling(Lines(slack.api_url, slack.bot_token(workspace), 1), clock)
    with slack.slow("auth.test"), pytest.raises(TimeoutError):
        call(hasty)


@pytest.mark.parametrize("kind", ["500", "drop"])
def test_a_slack_that_breaks_off_may_have_done_it(
    slack: FakeSlack, calling: Calling, kind: Any
) -> None:
    slack.fault(kind, "auth.test")
    with pytest.raises(ConnectionError):
        call(calling)


def test_a_slack_that_asks_for_patience_gets_it(
    slack: FakeSlack, calling: Calling
) -> None:
    slack.fault("429", "auth.test", seconds=7)
    with pytest.raises(TryLater) as asked:
        call(calling)
    assert asked.value.seconds == 7


def test_a_no_is_told_by_slacks_own_name_and_nothing_else(
    slack: FakeSlack, calling: Calling
) -> None:
    slack.fault("error", "auth.test", error="account_inactive")
    with pytest.raises(Says) as no:
        call(calling)
    assert str(no.value) == no.value.code == "account_inactive"


def test_a_workspace_that_took_the_app_away_is_a_no(
    calling: Calling, lines: Lines
) -> None:
    lines.there = False
    with pytest.raises(Says) as no:
        call(calling)
    assert no.value.code == NOT_INSTALLED


def test_after_silences_slack_is_left_alone_for_a_while(
    slack: FakeSlack, calling: Calling, clock: HouseClock
) -> None:
    slack.down = True
    for _ in range(3):
        with pytest.raises(ConnectionError):
            call(calling)
    slack.down = False
    before = len(slack.calls)
    with pytest.raises(NotSent):
        call(calling)
    assert len(slack.calls) == before
    clock.now -= timedelta(hours=1)  # the machine's time is put right
    assert call(calling)["ok"]
    clock.now += timedelta(hours=1, seconds=15)
    assert call(calling)["ok"]
    assert call(calling)["ok"]


def test_a_workspace_that_is_silent_keeps_no_other_waiting(
    slack: FakeSlack, calling: Calling
) -> None:
    slack.down = True
    for _ in range(3):
        with pytest.raises(ConnectionError):
            call(calling)
    slack.down = False
    with pytest.raises(NotSent):
        call(calling)
    assert asyncio.run(calling.call("T2", ask))["ok"]
