"""Long texts and long lists in a dialog: all of them kept, and none too heavy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.forms import Option, Problem, Question, Section
from integrations.teams.meta import Meta
from integrations.teams.typed import typed_in
from tests.teams.checking import size, walked
from tests.teams.forming import (
    EMOJI,
    FORM,
    META,
    READ,
    buttons,
    drawn,
    filling,
    inputs,
    pressed,
    texts,
)


def test_half_a_day_is_neither_lost_nor_shown_wrongly() -> None:
    half = {"day.day": "27", "aware.day": "28", "aware.month": "11"}
    half |= {"aware.year": "2026", "aware.time": "after tea"}
    made = drawn(filling(half, 1))

    fields = inputs(made)
    assert "Written before, and not read as a day: 27" in texts(made)
    assert "value" not in fields["On what day? (optional)"]
    assert fields["When did the council know? (day)"]["value"] == "2026-11-28"
    told = "Written before, and not read as a day and a time of day: "
    assert f"{told}28 11 2026 after tea" in texts(made)

    typed = typed_in(pressed(made, "Continue"), FORM)
    assert not {"day.day", "day.month", "aware.time"} & typed.keys()
    assert typed["aware.day"] == "28"

    picked = {"On what day? (optional)": "2026-11-26"}
    typed = typed_in(pressed(made, "Continue", picked), FORM)
    assert (typed["day.day"], typed["day.month"]) == ("26", "11")

    sent = pressed(made, "Continue")
    drops = [one for one in walked(made.card) if one["type"] == "Input.Toggle"]
    typed = typed_in({**sent, drops[0]["id"]: "true"}, FORM)
    assert (typed["day.day"], "aware.time" in typed) == ("", False)


@pytest.mark.parametrize("text", ["a" * 10_000, EMOJI * 10_000, "\n" * 10_000])
@pytest.mark.parametrize("count", [1, 2, 9])
def test_a_text_too_long_to_stand_beside_the_rest_is_told_of_and_kept(
    text: str, count: int
) -> None:
    asks = tuple(Question(f"q{n}", f"Question {n}?", "text") for n in range(count))
    form = replace(FORM, sections=(Section("only", "All", asks),))
    one = filling({question.id: text for question in asks}, form=form)

    for at in range(one.sections + (one.sections > 1)):
        made = drawn(replace(one, at=at))
        button = "Continue" if one.sections > 1 else "Raise the alert"
        if at < one.sections:
            typed = typed_in(pressed(made, button), form)
            assert set(typed.values()) <= {text}


@pytest.mark.parametrize(
    "text", ["word by word " * 4_000, EMOJI * 10_000, "line\n" * 9_000]
)
def test_a_long_text_by_itself_is_given_in_parts_that_are_the_text(text: str) -> None:
    one = filling({"what": text})
    way = buttons(drawn(one))["Open this text"]["data"]
    assert way["form"] == "stay/0/what"

    whole, page = "", way["form"]
    while page:
        meta = Meta.read({**way, "form": page})
        assert meta is not None
        made = drawn(one, meta)
        label = next(iter(inputs(made)))
        assert label.startswith("What happened?")
        whole += inputs(made)[label]["value"]
        changed = {label: inputs(made)[label]["value"] + "!"}
        sent = pressed(made, "Back to the section", changed)
        typed = typed_in(sent, FORM, one.typed)
        assert typed == {"what": f"{whole}!{text[len(whole) :]}"}
        onward = buttons(made).get("Next part")
        page = onward["data"]["form"] if onward else ""
    assert whole == text


def test_a_part_of_a_text_that_was_changed_elsewhere_takes_nothing_away() -> None:
    one = filling({"what": "word " * 9_000})
    made = drawn(one, replace(META, alone="what", page=1))
    part = next(iter(inputs(made).values()))["value"]
    sent = pressed(made, "Back to the section")

    assert typed_in(sent, FORM, {"what": "other"})["what"] == f"other\n{part}"
    assert typed_in(sent, FORM, {"what": ""})["what"] == part
    assert typed_in(sent, FORM)["what"] == part
    for hostile in ([0, 10**9, "x"], ["a", None, 3], [1], "x", None, [5, 2, "x"]):
        typed_in({**sent, "piece": hostile}, FORM, {"what": "other"})


def test_what_is_to_be_read_comes_whole_before_the_answer() -> None:
    written = "".join(f"Line {n} of it.\n" for n in range(3_000))
    one = filling({}, form=replace(READ, shows=(("What was it?", written),)))

    seen, meta = [], replace(META, does="send-back", about="DOR-1/sign")
    while "What happened?" not in inputs(made := drawn(one, meta)):
        seen += [text for text in texts(made) if text.startswith("Line")]
        assert "Raise the alert" not in buttons(made)
        onward = Meta.read(buttons(made)["Read on"]["data"])
        assert onward is not None
        meta = onward
    assert seen == [line for line in written.split("\n") if line]
    assert meta.page > 2
    assert "Raise the alert" in buttons(made)
    back = Meta.read(buttons(made)["Back to what was written"]["data"])
    assert back is not None
    assert back.page == meta.page - 1
    wrong = drawn(one, META, problems=(Problem("what", "Write an answer."),))
    assert "What happened?" in inputs(wrong)


def test_what_is_short_enough_is_read_beside_the_questions() -> None:
    one = filling({}, form=replace(READ, shows=(("What was it?", "one\n*two*"),)))
    made = drawn(one)

    assert texts(made)[2:5] == ["What was it?", "one", r"\*two\*"]
    assert "What happened?" in inputs(made)


def test_more_answers_than_a_dialog_can_list_are_chosen_by_name() -> None:
    people = tuple(Option(f"p{n}", f"Person Number {n}") for n in range(900))
    to = Question("to", "Who?", "person", options=people)
    form = replace(FORM, sections=(Section("only", "", (to,)),))
    made = drawn(filling({"to": "p7"}, form=form))

    field = inputs(made)["Who?"]
    assert (field["type"], field["value"]) == ("Input.Text", "Person Number 7")
    assert any("900 to choose from" in text for text in texts(made))
    sent = {"Who?": "person number 12"}
    button = "Raise the alert"
    assert typed_in(pressed(made, button, sent), form) == {"to": "p12"}
    sent = {"Who?": "Somebody else"}
    assert typed_in(pressed(made, button, sent), form) == {"to": "Somebody else"}


def test_a_section_that_asks_too_much_becomes_several() -> None:
    asks = tuple(
        Question(f"q{n}", "What? " * 40, "text", "Help. " * 60) for n in range(40)
    )
    one = filling({}, form=replace(FORM, sections=(Section("only", "All", asks),)))

    assert one.sections > 3
    assert one.form.questions == asks
    assert one.form.sections[0].title == f"All (1 of {one.sections})"
    for at in range(one.sections + 1):
        assert size(drawn(replace(one, at=at)).response) < 25_000
