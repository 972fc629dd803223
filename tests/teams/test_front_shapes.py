"""What Teams really sends and Microsoft's library fails on is taken, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.teams.doors import Bare, Door, a_press, an_activity, one
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import Json

Shape = Callable[[FakeMicrosoft], Json]


@pytest.fixture(scope="module")
def bare(shared: FakeMicrosoft) -> Bare:
    return Bare(shared)


def pressed(**changed: Any) -> Shape:
    """A press with something in it that is otherwise."""

    def shape(ms: FakeMicrosoft) -> Json:
        said = a_press(ms)
        for path, value in changed.items():
            place = said
            *before, last = path.split("__")
            for word in before:
                place = place[word]
            if value is None:
                del place[last]
            else:
                place[last] = value
        return said

    return shape


def happened(type_: str, **more: Any) -> Shape:
    return lambda ms: an_activity(ms, type_, **more)


def without(word: str, shape: Shape) -> Shape:
    return lambda ms: {k: v for k, v in shape(ms).items() if k != word}


FAILING: dict[str, Shape] = {
    "a card that is refreshed by itself": pressed(value__trigger="automatic"),
    "a button without data": pressed(value__action__data=None),
    "an update of the app": happened("installationUpdate", action="add-upgrade"),
    "an older app taken out": happened("installationUpdate", action="remove-upgrade"),
    "a type nobody knows": happened("agentHandoff"),
    "an invoke nobody knows": happened("invoke", name="composeExtension/tryThis"),
    "an event nobody knows": happened("event", name="application/vnd.new.event"),
    "an event without a name": happened("event", name=None),
    "a message from nobody": without("from", happened("message", text="alert")),
    "a message to nobody": without("recipient", happened("message", text="alert")),
    "an invoke without a name": happened("invoke", name=None),
    "no type at all": without("type", happened("message")),
    "an id that is a number": pressed(id=1_795_284_753_003),
    "a type that is a list": happened("message", type=["message"]),
    "an unknown change of a message": happened(
        "messageUpdate", channelData={"tenant": {"id": "?"}, "eventType": "pinned"}
    ),
    "an odd moment": happened("message", text="alert", timestamp="yesterday"),
}


@pytest.mark.parametrize("shape", FAILING.values(), ids=FAILING.keys())
def test_what_the_library_fails_on_is_taken(
    shared: FakeMicrosoft, bare: Bare, shape: Shape
) -> None:
    said = shape(shared)
    door = Door(shared, guests=("?",))

    ours = one(door.served(), shared, said)
    theirs = one(bare.served(), shared, said)

    assert theirs.status_code == 500, "or the door need not do this any more"
    assert ours.status_code == 200
    assert door.behind.taken == [said]


TAKEN: dict[str, Shape] = {
    "a message": happened("message", text="alert"),
    "somebody types": happened("typing"),
    "a reaction": happened("messageReaction", reactionsAdded=[{"type": "like"}]),
    "a message that is changed": happened("messageUpdate", text="alert"),
    "a message taken back": happened("messageDelete"),
    "somebody who joins": happened("conversationUpdate", membersAdded=[{"id": "29:1"}]),
    "an app that is installed": happened("installationUpdate", action="add"),
    "the end": happened("endOfConversation"),
    "words one does not know": happened("message", text="alert", soundOf={"a": [1]}),
    "nothing where something is": happened(
        "message", text=None, value=None, entities=None, attachments=None
    ),
    "things where words are": happened("message", text={"a": 1}, value=[1], name=7),
    "half a letter": happened("message", text="\ud83d"),
}


@pytest.mark.parametrize("shape", TAKEN.values(), ids=TAKEN.keys())
def test_what_else_teams_sends_is_taken(shared: FakeMicrosoft, shape: Shape) -> None:
    said = shape(shared)
    door = Door(shared)

    answer = one(door.served(), shared, said)

    assert (answer.status_code, answer.content) == (200, b"")
    assert door.behind.taken == [said]
