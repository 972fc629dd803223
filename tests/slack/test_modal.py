"""A form in a window: one section at a time, and everything once more at the end."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.answer import Answer
from bot.core.fields import Typed
from bot.core.forms import Answer as Answered
from bot.core.forms import Form, Option, Problem, Question, Section
from bot.core.words import LONDON
from bot.filling import Filling
from bot.handing import Handed
from bot.store.drafts import SECTION
from integrations.slack.meta import Meta
from integrations.slack.modal import form_view
from integrations.slack.typed import errors, rest, typed_in
from tests.slack.checking import view_faults
from tests.slack.windows import field, inputs, labels, sent

WHAT = Question("what", "What happened?", "text", "No names.")
CHILD = Question(
    "more", "Is there another child?", "choice",
    options=(Option("yes", "Yes"), Option("no", "No")),
)  # fmt: skip
AGE = Question("age", "How old is that child?", only_if=("more", "yes"))
DAY = Question("born", "When was the child born?", "date", required=False)
WHEN = Question("when", "When did it happen?", "time", past=True)
WHO = Question(
    "who", "Who was told?", "choices", required=False,
    options=tuple(Option(f"agency-{n}", f"Agency {n}") for n in range(12)),
)  # fmt: skip
ALERT = Form(
    "Raise an alert about a serious incident",
    "raise-alert",
    "",
    (
        Section("what", "What happened", (WHAT, CHILD, AGE), "Write what you know."),
        Section("when", "When", (DAY, WHEN, WHO)),
    ),
    "Raise the alert",
    ("This begins a case.",),
)
NOTE = Form(
    "Send back",
    "send-back",
    "DOR-2026-004/sign-sin",
    (Section("only", "Send back", (Question("note", "Why?", "text"),)),),
    "Send it back",
    shows=(("What happened?", "A long account. " * 400),),
)
META = Meta("dorset", "raise-alert", "", "draft-name-1")
KEPT = datetime(2026, 11, 27, 9, 30, tzinfo=LONDON)


def at(number: int, typed: Typed | None = None, form: Form = ALERT) -> Filling:
    return Filling(form, number, "draft-name-1", typed or {})


def drawn(filling: Filling, **more: Any) -> dict[str, Any]:
    view = form_view(filling, META, **more)
    assert not view_faults(view)
    return view


def said(view: dict[str, Any]) -> str:
    return json.dumps(view["blocks"], ensure_ascii=False)


def buttons(view: dict[str, Any]) -> dict[str, str]:
    rows = [block for block in view["blocks"] if block["type"] == "actions"]
    found = [one for row in rows for one in row["elements"]]
    found += [b["accessory"] for b in view["blocks"] if "accessory" in b]
    return {
        one.get("accessibility_label", one["text"]["text"]): one["action_id"]
        for one in found
    }


def test_a_window_shows_one_section_and_what_comes_next() -> None:
    view = drawn(at(0))

    assert view["title"]["text"] == "Raise an alert about…"
    assert view["submit"]["text"] == "Continue"
    assert view["notify_on_close"] is True
    assert view["blocks"][0]["text"]["text"] == "What happened"
    assert "Step 1 of 3. Raise an alert about a serious incident" in said(view)
    assert labels(view) == ["What happened?", "Is there another child?"]
    assert buttons(view) == {"Ask somebody else to complete this section": "form/hand"}


def test_the_second_section_leads_back() -> None:
    view = drawn(at(1))

    assert buttons(view)["Back"] == "form/back"
    assert "This begins a case." not in said(view)
    assert labels(view) == [
        "When was the child born?",
        "When did it happen? (day)",
        "When did it happen? (time of day)",
        "Who was told?",
    ]


def test_a_question_that_hangs_on_another_is_shown_once_it_is_asked() -> None:
    shown = drawn(at(0, {"more": "yes"}))

    assert "How old is that child?" in labels(shown)
    assert all(block["dispatch_action"] for block in inputs(shown))


def test_a_window_carries_where_it_belongs_and_nothing_typed() -> None:
    view = drawn(at(1, {"what": "Something private."}))

    assert Meta.read(view) == replace(META, part=1)
    assert "private." not in view["private_metadata"]


@pytest.mark.parametrize("text", ["", "null", "[]", "not json", '{"part": -1}'])
def test_what_is_no_window_of_ours_says_nothing(text: str) -> None:
    assert Meta.read({"private_metadata": text}) in (None, Meta())


def test_where_to_answer_is_left_out_before_a_window_carries_too_much() -> None:
    meta = replace(META, say={"url": "x" * 4_000})

    assert Meta.read({"private_metadata": meta.written()}) == META


def test_everything_is_shown_once_more_exactly_as_it_was_typed() -> None:
    typed = {"what": "*Bold* <!here>\n" + "word " * 900, "more": "no"}
    view = drawn(at(2, typed))

    assert view["submit"]["text"] == "Raise the alert"
    assert "Check your answers" in said(view)
    assert "*Bold* <!here>" in said(view)
    assert "How old is that child?" not in said(view)
    assert "Not answered" in said(view)
    assert buttons(view) == {
        "Back": "form/back",
        "Change: What happened (1)": "form/change/0",
        "Change: When (2)": "form/change/1",
    }


def test_what_was_kept_is_said_and_can_be_begun_again() -> None:
    view = drawn(replace(at(0), kept_at=KEPT))

    assert "was kept on Friday 27 November 2026, 9:30am." in said(view)
    assert buttons(view)["Begin again"] == "form/new"


def test_whoever_is_asked_for_a_section_did_not_type_what_stands_there() -> None:
    section = replace(ALERT, does=SECTION, about="a-draft/first")
    view = drawn(replace(at(0, form=section), kept_at=KEPT))

    assert "was kept on" not in said(view)
    assert "Begin again" not in buttons(view)


def test_the_name_of_a_draft_is_shown_to_nobody() -> None:
    asks = replace(
        ALERT, does="hand", about="a-draft/first", sections=ALERT.sections[:1]
    )

    assert "a-draft" not in said(drawn(at(0, form=asks)))


def test_a_refusal_stands_above_everything() -> None:
    view = drawn(at(0), refused=Answer("It is closed.", "Open it again.", code="no"))

    first = view["blocks"][0]["text"]["text"]
    assert first == "This could not be recorded: It is closed. Open it again."


def test_what_was_written_is_shown_above_what_is_asked_about_it() -> None:
    view = drawn(at(0, form=NOTE))

    assert view["title"]["text"] == "Send back"
    assert "DOR-2026-004" in said(view)
    texts = [str(block.get("text", {}).get("text", "")) for block in view["blocks"]]
    text = "".join(one for one in texts if "A long" in one)
    assert text == "A long account. " * 400


def test_what_somebody_else_filled_in_is_said_in_the_section() -> None:
    theirs = Handed("when", "Bo", "v1", "2026-11-27T09:00", {"who": ("agency-1",)})
    view = drawn(replace(at(1, {":taken.when": "v1"}), handed=(theirs,)))

    assert "Bo has filled in this section." in said(view)
    assert "Who was told? Bo answered: Agency 1" in said(view)
    assert "Ask no more for this section" in buttons(view)
    assert typed_in(sent(view), ALERT)[":taken.when"] == "v1"


def test_what_is_typed_and_picked_comes_back_in_its_parts() -> None:
    first = sent(
        drawn(at(0)), {"What happened?": "one\r\ntwo", "Is there another child?": "Yes"}
    )
    second = sent(
        drawn(at(1)),
        {
            "When was the child born?": "2020-02-09",
            "When did it happen? (day)": "2026-11-27",
            "When did it happen? (time of day)": "16:05",
            "Who was told?": ["Agency 3", "Agency 11"],
        },
    )

    assert typed_in(first, ALERT) == {"what": "one\ntwo", "more": "yes"}
    assert typed_in(second, ALERT) == {
        "born.day": "9", "born.month": "2", "born.year": "2020",
        "when.day": "27", "when.month": "11", "when.year": "2026",
        "when.time": "16:05",
        "who": ("agency-3", "agency-11"),
    }  # fmt: skip


def test_a_window_sent_as_it_was_drawn_changes_nothing() -> None:
    typed: dict[str, Answered] = {
        "what": "Something.", "more": "yes", "age": "7",
        "born.day": "09", "born.month": "Feb", "born.year": "2020",
        "when.day": "27", "when.month": "11", "when.year": "2026",
        "when.time": "4:05pm", "who": ("agency-3",),
    }  # fmt: skip
    before = at(0, typed).answers
    again = dict(typed)
    for number in (0, 1):
        again |= typed_in(sent(drawn(at(number, again))), ALERT)

    assert at(0, again).answers == before


def test_an_emptied_field_empties_its_part() -> None:
    typed = {"what": "Something.", "more": "yes", "age": "7"}
    view = sent(drawn(at(0, typed)), {"What happened?": None})

    assert typed_in(view, ALERT)["what"] == ""


def test_a_date_that_cannot_be_picked_is_said_and_left_empty() -> None:
    typed = {"born.day": "31", "born.month": "Feb", "born.year": "2020"}
    born = field(drawn(at(1, typed)), "When was the child born?")

    assert "initial_date" not in born["element"]
    assert born["hint"]["text"] == "Written before, and not a date: 31 Feb 2020"


THE_DAY = "When did it happen? (day)"
THE_TIME = "When did it happen? (time of day)"


@pytest.mark.parametrize(
    ("given", "at_field"),
    [
        ({}, THE_DAY),
        ({THE_DAY: "2026-11-27"}, THE_TIME),
        ({THE_DAY: "2026-11-27", THE_TIME: "09:00"}, THE_DAY),
    ],
)
def test_a_problem_stands_at_its_field(given: dict[str, str], at_field: str) -> None:
    view = sent(drawn(at(1)), given)
    wrong = [
        Problem("when", "Enter a date and a time."),
        Problem("when", "Another."),
        Problem("what", "Write an answer."),
    ]

    block = field(view, at_field)["block_id"]
    assert errors(wrong, view, ALERT) == {block: "Enter a date and a time."}
    assert rest(wrong, view, ALERT) == (wrong[2],)


def test_problems_are_said_above_and_beside_when_a_window_is_drawn_again() -> None:
    view = drawn(at(0), problems=(Problem("what", "Write an answer."),))

    assert "There is something to put right." in said(view)
    hint = field(view, "What happened?")["hint"]["text"]
    assert hint == "To put right: Write an answer. No names."
