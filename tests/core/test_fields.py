"""What is typed becomes an answer, and an answer goes back, without loss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import fields
from bot.core.forms import Answer, Form, Question, Section

QUESTIONS = (
    Question("name", "Who?"),
    Question("known", "Known to?", "choices"),
    Question("day", "Which day?", "date"),
    Question("start", "When?", "time"),
    Question("why", "Why then?", "date", only_if=("name", "x")),
)
FORM = Form("A form", "do", "", (Section("only", "", QUESTIONS),), "Send")


def moment(day: str, month: str, year: str, hour: str = "") -> dict[str, Answer]:
    typed: dict[str, Answer] = {
        "start.day": day,
        "start.month": month,
        "start.year": year,
        "start.time": hour,
    }
    return typed


def slipped(typed: dict[str, Answer]) -> list[str]:
    return [slip.says for slip in fields.slips(FORM, typed)]


def test_a_day_is_typed_in_three_parts_and_a_time_in_a_fourth() -> None:
    assert fields.parts_of(QUESTIONS[0]) == ("name",)
    assert fields.parts_of(QUESTIONS[2]) == ("day.day", "day.month", "day.year")
    assert fields.parts_of(QUESTIONS[3])[-1] == "start.time"


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        (("27", "11", "2026", "4:30pm"), "2026-11-27 16:30"),
        (("7", "nov", "2026", "9"), "2026-11-07 09:00"),
        (("7", "no", "2026", "9"), "2026-no-07 09:00"),
        (("27", "11", "2026", "12am"), "2026-11-27 00:00"),
        (("27", "11", "2026", "13pm"), "2026-11-27 13pm"),
        (("27", "11", "2026", "25:00"), "2026-11-27 25:00"),
        (("27", "11", "2026", "soon"), "2026-11-27 soon"),
        (("27", "11", "2026", ""), "2026-11-27"),
    ],
)
def test_a_time_is_read_as_people_write_it(
    parts: tuple[str, str, str, str], answer: str
) -> None:
    assert fields.answers_of(FORM, moment(*parts)) == {"start": answer}


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (("27", "11", "2026", "4:30pm"), []),
        (("", "", "", ""), []),
        (("", "11", "", "9"), ["The date must include a day and a year."]),
        (
            ("31", "11", "2026", "9"),
            ["This is not a date in the calendar. Write it like 27 11 2026."],
        ),
        (
            ("27", "11", "2026", ""),
            ["Enter the time of day as well, such as 4:30pm."],
        ),
        (
            ("27", "11", "2026", "soon"),
            ["This is not a time of day. Write it like 4:30pm or 16:30."],
        ),
    ],
)
def test_what_is_half_filled_in_is_said_in_the_words_of_the_fields(
    parts: tuple[str, str, str, str], says: list[str]
) -> None:
    assert slipped(moment(*parts)) == says


def test_a_question_that_is_not_asked_has_no_slips() -> None:
    assert slipped({"why.day": "3"}) == []
    assert len(slipped({"why.day": "3", "name": "x"})) == 1


def test_a_date_without_a_time_of_day_needs_none() -> None:
    typed: dict[str, Answer] = {"day.day": "1", "day.month": "2", "day.year": "2027"}
    assert slipped(typed) == []
    assert fields.answers_of(FORM, typed) == {"day": "2027-02-01"}


@pytest.mark.parametrize(
    "answers",
    [
        {"name": "Two\nlines", "known": ("a", "b")},
        {"day": "2026-11-27", "start": "2026-11-27 16:30"},
    ],
)
def test_an_answer_spread_over_its_fields_is_read_back(
    answers: dict[str, Answer],
) -> None:
    assert fields.answers_of(FORM, fields.spread(FORM, answers)) == answers


def test_an_answer_that_is_no_date_is_spread_nowhere() -> None:
    assert fields.spread(FORM, {"day": "soon", "name": ""}) == {}


@given(st.text())
def test_any_text_that_is_typed_can_be_stored(text: str) -> None:
    kept = fields.clean(text + "\ud800")
    assert "\r" not in kept
    assert kept.encode()
