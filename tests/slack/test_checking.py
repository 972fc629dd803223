"""The checker refuses what Slack refuses, and says where it is."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.slack.checking import message_faults, view_faults

PLAIN = {"type": "plain_text", "text": "Open"}
MARKED = {"type": "mrkdwn", "text": "*Open*"}
BUTTON = {"type": "button", "action_id": "a", "text": PLAIN}
ROW = {"type": "actions", "elements": [BUTTON]}
HEADER = {"type": "header", "text": PLAIN}
ONE = {"text": PLAIN, "value": "1"}
TWO = {"text": PLAIN, "value": "2"}
RADIOS: dict[str, Any] = {
    "type": "radio_buttons",
    "action_id": "a",
    "options": [ONE, TWO],
}
INPUT = {"type": "input", "label": PLAIN, "element": RADIOS}
MODAL: dict[str, Any] = {"type": "modal", "title": PLAIN, "blocks": [HEADER]}


def said(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def asks(**element: Any) -> dict[str, Any]:
    return {**INPUT, "element": {"action_id": "a", **element}}


@pytest.mark.parametrize(
    "block",
    [
        HEADER,
        ROW,
        {"type": "divider"},
        {"type": "context", "elements": [PLAIN, MARKED]},
        {"type": "section", "fields": [PLAIN, MARKED], "accessory": BUTTON},
        said("&lt;!channel&gt; <https://example.org|here> <@U1> &amp;"),
        INPUT,
        asks(type="datepicker", initial_date="2026-11-27"),
        asks(type="timepicker", initial_time="09:30", timezone="Europe/London"),
        asks(type="static_select", option_groups=[{"label": PLAIN, "options": [ONE]}]),
    ],
)
def test_what_slack_takes_has_no_fault(block: dict[str, Any]) -> None:
    before = copy.deepcopy(block)

    assert message_faults({"text": "Open", "blocks": [block]}) == []
    assert view_faults({**MODAL, "blocks": [block], "submit": PLAIN}) == []
    assert block == before


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("text", "blocks/0: not an object"),
        ({"type": "banner"}, "blocks/0: no block of type 'banner'"),
        ({"type": "header"}, "blocks/0/text: missing"),
        ({"type": "header", "text": MARKED}, "blocks/0/text: text of type 'mrkdwn'"),
        ({**HEADER, "colour": "red"}, "blocks/0/colour: no such field"),
        ({**HEADER, "block_id": "x" * 256}, "blocks/0/block_id: 256 characters"),
        ({"type": "section"}, "blocks/0: a section needs text or fields"),
        (said(" "), "blocks/0/text/text: empty"),
        (said("x" * 3_001), "blocks/0/text/text: 3001 characters, more than 3000"),
        (said("<!channel>"), "blocks/0/text: not escaped"),
        (said("a & b"), "blocks/0/text: not escaped"),
        ({"type": "section", "fields": []}, "blocks/0/fields: 0 of them"),
        ({"type": "section", "fields": [PLAIN] * 11}, "blocks/0/fields: 11 of them"),
        ({**ROW, "elements": [BUTTON, BUTTON]}, "action_id: 'a' is there 2 times"),
        ({**ROW, "elements": [INPUT]}, "an element of type 'input' is not taken here"),
        ({**ROW, "elements": [{**BUTTON, "style": "big"}]}, "'big' is none of primary"),
        ({**ROW, "elements": [{**BUTTON, "value": ""}]}, "elements/0/value: empty"),
        ({"type": "image", "alt_text": "x"}, "one of image_url and slack_file"),
        (asks(type="datepicker", initial_date="27.11.2026"), "is no day like 2026"),
        (asks(type="timepicker", initial_time="9am"), "is no time like 16:30"),
        (asks(type="timepicker", timezone="London"), "no such time zone"),
        (asks(type="static_select"), "it has one of options and option_groups"),
        (asks(**{**RADIOS, "options": [ONE, ONE]}), "the value '1' is there 2 times"),
        (asks(**{**RADIOS, "initial_option": {**ONE, "value": "3"}}), "not offered"),
        (asks(**{**RADIOS, "options": [ONE] * 11}), "11 of them; it takes 1 to 10"),
        (asks(type="plain_text_input", max_length=9_000), "9000 is not from 1 to 3000"),
        (asks(type="plain_text_input", multiline="yes"), "neither true nor false"),
    ],
)
def test_what_slack_refuses_has_its_fault_named(block: Any, fault: str) -> None:
    found = message_faults({"text": "Open", "blocks": [block]})

    assert any(fault in one for one in found), found


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        ({"blocks": [HEADER]}, "text: a screen reader"),
        ({"text": " "}, "text: a screen reader"),
        ({"text": "x" * 40_001}, "text: msg_too_long"),
        ({"text": "x", "blocks": {}}, "blocks: not a list"),
        ({"text": "x", "blocks": []}, "blocks: no more than nothing"),
        ({"text": "x", "blocks": [HEADER] * 51}, "blocks: 51, more than 50"),
        ({"text": "x", "blocks": [said("x" * 2_999)] * 5}, "msg_blocks_too_long"),
        (
            {"text": "x", "blocks": [{**HEADER, "block_id": "b"}] * 2},
            "block_id: 'b' is there 2 times",
        ),
    ],
)
def test_what_is_wrong_with_a_whole_message_is_named(
    message: dict[str, Any], fault: str
) -> None:
    assert any(fault in one for one in message_faults(message))


@pytest.mark.parametrize(
    ("view", "fault"),
    [
        ({"type": "window"}, "type: neither a modal nor a home"),
        ({"type": "modal", "blocks": [HEADER]}, "view/title: missing"),
        ({**MODAL, "blocks": [INPUT]}, "submit: needed"),
        ({**MODAL, "title": {**PLAIN, "text": "x" * 25}}, "more than 24"),
        ({**MODAL, "private_metadata": "x" * 3_001}, "more than 3000"),
        ({"type": "home", "blocks": [HEADER], "title": PLAIN}, "view/title: no such"),
        ({**MODAL, "blocks": [HEADER] * 101}, "blocks: 101, more than 100"),
        ({**MODAL, "blocks": [said("é" * 2_900)] * 50}, "view_too_large"),
    ],
)
def test_what_is_wrong_with_a_whole_view_is_named(
    view: dict[str, Any], fault: str
) -> None:
    assert any(fault in one for one in view_faults(view))
