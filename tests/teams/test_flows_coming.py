"""Whoever comes to the bot is greeted once, and what is none of ours passed over."""

from __future__ import annotations

from typing import Any

import pytest

from bot.store import rooms
from bot.store.rooms import Room
from tests.teams import robot_activities
from tests.teams.fake_things import BOT, Conversation
from tests.teams.nearby import Nearby
from tests.teams.robot import Robot

ROSTER = "You are not on this partnership’s roster."


@pytest.fixture
def amina(near: Nearby) -> Robot:
    return near.robot("amina")


def said(near: Nearby) -> int:
    """Count what the bot has said and changed."""
    return len(near.talk.calls)


def sent(robot: Robot, type_: str, **more: Any) -> dict[str, Any]:
    return robot_activities.activity(robot.ms, robot.user, robot.chat, type_, **more)


@pytest.fixture
def channel(near: Nearby) -> Conversation:
    return near.place.channel


# --- whoever the roster does not name -----------------------------------------------


@pytest.fixture
def stranger(near: Nearby) -> Robot:
    user = near.world.user("Nobody Known")
    near.place.team.members.append(user)
    return near.account(user)


def test_a_stranger_is_told_alone_how_to_be_let_in(stranger: Robot) -> None:
    stranger.types("case")

    assert ROSTER in stranger.told()
    assert stranger.user.aad in stranger.told()


def test_a_stranger_from_elsewhere_is_told_their_organisation_too(
    near: Nearby,
) -> None:
    user = near.world.user("Guest", tenant="b0a7-elsewhere")
    guest = near.account(user)
    guest.types("case")

    assert f"b0a7-elsewhere/{user.aad}" in guest.told().replace("\\", "")


def test_a_stranger_in_a_channel_sees_the_same_buttons_as_everybody(
    near: Nearby, stranger: Robot, channel: Conversation
) -> None:
    stranger.types("case", channel)

    (reply,) = near.world.posted(channel)
    assert stranger.user.aad not in stranger.read(reply)
    stranger.press_on(reply, stranger.offered()[1][0])
    assert ROSTER in stranger.told()
    assert stranger.user.aad in stranger.told()


def test_somebody_without_an_id_is_a_stranger_without_one(
    near: Nearby, amina: Robot
) -> None:
    text = sent(amina, "message", text="case")
    del text["from"]["aadObjectId"]

    near.line.send(text)

    assert ROSTER in amina.told()
    assert "Your id" not in amina.told()


# --- the app comes and goes ---------------------------------------------------------


def test_somebody_who_installs_the_app_is_greeted_once(
    near: Nearby, amina: Robot
) -> None:
    amina.installs()

    assert "Dayzero is here" in amina.told()
    assert said(near) == 1


def test_a_newer_version_is_no_reason_to_greet_anybody(
    near: Nearby, amina: Robot
) -> None:
    before = said(near)

    near.line.send(sent(amina, "installationUpdate", action="add-upgrade"))

    assert said(near) == before


def test_somebody_who_takes_the_app_again_is_greeted_again(
    near: Nearby, amina: Robot
) -> None:
    amina.installs()
    amina.uninstalls()
    amina.installs()

    assert said(near) == 2


def test_a_stranger_who_installs_the_app_is_told_how_to_be_let_in(
    stranger: Robot,
) -> None:
    stranger.installs()

    assert ROSTER in stranger.told()


def test_a_team_is_greeted_once(near: Nearby, amina: Robot) -> None:
    general = near.world.conversations[near.place.team.id]
    for made in (robot_activities.members, robot_activities.installed):
        near.line.send(made(near.world, amina.user, general))

    (hello,) = near.world.posted(general)
    assert "Write nothing about a child" in amina.read(hello)


def test_the_room_of_a_case_is_not_greeted(near: Nearby, amina: Robot) -> None:
    group = near.world.group(amina.user)
    whose = near.people.partnership
    with near.works.store.writing() as tx:
        room = Room("teams", whose, "WVX-1", near.world.home, group.id, near.clock.now)
        rooms.put(tx, room)

    near.line.send(robot_activities.members(near.world, amina.user, group))

    assert said(near) == 0


def test_somebody_else_who_comes_to_a_team_is_not_greeted(
    near: Nearby, amina: Robot
) -> None:
    general = near.world.conversations[near.place.team.id]

    near.line.send(
        robot_activities.members(near.world, amina.user, general, amina.user)
    )

    assert said(near) == 0


# --- what is none of ours -----------------------------------------------------------


@pytest.mark.parametrize(
    "type_",
    [
        "messageReaction", "messageUpdate", "messageDelete", "typing", "event",
        "endOfConversation", "", "somethingNew",
    ],
)  # fmt: skip
def test_what_only_happens_is_passed_over(
    near: Nearby, amina: Robot, type_: str
) -> None:
    ack = near.line.send(sent(amina, type_, text="alert"))

    assert (ack.status, ack.body) == (200, None)
    assert said(near) == 0


@pytest.mark.parametrize(
    "sender", [{"role": "bot"}, {"id": BOT}, {"id": "28:another"}, None]
)
def test_bots_are_not_talked_to(
    near: Nearby, amina: Robot, sender: dict[str, str] | None
) -> None:
    text = sent(amina, "message", text="help")
    text["from"] = {**text["from"], **sender} if sender else None

    near.line.send(text)

    assert said(near) == (0 if sender else 1)


@pytest.mark.parametrize(
    ("name", "answered"),
    [
        ("composeExtension/query", "composeExtension"),
        ("composeExtension/queryLink", "composeExtension"),
        ("application/search", "value"),
        ("fileConsent/invoke", ""),
        ("signin/tokenExchange", ""),
        ("message/submitAction", ""),
        ("something/new", ""),
    ],
)
def test_what_nobody_asked_for_is_answered_so_that_nothing_looks_broken(
    near: Nearby, amina: Robot, name: str, answered: str
) -> None:
    ack = near.line.send(sent(amina, "invoke", name=name, value={}))

    assert ack.status == 200
    assert answered in (ack.body or {"": ""})


def test_that_something_came_is_noted(near: Nearby, amina: Robot) -> None:
    near.parts.heard.last = None

    near.line.send(sent(amina, "typing"))

    assert near.parts.heard.last == near.clock.now
