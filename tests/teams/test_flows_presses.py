"""What is done by a press alone is done once, and answered to whoever pressed."""

from __future__ import annotations

from typing import Any

import pytest

from bot.store import outbox
from tests.teams.fake_things import Message
from tests.teams.nearby import Nearby
from tests.teams.presses import (
    CARD,
    act,
    executed,
    fetched,
    shown,
    submitted,
)
from tests.teams.robot import Robot
from tests.teams.robot_cards import Offered, words

OLD = "That button is from an older version."
ROSTER = "You are not on this partnership’s roster."


@pytest.fixture
def near(near: Nearby) -> Nearby:
    for name in ("amina", "helen", "joan", "ruth"):
        near.robot(name)
    return near


@pytest.fixture
def ref(near: Nearby) -> str:
    return near.raised()


# --- what is done at once -----------------------------------------------------------


def test_what_is_done_at_once_is_answered_with_where_the_case_stands(
    near: Nearby, ref: str
) -> None:
    joan = near.robot("joan")
    joan.types(f"case {ref}")

    ack = executed(joan, act(near, "seek-holds", ref))

    assert ack.body["type"] == CARD
    assert f"{ref}: where it stands" in shown(ack)


def test_what_is_refused_is_said_to_whoever_pressed_alone(
    near: Nearby, ref: str
) -> None:
    amina = near.robot("amina")
    amina.types(f"case {ref}")
    before = len(near.talk.calls)

    ack = executed(amina, act(near, "seek-holds", ref))

    assert "This is for" in shown(ack)
    assert len(near.talk.calls) == before


def test_a_press_that_is_sent_again_is_recorded_once(near: Nearby, ref: str) -> None:
    joan = near.robot("joan")
    joan.types(f"case {ref}")
    ack = executed(joan, act(near, "seek-holds", ref))
    recorded = near.recorded(ref)

    again = near.line.send(ack.sent)

    assert near.recorded(ref) == recorded
    assert again.body == ack.body


def test_a_press_that_has_no_name_is_known_by_what_it_says(
    near: Nearby, ref: str
) -> None:
    joan = near.robot("joan")
    joan.types(f"case {ref}")
    ack = executed(joan, act(near, "seek-holds", ref))
    nameless = {**ack.sent, "id": "", "timestamp": "2026-11-27T09:31:00Z"}
    near.line.send(nameless)
    recorded = near.recorded(ref)

    near.line.send(nameless)

    assert near.recorded(ref) == recorded


def test_an_act_that_asks_for_something_is_led_to_its_form(
    near: Nearby, ref: str
) -> None:
    helen = near.robot("helen")
    wanted = next(b for b, _ in helen.offered(ref) if b.text == "Record the decision")

    ack = executed(helen, {"act": wanted.data["act"]})

    assert "This opens in a window" in shown(ack)
    card = ack.body["value"]
    assert card["body"][-1]["actions"][0]["data"]["msteams"] == {"type": "task/fetch"}


def test_an_act_on_a_dialog_that_asks_nothing_is_done_and_told(
    near: Nearby, ref: str
) -> None:
    joan = near.robot("joan")
    joan.types(f"case {ref}")

    ack = fetched(joan, act(near, "seek-holds", ref))

    assert ack.body["task"]["type"] == "continue"
    assert near.recorded(ref)[-1] == "TimesSought"


def asked(
    near: Nearby, person: str, ref: str, label: str
) -> tuple[Robot, Message, Offered]:
    """Find the card on which somebody is asked for something."""
    robot = near.robot(person)
    button, message = next((b, m) for b, m in robot.offered(ref) if b.text == label)
    return robot, message, button


def test_a_card_that_is_out_of_date_is_put_right_for_whoever_presses(
    near: Nearby,
) -> None:
    ref = near.chained()
    ruth, message, button = asked(near, "ruth", ref, "Read and sign")
    near.pressed("ruth", "Read and sign", ref)
    step = button.data["act"][2]

    ack = executed(ruth, act(near, "take-place", f"{step}/x~y"), message)

    assert ack.body["type"] == CARD
    assert "Ruth" in shown(ack)
    assert "Read and sign" not in [b["title"] for b in _actions(ack.body["value"])]


def _actions(card: Any) -> list[Any]:
    return [one for part in card["body"] for one in part.get("actions", ())]


# --- a card that each sees in their own way -----------------------------------------


