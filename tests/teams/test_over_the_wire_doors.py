"""What Teams did not send is turned away; what it sends is answered, whatever it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from sqlalchemy import func, select

from bot.tables import drafts, outbox
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_keys import FORGERIES
from tests.teams.fake_things import APP_ID, Json
from tests.teams.house import House
from tests.teams.robot_activities import activity, typed
from tests.teams.robot_wire import Wire
from tests.teams.shapes import Scene, shapes

pytestmark = pytest.mark.long

AT_ONCE: Final = 3.0
OTHER: Final = "99999999-8888-4777-8666-555555555555"


def wire(house: House) -> Wire:
    assert house.wire is not None
    return house.wire


def asks_for_help(house: House) -> Json:
    """Write what would have an answer."""
    amina = house.robot("amina")
    return typed(house.ms, amina.user, amina.chat, "help", mention=False)


def answered(house: House) -> int:
    """Count what the app has said to anybody."""
    house.settle()
    return len(house.ms.called("send"))


def test_what_teams_signed_is_taken(house: House) -> None:
    before = answered(house)

    assert wire(house).send(asks_for_help(house)).status == 200

    assert answered(house) == before + 1


def test_a_forged_token_is_turned_away(house: House) -> None:
    said, before = asks_for_help(house), answered(house)

    acks = {
        how: wire(house).send(said, house.ms.forged(how, said["serviceUrl"])).status
        for how in FORGERIES
    }

    assert acks == dict.fromkeys(FORGERIES, 401)
    assert answered(house) == before


CLAIMS: Final[tuple[Json, ...]] = (
    {"aud": "another"},
    {"aud": None},
    {"iss": "https://login.microsoftonline.com/x/v2.0"},
    {"iss": "https://sts.windows.net/x/"},
    {"iss": None},
    {"exp": 1},
    {"exp": None},
    {"nbf": 4_000_000_000},
    {"serviceurl": "https://evil.example.org/"},
    {"serviceurl": None},
)


def test_a_token_that_says_something_else_is_turned_away(house: House) -> None:
    said, before = asks_for_help(house), answered(house)
    good = {"serviceurl": said["serviceUrl"]}

    acks = [
        wire(house).send(said, house.ms.token(**{**good, **changed})).status
        for changed in CLAIMS
    ]

    assert acks == [401] * len(CLAIMS)
    assert answered(house) == before


def test_a_request_without_a_token_is_turned_away(house: House) -> None:
    body = json.dumps(asks_for_help(house))

    for header in ("", "Bearer", "Bearer x", "Basic eA==", "x" * 9_000):
        assert wire(house).raw(body, {"Authorization": header}).status == 401
    assert wire(house).raw(body, {}).status == 401


def test_a_request_whose_address_was_changed_is_turned_away(house: House) -> None:
    said = asks_for_help(house)
    token = house.ms.token(said["serviceUrl"])
    said["serviceUrl"] = "https://evil.example.org/"

    assert wire(house).send(said, token).status == 401
    del said["serviceUrl"]
    assert wire(house).send(said, token).status == 401


def test_another_organisation_is_not_served(house: House) -> None:
    before = answered(house)
    for where in ("conversation", "channelData", "both"):
        said = asks_for_help(house)
        if where != "channelData":
            said["conversation"]["tenantId"] = OTHER
        if where != "conversation":
            said["channelData"]["tenant"]["id"] = OTHER

        assert wire(house).send(said).status == 403, where

    assert answered(house) == before


def test_no_organisation_at_all_is_not_served(house: House) -> None:
    said = asks_for_help(house)
    del said["conversation"]["tenantId"], said["channelData"]["tenant"]

    assert wire(house).send(said).status == 403


NONSENSE: Final = (
    "", "{", "[]", "null", "7", '"x"', "\x00", "[" * 5_000, '{"a":' * 3_000,
    '{"type": 7}', '{"type": "message", "from": []}', "\ufeff{}",
    '{"type":"message","conversation":7,"channelData":[]}',
)  # fmt: skip


def test_nonsense_that_is_signed_is_no_failure(house: House) -> None:
    headers = {"Authorization": f"Bearer {house.ms.token()}"}

    acks = {body[:60]: wire(house).raw(body, headers).status for body in NONSENSE}

    assert {body for body, status in acks.items() if not 400 <= status < 500} == set()
    assert '"level": "error"' not in house.logged.getvalue()


def test_too_much_is_not_read(house: House) -> None:
    headers = {"Authorization": f"Bearer {house.ms.token()}"}
    body = json.dumps(asks_for_help(house) | {"text": "x" * 1_100_000})

    assert wire(house).raw(body, headers).status == 413


def test_keys_that_are_changed_are_read_again(house: House) -> None:
    wire(house).send(asks_for_help(house))

    house.ms.keys.rotate()

    assert wire(house).send(asks_for_help(house)).status == 200


def test_known_keys_are_good_while_others_cannot_be_had(house: House) -> None:
    wire(house).send(asks_for_help(house))
    house.ms.keyless = True

    assert wire(house).send(asks_for_help(house)).status == 200
    house.ms.keys.rotate()
    assert wire(house).send(asks_for_help(house)).status == 401


# --- whatever Teams sends -----------------------------------------------------------


@pytest.fixture(scope="module")
def names() -> list[str]:
    """Give what all shapes are called, without sending any."""
    ms = FakeMicrosoft()
    user = ms.user("Amina Yusuf")
    team = ms.team("Wessex Vale", user)
    channel, group = ms.channel(team, "safeguarding"), ms.group(user)
    return list(shapes(Scene(ms, user, ms.personal(user), channel, group)))


def scenes(house: House) -> Iterator[tuple[str, Scene]]:
    """Let them come from somebody known, and from a stranger."""
    stranger = house.stranger("Wanda Noone")
    for who, robot in (("amina", house.robot("amina")), ("stranger", stranger)):
        group = house.ms.group(robot.user)
        yield who, Scene(house.ms, robot.user, robot.chat, house.place.channel, group)


def kept(house: House) -> tuple[int, ...]:
    """Count what is on the record that somebody could have done."""
    with house.works.store.reading() as tx:
        counts = (select(func.count()).select_from(one) for one in (outbox, drafts))
        return tuple(tx.execute(count).scalar_one() for count in counts)


def test_there_are_shapes_enough(names: list[str]) -> None:
    assert len(names) >= 45
    assert len(set(names)) == len(names)


def test_every_shape_that_teams_sends_is_answered(house: House) -> None:
    before = kept(house)
    odd: dict[str, Any] = {}
    for who, scene in scenes(house):
        for name, said in shapes(scene).items():
            ack = wire(house).send(said)
            if ack.status >= 400 or ack.seconds > AT_ONCE:
                odd[f"{who}: {name}"] = ack.status, ack.text, ack.seconds
            scene.chat.installed = True
        house.settle()

    assert odd == {}
    # What a message said may have become the draft of an alert, and nothing else.
    assert kept(house) in (before, (before[0], before[1] + 1))
    assert "Traceback" not in house.logged.getvalue()
    lines = house.logged.lines()
    assert [line for line in lines if line.get("level") == "error"] == []


def test_every_answer_is_one_that_teams_can_show(house: House) -> None:
    _, scene = next(scenes(house))
    wrong = {}
    for name, said in shapes(scene).items():
        body = wire(house).send(said).body
        if body is not None and not isinstance(body, dict):
            wrong[name] = body
        if said["type"] != "invoke" and body:
            wrong[name] = body
        if said.get("name") == "adaptiveCard/action" and "statusCode" not in (
            body or {}
        ):
            wrong[name] = body
        if str(said.get("name")).startswith("task/") and body and "task" not in body:
            wrong[name] = body
    house.settle()

    assert wrong == {}


def test_an_activity_of_another_app_is_nothing(house: House) -> None:
    amina = house.robot("amina")
    said = activity(house.ms, amina.user, amina.chat, "message", text="help")
    said["from"] = {"id": f"28:{APP_ID}", "name": "Dayzero"}
    before = answered(house)

    assert wire(house).send(said).status == 200
    assert answered(house) == before
