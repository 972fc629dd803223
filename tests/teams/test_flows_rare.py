"""What seldom happens in Teams is answered as plainly as what happens every day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.raising import of_message
from integrations.teams import commands, executing
from integrations.teams.visiting import Visit
from tests.teams import robot_activities
from tests.teams.nearby import Nearby
from tests.teams.presses import (
    act,
    executed,
    in_dialog,
    stepped,
    submitted,
)
from tests.teams.robot import Robot
from tests.teams.robot_acts import (
    CHILD,
    TEXT,
    fill_page,
)
from tests.teams.robot_cards import words
from tests.teams.robot_wire import Ack

OLD = "That button is from an older version."
ROSTER = "You are not on this partnership’s roster."
LONG = f"{CHILD} was seen. " * 200


@pytest.fixture
def near(near: Nearby) -> Nearby:
    near.robot("amina")
    return near


def gone(near: Nearby, person: str) -> None:
    """Take somebody off the roster."""
    left = tuple(one for one in near.people.people if one.id != person)
    near.holds(replace(near.people, people=left))


def visit(near: Nearby, robot: Robot, person: str, activity: Any) -> Visit:
    """Make something that somebody does who leaves the roster at that moment."""
    accounts = near.parts.people.who(robot.user.tenant, robot.user.aad)
    gone(near, person)
    return Visit(near.parts, activity, accounts)


# --- forms --------------------------------------------------------------------------


def sent_twice(near: Nearby, robot: Robot) -> tuple[Ack, Ack]:
    assert robot.onward is not None
    sent = robot.submitting(robot.onward)
    return near.line.send(sent), near.line.send({**sent, "id": "f:again"})


def test_what_can_be_done_once_is_answered_the_same_when_it_is_sent_again(
    near: Nearby,
) -> None:
    ruth = near.robot("ruth")
    ref = near.chained()
    ruth.press("Send back", ref)
    fill_page(ruth, TEXT)

    first, again = sent_twice(near, ruth)

    assert first.body == again.body
    assert "sent back" in str(first.body)


def test_a_form_for_an_act_that_there_is_none_of_is_refused_and_kept(
    near: Nearby,
) -> None:
    helen = near.robot("helen")
    ref = near.raised()
    helen.press("Record the decision", ref)

    stepped(helen, "next", does="dance")

    assert "older version" in helen.told()


def test_what_stands_in_fields_that_nobody_knows_any_more_is_kept(
    near: Nearby,
) -> None:
    ruth = near.robot("ruth")
    ref = near.chained()
    ruth.press("Send back", ref)
    assert ruth.onward is not None
    near.pressed("ruth", "Read and sign", ref)
    fields = {
        "q.day~x": "2026-11-27",
        "q.~0123~x": "odd",
        "q.\0~x": "odd",
        "q.note~x": CHILD,
    }

    in_dialog(ruth, {**ruth.onward.data, **fields})

    (kept,) = near.drafts("ruth")
    assert kept.says["note"] == CHILD
    assert [kept.says[f"day.{unit}"] for unit in ("day", "month", "year")] == [
        "27", "11", "2026",
    ]  # fmt: skip
    assert "odd" not in str(kept.says)


def test_a_form_without_the_name_of_its_drawing_is_sent_all_the_same(
    near: Nearby,
) -> None:
    ruth = near.robot("ruth")
    ref = near.chained()
    ruth.press("Read and sign", ref)

    stepped(ruth, "next", once="")

    assert "signed" in ruth.told().lower()


def test_a_long_text_that_is_put_into_a_form_is_kept_at_once(near: Nearby) -> None:
    helen = near.robot("helen")
    ref = near.chained()
    near.pressed("helen", "Change the text", ref, {"": LONG})
    helen.types(f"case {ref}")

    helen.press("Change the text", ref)

    assert helen.dialog is not None
    assert LONG.strip() in str([draft.says for draft in near.drafts("helen")])


def test_a_section_that_was_handed_over_by_somebody_gone_is_told(
    near: Nearby,
) -> None:
    amina = near.robot("amina")
    amina.extend()
    assert amina.onward is not None
    amina.press("Ask somebody else to complete this")
    fill_page(amina, {"Who is to complete it?": "Tom Hartley"})

    stepped(amina, "next", about="no-such-draft/what")

    assert "no such section of an alert" in amina.told()


def test_a_message_that_is_not_there_any_more_opens_the_form_without_it(
    near: Nearby,
) -> None:
    amina = near.robot("amina")
    amina.types("help")
    message = amina.messages()[-1]
    data = act(near, "raise-alert", of_message("no-such-draft"))

    fetched = robot_activities.fetched(amina.ms, amina.user, amina.chat, message, data)

    assert "Step 1 of" in str(near.line.send(fetched).body)


# --- pages --------------------------------------------------------------------------


def test_a_page_that_may_not_be_seen_any_more_gives_way_to_what_is_said(
    near: Nearby,
) -> None:
    joan = near.robot("joan")
    ref = near.raised()
    meta = {"partnership": near.people.partnership, "does": "open", "about": "WVX-1"}
    data = {**act(near, "seek-holds", ref), "meta": meta}

    ack = in_dialog(joan, data)

    assert ack.body["task"]["type"] == "continue"
    assert "where it stands" not in str(ack.body)


# --- cards --------------------------------------------------------------------------


def test_a_case_without_its_reader_says_in_words_what_came_of_a_press(
    near: Nearby,
) -> None:
    amina = near.robot("amina")
    amina.types("help")

    ack = executed(amina, act(near, "seek-holds", "WVX-2026-077"))

    assert "There is no case called WVX-2026-077." in ack.body["value"]


def test_a_press_in_a_channel_on_what_is_no_card_of_the_case_is_told(
    near: Nearby,
) -> None:
    joan = near.robot("joan")
    ref = near.raised()
    joan.types("case", near.place.channel)

    ack = executed(joan, act(near, "seek-holds", ref))

    assert isinstance(ack.body["value"], str)
    assert near.recorded(ref)[-1] == "TimesSought"


def test_whoever_has_no_part_in_a_case_is_told_in_words(near: Nearby) -> None:
    helen = near.robot("helen")
    ref = near.raised()
    button, message = next(
        (b, m) for b, m in helen.offered(ref) if b.text == "Record the decision"
    )
    assert button.data
    near.pressed("helen", "Declare a conflict of interest", ref, {"": "Helen"})

    ack = executed(helen, act(near, "seek-holds", ref), message)

    assert isinstance(ack.body["value"], str)


def test_a_card_that_asks_for_itself_says_nothing_to_a_stranger(near: Nearby) -> None:
    stranger = near.account(near.world.user("Nobody Known"))
    near.place.team.members.append(stranger.user)
    stranger.types("help", near.place.channel)
    data = {**act(near, "refresh", "WVX-2026-001"), "key": "WVX-2026-001/1/0"}

    unasked = executed(stranger, data, verb="refresh", automatic=True)
    asked = executed(stranger, data, verb="refresh")

    assert unasked.body["value"] == ""
    assert ROSTER in asked.body["value"]


def test_a_card_says_to_whoever_asks_for_it_why_it_is_not_theirs(near: Nearby) -> None:
    amina = near.robot("amina")
    amina.types("help")
    data = {"act": ["elsewhere", "refresh", "WVX-2026-001"]}

    ack = executed(amina, data, verb="refresh")

    assert ROSTER in ack.body["value"]


# --- a Teams too old to know better -------------------------------------------------


def test_an_old_teams_is_told_of_a_refusal(near: Nearby) -> None:
    amina = near.robot("amina")
    amina.types("help")
    message = amina.messages()[-1]

    for about in ("WVX-2026-077", ""):
        submitted(amina, act(near, "open", about), message)

        assert "There is no case called" in words(amina.messages()[-1].card)


def test_an_old_teams_of_somebody_who_has_just_left_is_told_so(near: Nearby) -> None:
    amina = near.robot("amina")
    amina.types("help")
    said = robot_activities.submitted(
        amina.ms, amina.user, amina.chat, amina.messages()[-1], act(near, "mine", "")
    )

    reply = executing.sent(visit(near, amina, "amina", said))

    assert reply.then or reply.looks


@pytest.mark.parametrize("text", ["deadlines", "case"])
def test_whoever_has_just_left_the_roster_is_told_so(near: Nearby, text: str) -> None:
    amina = near.robot("amina")
    said = robot_activities.typed(
        near.world, amina.user, amina.chat, text, mention=False
    )

    reply = commands.take(visit(near, amina, "amina", said))

    assert "roster" in str(reply.then)
