"""Presses as an old or a new Teams sends them, on whatever somebody has last read."""

from __future__ import annotations

from typing import Any, Final

from tests.teams import robot_activities
from tests.teams.fake_things import Message
from tests.teams.nearby import Nearby
from tests.teams.robot import Robot
from tests.teams.robot_cards import Offered, words
from tests.teams.robot_wire import Ack

CARD: Final = "application/vnd.microsoft.card.adaptive"
MESSAGE: Final = "application/vnd.microsoft.activity.message"


def act(near: Nearby, does: str, about: str) -> dict[str, Any]:
    """Make what a button of the partnership carries."""
    return {"act": [near.people.partnership, does, about]}


def executed(
    robot: Robot,
    data: Any,
    message: Message | None = None,
    *,
    verb: str = "press",
    automatic: bool = False,
) -> Ack:
    """Press what tells the bot at once."""
    on = message or robot.messages()[-1]
    place = robot.ms.conversations[on.conversation]
    said = robot_activities.executed(
        robot.ms, robot.user, place, on, {"verb": verb}, data, automatic=automatic
    )
    return robot.wire.send(said)


def fetched(robot: Robot, data: Any) -> Ack:
    """Press what asks for a dialog."""
    on = robot.messages()[-1]
    place = robot.ms.conversations[on.conversation]
    asks = robot_activities.fetched(robot.ms, robot.user, place, on, data)
    return robot.wire.send(asks)


def submitted(robot: Robot, data: Any, message: Message | None = None) -> Ack:
    """Press a button in a Teams that knows no better than to send it as a message."""
    on = message or robot.messages()[-1]
    place = robot.ms.conversations[on.conversation]
    said = robot_activities.submitted(robot.ms, robot.user, place, on, data)
    return robot.wire.send(said)


def in_dialog(robot: Robot, data: Any) -> Ack:
    """Press a button in a dialog that carries just this, with what is typed there."""
    if robot.dialog is not None:
        return robot.press_in(Offered("", {"type": "Action.Submit", "data": data}))
    said = robot_activities.task_sent(robot.ms, robot.user, robot.chat, data)
    return robot.wire.send(said)


def stepped(robot: Robot, form: str, **meta: Any) -> Ack:
    """Press a button of a form that takes a step which none there says."""
    assert robot.onward is not None
    data = robot.onward.data
    return in_dialog(robot, {**data, "form": form, "meta": {**data["meta"], **meta}})


def shown(ack: Ack) -> str:
    """Read the card, or the sentence, that a press was answered with."""
    assert ack.body["statusCode"] == 200
    if ack.body["type"] == MESSAGE:
        return str(ack.body["value"])
    assert ack.body["type"] == CARD
    return words(ack.body["value"])
