"""Cards drawn for Teams: always taken, said whole where they fit, and never misread."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.core.cards import Button, Card, Item
from integrations.teams import acts, limits
from integrations.teams.acts import Act
from integrations.teams.cards import Refresh, drawn, message
from tests.teams.chance import HOSTILE, Chance
from tests.teams.checking import faults, message_faults, size, walked

WAITING = Card(
    "DOR-2026-004: Sign off the notification",
    ("It is ready for you to read and sign as head of quality assurance.",),
    (("Sign off by", "Friday 27 November 2026"), ("Step", "1 of 3")),
    buttons=(
        Button("Read and sign off", "sign", "DOR-2026-004/sign-sin", main=True),
        Button("Choose this time", "choose-time", "DOR-2026-004/meeting/1"),
        Button("Open", "open", "DOR-2026-004"),
    ),
    case="DOR-2026-004",
)


def content(card: Card) -> dict[str, Any]:
    made: dict[str, Any] = message(card, "dorset")["attachments"][0]["content"]
    return made


def texts(card: Card) -> list[str]:
    return [one["text"] for one in walked(content(card)) if one["type"] == "TextBlock"]


def buttons(part: Any) -> list[dict[str, Any]]:
    """List what can be pressed, without what old clients are given instead."""
    sets = [one for one in walked(part) if one["type"] == "ActionSet"]
    return [action for one in sets for action in one["actions"]]


def test_a_card_is_a_heading_its_facts_and_its_buttons() -> None:
    made = content(WAITING)

    heading, text, facts, *rows = made["body"]
    assert (heading["text"], heading["style"]) == (WAITING.heading, "heading")
    assert text["text"] == WAITING.text[0]
    assert facts["facts"][0] == {
        "title": "Sign off by",
        "value": "Friday 27 November 2026",
    }
    row = [action for one in rows for action in one["actions"]]
    assert [one.get("style") for one in row] == ["positive", None, None]
    assert not message_faults(message(WAITING, "dorset"))


def test_a_message_is_told_in_one_line_and_spoken_whole() -> None:
    made = message(WAITING, "dorset")

    assert made["summary"] == WAITING.heading
    assert "Sign off by: Friday 27 November 2026" in content(WAITING)["speak"]
    assert "text" not in made


def test_a_button_that_asks_opens_a_dialog_and_one_that_does_not_acts_at_once() -> None:
    sign, choose, look = buttons(content(WAITING))

    for one in (sign, look):
        assert one["type"] == "Action.Submit"
        assert one["data"]["msteams"] == {"type": "task/fetch"}
    assert (choose["type"], choose["verb"]) == ("Action.Execute", "press")
    assert choose["fallback"]["type"] == "Action.Submit"
    assert choose["fallback"]["data"] == choose["data"]
    assert "msteams" not in choose["data"]


def test_in_a_dialog_every_button_submits() -> None:
    made = drawn(WAITING, "dorset", dialog=True, also={"meta": {"does": "open"}})

    assert not faults(made, dialog=True)
    for one in buttons(made):
        assert one["type"] == "Action.Submit"
        assert "msteams" not in one["data"]
        assert one["data"]["meta"] == {"does": "open"}


def test_a_button_carries_its_act_and_nothing_else() -> None:
    sign = buttons(content(WAITING))[0]

    assert acts.read(sign["data"]) == Act("dorset", "sign", "DOR-2026-004/sign-sin")


@pytest.mark.parametrize(
    "value",
    [
        None,
        "act",
        {},
        {"act": None},
        {"act": ["a", "b"]},
        {"act": ["a", "b", 3]},
        {"act": ["a", "b", "c", "d"]},
        {"act": {"a": 1}},
        {"act": ["a", "b", "x" * 100_000]},
    ],
)
def test_what_is_no_button_of_ours_is_no_act(value: object) -> None:
    assert acts.read(value) is None


@pytest.mark.parametrize("page", [None, "1", -1, True, 1.5, 10**9])
def test_a_page_that_is_none_is_the_first(page: object) -> None:
    assert acts.page_of({"page": page}) == 0
    assert acts.page_of({"page": 3}) == 3


def test_what_is_late_is_said_in_words_and_drawn() -> None:
    card = Card("Two things", items=(Item("Sign", (("Due", "Friday"),), late=True),))

    name = content(card)["body"][1]["items"][0]
    assert (name["text"], name["color"]) == ("Sign (late)", "attention")
    assert "Sign (late)" in content(card)["speak"]


def test_what_became_of_it_is_said() -> None:
    card = Card("A thing", outcome="Signed by Bo on Friday 27 November 2026.")

    assert content(card)["body"][-1]["items"][0]["text"] == card.outcome


def test_a_value_that_is_too_long_for_a_column_stands_under_its_label() -> None:
    long = "The head of quality assurance, or whoever stands in for them. " * 2
    said = texts(Card("A thing", facts=(("Who", long), ("Due", "Friday"))))

    assert said == ["A thing", "Who", long.strip(), "Due", "Friday"]


def test_items_that_do_not_fit_are_left_out_from_the_end_named_and_counted() -> None:
    items = tuple(
        Item(
            f"Thing {n}",
            (("Due", "Friday 27 November 2026"),),
            (Button("Open", "open", f"DOR-2026-{n:03}"),),
            late=n == 150,
        )
        for n in range(200)
    )
    card = Card("Many things", items=items, buttons=WAITING.buttons)

    whole = texts(card)
    shown = [text for text in whole if text.startswith("Thing")]
    more = next(text for text in whole if text.startswith("And "))
    assert len(shown) > 30
    assert more.startswith(f"And {200 - len(shown)} more: Thing {len(shown)}; ")
    assert len(buttons(content(card))) == len(shown) + 3
    assert not message_faults(message(card, "dorset"))


def test_buttons_that_do_not_fit_are_named_and_counted() -> None:
    row = tuple(Button(f"Do {n}", "sign", f"DOR/{n}" + "x" * 500) for n in range(60))
    card = Card("Many buttons", buttons=row)

    left = 60 - len(buttons(content(card)))
    assert left
    assert any(text.startswith(f"And {left} more: Do ") for text in texts(card))


def test_a_button_that_cannot_be_carried_is_told_of() -> None:
    card = Card("A thing", buttons=(Button("Sign", "sign", "x" * 2_000),))

    assert not buttons(content(card))
    assert texts(card)[-1] == "Sign: this cannot be done here."


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (list("ABCDEFGH"), [6, 2]),
        (["Send back"] * 4, [2, 2]),
        (["Read and sign off", "Open", "Nudge me later"], [2, 1]),
        (["Correct the day the incident happened", "Open"], [1, 1]),
    ],
)
def test_no_more_buttons_stand_in_a_row_than_a_telephone_shows(
    labels: list[str], rows: list[int]
) -> None:
    each = tuple(Button(label, "open", f"D/{n}") for n, label in enumerate(labels))
    made = content(Card("A thing", buttons=each))

    sets = [one for one in made["body"] if one["type"] == "ActionSet"]
    assert [len(one["actions"]) for one in sets] == rows


def test_a_label_that_a_button_cannot_show_is_written_above_it() -> None:
    label = "Send the request for a briefing report to the Northshire Community Trust"
    same = Button(label, "open", "a/b"), Button(label, "open", "a/c")
    made = content(Card("A thing", buttons=same))

    assert [one["type"] for one in made["body"]] == [
        "TextBlock", "TextBlock", "ActionSet", "TextBlock", "ActionSet",
    ]  # fmt: skip
    assert made["body"][1]["text"] == label
    titles = [one["title"] for one in buttons(made)]
    assert len(set(titles)) == 2
    assert all(len(title) <= limits.BUTTON for title in titles)
    assert buttons(made)[0]["tooltip"] == label


def test_buttons_that_say_the_same_tell_a_screen_reader_what_they_are_about() -> None:
    items = tuple(
        Item(f"DOR-00{n}: Sign", buttons=(Button("Open", "open", f"DOR-00{n}"),))
        for n in (1, 2)
    )

    found = buttons(content(Card("Two", items=items)))
    assert [one["title"] for one in found] == ["Open", "Open"]
    assert [one["tooltip"] for one in found] == [
        "Open: DOR-001: Sign",
        "Open: DOR-002: Sign",
    ]


def test_a_card_can_be_asked_for_as_one_person_may_see_it() -> None:
    people = tuple(f"29:{n:040}" for n in range(90))
    refresh = Refresh(Act("dorset", "refresh", "DOR-2026-004"), "DOR/7/0", people)
    made = message(WAITING, "dorset", refresh=refresh)

    asks = made["attachments"][0]["content"]["refresh"]
    assert asks["userIds"] == list(people[:60])
    assert (asks["action"]["verb"], asks["action"]["data"]["key"]) == (
        "refresh",
        "DOR/7/0",
    )
    assert acts.read(asks["action"]["data"]) == refresh.act
    assert not message_faults(made)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(40))
def test_whatever_a_card_holds_teams_takes_it(seed: int) -> None:
    card = Chance(seed).card()
    refresh = Refresh(Act("dorset", "refresh", "D"), "D", ("29:" + "x" * 100,) * 60)

    assert not message_faults(message(card, "dorset"))
    assert not message_faults(message(card, "dorset", refresh=refresh))
    assert not faults(drawn(card, "dorset", dialog=True, weight=12_000), dialog=True)
    assert size(drawn(card, "dorset", weight=12_000)) <= 12_000


def test_what_is_cut_is_said() -> None:
    card = Card("A thing", ("a word " * 9_000,), (("A", "b" * 9_000),) * 5)

    assert any("Some of this is shortened" in text for text in texts(card))
    assert size(message(card, "dorset")) <= limits.WEIGHT


def test_every_line_of_a_text_stands_by_itself() -> None:
    made = content(Card("A thing", ("one\ntwo\n\nthree",)))

    assert [(b["text"], b.get("spacing")) for b in made["body"][1:]] == [
        ("one", None), ("two", "none"), ("three", "medium"),
    ]  # fmt: skip


def test_nothing_that_cannot_be_sent_is_in_a_card() -> None:
    for text in HOSTILE:
        json.dumps(content(Card(text)), ensure_ascii=False).encode()


def test_a_long_label_says_on_the_button_what_is_done_and_above_it_to_what() -> None:
    asks = ("Was a child harmed, or did a child die?", "In whose area did it happen?")
    both = tuple(
        Button(f"Change the answer: {one}", "open", f"a/{one}") for one in asks
    )
    made = content(Card("A thing", buttons=both))

    assert [one["text"] for one in made["body"] if "text" in one] == ["A thing", *asks]
    assert [one["title"] for one in buttons(made)] == ["Change the answer"] * 2
    assert buttons(made)[0]["tooltip"] == f"Change the answer: {asks[0]}"
