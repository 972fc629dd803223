"""Long texts, long lists and long forms: all of it fits, and nothing typed is lost."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.fields import Typed
from bot.core.forms import Form, Option, Question, Section
from bot.filling import Filling
from integrations.slack.meta import Meta
from integrations.slack.modal import fitting, form_view
from integrations.slack.typed import typed_in
from tests.slack.checking import view_faults
from tests.slack.windows import field, inputs, labels, sent

META = Meta("dorset", "complete", "DOR-2026-004/x", "draft-name-1")
TEXT = Question("note", "What happened?", "text")


def form_of(*questions: Question) -> Form:
    section = Section("only", "A section", questions)
    return Form("A form", "complete", "DOR-2026-004/x", (section,), "Send")


def drawn(form: Form, typed: Typed, at: int = 0, **more: Any) -> dict[str, Any]:
    view = form_view(Filling(form, at, "draft-name-1", typed), META, **more)
    assert not view_faults(view)
    return view


def test_a_text_longer_than_a_box_is_spread_over_several() -> None:
    text = "A sentence of it. " * 400
    view = drawn(form_of(TEXT), {"note": text})

    assert labels(view) == [
        "What happened? (part 1 of 3)",
        "What happened? (part 2 of 3)",
        "What happened? (part 3 of 3)",
    ]
    assert [block["optional"] for block in inputs(view)] == [False, True, True]
    assert typed_in(sent(view), form_of(TEXT)) == {"note": text}


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["a", "word ", "\n", "&" * 40, "x" * 700]), max_size=60)
)
def test_a_long_text_comes_back_exactly_as_it_was(parts: list[str]) -> None:
    text = "".join(parts)
    view = drawn(form_of(TEXT), {"note": text})

    assert typed_in(sent(view), form_of(TEXT)) == {"note": text}


def test_a_box_that_is_nearly_full_brings_one_more() -> None:
    form = form_of(TEXT)
    before = sent(drawn(form, {}), {"What happened?": "x" * 2_999})
    after = drawn(form, typed_in(before, form), over=before)

    first, second = inputs(after)
    assert first["block_id"] == inputs(before)[0]["block_id"]
    assert first["element"]["initial_value"] == "x" * 2_999
    assert "initial_value" not in second["element"]
    filled = sent(after, {"What happened? (part 2 of 2)": " and more"})
    assert typed_in(filled, form) == {"note": "x" * 2_999 + " and more"}


def test_what_stands_in_boxes_stays_in_the_boxes_it_stands_in() -> None:
    form = form_of(TEXT)
    names = [f"What happened? (part {n} of 2)" for n in (1, 2)]
    before = sent(
        drawn(form, {"note": "a " * 1_400}),
        dict(zip(names, ("a " * 1_500, "b " * 1_450), strict=True)),
    )
    after = drawn(form, typed_in(before, form), over=before)

    values = [block["element"].get("initial_value", "") for block in inputs(after)]
    assert values == ["a " * 1_500, "b " * 1_450, ""]
    ids = [block["block_id"] for block in inputs(after)]
    assert ids[:2] == [block["block_id"] for block in inputs(before)]


def test_boxes_of_another_layout_are_not_taken_for_those_before() -> None:
    form = form_of(TEXT)
    short, long = drawn(form, {"note": "x"}), drawn(form, {"note": "x " * 2_000})

    ids = {block["block_id"] for block in inputs(short)}
    assert not ids & {block["block_id"] for block in inputs(long)}


def test_a_form_begun_again_takes_nothing_over_from_the_one_before() -> None:
    form = form_of(TEXT)
    other = form_view(Filling(form, 0, "draft-name-2", {}), META)

    ids = {block["block_id"] for block in inputs(drawn(form, {}))}
    assert not ids & {block["block_id"] for block in inputs(other)}


@pytest.mark.parametrize("kind", ["choice", "choices", "person", "agency", "role"])
@pytest.mark.parametrize("count", [1, 2, 10, 11, 100, 101, 250, 1_500])
def test_whatever_is_offered_can_be_chosen(kind: str, count: int) -> None:
    options = tuple(Option(f"o-{n}", f"Answer {n}") for n in range(count))
    form = form_of(Question("pick", "Which?", kind, options=options))
    last = min(count, 1_000) - 1
    several = kind == "choices"
    wanted = [f"Answer {last}"] if several else f"Answer {last}"
    view = sent(drawn(form, {}), {"Which?": wanted})

    chosen = typed_in(view, form)
    assert chosen == {"pick": (f"o-{last}",) if several else f"o-{last}"}
    again = drawn(form, {"pick": (f"o-{count - 1}",) if several else f"o-{count - 1}"})
    assert typed_in(sent(again), form)["pick"] in (
        f"o-{count - 1}",
        (f"o-{count - 1}",),
    )


def test_answers_too_long_for_a_list_are_numbered_and_written_whole_above() -> None:
    long = "It is likely that the child was harmed, and the harm was serious, and so on"
    options = (
        Option("a", long + " A"),
        Option("b", long + " B"),
        Option("c", "C", "hint"),
    )
    form = form_of(Question("pick", "Which?", "choice", options=options))
    view = drawn(form, {})

    said = json.dumps(view["blocks"])
    assert f"1. {long} A" in said
    assert f"2. {long} B" in said
    assert "3. C: hint" in said
    texts = [o["text"]["text"] for o in field(view, "Which?")["element"]["options"]]
    assert [text[:2] for text in texts] == ["1.", "2.", "3."]
    assert len(set(texts)) == 3


def test_a_short_hint_of_an_answer_stands_beside_it() -> None:
    options = (Option("a", "A", "It must be so."), Option("b", "B"))
    view = drawn(form_of(Question("pick", "Which?", "choice", options=options)), {})

    first, second = field(view, "Which?")["element"]["options"]
    assert first["description"]["text"] == "It must be so."
    assert "description" not in second


def test_answers_that_slack_could_not_name_can_be_chosen_all_the_same() -> None:
    ids = ("", "x" * 400, "~0", "a", "a")
    options = tuple(Option(name, f"Answer {n}") for n, name in enumerate(ids))
    form = form_of(Question("pick", "Which?", "choice", options=options))

    for number in (1, 2, 3):
        view = sent(drawn(form, {}), {"Which?": f"Answer {number}"})
        assert typed_in(view, form) == {"pick": ids[number]}


def test_a_list_with_nothing_in_it_is_said_to_be_empty() -> None:
    form = form_of(Question("pick", "Which?", "choices"), TEXT)
    view = drawn(form, {})

    assert "Which? There is nothing to choose from." in json.dumps(view["blocks"])
    assert typed_in(sent(view), form) == {"note": ""}


def test_a_question_with_a_very_long_name_is_asked_and_answered() -> None:
    name = "n" * 400
    form = form_of(
        Question(name, "Why?", "text"), Question(f"{name}2", "When?", "time")
    )
    view = sent(
        drawn(form, {}),
        {"Why?": "So.", "When? (day)": "2026-11-27", "When? (time of day)": "16:30"},
    )

    typed = typed_in(view, form)
    assert typed[name] == "So."
    assert typed[f"{name}2.time"] == "16:30"


def long_questions(count: int) -> tuple[Question, ...]:
    kinds = ("text", "line", "choice", "choices", "date", "time", "person")
    options = tuple(Option(f"o{n}", "An answer " * 12 + str(n)) for n in range(30))
    return tuple(
        Question(
            f"question-{n}",
            f"Question {n} " + "asks " * 500,
            kind := kinds[n % len(kinds)],
            "a hint " * 400,
            n % 2 == 0,
            options if kind in ("choice", "choices", "person") else (),
        )
        for n in range(count)
    )


def test_a_section_that_asks_too_much_for_one_window_becomes_several() -> None:
    form = form_of(*long_questions(90))
    filling = fitting(Filling(form, 0, "draft-name-1", {}))

    assert filling.sections > 1
    assert filling.form.questions == form.questions
    for number in range(filling.sections + 1):
        view = form_view(replace(filling, at=number), META)
        assert not view_faults(view)
        assert "more than fits" not in json.dumps(view["blocks"])


def test_a_section_that_fits_is_left_as_it_is() -> None:
    filling = Filling(form_of(TEXT), 0, "draft-name-1", {})

    assert fitting(filling) is filling


@pytest.mark.parametrize("sign", ["x", "é", "字", "&", "\N{WAVING HAND SIGN}", "a\n"])
@pytest.mark.parametrize("count", [1, 12, 30])
def test_the_longest_answers_are_kept_whole_though_not_all_of_them_are_shown(
    count: int, sign: str
) -> None:
    form = form_of(*(replace(TEXT, id=f"t{n}", asks=f"Text {n}") for n in range(count)))
    typed = {f"t{n}": (sign * 10_000)[:10_000] for n in range(count)}
    filling = fitting(Filling(form, 0, "draft-name-1", typed))

    for number in range(filling.sections + 1):
        view = form_view(replace(filling, at=number), META)
        assert not view_faults(view)
        again = typed_in(sent(view), filling.form)
        assert typed | again == typed


@pytest.mark.parametrize("count", [1, 8, 23, 60])
def test_what_was_written_is_shown_as_long_as_it_fits(count: int) -> None:
    shows = tuple((f"Question {n}", f"{n}: " + "x" * 9_990) for n in range(count))
    form = replace(form_of(TEXT), does="sign", shows=shows)
    view = drawn(form, {})

    text = json.dumps(view["blocks"])
    assert text.count("x") > 9_990 * min(count, 23) or "shortened here" in text


@pytest.mark.parametrize("seed", range(8))
def test_a_form_of_anything_whatever_is_a_window_that_slack_takes(seed: int) -> None:
    chance = random.Random(seed)
    questions = long_questions(chance.randrange(1, 120))
    texts = ("", " ", "x" * 9_000, "31", "Feb", "2020", "<!here>", "o3", "4:30pm")
    typed = {
        part: chance.choice(texts)
        for question in questions
        for part in (question.id, f"{question.id}.day", f"{question.id}.time")
    }
    text = tuple(chance.choice(texts) for _ in range(chance.randrange(30)))
    section = Section("only", chance.choice(texts), questions, chance.choice(texts))
    other = Section("other", "", (), "")
    form = Form(chance.choice(texts), "raise-alert", "", (section, other), "", text, ())

    for number in range(3):
        drawn(form, typed, number)
