from __future__ import annotations

import pytest

from bot.core import forms
from bot.core.forms import Answer, Option, Question
from tests.core.played import at

NOW = at("Fri 20 Nov 2026 10:00")
YES_NO = (Option("yes", "Yes"), Option("no", "No"))
HOSTILE = (
    "<script>alert(1)</script>", "<!channel>", "@everyone", "\u202eabc", "💥" * 50,
    "'; drop table journal; --", "\x00", "{{ 7 * 7 }}", "a\r\nBcc: x",
)  # fmt: skip


def says(question: Question, given: Answer) -> list[str]:
    found = forms.problems((question,), {question.id: given}, NOW)
    assert all(problem.question == question.id for problem in found)
    return [problem.says for problem in found]


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("line", "Write an answer."),
        ("text", "Write an answer."),
        ("choice", "Choose an answer."),
        ("choices", "Choose an answer."),
        ("person", "Choose an answer."),
        ("agency", "Choose an answer."),
        ("role", "Choose an answer."),
    ],
)
@pytest.mark.parametrize("given", ["", "  ", "\n", ()])
def test_what_must_be_answered_is_answered(
    kind: str, missing: str, given: Answer
) -> None:
    assert len(says(Question("q", "?", kind), given)) == 1
    assert not says(Question("q", "?", kind, required=False), given)


@pytest.mark.parametrize("kind", ["date", "time"])
def test_a_day_that_must_be_given_says_how_to_write_it(kind: str) -> None:
    assert len(says(Question("q", "?", kind), "")) == 1


@pytest.mark.parametrize(
    ("kind", "given", "good"),
    [
        ("date", "2026-11-20", True),
        ("date", " 2026-11-20 ", True),
        ("date", "20/11/2026", False),
        ("date", "2026-11-31", False),
        ("date", "2026-11-20 10:00", False),
        ("date", "tomorrow", False),
        ("time", "2026-11-20 10:00", True),
        ("time", "2026-11-20T10:00", True),
        ("time", "2026-11-20T10:00+00:00", True),
        ("time", "2026-11-20", False),
        ("time", "2026-11-20 25:00", False),
        ("date", "1990-01-01", False),  # too far back to be right
        ("date", "2040-01-01", False),
        ("time", "0001-01-01 00:00", False),
        ("time", "9999-12-31 23:59", False),
    ],
)
def test_a_day_can_be_read_and_is_near_enough_to_be_right(
    kind: str, given: str, good: bool
) -> None:
    assert bool(says(Question("q", "?", kind), given)) is not good


@pytest.mark.parametrize(
    ("kind", "given", "good"),
    [
        ("date", "2026-11-20", True),
        ("date", "2026-11-21", False),
        ("time", "2026-11-20 10:00", True),
        ("time", "2026-11-20 10:01", False),
    ],
)
def test_what_has_happened_is_not_in_the_future(
    kind: str, given: str, good: bool
) -> None:
    found = says(Question("q", "?", kind, past=True), given)

    assert found == (
        [] if good else ["This is in the future; today is Friday 20 November 2026."]
    )


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-11-20 10:00", "2026-11-20T10:00:00+00:00"),
        ("2026-06-01T10:00", "2026-06-01T10:00:00+01:00"),
        ("2026-10-25 01:30", "2026-10-25T01:30:00+01:00"),  # comes twice: the first
        ("2026-03-29 01:30", "2026-03-29T00:30:00+00:00"),  # never comes: the earlier
        ("2026-11-20 10:00+05:00", "2026-11-20T10:00:00+05:00"),
    ],
)
def test_a_doubtful_time_is_taken_as_the_earlier(written: str, instant: str) -> None:
    assert forms.instant(written).isoformat() == instant


@pytest.mark.parametrize(
    ("kind", "given", "good"),
    [
        ("choice", "yes", True),
        ("choice", "perhaps", False),
        ("choice", "Yes", False),
        ("choice", ("yes",), False),
        ("choice", ("yes", "no"), False),
        ("choices", "yes", True),
        ("choices", ("yes", "no"), True),
        ("choices", ("yes", "x"), False),
    ],
)
def test_only_what_is_offered_is_chosen(kind: str, given: Answer, good: bool) -> None:
    assert bool(says(Question("q", "?", kind, options=YES_NO), given)) is not good


@pytest.mark.parametrize("kind", ["line", "text", "date", "time"])
def test_one_question_takes_one_answer(kind: str) -> None:
    assert says(Question("q", "?", kind), ("2026-11-20",)) == ["Give one answer only."]


def test_what_is_too_long_says_by_how_much() -> None:
    found = says(Question("q", "?", "text"), "a" * 10_001)

    assert found == ["This is 10,001 characters long; shorten it to 10,000 or fewer."]
    assert not says(Question("q", "?", "text"), "a" * 10_000)


@pytest.mark.parametrize("given", HOSTILE)
def test_text_is_taken_as_it_is_and_is_nothing_but_text(given: str) -> None:
    assert not says(Question("q", "?", "text"), given)
    assert says(Question("q", "?", "date"), given)
    assert says(Question("q", "?", "choice", options=YES_NO), given)


def test_every_problem_is_told_at_once() -> None:
    questions = (
        Question("a", "?"),
        Question("b", "?", "date"),
        Question("c", "?", "choice", options=YES_NO),
        Question("d", "?", required=False),
    )
    found = forms.problems(questions, {"b": "x", "c": "y"}, NOW)

    assert [problem.question for problem in found] == ["a", "b", "c"]


CHAIN = (
    Question("second", "?", "choice", required=False, options=YES_NO),
    Question("second-name", "?", only_if=("second", "yes")),
    Question(
        "third",
        "?",
        "choice",
        required=False,
        options=YES_NO,
        only_if=("second", "yes"),
    ),
    Question("third-name", "?", only_if=("third", "yes")),
    Question("club", "?", only_if=("ties", "club")),
)


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ({}, []),
        ({"second": "no"}, []),
        ({"second": "yes"}, ["second-name"]),
        ({"second": "yes", "third": "yes"}, ["second-name", "third-name"]),
        # what was once said of a third child is not asked of a second that is not
        ({"second": "no", "third": "yes"}, []),
        ({"ties": ("school", "club")}, ["club"]),
        ({"ties": ("school",)}, []),
        ({"ties": "club"}, ["club"]),
    ],
)
def test_a_question_is_asked_only_if_it_is_shown(
    answers: dict[str, Answer], wanted: list[str]
) -> None:
    found = forms.problems(CHAIN, answers, NOW)

    assert [problem.question for problem in found] == wanted
