"""What can go wrong with a private channel in Slack, and what becomes of the case."""

from __future__ import annotations

from typing import Any

import pytest

from bot.store.outbox import DEAD
from integrations.slack.scopes import SCOPES
from tests.slack.marsh import (
    ALL,
    CASE,
    DIRECTOR,
    HEAD,
    MANAGER,
    NAME,
    PLAIN,
    Lets,
    Marsh,
)


def test_that_somebody_could_not_be_taken_out_is_said_in_words(marsh: Marsh) -> None:
    ref = marsh.decided()
    marsh.slack.fault("error", "conversations.kick", error="restricted_action")
    marsh.does(MANAGER.id, "conflict", ref, person=DIRECTOR.id, note="A cousin.")
    marsh.house.deliver()
    (dead,) = marsh.rows(DEAD)
    assert "Take them out in Slack by hand." in dead.problem


@pytest.mark.parametrize("kind", ["drop after", "500 after"])
@pytest.mark.parametrize(
    "method",
    [
        "conversations.create",
        "conversations.setTopic",
        "conversations.members",
        "conversations.invite",
    ],
)
def test_an_answer_that_was_lost_makes_no_second_channel(
    marsh: Marsh, method: str, kind: Any
) -> None:
    marsh.alert()
    marsh.house.deliver()
    marsh.slack.fault(kind, method)
    marsh.does(HEAD.id, "decide", f"{CASE}/agree", choice="notify", note="x")
    for _ in range(4):
        marsh.house.deliver()
        marsh.house.pass_time(seconds=20)
    (room,) = marsh.rooms()
    assert marsh.inside(room) == ALL
    assert len(marsh.slack.posted(room.id)) == 1
    assert len(marsh.record()) == 1


@pytest.mark.parametrize("kind", ["drop after", "500 after"])
def test_a_card_whose_answer_was_lost_may_come_again_and_then_says_so(
    marsh: Marsh, kind: Any
) -> None:
    """The past of a private channel may not be read, so nobody can look for it."""
    marsh.alert()
    marsh.house.deliver()
    # As often as there are cards on their way at once: the room's is among them.
    marsh.slack.fault(kind, "chat.postMessage", times=8)
    marsh.does(HEAD.id, "decide", f"{CASE}/agree", choice="notify", note="x")
    for _ in range(8):
        marsh.house.deliver()
        marsh.house.pass_time(seconds=20)
    (room,) = marsh.rooms()
    first, *again = marsh.slack.posted(room.id)
    assert "repeat" not in first.text
    assert all("may be a repeat" in copy.text for copy in again)
    assert len(marsh.record()) == 1


def test_patience_that_slack_asks_for_is_kept(marsh: Marsh) -> None:
    marsh.slack.fault("429", "conversations.invite", seconds=7)
    marsh.decided()
    marsh.house.pass_time(seconds=8)
    marsh.house.deliver()
    (room,) = marsh.rooms()
    assert marsh.inside(room) == ALL


def test_a_channel_that_somebody_made_beforehand_is_left_alone(marsh: Marsh) -> None:
    other = marsh.account(PLAIN.email).id
    bot = marsh.house.workspace.bot_user
    taken = marsh.slack.room(marsh.house.workspace.id, NAME, other, bot, kind="private")
    marsh.decided()
    room = next(c for c in marsh.rooms() if c is not taken)
    assert room.name == f"{NAME}-2"
    assert taken.members == {other, bot}
    assert marsh.slack.posted(taken.id) == []
    assert marsh.inside(room) == ALL


def test_when_every_name_is_taken_that_is_said(marsh: Marsh) -> None:
    for number in ("", *(f"-{n}" for n in range(2, 10))):
        marsh.slack.room(marsh.house.workspace.id, NAME + number)
    marsh.decided()
    (dead,) = marsh.rows(DEAD)
    assert dead.problem == f"Every name for the channel of {CASE} is taken in Slack."


def test_a_channel_that_was_deleted_is_made_again(marsh: Marsh) -> None:
    ref = marsh.decided()
    (room,) = marsh.rooms()
    del marsh.slack.channels[room.id]
    marsh.does(MANAGER.id, "conflict", ref, person=DIRECTOR.id, note="A cousin.")
    marsh.house.deliver()
    (again,) = marsh.rooms()
    assert again.id != room.id
    assert marsh.inside(again) == {MANAGER.email, HEAD.email}
    assert "Send the notification" in marsh.says(again)


def test_a_channel_that_was_archived_by_hand_is_said_to_be(marsh: Marsh) -> None:
    marsh.slack.fault("error", "conversations.invite", times=-1, error="is_archived")
    marsh.decided()
    (dead,) = marsh.rows(DEAD)
    assert "archived in Slack" in dead.problem


@pytest.mark.parametrize("scope", sorted(s for s in SCOPES if s.startswith("groups")))
def test_without_a_scope_for_channels_the_case_goes_on(lets: Lets, scope: str) -> None:
    with lets(lacks=scope) as marsh:
        ref = marsh.decided()
        if scope == "groups:write":
            assert marsh.rooms() == []
            (dead,) = marsh.rows(DEAD)
            assert "lacks the scope groups:write" in dead.problem
        else:
            (room,) = marsh.rooms()
            assert marsh.inside(room) == ALL
            marsh.does(MANAGER.id, "conflict", ref, person=DIRECTOR.id, note="x")
            marsh.house.deliver()
            assert marsh.inside(room) == {MANAGER.email, HEAD.email}
        robot = marsh.house.account(HEAD)
        assert "Send the notification" in robot.reads(ref)


def test_a_workspace_that_lets_nobody_make_channels_is_said_to(marsh: Marsh) -> None:
    marsh.slack.fault(
        "error", "conversations.create", times=-1, error="restricted_action"
    )
    marsh.decided()
    (dead,) = marsh.rows(DEAD)
    assert "does not let the app make private channels" in dead.problem


def test_an_answer_nobody_knows_is_said_by_its_name(marsh: Marsh) -> None:
    marsh.slack.fault("error", "conversations.create", error="plan_upgrade_required")
    marsh.decided()
    (dead,) = marsh.rows(DEAD)
    assert "(plan_upgrade_required)" in dead.problem


def test_an_app_that_is_let_in_again_makes_the_channel_then(marsh: Marsh) -> None:
    marsh.slack.fault("error", "conversations.create", error="invalid_auth")
    marsh.decided()
    assert marsh.rows(DEAD) == []
    marsh.house.pass_time(seconds=20)
    marsh.house.deliver()
    assert len(marsh.rooms()) == 1


def test_a_case_that_never_had_a_channel_is_closed_without(marsh: Marsh) -> None:
    marsh.slack.fault("error", "conversations.create", error="plan_upgrade_required")
    marsh.close()
    assert marsh.rooms() == []
    assert len(marsh.rows(DEAD)) == 1


@pytest.mark.parametrize("error", ["already_archived", "channel_not_found"])
def test_a_channel_that_is_closed_already_is_no_trouble(
    marsh: Marsh, error: str
) -> None:
    marsh.slack.fault("error", "conversations.archive", error=error)
    marsh.close()
    assert marsh.rows(DEAD) == []


def test_a_channel_that_slack_does_not_archive_is_said_to(marsh: Marsh) -> None:
    marsh.slack.fault("error", "conversations.archive", error="restricted_action")
    marsh.close()
    (dead,) = marsh.rows(DEAD)
    assert "Archive it there by hand." in dead.problem