def key_of(near: Nearby, message: Message, ref: str) -> str:
    with near.works.store.reading() as tx:
        rows = outbox.find(tx, case_ref=ref)
    return next(
        r.key for r in rows if str(r.receipt.get("receipt", "")).endswith(message.id)
    )


@pytest.mark.parametrize("automatic", [True, False])
def test_a_card_is_drawn_afresh_for_whoever_looks(
    near: Nearby, ref: str, *, automatic: bool
) -> None:
    helen, message, _ = asked(near, "helen", ref, "Record the decision")
    data = {**act(near, "refresh", ref), "key": key_of(near, message, ref)}
    before = len(near.talk.calls)

    ack = executed(helen, data, verb="refresh", automatic=automatic)

    assert ack.body["type"] == CARD
    assert "Record the decision" in shown(ack)
    assert "refresh" not in ack.body["value"], "nobody else sees it"
    assert len(near.talk.calls) == before


def test_nobody_is_shown_the_card_of_somebody_else(near: Nearby, ref: str) -> None:
    _helen, message, _ = asked(near, "helen", ref, "Record the decision")
    data = {**act(near, "refresh", ref), "key": key_of(near, message, ref)}
    amina = near.robot("amina")
    amina.types("help")

    ack = executed(amina, data, verb="refresh", automatic=True)

    assert shown(ack) == ""


@pytest.mark.parametrize(
    "data",
    [
        None, {}, {"act": None}, {"act": ["a"]}, {"act": ["nowhere", "refresh", "X"]},
        {"act": ["wessex-vale", "refresh", "WVX-2026-009"], "key": "none"},
        {"act": ["wessex-vale", "refresh", "WVX-2026-009"], "key": 7},
    ],
)  # fmt: skip
def test_a_card_that_cannot_be_drawn_afresh_shows_no_error(
    near: Nearby, data: Any
) -> None:
    helen = near.robot("helen")
    helen.types("help")

    ack = executed(helen, data, verb="refresh", automatic=True)

    assert shown(ack) == ""


# --- a Teams too old to know better -------------------------------------------------


def test_an_old_teams_is_shown_a_page_in_ones_own_chat(near: Nearby, ref: str) -> None:
    helen = near.robot("helen")

    submitted(helen, act(near, "open", ref))

    assert f"{ref}: where it stands" in helen.told()


def test_an_old_teams_is_led_to_what_it_cannot_show(near: Nearby, ref: str) -> None:
    helen, _, button = asked(near, "helen", ref, "Record the decision")

    submitted(helen, {"act": button.data["act"]})
    submitted(helen, act(near, "raise-alert", ""))

    assert "This opens in a window" in helen.told()


def test_an_old_teams_does_what_asks_for_nothing(near: Nearby, ref: str) -> None:
    joan = near.robot("joan")
    before = near.recorded(ref)

    submitted(joan, act(near, "seek-holds", ref))

    assert len(near.recorded(ref)) == len(before) + 1


def test_a_refusal_to_an_old_teams_is_said_alone_and_the_card_put_right(
    near: Nearby,
) -> None:
    ref = near.chained()
    ruth, message, button = asked(near, "ruth", ref, "Read and sign")
    near.pressed("ruth", "Read and sign", ref)
    step = button.data["act"][2]

    submitted(ruth, act(near, "take-place", f"{step}/x~y"), message)

    assert message.version == 1
    assert "Read and sign" not in words(message.card)
    assert ruth.messages()[-1].conversation == ruth.chat.id


def test_an_old_teams_in_a_channel_is_answered_in_ones_own_chat(
    near: Nearby, ref: str
) -> None:
    helen, channel = near.robot("helen"), near.place.channel
    helen.types("case", channel)
    (reply,) = near.world.posted(channel)

    submitted(helen, act(near, "open", ref), reply)

    assert len(near.world.posted(channel)) == 1
    assert f"{ref}: where it stands" in helen.told()


def test_an_old_teams_in_a_channel_is_not_answered_to_whoever_has_no_chat(
    near: Nearby, ref: str
) -> None:
    tom = near.account(near.place.users["tom"])
    tom.types("case", near.place.channel)
    (reply,) = near.world.posted(near.place.channel)
    before = len(near.talk.calls)

    submitted(tom, act(near, "open", ref), reply)

    assert len(near.talk.calls) == before
