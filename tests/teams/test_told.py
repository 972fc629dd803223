"""Dialogs that say something: an answer, what was written, a card, a choice."""

from __future__ import annotations

import pytest

from bot.core.cards import Button, Card, Item
from integrations.teams import acts
from integrations.teams.acts import Act
from integrations.teams.dialogs import Dialog, message_dialog
from integrations.teams.meta import Meta
from integrations.teams.told import card_dialog, choosing, readings, told
from tests.teams.checking import dialog_faults, walked

READ = Act("dorset", "read", "DOR-2026-004/7")


def texts(made: Dialog) -> list[str]:
    assert not dialog_faults(made.response)
    return [one["text"] for one in walked(made.card) if one["type"] == "TextBlock"]


def buttons(made: Dialog) -> dict[str, dict[str, object]]:
    found = [one for one in walked(made.card) if one["type"] == "Action.Submit"]
    return {one["title"]: one["data"] for one in found}


def test_an_answer_is_told_with_what_to_do_then() -> None:
    made = told("Recorded as DOR-2026-004.", "Open the case to see what comes next.")

    assert texts(made) == [
        "Recorded as DOR-2026-004.",
        "Open the case to see what comes next.",
    ]
    assert (made.title, made.height) == ("Dayzero", "small")
    assert not buttons(made)


def test_an_answer_leads_back_to_the_page_it_stands_in_place_of() -> None:
    made = told("Done.", meta=Meta("dorset", "whole", "DOR-2026-004"))

    assert texts(made) == ["Done."]
    assert acts.read(buttons(made)["Back"]) == Act("dorset", "whole", "DOR-2026-004")


@pytest.mark.parametrize("text", ["", " ", "x" * 50_000, "\n" * 9_000, "*" * 9_000])
def test_whatever_is_told_teams_takes_it(text: str) -> None:
    texts(told(text, text, text))
    assert not dialog_faults(message_dialog(text))


def test_what_was_written_is_read_as_it_was_written() -> None:
    reads = (("What?", "one\n  two *three*"), ("Why?", ""))
    made = readings(reads, READ)

    assert texts(made)[2:] == [
        "What?", "one", "\u00a0\u00a0two \\*three\\*", "Why?", "Not answered",
    ]  # fmt: skip
    assert not buttons(made)


def test_long_texts_are_read_page_by_page_without_losing_a_line() -> None:
    lines = [f"Line {n} of what happened that day." for n in range(1_200)]
    reads = (("What?", "\n".join(lines)), ("Why?", "Because."))

    seen, page = [], 0
    while True:
        made = readings(reads, READ, page)
        seen += [text for text in texts(made) if text.startswith("Line")]
        onward = buttons(made).get("Read on")
        if onward is None:
            break
        assert acts.read(onward) == READ
        page = acts.page_of(onward)
        assert "What? (goes on)" in texts(readings(reads, READ, page))
    assert seen == lines
    assert page > 1
    assert acts.page_of(buttons(made)["Back"]) == page - 1
    assert f"Page {page + 1} of {page + 1}" in texts(made)
    assert texts(readings(reads, READ, 999)) == texts(made)


@pytest.mark.parametrize("text", ["x" * 60_000, "\N{WAVING HAND SIGN}" * 20_000])
def test_a_text_without_a_break_in_it_is_read_whole(text: str) -> None:
    seen, page = "", 0
    while True:
        made = readings((("Q", text),), READ, page)
        seen += "".join(one for one in texts(made) if set(one) == {text[0]})
        if "Read on" not in buttons(made):
            break
        page += 1
    assert seen == text


def test_a_card_is_shown_with_all_its_buttons() -> None:
    card = Card(
        "DOR-2026-004",
        items=(Item("Sign", buttons=(Button("Sign", "sign", "D/s"),)),),
        buttons=(Button("Again", "again", "D/1"),),
    )
    made = card_dialog(card, "dorset", meta=Meta("dorset", "open", "D"))

    assert made.title == "DOR-2026-004"
    assert texts(made)
    for data in buttons(made).values():
        assert acts.read(data)
        assert data["meta"] == {"partnership": "dorset", "does": "open", "about": "D"}


def test_each_way_to_go_on_carries_its_own_partnership() -> None:
    ways = [(name, Button(name.title(), "raise-alert", "")) for name in ("a", "b")]
    made = choosing("Which partnership is the alert for?", ways, "Raise an alert")

    found = {title: acts.read(data) for title, data in buttons(made).items()}
    assert found == {
        "A": Act("a", "raise-alert", ""),
        "B": Act("b", "raise-alert", ""),
    }
    assert texts(made) == ["Which partnership is the alert for?"]


def test_more_ways_than_fit_are_still_a_dialog_that_teams_takes() -> None:
    ways = [(f"p{n}", Button("x" * 300, "raise-alert", "")) for n in range(200)]

    texts(choosing("Which?", ways))
