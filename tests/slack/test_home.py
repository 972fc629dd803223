"""The first page in Slack, for somebody who opens it twice a year; and what is told."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import Any

import pytest

from bot.core.cards import Button, Card, Item
from bot.core.words import LONDON
from bot.first_page import Begun, Standing
from integrations.slack import acts
from integrations.slack.acts import Act
from integrations.slack.home import home, nobody
from integrations.slack.meta import Meta
from integrations.slack.told import card_view, choosing, readings, told
from tests.slack.checking import view_faults
from tests.slack.test_blocks import Invented, buttons_of, name_of

NOW = datetime(2026, 11, 27, 9, 30, tzinfo=LONDON)
NOTHING = Card("Nothing waits for you")
MINE = Card(
    "2 things wait for you",
    items=(
        Item(
            "DOR-2026-004: Sign off the notification",
            (("Sign off by", "Friday 27 November 2026"),),
            (Button("Read and sign off", "sign", "DOR-2026-004/sign-sin", main=True),),
            late=True,
        ),
        Item(
            "DOR-2026-005: Sign off the notification",
            buttons=(Button("Read and sign off", "sign", "DOR-2026-005/sign-sin"),),
        ),
    ),
)
DEADLINES = Card(
    "Friday 27 November 2026: what is late and what is due",
    ("2 open cases. 1 late, 1 due today.",),
    (("Due later", "3 steps"),),
    (
        Item(
            "DOR-2026-004: Sign off the notification", (("Due", "Monday"),), late=True
        ),
        Item("DOR-2026-005: Rapid review", (("Due", "Friday"),)),
        Item("Something else", (("Due", "Friday"),)),
    ),
)
BEGUN = Begun("Raise an alert", "raise-alert", "", NOW)


def page(*standing: Standing) -> list[dict[str, Any]]:
    view = home(standing, NOW)
    assert not view_faults(view)
    return list(view["blocks"])


def acts_of(blocks: list[dict[str, Any]]) -> dict[str, Act | None]:
    return {name_of(button): acts.read(button) for button in buttons_of(blocks)}


def headings(blocks: list[dict[str, Any]]) -> list[str]:
    return [b["text"]["text"] for b in blocks if b["type"] == "header"]


def test_the_first_page_says_what_can_be_done_and_what_waits() -> None:
    blocks = page(Standing("dorset", "Dorset", MINE, DEADLINES, (BEGUN,)))

    assert headings(blocks) == [
        "What you can do here", "Half written", "2 things wait for you",
        "Late: 1", "This week: 2",
    ]  # fmt: skip
    found = acts_of(blocks)
    assert list(found)[:3] == ["Raise an alert", "I am away", "Help"]
    assert found["Raise an alert"] == Act("dorset", "raise-alert", "")
    assert found["I am away"] == Act("dorset", "away", "")
    assert found["Go on"] == Act("dorset", "raise-alert", "")
    assert found["Open the case"] == Act("dorset", "open", "DOR-2026-004")
    assert buttons_of(blocks)[0]["style"] == "primary"
    assert "Friday 27 November 2026, 9:30am" in json.dumps(blocks)


def test_no_two_buttons_of_the_first_page_have_the_same_name() -> None:
    blocks = page(Standing("dorset", "Dorset", MINE, DEADLINES, (BEGUN, BEGUN)))

    names = Counter(map(name_of, buttons_of(blocks)))
    assert max(names.values()) == 1
    ids = Counter(button["action_id"] for button in buttons_of(blocks))
    assert max(ids.values()) == 1


def test_a_quiet_day_is_said_to_be_one() -> None:
    blocks = page(Standing("dorset", "Dorset", NOTHING, Card("Friday")))

    assert headings(blocks)[1:] == [
        "Nothing waits for you", "Late: nothing", "This week: nothing",
    ]  # fmt: skip


def test_somebody_who_serves_two_partnerships_sees_each_by_name() -> None:
    can = (Button("What did not arrive", "undelivered", ""),)
    blocks = page(
        Standing("dorset", "Dorset", MINE, DEADLINES, can=can),
        Standing("kirklees", "Kirklees", NOTHING, DEADLINES),
    )

    found = acts_of(blocks)
    assert found["Raise an alert"] == Act("", "raise-alert", "")
    assert found["I am away (Kirklees)"] == Act("kirklees", "away", "")
    assert found["What did not arrive"] == Act("dorset", "undelivered", "")
    assert {"Dorset", "Kirklees"} <= set(headings(blocks))


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("count", [1, 2, 14])
def test_however_much_waits_the_first_page_is_one_that_slack_takes(
    seed: int, count: int
) -> None:
    made = Invented(seed)
    blocks = page(
        *(
            Standing(
                f"p{number}",
                made.text(),
                made.card(),
                made.card(),
                tuple(Begun(made.text(), "draft", "x", NOW) for _ in made.times(9)),
                made.buttons(9),
            )
            for number in range(count)
        )
    )
    assert headings(blocks)[0] == "What you can do here"
    names = Counter(map(name_of, buttons_of(blocks)))
    assert not names or max(names.values()) == 1


def test_somebody_on_no_roster_is_told_what_to_do() -> None:
    view = nobody("You are not on this roster.", "Ask the business manager.")

    assert not view_faults(view)
    assert "Ask the business manager." in json.dumps(view)


@pytest.mark.parametrize(
    ("says", "then"), [("Recorded.", ""), ("", ""), ("x" * 9_000, "y " * 9_000)]
)
def test_an_answer_is_told_in_a_window(says: str, then: str) -> None:
    view = told(says, then)

    assert not view_faults(view)
    assert says[:2_000] in json.dumps(view)
    assert "submit" not in view


def test_what_was_written_is_read_as_it_was_written() -> None:
    text = "*Not bold* <!here> & _so_ on.\n" * 200
    view = readings((("What happened?", text), ("Where?", "At home.")), "DOR-2026-004")

    assert not view_faults(view)
    plain = [b.get("text", {}) for b in view["blocks"]]
    shown = "".join(t["text"] for t in plain if "Not bold" in t.get("text", ""))
    assert shown == text
    assert all(t["type"] == "plain_text" for t in plain if "Not" in t.get("text", ""))


@pytest.mark.parametrize("count", [1, 24, 60, 1_000])
def test_however_much_was_written_slack_takes_the_window(
    count: int,
) -> None:
    reads = tuple((f"Question {n}", "x y " * 2_500) for n in range(count))

    assert not view_faults(readings(reads))


@pytest.mark.parametrize("seed", range(10))
def test_any_card_can_be_a_window(seed: int) -> None:
    view = card_view(Invented(seed).card(), "dorset")

    assert not view_faults(view)


def test_a_card_in_a_window_says_what_it_shows() -> None:
    meta = Meta("dorset", "open", "DOR-2026-004")
    view = card_view(MINE, "dorset", "Mine", meta=meta)

    assert view["title"]["text"] == "Mine"
    assert Meta.read(view) == meta


def test_several_ways_can_be_chosen_from() -> None:
    ways = [(name, Button(name, "raise-alert", "")) for name in ("dorset", "kirklees")]
    view = choosing("For which partnership?", ways)

    assert not view_faults(view)
    assert acts_of(view["blocks"]) == {
        "dorset": Act("dorset", "raise-alert", ""),
        "kirklees": Act("kirklees", "raise-alert", ""),
    }
