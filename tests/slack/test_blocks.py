"""Cards drawn for Slack: always taken, said whole where they fit, and never misread."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock

from bot.core.cards import Button, Card, Item, plain
from integrations.slack import acts, limits
from integrations.slack.acts import Act
from integrations.slack.blocks import drawn, message
from tests.slack.checking import message_faults, view_faults

SEVERE = Card(
    "DOR-2026-004: Sign off the notification",
    ("It is ready for you to read and sign as head of quality assurance.",),
    (("Sign off by", "Friday 27 November 2026"), ("Step", "1 of 3")),
    buttons=(
        Button("Read and sign off", "sign", "DOR-2026-004/sign-sin", main=True),
        Button("Send back", "send-back", "DOR-2026-004/sign-sin"),
        Button("Open", "open", "DOR-2026-004"),
    ),
    case="DOR-2026-004",
)

SHORT = (
    "",
    " ",
    "Friday",
    "<!channel> & <@U1>",
    "*_`~",
    "\n",
    "Open",
    "\N{WAVING HAND SIGN}",
)
LONG = ("x" * 10_000, "a word " * 1_500, "é" * 160, "<" * 800, "line\n" * 90)
SEEDS = range(50)


class Invented:
    """A card of anything whatever, by chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.longs = self.chance.choice((0, 0.05, 0.5))

    def text(self) -> str:
        long = self.chance.random() < self.longs
        return self.chance.choice(LONG if long else SHORT)

    def times(self, most: int) -> range:
        return range(self.chance.choice((0, 1, 2, self.chance.randrange(most + 1))))

    def button(self) -> Button:
        does = self.chance.choice(("sign", "open", "x" * 300))
        about = self.chance.choice(
            ("DOR-2026-004/sign-sin", "", "x" * 1_950, "x" * 2_500)
        )
        return Button(self.text(), does, about, self.chance.random() < 0.2)

    def buttons(self, most: int) -> tuple[Button, ...]:
        return tuple(self.button() for _ in self.times(most))

    def facts(self, most: int) -> tuple[tuple[str, str], ...]:
        return tuple((self.text(), self.text()) for _ in self.times(most))

    def item(self) -> Item:
        late = self.chance.random() < 0.3
        return Item(self.text(), self.facts(4), self.buttons(4), late)

    def card(self) -> Card:
        lines = tuple(self.text() for _ in self.times(6))
        items = tuple(self.item() for _ in self.times(200))
        return Card(
            self.text(), lines, self.facts(25), items, self.buttons(60), self.text()
        )


def buttons_of(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for block in blocks:
        found += block.get("elements", [])
        found += [block["accessory"]] if "accessory" in block else []
    return found


def name_of(button: dict[str, Any]) -> str:
    return str(button.get("accessibility_label", button["text"]["text"]))


def faults(card: Card) -> list[str]:
    made = message(card, "dorset")
    return message_faults({"text": made.text, "blocks": made.blocks})


def said(blocks: list[dict[str, Any]]) -> str:
    return json.dumps(blocks, ensure_ascii=False)


def test_a_card_is_a_heading_its_facts_and_its_buttons() -> None:
    made = message(SEVERE, "dorset")

    assert [block["type"] for block in made.blocks] == [
        "header", "section", "section", "actions",
    ]  # fmt: skip
    assert made.blocks[0]["text"]["text"] == SEVERE.heading
    assert (
        "*Sign off by*\nFriday 27 November 2026" in made.blocks[2]["fields"][0].values()
    )
    assert [b.get("style") for b in buttons_of(made.blocks)] == ["primary", None, None]
    assert made.text == plain(SEVERE)
    assert not faults(SEVERE)


def test_a_button_carries_its_act_and_nothing_else() -> None:
    button = buttons_of(drawn(SEVERE, "dorset"))[0]

    assert acts.read(button) == Act("dorset", "sign", "DOR-2026-004/sign-sin")


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"action_id": "form/back", "value": '["a","b","c"]'},
        {"action_id": "press/sign/0"},
        {"action_id": "press/sign/0", "value": "not json"},
        {"action_id": "press/sign/0", "value": '["a","b"]'},
        {"action_id": "press/sign/0", "value": '["a","b",3]'},
        {"action_id": "press/sign/0", "value": '{"a":1}'},
        {"action_id": None, "value": None},
    ],
)
def test_what_is_no_button_of_ours_is_no_act(action: dict[str, Any]) -> None:
    assert acts.read(action) is None


