"""What is asked about people: absences, and sections that others complete."""

from __future__ import annotations

from bot.core.forms import Answer, Question, Section
from bot.core.people import Absence
from bot.core.questions import of_people
from tests.core.calendar_words import calendar_day
from tests.core.played import ROSTER

SECTION = Section("child", "The child", (Question("name", "Who?"),))
ANSWERS: dict[str, Answer] = {
    "first": "2026-11-23",
    "last": "2026-11-27",
    "deputy": "abel",
}


def test_ones_own_absence_asks_nobody_who_is_away() -> None:
    own = of_people.away(ROSTER, others=False)
    anybodys = of_people.away(ROSTER, others=True)

    assert [q.id for q in own.questions] == ["first", "last", "deputy"]
    assert next(q.id for q in anybodys.questions) == "person"


def test_an_absence_is_read_with_a_deputy_or_with_nobody() -> None:
    first, last = calendar_day("Mon 23 Nov 2026"), calendar_day("Fri 27 Nov 2026")

    read = of_people.absence(ANSWERS, "arun")
    assert read == Absence("arun", first, last, "abel")
    read = of_people.absence({**ANSWERS, "deputy": "-", "person": "kit"}, "arun")
    assert read == Absence("kit", first, last, "")


def test_an_absence_makes_sense_as_a_whole() -> None:
    assert list(of_people.amiss(ANSWERS, "arun")) == []
    wrong: dict[str, Answer] = {**ANSWERS, "last": "2026-11-22"}
    assert [p.question for p in of_people.amiss(wrong, "arun")] == ["last"]
    assert [p.question for p in of_people.amiss(ANSWERS, "abel")] == ["deputy"]


def test_a_section_is_asked_of_anybody_but_whoever_writes_the_alert() -> None:
    form = of_people.hand("d/child", SECTION, ROSTER, "arun")

    (to,) = form.questions
    assert "arun" not in {option.id for option in to.options}
    assert (form.does, form.about, form.sections[0].title) == (
        "hand",
        "d/child",
        "The child",
    )


def test_a_section_that_was_asked_for_is_taken_back_without_a_question() -> None:
    form = of_people.hand_back("d/child", SECTION, "Kit")

    assert form.questions == ()
    assert form.text[0] == "Kit was asked to complete it."
