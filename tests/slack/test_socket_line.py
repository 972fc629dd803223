"""The line to Slack that is opened from here: it comes back, and loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from typing_extensions import override

from integrations.slack.socket import Socket
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import PATIENCE, Workspace
from tests.slack.house import FRIDAY


class Taker(AsyncApp):
    """Takes what comes in, and answers as a test says."""

    def __init__(self) -> None:
        super().__init__(signing_secret="none", token="xoxb-none")
        self.heard: list[Any] = []
        self.answer = BoltResponse(status=200, body="")

    @override
    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        self.heard.append(req.body)
        return self.answer


@dataclass
class Kept:
    """A line that a test keeps open, with its clock and its pauses."""

    slack: FakeSlack
    workspace: Workspace
    app: Taker = field(default_factory=Taker)
    now: datetime = FRIDAY
    pauses: list[float] = field(default_factory=list)
    held: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.held.set()
        token = self.slack.app_token(self.workspace)
        self.socket = Socket(
            self.app, token, self.slack.api_url, lambda: self.now, self._sleep
        )

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await self.held.wait()

    def during(self, act: Callable[[], Awaitable[None]]) -> None:
        async def go() -> None:
            running = asyncio.create_task(self.socket.run())
            try:
                async with asyncio.timeout(PATIENCE):
                    await act()
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)

        asyncio.run(go())

    async def until(self, condition: Callable[[], object]) -> None:
        while not condition():  # noqa: ASYNC110 - it is another thread's doing
            await asyncio.sleep(0.001)

    @property
    def lines(self) -> int:
        return len(self.slack.board.lines)


@pytest.fixture
def kept(slack: FakeSlack, workspace: Workspace) -> Kept:
    return Kept(slack, workspace)


def said(what: Callable[[], Any]) -> Awaitable[Any]:
    """Do something of the pretended Slack's, which blocks, beside the line."""
    return asyncio.to_thread(what)


def test_what_comes_in_is_acknowledged_once_it_was_taken(kept: Kept) -> None:
    async def act() -> None:
        board = kept.slack.board
        name = await said(lambda: board.send("interactive", {"type": "shortcut"}))
        assert await said(lambda: board.acknowledged(name)) == {}
        assert kept.app.heard == [{"type": "shortcut"}]
        assert kept.socket.state == "connected"
        assert kept.socket.well

    kept.during(act)


@pytest.mark.parametrize(
    ("body", "kind", "payload"),
    [
        (
            '{"response_action": "clear"}',
            "application/json",
            {"response_action": "clear"},
        ),
        ("Done.", "text/plain", {"text": "Done."}),
    ],
)
def test_an_answer_goes_with_the_acknowledgement(
    kept: Kept, body: str, kind: str, payload: dict[str, str]
) -> None:
    kept.app.answer = BoltResponse(
        status=200, body=body, headers={"content-type": kind}
    )

    async def act() -> None:
        board = kept.slack.board
        name = await said(lambda: board.send("interactive", {"type": "shortcut"}))
        assert await said(lambda: board.acknowledged(name)) == payload

    kept.during(act)


def test_what_failed_is_not_acknowledged_so_that_slack_sends_it_again(
    kept: Kept,
) -> None:
    kept.app.answer = BoltResponse(status=500, body="")

    async def act() -> None:
        board = kept.slack.board
        first = await said(lambda: board.send("interactive", {"type": "shortcut"}))
        await kept.until(lambda: kept.app.heard)
        kept.app.answer = BoltResponse(status=200, body="")
        again = await said(lambda: board.send("interactive", {"type": "shortcut"}))
        await said(lambda: board.acknowledged(again))
        assert first not in board.acks

    kept.during(act)


def test_a_line_that_broke_is_opened_again(kept: Kept) -> None:
    async def act() -> None:
        await kept.until(lambda: kept.socket.state == "connected")
        await said(kept.slack.board.drop)
        await kept.until(lambda: kept.slack.board.opened == 2)
        await kept.until(lambda: kept.socket.state == "connected")

    kept.during(act)
    assert kept.pauses == [2.0]


def test_the_pauses_grow_while_slack_cannot_be_reached(kept: Kept) -> None:
    kept.slack.down = True

    async def act() -> None:
        await kept.until(lambda: len(kept.pauses) > 7)
        kept.slack.down = False
        await kept.until(lambda: kept.socket.state == "connected")

    kept.during(act)
    assert kept.pauses[:8] == [2, 4, 8, 16, 32, 60, 60, 60]


def test_slack_is_left_alone_as_long_as_it_asks(kept: Kept) -> None:
    kept.slack.fault("429", "apps.connections.open", seconds=30)

    async def act() -> None:
        await kept.until(lambda: kept.socket.state == "connected")

    kept.during(act)
    assert kept.pauses == [30]


def test_a_new_line_is_there_before_slack_takes_the_old_one_away(kept: Kept) -> None:
    async def act() -> None:
        await kept.until(lambda: kept.lines == 1)
        await said(kept.slack.board.refresh)
        await kept.until(lambda: kept.lines == 2)
        assert kept.socket.state == "connected"
        name = await said(
            lambda: kept.slack.board.send("interactive", {"type": "shortcut"})
        )
        await said(lambda: kept.slack.board.acknowledged(name))

    kept.during(act)
    assert kept.pauses == []


def test_a_line_that_is_down_for_minutes_is_not_well(kept: Kept) -> None:
    async def act() -> None:
        await kept.until(lambda: kept.socket.state == "connected")
        kept.held.clear()
        kept.slack.down = True
        await said(kept.slack.board.drop)
        await kept.until(lambda: kept.socket.state == "connecting")
        assert kept.socket.well
        kept.now += timedelta(minutes=3)
        assert not kept.socket.well

    kept.during(act)


def test_a_token_that_is_wrong_is_said_and_tried_again(
    slack: FakeSlack, workspace: Workspace
) -> None:
    kept = Kept(slack, workspace)
    slack.fault("error", "apps.connections.open", times=2, error="invalid_auth")

    async def act() -> None:
        await kept.until(lambda: kept.socket.state == "connected")

    kept.during(act)
    assert kept.pauses == [2, 4]


def test_a_line_that_the_app_no_longer_has_is_asked_for_again_with_a_pause(
    kept: Kept,
) -> None:
    over = {"type": "disconnect", "reason": "link_disabled"}

    async def act() -> None:
        await kept.until(lambda: kept.socket.state == "connected")
        board = kept.slack.board
        await said(lambda: board._do(board.lines[0].socket.send_json(over)))
        await kept.until(lambda: board.opened == 2)

    kept.during(act)
    assert kept.pauses == [2]


def test_what_is_no_envelope_is_passed_over(kept: Kept) -> None:
    async def act() -> None:
        await kept.until(lambda: kept.socket.state == "connected")
        board = kept.slack.board
        await said(lambda: board._do(board.lines[0].socket.send_json({"x": "y"})))
        name = await said(lambda: board.send("interactive", {"type": "shortcut"}))
        await said(lambda: board.acknowledged(name))

    kept.during(act)
    assert kept.app.heard == [{"type": "shortcut"}]
