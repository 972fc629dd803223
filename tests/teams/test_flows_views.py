"""A card that several people see has, for each of them, what they may press."""

from __future__ import annotations

from dataclasses import replace

from bot.core.cards import Button, Card, Item
from bot.core.react import Telling
from bot.own import own
from bot.store import outbox
from bot.store.opening import values_of
from bot.store.outbox import Delivery
from tests.teams import robot_activities
from tests.teams.nearby import Nearby
from tests.teams.robot import Robot
from tests.teams.robot_cards import pressable

WHOLE = "Everything on this case"


def seen(near: Nearby, card: Card, ref: str, person: str) -> list[str]:
    view = near.desk.view(ref, person, near.clock.now)
    made = own(card, view)
    buttons = [*made.buttons, *(b for item in made.items for b in item.buttons)]
    return [button.label for button in buttons]


def test_everybody_may_open_what_only_shows_something(near: Nearby) -> None:
    ref = near.raised()
    card = Card("A card", buttons=(Button(WHOLE, "whole", ref),))

    assert seen(near, card, ref, "amina") == [WHOLE]


def test_an_act_is_offered_to_those_whose_it_is(near: Nearby) -> None:
    ref = near.raised()
    page = near.desk.page("whole", ref, "joan", near.clock.now)
    assert page is not None

    theirs, others = seen(near, page, ref, "joan"), seen(near, page, ref, "amina")

    assert "Hold times for the meetings" in theirs
    assert "Hold times for the meetings" not in others
    assert set(others) < set(theirs)


def test_what_was_written_is_offered_to_those_who_may_read_it(near: Nearby) -> None:
    ref = near.raised()
    page = near.desk.page("readings", ref, "helen", near.clock.now)
    assert page is not None

    assert "Read" in seen(near, page, ref, "helen")
    outside = next(
        one.id
        for one in near.people.people
        if not near.desk.view(ref, one.id, near.clock.now).readable
    )
    assert "Read" not in seen(near, page, ref, outside)


def test_a_time_is_chosen_by_those_who_may_arrange_the_meeting(near: Nearby) -> None:
    ref = near.raised()
    view = near.desk.view(ref, "joan", near.clock.now)
    arranges = Button("Arrange it", "arrange", f"{ref}/meeting")
    choose = Button("Choose it", "choose-time", f"{ref}/meeting/2026-12-01T0900Z")
    card = Card("Times", items=(Item("Tuesday", buttons=(choose,)),))

    theirs = own(card, replace(view, buttons={"meeting": (arranges,)}))
    others = own(card, replace(view, buttons={}))

    assert theirs == card
    assert others.items[0].buttons == ()


def test_the_card_in_the_room_of_a_case_is_for_each_who_looks_their_own(
    near: Nearby,
) -> None:
    helen, joan = near.robot("helen"), near.robot("joan")
    ref = near.raised()
    row = Delivery(
        key=f"{ref}/room",
        partnership=near.people.partnership,
        kind="room",
        not_before=near.clock.now,
        case_ref=ref,
        place="a room",
        body=values_of(Telling("room", channel=True)),
    )
    with near.works.store.writing() as tx:
        outbox.enqueue(tx, (row,), near.clock.now)
    helen.types("help", near.place.channel)
    (message,) = near.world.posted(near.place.channel)
    data = {"act": [near.people.partnership, "refresh", ref], "key": row.key}
    before = len(near.talk.calls)

    def offered(robot: Robot) -> list[str]:
        said = robot_activities.executed(
            robot.ms, robot.user, near.place.channel, message, {"verb": "refresh"},
            data, automatic=True,
        )  # fmt: skip
        card = near.line.send(said).body["value"]
        assert card["refresh"]["userIds"] == [robot.user.mri]
        return [b.text for b in pressable(card)]

    assert "Record the decision" in offered(helen)
    assert "Record the decision" not in offered(joan)
    assert len(near.talk.calls) == before, "the card that all see stays as it is"
