"""What one replica does for all of them: the others neither repeat it nor miss it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bot.__main__ import machine
from bot.store import Store
from integrations.graph.keeping import Turn
from tests.slack.fake import FakeSlack
from tests.slack.installing import EVERY, do, install, shared

HOUR = 3600


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack().served() as served:
        yield served


def test_a_token_is_exchanged_by_one_replica_and_the_others_wait_for_it(
    slack: FakeSlack, record: Store
) -> None:
    vale = slack.workspace("Wessex Vale", EVERY)
    first, second = shared(slack, record), shared(slack, record)
    install(slack, first, vale)
    slack.later(13 * HOUR)

    async def at_once() -> set[str | None]:
        both = (first.for_team(vale.id), second.for_team(vale.id))
        return {client.token for client in await asyncio.gather(*both)}

    assert len(do(at_once())) == 1
    assert len(slack.called("oauth.v2.access")) == 2


def test_a_token_that_lasts_serves_while_another_replica_exchanges_it(
    slack: FakeSlack, record: Store
) -> None:
    vale = slack.workspace("Wessex Vale", EVERY)
    clients = shared(slack, record)
    install(slack, clients, vale)
    held = do(clients.for_team(vale.id)).token
    slack.later(11 * HOUR)

    with record.alone(f"slack/{vale.id}"):
        assert do(clients.for_team(vale.id)).token == held
    slack.later(HOUR // 30)
    assert do(clients.for_team(vale.id)).token != held


def test_what_another_replica_did_until_now_is_not_held_against_this_one() -> None:
    async def act() -> None:
        raise asyncio.CancelledError

    turn = Turn("changes", 1.0, act, machine, waits=True)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(turn.run())

    assert not turn.waits
    assert turn.last is not None
