"""Forms drawn as dialogs: everything asked, and nothing typed lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.answer import Answer
from bot.core.forms import Problem, Question, Section
from bot.core.words import LONDON
from bot.handing import Handed, taken
from integrations.teams.typed import typed_in
from tests.teams.checking import walked
from tests.teams.forming import (
    FORM,
    HARM,
    META,
    TYPED,
    buttons,
    drawn,
    filling,
    inputs,
    pressed,
    texts,
)


def test_a_section_says_where_one_is_and_asks_its_questions() -> None:
    made = drawn(filling())

    assert made.title == "Raise an alert"
    assert texts(made)[:3] == [
        "What happened",
        "Step 1 of 3. Raise an alert",
        "Answer what you know now.",
    ]
    assert list(inputs(made)) == [
        "What happened?",
        "Where? (optional)",
        "Was anybody harmed?",
    ]
    assert list(buttons(made)) == [
        "Continue",
        "Ask somebody else to complete this",
    ]


def test_what_was_typed_stands_in_the_fields_as_it_was_typed() -> None:
    first, second = inputs(drawn(filling())), inputs(drawn(filling(at=1)))

    assert first["What happened?"]["value"] == TYPED["what"]
    assert first["What happened?"]["isMultiline"] is True
    assert first["Was anybody harmed?"]["value"] == "harm"
    assert second["On what day? (optional)"]["value"] == "2026-11-27"
    assert second["When did the council know? (day)"]["value"] == "2026-11-28"
    assert second["When did the council know? (time of day)"]["value"] == "09:30"
    assert second["Which agencies? (optional)"]["value"] == "a1,a3"


def test_an_answer_says_its_own_help_with_it() -> None:
    choices = inputs(drawn(filling()))["Was anybody harmed?"]["choices"]

    assert [one["title"] for one in choices] == ["Somebody died", "Yes: Lasting harm"]


def test_an_answer_that_may_be_left_can_be_taken_back() -> None:
    left = replace(HARM, required=False)
    form = replace(FORM, sections=(Section("only", "", (left,)),))
    made = drawn(filling(form=form))

    label = "Was anybody harmed? (optional)"
    assert inputs(made)[label]["choices"][-1]["title"] == "No answer"
    sent = pressed(made, "Raise the alert", {label: "~"})
    assert typed_in(sent, form) == {"harm": ""}
    assert len(inputs(drawn(filling({}, form=form)))[label]["choices"]) == 2


def test_no_field_is_kept_from_being_sent_by_teams_itself() -> None:
    for at in (0, 1):
        for one in inputs(drawn(filling({}, at))).values():
            assert "isRequired" not in one
            assert "maxLength" not in one


def test_problems_are_named_above_everything_and_each_above_its_field() -> None:
    wrong = (Problem("what", "Write an answer."), Problem("day", "Enter a date."))
    made = drawn(filling(), problems=wrong)

    assert made.card["body"][0]["style"] == "attention"
    assert texts(made)[:3] == [
        "There is something to put right.",
        "What happened? Write an answer.",
        "On what day? Enter a date.",
    ]
    boxes = [one for one in made.card["body"] if one["type"] == "Container"][1:]
    error, field, _hint = boxes[0]["items"]
    assert (error["text"], error["color"]) == ("Error: Write an answer.", "attention")
    assert field["label"] == "What happened?"


def test_a_refusal_and_what_else_is_to_be_said_stand_above_everything() -> None:
    no = Answer("Somebody was faster.", "Open the case.", code="late")
    made = drawn(filling(), refused=no, notes=("There is one more question now.",))

    assert texts(made)[:2] == [
        "This could not be recorded: Somebody was faster. Open the case.",
        "There is one more question now.",
    ]


def test_when_it_was_kept_is_said_with_a_way_to_begin_again() -> None:
    at = datetime(2026, 11, 20, 9, 30, tzinfo=LONDON)
    made = drawn(replace(filling(), kept_at=at))

    said = "What you typed before was kept on Friday 20 November 2026, 9:30am."
    assert said in texts(made)
    assert buttons(made)["Begin again"]["data"]["form"] == "new"


def test_everything_is_shown_once_more_with_a_way_back_to_each_section() -> None:
    made = drawn(filling(at=2))

    assert "Check your answers" in texts(made)
    assert "Saturday 28 November 2026, 9:30am" in texts(made)
    assert "Agency 1 and Agency 3" in texts(made)
    changes = [
        one["data"]["form"] for one in walked(made.card) if one.get("title") == "Change"
    ]
    assert changes == ["change/0", "change/1"]
    assert buttons(made)["Raise the alert"]["data"]["form"] == "next"
    assert buttons(made)["Back"]["data"]["form"] == "back"


def test_a_section_that_somebody_else_was_asked_for_says_so() -> None:
    bo = Handed("first", "Bo", "v1", "", {"where": "At school"})
    one = replace(filling(TYPED | {taken("first"): "v1"}), handed=(bo,))
    made = drawn(one)

    assert any("Bo was asked to complete this section" in text for text in texts(made))
    assert "Where? Bo answered: At school" in texts(made)
    assert "Ask no more for this section" in buttons(made)
    sent = pressed(made, "Continue")
    assert typed_in(sent, FORM)[taken("first")] == "v1"


def test_a_question_with_nothing_to_choose_from_says_so() -> None:
    none = Question("to", "Who?", "person")
    made = drawn(filling({}, form=replace(FORM, sections=(Section("a", "", (none,)),))))

    assert "There is nothing to choose from." in texts(made)


def test_fields_have_other_names_each_time_a_dialog_is_drawn() -> None:
    first = inputs(drawn(filling()))["Where? (optional)"]["id"]
    again = inputs(drawn(filling(), replace(META, once="twice")))["Where? (optional)"]

    assert first != again["id"]


def test_long_help_with_an_answer_stands_whole_under_all_the_answers() -> None:
    long = "The law says so at some length. " * 12
    helped = tuple(replace(one, hint=long.strip()) for one in HARM.options[:1])
    asks = replace(HARM, options=(*helped, *HARM.options[1:]))
    form = replace(FORM, sections=(replace(FORM.sections[0], questions=(asks,)),))
    made = drawn(filling({}, form=form))

    choices = inputs(made)["Was anybody harmed?"]["choices"]
    assert [one["title"] for one in choices] == ["Somebody died", "Yes"]
    assert f"Somebody died: {long.strip()}" in texts(made)
    assert "Yes: Lasting harm" in texts(made)
