"""Cards and forms drawn by the library that Teams draws with, filled in and pressed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page

from bot.core.cards import Button, Card, Item
from bot.core.faults import read
from bot.core.forms import Answer, Form, Option, Problem, Question, Section
from bot.filling import Filling
from integrations.teams import acts
from integrations.teams.acts import Act
from integrations.teams.cards import drawn, message
from integrations.teams.fitting import fitting
from integrations.teams.forms import dialog
from integrations.teams.meta import Meta
from integrations.teams.typed import typed_in
from tests.browser import axe
from tests.browser.teams_drawing import draw, prepare, sent

pytestmark = pytest.mark.long

ROOT: Final = Path(__file__).resolve().parents[2]
GOLDEN: Final = sorted((ROOT / "tests" / "teams" / "golden").glob("*.json"))
NARROW: Final = 375
META: Final = Meta("dorset", "close", "DOR-1", "a-draft", once="once")
PEOPLE: Final = tuple(Option(f"p{n}", f"Person {n}") for n in range(30))
HARM: Final = (Option("a,b", "Yes, *badly*"), Option("no", "No"))
FORM: Final = Form(
    "Close the case",
    "close",
    "DOR-1",
    (
        Section(
            "only",
            "",
            (
                Question("what", "What happened?", "text", "A few sentences."),
                Question("where", "Where?"),
                Question("harm", "Was anybody harmed?", "choice", options=HARM),
                Question("which", "Which of these?", "choices", options=HARM),
                Question("who", "Who is told?", "person", options=PEOPLE),
                Question("day", "On what day?", "date"),
                Question("aware", "When was it known?", "time"),
            ),
        ),
    ),
    "Close it",
)
ODD: Final = (
    "**bold** and __more__ and *less* _than_ `that` ~~gone~~",
    "[a link](https://example.org) ![a picture](https://example.org/a.png)",
    "<at>Everyone</at> <b>bold</b> &lt; &amp; &#42; a & b AT&T &copy;",
    "1. one",
    "2) two",
    "- three",
    "+ four",
    "# five",
    "> six",
    "---",
    "===",
    "    four spaces",
    "| a | b |",
    "{{DATE(2026-11-27T09:00:00Z, SHORT)}}",
    "\\ \\\\ \\* C:\\new\\*",
    "https://example.org and bo@example.org",
    "* * *",
    "***",
    "1986. A great year",
    "-5 degrees, #1, 3.5 and a_b_c",
    "[x]: https://example.org",
    "\N{RIGHT-TO-LEFT MARK}mark \N{WAVING HAND SIGN}",
)


@pytest.fixture
def sheet(page: Page) -> Page:
    """Open the page that draws cards."""
    prepare(page)
    return page


def whole(rows: list[Any]) -> dict[str, Any]:
    """Put a payload that was kept together again, and give the card in it."""
    payload, *body = rows
    if "task" in payload:
        return {**payload["task"]["value"]["card"]["content"], "body": body}
    return {**payload["attachments"][0]["content"], "body": body}


def test_the_library_has_nothing_against_anything_that_is_drawn(sheet: Page) -> None:
    assert GOLDEN
    for file in GOLDEN:
        kept = json.loads(file.read_text(encoding="utf-8"))
        cards = [whole(rows) for rows in kept.values()]
        found = sheet.evaluate("cards => cards.map(one => window.drawn(one))", cards)
        assert not any(found), (file.name, [one for one in found if one])


def test_every_text_reads_as_it_was_written(sheet: Page) -> None:
    pairs = tuple((text[:30], text) for text in ODD)
    card = Card(ODD[0], ODD, pairs, (Item(ODD[1]),), outcome="\n".join(ODD))

    assert not draw(sheet, drawn(card, "dorset"))
    blocks = sheet.locator(".ac-textBlock").all_inner_texts()
    seen = [text.replace("\u00a0", " ").strip() for text in blocks if text.strip()]
    labelled = [part.strip() for pair in pairs for part in pair]
    lines = [text.strip() for text in ODD]
    assert seen == [ODD[0], *lines, *labelled, ODD[1], *lines]
    assert sheet.locator("main a, main img, main li, main em, main code").count() == 0


def test_answers_are_offered_as_they_were_written(sheet: Page) -> None:
    asks = Question(
        "q", "Which?", "choice", options=tuple(Option(o, o) for o in ODD[:8])
    )
    form = replace(FORM, sections=(Section("only", "", (asks,)),))
    draw(sheet, dialog(fitting(Filling(form, 0, "d", {})), META).card)

    assert sheet.locator("input[type=radio]").count() == 8
    seen = sheet.locator("label.ac-textBlock").all_inner_texts()
    assert seen == [text.strip() for text in ODD[:8]]


def test_a_form_is_filled_in_by_mouse(sheet: Page) -> None:
    draw(sheet, dialog(Filling(FORM, 0, "d", {}), META).card)

    sheet.get_by_label("What happened?").fill("one\n\n  two, *three*\n")
    sheet.get_by_label("Where?").fill("At home")
    sheet.get_by_label("Yes, *badly*").first.check()
    for name in ("Yes, *badly*", "No"):
        sheet.get_by_role("checkbox", name=name).check()
    sheet.get_by_label("Who is told?").select_option(label="Person 7")
    sheet.get_by_label("On what day?").fill("2026-11-27")
    sheet.get_by_label("When was it known? (day)").fill("2026-11-28")
    sheet.get_by_label("When was it known? (time of day)").fill("16:30")
    sheet.get_by_role("button", name="Close it").click()

    data = sent(sheet)["data"]
    assert Meta.read(data) == META
    assert data["form"] == "next"
    assert typed_in(data, FORM) == {
        "what": "one\n\n  two, *three*\n",
        "where": "At home",
        "harm": "a,b",
        "which": ("a,b", "no"),
        "who": "p7",
        "day.day": "27", "day.month": "11", "day.year": "2026",
        "aware.day": "28", "aware.month": "11", "aware.year": "2026",
        "aware.time": "16:30",
    }  # fmt: skip


def test_a_form_is_filled_in_by_keyboard(sheet: Page) -> None:
    draw(sheet, dialog(Filling(FORM, 0, "d", {"where": "At"}), META).card)

    keys = sheet.keyboard
    keys.press("Tab")
    keys.type("two")
    keys.press("Enter")
    keys.type("lines")
    keys.press("Tab")
    keys.press("End")
    keys.type(" home")
    keys.press("Tab")
    keys.press("ArrowDown")
    for press in ("Tab", "Space", "Tab", "Tab"):
        keys.press(press)
    keys.type("Person 12")
    sheet.get_by_role("button", name="Close it").focus()
    keys.press("Enter")

    typed = typed_in(sent(sheet)["data"], FORM)
    assert (typed["what"], typed["where"]) == ("two\nlines", "At home")
    assert (typed["harm"], typed["which"], typed["who"]) == ("no", ("a,b",), "p12")
    assert typed["day.day"] == ""


def test_what_was_typed_comes_back_as_it_was_if_nothing_is_changed(sheet: Page) -> None:
    typed: dict[str, Answer] = {
        "what": "one\n\ttwo <b>&amp;</b> \N{WAVING HAND SIGN}",
        "where": " at home ",
        "harm": "a,b",
        "which": ("a,b", "no"),
        "who": "p3",
        "day.day": "7", "day.month": "1", "day.year": "2026",
        "aware.day": "28", "aware.month": "11", "aware.year": "2026",
        "aware.time": "09:05",
    }  # fmt: skip
    draw(sheet, dialog(Filling(FORM, 0, "d", typed), META).card)
    sheet.get_by_role("button", name="Close it").click()

    assert typed_in(sent(sheet)["data"], FORM) == typed


def test_buttons_send_their_act_from_a_card_and_from_a_dialog(sheet: Page) -> None:
    row = (Button("Open", "open", "DOR-1"), Button("Go", "choose-time", "DOR-1/m/1"))
    card = Card("A card", buttons=row)

    for name, kind in (("Open", "Action.Submit"), ("Go", "Action.Execute")):
        draw(sheet, message(card, "dorset")["attachments"][0]["content"])
        sheet.get_by_role("button", name=name).click()
        pressed = sent(sheet)
        assert pressed["type"] == kind
        assert acts.read(pressed["data"]) is not None
    draw(sheet, drawn(card, "dorset", dialog=True))
    sheet.get_by_role("button", name="Go").click()
    assert sent(sheet)["type"] == "Action.Submit"
    assert acts.read(sent(sheet)["data"]) == Act("dorset", *_of(row[1]))


def _of(button: Button) -> tuple[str, str]:
    return button.does, button.about


@pytest.mark.parametrize("width", [NARROW, 1280])
def test_nothing_is_cut_off_and_everything_has_a_name(sheet: Page, width: int) -> None:
    sheet.set_viewport_size({"width": width, "height": 800})
    path = ROOT / "bot" / "procedures" / "dorset.toml"
    procedure = read(path.read_text(encoding="utf-8"), path.name)
    sections = procedure.forms["alert"].section
    asks = FORM.sections[0].questions
    wrong = tuple(Problem(one.id, "Put this right.") for one in asks)
    row = tuple(Button(s.title, "open", f"D/{s.id}") for s in procedure.step)
    facts = (("Due", "Friday 27 November 2026"), ("Why", sections[0].text or "x" * 99))
    card = Card("A card", ("text " * 30,), facts, (Item("One", facts, row[:3]),), row)
    draws = (
        dialog(Filling(FORM, 0, "d", {}), META, problems=wrong).card,
        drawn(card, "dorset"),
    )
    for one in draws:
        draw(sheet, one)
        assert width > NARROW or not axe.found(sheet)
        wide = "document.documentElement.scrollWidth - window.innerWidth"
        assert sheet.evaluate(wide) <= 0
        if width > NARROW:
            lost = "[...document.querySelectorAll('.ac-pushButton')]"
            lost += ".filter(b => b.scrollWidth > b.clientWidth + 1)"
            assert sheet.evaluate(f"{lost}.map(b => b.textContent)") == []