def test_what_is_late_is_said_in_words() -> None:
    card = Card("Two things", items=(Item("Sign", (("Due", "Friday"),), late=True),))

    assert drawn(card, "dorset")[1]["text"]["text"] == "*Sign* (late)\nDue: Friday"
    assert "Sign (late)" in message(card, "dorset").text


def test_what_became_of_it_is_said() -> None:
    card = Card("A thing", outcome="Signed by Bo on Friday 27 November 2026.")

    assert "*Signed by Bo on Friday 27 November 2026.*" in said(drawn(card, "dorset"))


def test_items_that_do_not_fit_are_left_out_from_the_end_and_named() -> None:
    items = tuple(
        Item(f"Thing {n}", (("Due", "Friday"),), late=n == 70) for n in range(75)
    )

    blocks = drawn(Card("Many things", items=items), "dorset")

    assert len(blocks) == 50
    assert "*Thing 47*" in said(blocks)
    assert "*Thing 48*" not in said(blocks)
    assert "And 27 more: Thing 48; Thing 49;" in said(blocks)
    assert "Thing 70 (late)" in said(blocks)


def test_buttons_that_say_the_same_tell_a_screen_reader_what_they_are_about() -> None:
    items = tuple(
        Item(
            f"DOR-2026-00{n}: Sign",
            buttons=(Button("Open", "open", f"DOR-2026-00{n}"),),
        )
        for n in (1, 2)
    )

    buttons = buttons_of(drawn(Card("Two", items=items), "dorset"))

    assert [button["text"]["text"] for button in buttons] == ["Open", "Open"]
    assert [button["accessibility_label"] for button in buttons] == [
        "Open: DOR-2026-001: Sign",
        "Open: DOR-2026-002: Sign",
    ]


def test_a_label_that_a_button_cannot_hold_is_written_above_it() -> None:
    label = (
        "Send the request for a briefing report to the Northshire Community Trust again"
    )
    same = Button(label, "send", "a/b"), Button(label, "send", "a/c")
    blocks = drawn(Card("A thing", (), (), (Item("One", (), same),), same), "dorset")

    assert [block["type"] for block in blocks] == [
        "header", "section", "section", "actions", "section", "actions",
    ]  # fmt: skip
    assert blocks[2]["text"]["text"] == f"{label}\n{label}"
    names = list(map(name_of, buttons_of(blocks)))
    assert len(set(names)) == 4
    assert all(len(name) <= 75 for name in names)


def test_nothing_typed_or_named_becomes_a_mention_a_link_or_a_picture() -> None:
    hostile = "<!channel> <https://example.org|here> :tada: & <@U0123>"
    card = Card(
        hostile, (hostile,), ((hostile, hostile),), (Item(hostile),), outcome=hostile
    )
    made = message(card, "dorset")

    marked = [
        part
        for block in made.blocks
        for part in (block.get("text"), *block.get("fields", ()))
        if part and part["type"] == "mrkdwn"
    ]
    assert all("<" not in part["text"] and part["verbatim"] for part in marked)
    assert "<" not in made.text
    assert not faults(card)


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_a_card_holds_slack_takes_it(seed: int) -> None:
    card = Invented(seed).card()

    assert not faults(card)
    home = drawn(card, "dorset", most=100, weight=limits.VIEW_WEIGHT)
    assert not view_faults({"type": "home", "blocks": home})


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_buttons_have_the_same_name(seed: int) -> None:
    blocks = drawn(Invented(seed).card(), "dorset")

    names = Counter(map(name_of, buttons_of(blocks)))
    assert not [name for name, count in names.items() if count > 1]


@pytest.mark.parametrize("seed", SEEDS)
def test_slacks_own_library_reads_what_is_drawn(seed: int) -> None:
    for block in drawn(Invented(seed).card(), "dorset"):
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()


@pytest.mark.parametrize("most", [10, 75, 3000])
@given(text=st.text(max_size=500))
def test_a_shortened_text_fits(text: str, most: int) -> None:
    assert limits.fits(limits.short(text, most), most)


@given(text=st.text(alphabet="ab \n&<\N{GRINNING FACE}", max_size=500))
def test_pieces_of_a_text_are_exactly_the_text(text: str) -> None:
    found = list(limits.pieces(text, 20))

    assert "".join(found) == text
    assert all(limits.fits(piece, 20) for piece in found)
