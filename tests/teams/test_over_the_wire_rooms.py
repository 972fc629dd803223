"""The room of a case in Teams: who is in it, and what each sees on its one card."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from bot.core.press import Press
from tests.slack.marsh import CASE, DIRECTOR, FILES, HEAD, MANAGER, PEOPLE, PLAIN
from tests.teams.conftest import Opens
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import GROUP, Conversation, Message
from tests.teams.house import House
from tests.teams.robot_acts import through
from tests.teams.robot_cards import pressable
from tests.teams.watching import names_nobody

pytestmark = pytest.mark.long

INSIDE = (MANAGER, HEAD, DIRECTOR)
CAUSES = itertools.count(1)


@pytest.fixture
def marsh(opens: Opens) -> Iterator[House]:
    """An invented coast, whose procedure wants a room for each case."""
    with opens(PEOPLE, settings={"DAYZERO_PROCEDURES": str(FILES)}) as house:
        for person in PEOPLE.people:
            house.robot(person.id).types("help")
        yield house


def does(house: House, by: str, act: str, about: str = "", **answers: Any) -> str:
    press = Press(by, act, about, f"test/{next(CAUSES)}", answers)
    desk = house.works.desk(PEOPLE.partnership)
    answer = desk.handle(press, house.clock.now)
    assert not answer.code, answer
    return answer.case


def decided(house: House) -> None:
    """Make a case, and the decision with which its room opens."""
    said = {"harm": "died", "aware-at": "2026-11-27 09:00"}
    ref = does(house, PLAIN.id, "raise-alert", **said)
    does(house, HEAD.id, "decide", f"{ref}/agree", choice="notify", note="x")
    house.deliver()


def groups(house: House) -> list[Conversation]:
    return [c for c in house.ms.conversations.values() if c.kind == GROUP]


def card_of(house: House) -> Message:
    """Find the card of the case in its room."""
    (room,) = groups(house)
    return next(m for m in house.ms.posted(room) if m.card)


def test_a_group_chat_opens_to_its_roles_where_teams_lets_it(
    ms: FakeMicrosoft, marsh: House
) -> None:
    ms.groups = True

    decided(marsh)

    (room,) = groups(marsh)
    assert room.name == CASE
    assert {user.name for user in room.own} == {person.name for person in INSIDE}
    assert names_nobody(marsh)


def test_each_sees_on_the_one_card_what_they_may_press(
    ms: FakeMicrosoft, marsh: House
) -> None:
    ms.groups = True
    decided(marsh)
    message, seen = card_of(marsh), {}
    updates = len(ms.called("update"))

    for person in INSIDE:
        robot = marsh.robot(person.id)
        ack = robot.refresh(message)
        assert ack is not None, "the card asks for each of those inside"
        assert ack.status == 200
        seen[person.id] = {b.text for b in pressable(robot.sees(message))}

    assert len(ms.called("update")) == updates, "looking changes nothing"
    # What everybody sees holds nothing that is for one of them alone.
    assert {b.text for b in pressable(message.card)} == {"Open the case"}
    assert "Mark as done" in seen[HEAD.id]
    assert seen[DIRECTOR.id] == {"Open the case"}


def test_a_press_in_the_room_is_seen_by_everybody_there(
    ms: FakeMicrosoft, marsh: House
) -> None:
    ms.groups = True
    decided(marsh)
    message, head = card_of(marsh), marsh.robot(HEAD.id)
    assert "Send the notification" in head.read(message)
    head.refresh(message)
    buttons = pressable(message.card_for(head.user))
    button = next(b for b in buttons if b.text == "Mark as done")

    head.press_on(message, button)
    through(head, {"On": "2026-11-27"})
    marsh.deliver()

    director = marsh.robot(DIRECTOR.id)
    director.refresh(message)
    assert "Send the notification" not in director.read(message)
    assert "Review meeting" in director.read(message)


def test_where_teams_lets_it_make_none_nobody_reads_more_than_they_may(
    marsh: House,
) -> None:
    before = len(marsh.ms.posted(marsh.place.channel))

    decided(marsh)

    assert groups(marsh) == []
    # Somebody who is not to be in the room can read the channel, so it is not there.
    (said,) = marsh.ms.posted(marsh.place.channel)[before:]
    assert "A new alert" in marsh.robot(PLAIN.id).read(said)
    letters = marsh.works.letters.of_person(HEAD.email)
    told = [*letters, *marsh.ms.posted(marsh.robot(HEAD.id).chat)]
    assert told
