"""By which name a repeat of something done in Slack is known."""

from __future__ import annotations

from typing import Any

import pytest

from integrations.slack.parts import SlackParts
from integrations.slack.visiting import Visit


def cause(**action: str) -> str:
    parts: Any = object.__new__(SlackParts)
    body = {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "channel": {"id": "D1"},
        "container": {"message_ts": "1.1"},
        "actions": [action],
    }
    return Visit(parts, body).cause


def test_a_press_is_named_by_its_message_its_moment_and_its_person() -> None:
    assert cause(action_ts="2.2", action_id="press/sign/0") == "slack/T1/D1/1.1/2.2/U1"


@pytest.mark.parametrize("moment", [{}, {"action_ts": ""}])
def test_without_a_moment_two_buttons_of_one_message_are_two_presses(
    moment: dict[str, str],
) -> None:
    one = cause(action_id="press/sign/0", value="a", **moment)
    other = cause(action_id="press/send-back/1", value="a", **moment)
    assert one != other
    assert one == cause(action_id="press/sign/0", value="a", **moment)
