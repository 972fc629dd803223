"""What follows an answer waits as Teams asks; given up on, it is a line of the log."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.gateways import NotSent, TryLater
from integrations.teams.afterwards import Afterwards
from integrations.teams.calling import Says
from integrations.teams.visiting import Visit
from tests.teams.nearby import Nearby
from tests.teams.robot import Robot


@pytest.fixture
def amina(near: Nearby) -> Robot:
    return near.robot("amina")


@pytest.mark.parametrize(
    ("trouble", "slept"),
    [
        ([TryLater(7.0)], [7.0]),
        ([NotSent("no line")], [1.0]),
        ([TimeoutError()], [1.0]),
        ([ConnectionError(), TryLater(2.0)], [1.0, 2.0]),
    ],
)
def test_an_answer_is_said_once_teams_takes_it(
    near: Nearby, amina: Robot, trouble: list[Exception], slept: list[float]
) -> None:
    near.talk.trouble = trouble

    amina.types("help")

    assert "What you can type here" in amina.told()
    assert near.slept == slept


@pytest.mark.parametrize(
    ("trouble", "event", "calls"),
    [
        ([TryLater(900.0)], "teams.failed", 1),
        ([OSError()] * 3, "teams.failed", 3),
        ([Says("BotDisabledByAdmin", 403)], "teams.refused", 1),
        ([ValueError("a bug")], "teams.failed", 1),
    ],
)
def test_what_cannot_be_said_is_given_up_on(
    near: Nearby, amina: Robot, trouble: list[Exception], event: str, calls: int
) -> None:
    near.talk.trouble = trouble

    with capture_logs() as logged:
        ack = amina.types("help")

    assert ack.status == 200
    assert [line["event"] for line in logged] == [event]
    assert "help" not in str(logged)
    assert len(near.talk.calls) == calls


def test_what_is_in_hand_is_let_come_to_its_end_and_then_given_up() -> None:
    async def stopped() -> None:
        afterwards = Afterwards()
        afterwards.do(asyncio.sleep(3_600))
        with capture_logs() as logged:
            await afterwards.stop(seconds=0)
        assert [line["event"] for line in logged] == ["teams.given-up"]
        await afterwards.stop()

    asyncio.run(stopped())


@pytest.mark.parametrize(
    ("where", "scope"),
    [
        ({"id": "a:1x"}, "personal"),
        ({"id": "a:1x", "conversationType": "personal"}, "personal"),
        ({"id": "a:1x", "isGroup": True}, ""),
        ({"id": "19:x@thread.v2", "conversationType": "groupChat"}, "groupChat"),
        ({"id": "19:x@thread.v2"}, ""),
        (None, ""),
    ],
)
def test_what_is_not_said_to_be_private_is_not(
    near: Nearby, where: dict[str, object] | None, scope: str
) -> None:
    visit = Visit(near.parts, {"conversation": where})

    assert visit.scope == scope
    assert visit.personal == (scope == "personal")


@pytest.mark.parametrize(
    ("activity", "tenant"),
    [
        ({"from": {"tenantId": "HOME"}, "conversation": {"tenantId": "b"}}, "home"),
        ({"channelData": {"tenant": {"id": "B"}}}, "b"),
        ({"conversation": {"tenantId": "C"}}, "c"),
        ({}, ""),
    ],
)
def test_somebody_is_of_their_own_organisation(
    near: Nearby, activity: dict[str, object], tenant: str
) -> None:
    assert Visit(near.parts, activity).tenant == tenant
