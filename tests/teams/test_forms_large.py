"""Forms with more in them than a dialog holds: what is left out is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.answer import Answer
from bot.core.forms import Form, Option, Problem, Question, Section
from bot.core.words import LONDON
from bot.filling import Filling
from bot.handing import Handed, taken
from integrations.teams.fitting import fitting
from integrations.teams.typed import typed_in
from tests.teams.forming import FORM, buttons, drawn, inputs, pressed, texts

LONG = "a word *and* another " * 476
ASKS = tuple(Question(f"q{n}", f"Question number {n}?", "text") for n in range(60))
AT = datetime(2026, 11, 20, 9, 30, tzinfo=LONDON)


def form_of(*sections: Section) -> Form:
    return replace(FORM, sections=sections)


def large(typed: str, sections: int = 1) -> Filling:
    """Begin a form of sixty texts."""
    each = len(ASKS) // sections
    parts = [ASKS[at : at + each] for at in range(0, len(ASKS), each)]
    form = form_of(*(Section(f"s{n}", f"Part {n}", p) for n, p in enumerate(parts)))
    whole = {question.id: typed for question in ASKS}
    return fitting(Filling(form, 0, "a-draft", whole))


@pytest.mark.parametrize("sections", [1, 4, 60])
@pytest.mark.parametrize("typed", ["Short.", LONG, "\N{WAVING HAND SIGN}" * 10_000])
def test_the_look_at_everything_always_leads_to_every_section_it_can(
    sections: int, typed: str
) -> None:
    one = large(typed, sections)
    made = drawn(replace(one, at=one.sections))

    shortened = any("shortened here" in text for text in texts(made))
    too_much = any("more here than fits" in text for text in texts(made))
    assert shortened or too_much or typed == "Short."
    assert "Raise the alert" in buttons(made)
    assert "Change" in buttons(made)


def test_a_long_look_at_everything_says_that_nothing_is_lost() -> None:
    one = large(LONG)

    said = texts(drawn(replace(one, at=one.sections)))
    assert any("Nothing of them is lost." in text for text in said)


def test_more_problems_than_are_listed_are_counted() -> None:
    one = large("Short.")
    wrong = tuple(Problem(question.id, "Write more.") for question in ASKS)

    said = texts(drawn(one, problems=wrong))
    assert "And 50 more, each said at its question." in said
    assert said.count("Error: Write more.") == len(inputs(drawn(one)))


def test_what_many_others_answered_is_counted_where_it_does_not_fit() -> None:
    asks = ASKS[:20]
    bo = {question.id: LONG for question in asks}
    handed = Handed("s0", "Bo", "v1", "2026", bo)
    form = form_of(Section("s0", "Part", asks[:6]))
    typed = {question.id: "Mine." for question in asks} | {taken("s0"): "v1"}
    one = Filling(form, 0, "a-draft", typed, (handed,), AT)
    no = Answer("Somebody was faster. " * 99, "Open the case. " * 99, code="late")
    made = drawn(one, refused=no, notes=(LONG, LONG, LONG, LONG))

    said = texts(made)
    assert "Bo has filled in this section. What you both wrote is below." in said
    assert any(text.startswith("And ") and " more: " in text for text in said)
    assert len(inputs(made)) == 6


@pytest.mark.parametrize("text", [LONG, "line\n" * 4_000, "*_[" * 3_000])
def test_texts_above_the_questions_are_shortened_before_any_question_is(
    text: str,
) -> None:
    asks = (Question("a", text, "text", text), Question("b", "B?", hint=text))
    form = replace(
        form_of(Section("s", text, asks, text)), title=text, text=(text,) * 9
    )
    one = Filling(form, 0, "a-draft", {}, (), AT)

    assert len(inputs(drawn(one))) == 2


def test_many_answers_are_chosen_by_name_each_on_a_line_of_its_own() -> None:
    options = tuple(Option(f"a{n}", f"Agency number {n}") for n in range(900))
    which = Question("which", "Which?", "choices", options=options)
    form = form_of(Section("s", "", (which,)))
    made = drawn(Filling(form, 0, "d", {"which": ("a1", "a30")}))

    field = inputs(made)["Which?"]
    assert (field["value"], field["isMultiline"]) == (
        "Agency number 1\nAgency number 30",
        True,
    )
    sent = pressed(made, "Raise the alert")
    assert typed_in(sent, form) == {"which": ("a1", "a30")}
    sent = pressed(made, "Raise the alert", {"Which?": "AGENCY number 3\nNobody\n"})
    assert typed_in(sent, form) == {"which": ("a3", "Nobody")}
