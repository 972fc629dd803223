"""What is typed in Teams is answered where it was typed, and tells nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.teams import robot_activities
from tests.teams.fake_things import Conversation
from tests.teams.nearby import Nearby
from tests.teams.robot import Robot
from tests.teams.robot_acts import (
    CHILD,
)


@pytest.fixture
def amina(near: Nearby) -> Robot:
    return near.robot("amina")


def said(near: Nearby) -> int:
    """Count what the bot has said and changed."""
    return len(near.talk.calls)


def sent(robot: Robot, type_: str, **more: Any) -> dict[str, Any]:
    return robot_activities.activity(robot.ms, robot.user, robot.chat, type_, **more)


def buttons(robot: Robot) -> list[str]:
    return [offered.text for offered, _ in robot.offered()]


# --- in somebody's own chat ---------------------------------------------------------


@pytest.mark.parametrize("text", ["help", "good morning", "/Help", "", "?"])
def test_what_is_no_command_is_answered_with_those_there_are(
    near: Nearby, amina: Robot, text: str
) -> None:
    amina.types(text)

    for word in ("alert", "case", "deadlines", "help"):
        assert word in amina.told()
    assert "What you can type here" in amina.told()
    assert said(near) == 1


@pytest.mark.parametrize("text", ["\u200bcase", "case\ufeff", "\u202dcase\u202c"])
def test_marks_that_nobody_sees_are_no_part_of_a_word(
    near: Nearby, amina: Robot, text: str
) -> None:
    del near
    amina.types(text)

    assert "Nothing waits for you" in amina.told()


def test_what_is_typed_beside_alert_is_neither_kept_nor_said_back(
    near: Nearby, amina: Robot
) -> None:
    amina.types(f"alert {CHILD} fell from a window")

    assert "has not been kept" in amina.told()
    assert "delete your message" in amina.told()
    assert CHILD not in amina.told()
    assert not near.drafts("amina")


def test_a_case_is_shown_by_its_reference_in_any_case(
    near: Nearby, amina: Robot
) -> None:
    ref = near.raised()

    amina.types(f"<p>CASE&nbsp;{ref.lower()}</p>")

    assert f"{ref}: where it stands" in amina.told()
    assert CHILD not in amina.told()


@pytest.mark.parametrize("typed", [CHILD, "WVX", "<at>Tom</at>"])
def test_what_is_no_reference_is_not_said_back(amina: Robot, typed: str) -> None:
    amina.types(f"case {typed} fell")

    assert "That is not the reference of a case." in amina.told()
    assert CHILD not in amina.told()


def test_what_waits_is_listed_with_what_can_be_begun(amina: Robot) -> None:
    amina.types("case")

    assert "Nothing waits for you" in amina.told()
    assert {"Raise an alert", "Deadlines", "I am away", "Help"} <= set(buttons(amina))


def test_every_line_of_the_deadlines_leads_to_its_case(
    near: Nearby, amina: Robot
) -> None:
    ref = near.raised()

    amina.types("deadlines")

    assert ref in amina.told()
    assert "Open the case" in buttons(amina)


def test_a_message_that_is_sent_again_is_answered_once(
    near: Nearby, amina: Robot
) -> None:
    ack = amina.types("help")

    near.line.send(ack.sent)

    assert said(near) == 1


def test_a_message_that_is_sent_again_to_another_replica_is_answered_once(
    near: Nearby, amina: Robot
) -> None:
    ack = amina.types("help")
    # Another replica remembers nothing of it.
    near.parts.taken.forget(next(iter(near.parts.taken._names)))

    near.line.send(ack.sent)

    assert said(near) == 1


def test_a_message_without_a_name_is_answered_each_time(
    near: Nearby, amina: Robot
) -> None:
    ack = amina.types("help")
    nameless = {**ack.sent, "id": None}

    near.line.send(nameless)
    near.line.send(nameless)

    assert said(near) == 3


# --- where others read along --------------------------------------------------------


@pytest.fixture
def channel(near: Nearby) -> Conversation:
    return near.place.channel


@pytest.mark.parametrize("text", ["case", "deadlines", "alert", "help", "hello"])
def test_in_a_channel_every_answer_is_the_same_for_everybody(
    near: Nearby, amina: Robot, channel: Conversation, text: str
) -> None:
    near.raised()

    amina.types(text, channel)

    (reply,) = near.world.posted(channel)
    assert "Only you see what these buttons open." in amina.read(reply)
    assert "WVX" not in amina.read(reply)
    found = [one.text for one, message in amina.offered() if message is reply]
    assert found == ["Raise an alert", "What waits for me", "Deadlines", "Help"]


def test_a_case_that_is_asked_for_in_a_channel_is_opened_by_a_button(
    near: Nearby, channel: Conversation
) -> None:
    ref = near.raised()
    helen = near.robot("helen")

    helen.types(f"case {ref}", channel)

    (reply,) = near.world.posted(channel)
    button = next(b for b, m in helen.offered() if m is reply and ref in b.text)
    helen.press_on(reply, button)
    assert f"{ref}: where it stands" in helen.told()


def test_details_in_a_channel_are_asked_to_be_deleted(
    amina: Robot, channel: Conversation
) -> None:
    amina.types(f"alert {CHILD}", channel)

    told = amina.read(amina.messages()[-1])
    assert "delete your message" in told
    assert CHILD not in told


def test_what_people_say_to_one_another_is_not_listened_to(
    near: Nearby, amina: Robot, channel: Conversation
) -> None:
    text = robot_activities.typed(
        near.world, amina.user, channel, "case", mention=False
    )

    near.line.send(text)
    nobody = {**text, "id": "17", "entities": [{"type": "mention", "text": "Helen"}]}
    near.line.send({**nobody, "recipient": {}})

    assert said(near) == 0


def test_what_waits_opens_for_whoever_presses(
    near: Nearby, amina: Robot, channel: Conversation
) -> None:
    near.raised()
    amina.types("case", channel)
    (reply,) = near.world.posted(channel)
    helen = near.robot("helen")

    button = next(b for b, _ in helen.offered() if b.text == "What waits for me")
    helen.press_on(reply, button)

    assert "1 thing waits for you" in helen.told()
    amina.press_on(reply, button)
    assert "Nothing waits for you" in amina.told()
