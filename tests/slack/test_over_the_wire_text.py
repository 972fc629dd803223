"""Whatever anybody types, wherever they type it: nothing breaks, and nothing shouts."""

from __future__ import annotations

from typing import Final

import pytest

from tests.slack.fake_world import texts
from tests.slack.house import House
from tests.slack.robot_acts import ALERT, does, raise_alert, to_the_chain
from tests.slack.robot_forms import fields

pytestmark = pytest.mark.long

HOSTILE: Final = {
    "a mention of everybody": "<!channel> <!here> <!everyone>",
    "a link and a person": "<https://evil.example.org|click> <@U012345> <#C01|x>",
    "marks": "*bold* _slant_ ~struck~ `code` ```more``` > quoted &amp; & < >",
    "right to left": "\u202egnol\u202c \u2067\u0645\u0631\u062d\u0628\u0627\u2069",
    "pictures": "\U0001f469\u200d\U0001f469\u200d\U0001f466 :warning: \U0001f1ec",
    "nothing to see": "\u200b\u2060\ufeff.",
    "nulls": "a\x00b\x07c\x1b[31m",
    "long": "x" * 3_000,
    "long words": "word " * 600,
    "lines": "\r\n\n a \n" * 40,
    "templates": "{{7*7}} ${7*7} %s {0} '; DROP TABLE journal; --",
    "json": '"}],"x":[{"',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_an_alert_may_hold_anything(house: House, text: str) -> None:
    changed = {
        label: text[:150] if "name" in label or "Where" in label else text
        for label in ALERT
        if label.startswith(("What ", "Where", "How can"))
    }

    ref = raise_alert(house, **changed)

    assert ref == "WVX-2026-001"
    _nothing_shouts(house)


@pytest.mark.parametrize("sort", ["a mention of everybody", "marks", "nulls", "long"])
def test_what_is_signed_may_hold_anything(house: House, sort: str) -> None:
    text = HOSTILE[sort]
    ref = to_the_chain(house)
    does(house, "ruth", "Send back", ref, {"": text})
    helen = house.robot("helen")
    written = [b.text for b, _ in helen.offered(ref) if b.text.endswith("the text")]
    does(house, "helen", written[0], ref, {"": text[:1_000]})

    ruth = house.robot("ruth")
    ruth.press("Read and sign", ref)

    assert ruth.modal is not None
    _nothing_shouts(house)


def _nothing_shouts(house: House) -> None:
    said = [*texts([[m.text, m.blocks] for m in house.slack.messages])]
    for mark in ("<!", "<@", "<#", "evil.example.org"):
        assert not [text for text in said if mark in text]
    refused = [c for c in house.slack.calls if not c.answer.get("ok", True)]
    assert not refused, [(c.method, c.answer) for c in refused]


@pytest.mark.parametrize("command", ["/alert", "/case", "/deadlines", "/help"])
def test_a_command_may_be_followed_by_anything(house: House, command: str) -> None:
    for text in HOSTILE.values():
        if len(text) >= 2_000:
            continue
        ack = house.robot("amina").command(command, text)

        assert ack.status == 200
        assert text.strip("\x00. ") not in ack.text or len(text) < 3
    _nothing_shouts(house)


def test_what_is_typed_is_in_no_line_of_the_log(house: House) -> None:
    mark = "Xylophonia Quillfeather"
    amina = house.robot("amina")

    raise_alert(house, **{label: mark for label in ALERT if label.startswith("What ")})
    amina.command("/alert", mark)
    amina.command("/case", mark)
    house.slack.fault("error", "views.open", error="fatal_error")
    amina.command("/alert", mark)

    logged = house.logged.getvalue()
    assert house.logged.lines()
    assert "Quillfeather" not in logged
    assert house.slack.signing_secret not in logged


def test_a_text_longer_than_one_field_is_typed_in_several(house: House) -> None:
    amina = house.robot("amina")
    amina.command("/alert")
    assert amina.modal is not None
    boxes = [f for f in fields(amina.modal) if f.label.startswith("What happened?")]

    assert boxes
    assert boxes[0].element.get("max_length", 3_000) <= 3_000
