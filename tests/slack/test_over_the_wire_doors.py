"""What Slack did not send is turned away; what it sends twice is done once."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.slack.house import House
from tests.slack.robot_payloads import captured, command
from tests.slack.robot_wire import ACT, COMMAND, EVENT, HttpWire, encoded, signed

AT_MOST: Final = 300
"""Seconds after which a request is too old to be Slack's."""


def wire(house: House) -> HttpWire:
    assert isinstance(house.wire, HttpWire)
    return house.wire


def a_command(house: House) -> tuple[str, dict[str, str]]:
    """Write a request that would open a form, and how it must be marked."""
    amina = house.robot("amina")
    payload = command(house.slack, amina.user, amina.direct, "/alert", "")
    body, content = encoded(COMMAND, payload)
    at = int(house.slack.now())
    headers = signed(house.slack.signing_secret, body, at)
    return body, headers | {"Content-Type": content}


def test_a_request_that_slack_signed_is_taken(house: House) -> None:
    body, headers = a_command(house)

    answered = wire(house).raw(body, headers)
    house.settle()

    assert answered.status == 200
    assert house.slack.called("views.open")


@pytest.mark.parametrize("mark", ["v0=" + "0" * 64, "", "v1=", "nonsense"])
def test_a_forged_request_is_turned_away(house: House, mark: str) -> None:
    body, headers = a_command(house)

    answered = wire(house).raw(body, headers | {"X-Slack-Signature": mark})
    house.settle()

    assert answered.status == 401
    assert not house.slack.called("views.open")


def test_a_request_without_marks_is_turned_away(house: House) -> None:
    body, headers = a_command(house)

    answered = wire(house).raw(body, {"Content-Type": headers["Content-Type"]})

    assert answered.status == 401


def test_a_request_changed_on_its_way_is_turned_away(house: House) -> None:
    body, headers = a_command(house)

    answered = wire(house).raw(body.replace("alert", "case"), headers)

    assert answered.status == 401


@pytest.mark.parametrize("off", [AT_MOST + 30, -AT_MOST - 30])
def test_a_request_kept_for_later_is_turned_away(house: House, off: int) -> None:
    body, _ = a_command(house)
    at = int(house.slack.now()) - off
    headers = signed(house.slack.signing_secret, body, at)
    form = "application/x-www-form-urlencoded"

    answered = wire(house).raw(body, headers | {"Content-Type": form})
    house.settle()

    assert answered.status == 401
    assert not house.slack.called("views.open")


def test_a_request_played_again_opens_no_second_form(house: House) -> None:
    body, headers = a_command(house)

    answered = [wire(house).raw(body, headers).status for _ in range(3)]
    house.settle()

    assert answered == [200, 200, 200]
    assert len(house.slack.called("views.open")) == 1


NONSENSE: Final = (
    "",
    "payload=",
    "payload=%7B",
    "payload=%5B%5D",
    "payload=null",
    "payload=%7B%7D",
    "payload=%7B%22type%22%3A%22block_actions%22%7D",
    "payload=%7B%22type%22%3A%22view_submission%22%2C%22view%22%3Anull%7D",
    "command=%2Falert",
    "{}",
    "[]",
    "\x00",
)


@pytest.mark.parametrize(
    "kind", ["application/json", "application/x-www-form-urlencoded", "text/plain"]
)
def test_nonsense_that_is_signed_is_no_failure(house: House, kind: str) -> None:
    answered = {}
    for body in NONSENSE:
        headers = signed(house.slack.signing_secret, body, int(house.slack.now()))
        headers["Content-Type"] = kind
        answered[body] = wire(house).raw(body, headers).status
    house.settle()

    assert {body for body, status in answered.items() if status >= 500} == set()


def filled(shape: Any, ids: dict[str, Any]) -> Any:
    """Put something of its kind at every empty place of a captured payload."""
    if isinstance(shape, dict):
        return {
            key: ids[key] if key in ids and not value else filled(value, ids)
            for key, value in shape.items()
        }
    if isinstance(shape, list):
        return [filled(one, ids) for one in shape]
    return "x" if shape == "" else shape


@pytest.mark.parametrize(
    ("name", "kind", "type_"),
    [
        ("AppHomeOpenedPayload", EVENT, "event_callback"),
        ("BlockActionPayload", ACT, ""),
        ("SlashCommandPayload", COMMAND, ""),
        ("ViewClosedPayload", ACT, ""),
        ("ViewSubmissionPayload", ACT, ""),
    ],
)
def test_every_shape_that_was_caught_is_answered(
    house: House, name: str, kind: str, type_: str
) -> None:
    amina = house.robot("amina").user
    ours = {
        "team_id": amina.team,
        "user_id": amina.id,
        "trigger_id": house.slack.trigger(amina.team, amina.id),
        "response_url": f"{house.slack.url}/actions/none",
        "command": "/case",
    }
    whose = {"team": {"id": amina.team, "domain": "wessex"}}
    whose |= {} if kind == COMMAND else {"user": {"id": amina.id, "name": "a"}}
    shape = captured(name) | ({"type": type_} if type_ else {})

    answered = [
        wire(house).send(kind, payload).status
        for payload in (shape, filled(shape, {}), filled(shape, ours) | whose)
    ]
    house.settle()

    assert answered == [200, 200, 200]


def test_an_address_is_proved_when_slack_asks(house: House) -> None:
    asked = {"type": "url_verification", "token": "t", "challenge": "a challenge"}

    answered = wire(house).send(EVENT, asked)

    assert (answered.status, answered.body) == (200, {"challenge": "a challenge"}) or (
        answered.text == "a challenge"
    )
