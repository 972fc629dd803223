"""Whoever watches over the bot is told how it is in Slack, and of nobody there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx

from tests.slack.conftest import Opens
from tests.slack.fake import FakeSlack
from tests.slack.house import FRIDAY, House
from tests.slack.test_chat_posting import alert


def health(house: House) -> tuple[int, dict[str, Any]]:
    answer = httpx.get(f"{house.address}/readyz", trust_env=False)
    return answer.status_code, answer.json()


def test_it_says_what_is_known_of_slack(house: House) -> None:
    status, said = health(house)
    assert status == 200
    assert said == {
        "status": "ok",
        "now": FRIDAY.isoformat(),
        "wrong": [],
        "beside": [],
        "parts": {
            "slack": {
                "well": True,
                "http": True,
                "socket": "off",
                "last_heard": None,
                "workspace": True,
                "people": len(house.people.people),
            }
        },
    }


def test_it_says_when_slack_was_last_heard_and_whether_it_takes_cards(
    house: House, slack: FakeSlack
) -> None:
    house.robot("amina").command("/help")
    alert(house)
    house.deliver()
    _, said = health(house)
    assert said["parts"]["slack"]["last_heard"] == FRIDAY.isoformat()
    assert said["parts"]["slack"]["workspace"] is True
    slack.fault("error", "chat.postMessage", times=-1, error="invalid_auth")
    alert(house)
    house.deliver()
    status, said = health(house)
    assert said["parts"]["slack"]["workspace"] is False
    assert status == 200


def test_a_line_that_has_been_down_for_minutes_is_told_and_the_bot_stays_ready(
    opens: Opens, slack: FakeSlack
) -> None:
    with opens(by_socket=True) as house:
        socket = house.works.slack.socket if house.works.slack else None
        assert socket is not None
        slack.until(lambda: socket.state == "connected", "a line")
        status, said = health(house)
        assert (status, said["parts"]["slack"]["socket"]) == (200, "connected")
        assert said["parts"]["slack"]["http"] is False
        slack.down = True
        slack.board.drop()
        while socket.state == "connected":
            slack.until(lambda: not slack.board.lines, "no line")
        assert health(house)[0] == 200
        house.clock.now += timedelta(minutes=4)
        status, said = health(house)
        assert (status, said["status"]) == (200, "degraded")
        assert said["parts"]["slack"]["well"] is False
        assert said["parts"]["slack"]["socket"] == "connecting"
        slack.down = False
