"""One door for a platform: what lies beside a case is asked, done, and done once."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answer import Answer
from bot.core.errors import Refused
from bot.core.press import Press
from bot.store import outbox
from bot.tables import outbox as table
from tests.desk.wessex import Wessex

DRAFT = "draft-of-amina"
DAYS = {"first": "2026-12-21", "last": "2026-12-24"}


def take(
    wessex: Wessex, by: str, does: str, about: str, cause: str = "c", **answers: Any
) -> Answer:
    return wessex.desk.take(Press(by, does, about, cause, answers), wessex.now)


def begun(wessex: Wessex) -> str:
    """A section of an alert that Amina has begun, as its form names it."""
    typed = {"where": "At home."}
    wessex.desk.keep_draft(DRAFT, "amina", "raise-alert", "", typed, wessex.now)
    form = wessex.form("raise-alert", "", "amina")
    found = (s.id for s in form.sections if "where" in {q.id for q in s.questions})
    return f"{DRAFT}/{next(found)}"


def test_who_is_to_complete_a_section_is_chosen_from_everybody_else(
    wessex: Wessex,
) -> None:
    about = begun(wessex)
    (to,) = wessex.form("hand", about, "amina").questions

    assert "amina" not in {option.id for option in to.options}
    assert take(wessex, "amina", "hand", about).problems[0].question == "to"
    for by, named in (("helen", about), ("amina", f"{DRAFT}/x"), ("amina", "x/y")):
        with pytest.raises(Refused):
            wessex.form("hand", named, by)


def test_a_section_is_handed_over_and_taken_back_and_a_repeat_says_the_same(
    wessex: Wessex,
) -> None:
    about = begun(wessex)
    asked = [take(wessex, "amina", "hand", about, "1", to="helen") for _ in range(2)]
    assert asked[0] == asked[1]
    assert asked[0].says == "Helen Marsh has been asked to complete this section."

    form = wessex.form("hand", about, "amina")
    assert (form.submit, form.questions) == ("Take it back", ())
    back = [take(wessex, "amina", "hand", about, "2") for _ in range(2)]
    assert back[0] == back[1]
    assert back[0].says == "Helen Marsh is no longer asked for this section."
    assert take(wessex, "amina", "hand", about, "3").problems


def test_a_section_is_saved_with_what_was_sent(wessex: Wessex) -> None:
    about = begun(wessex)
    take(wessex, "amina", "hand", about, to="helen")
    sent = [
        take(wessex, "helen", "section", about, where="In the garden.")
        for _ in range(2)
    ]

    assert sent[0] == sent[1]
    (handed,) = wessex.desk.handed(DRAFT, "amina")
    assert handed.typed["where"] == "In the garden."
    assert take(wessex, "kofi", "section", about).code == "unknown"


def test_a_half_filled_date_in_a_section_is_put_right_first(wessex: Wessex) -> None:
    form = wessex.form("raise-alert", "", "amina")
    named = next(
        s.id for s in form.sections if "aware-at" in {q.id for q in s.questions}
    )
    typed = {"aware-at.day": "3"}
    wessex.desk.keep_draft(DRAFT, "amina", "raise-alert", "", typed, wessex.now)
    take(wessex, "amina", "hand", f"{DRAFT}/{named}", to="helen")

    answer = take(wessex, "helen", "section", f"{DRAFT}/{named}")
    assert [problem.question for problem in answer.problems] == ["aware-at"]


def test_ones_own_absence_is_recorded_once(wessex: Wessex) -> None:
    assert [q.id for q in wessex.form("away", "", "helen").questions] == [
        "first",
        "last",
        "deputy",
    ]
    given = {**DAYS, "deputy": "kofi"}
    told = [take(wessex, "helen", "away", "", **given) for _ in range(2)]

    assert told[0] == told[1]
    assert told[0].says.startswith("Helen Marsh is away from Monday 21 December 2026")
    assert len([a for a in wessex.desk.people().absences if a.person == "helen"]) == 1


def test_whoever_keeps_cases_records_an_absence_for_others(wessex: Wessex) -> None:
    answer = take(wessex, "joan", "away", "", person="imran", deputy="-", **DAYS)
    assert answer.says.startswith("Imran")
    assert answer.says.endswith("Nobody stands in by name.")


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({}, ["first", "last", "deputy"]),
        ({**DAYS, "deputy": "helen"}, ["deputy"]),
        ({**DAYS, "last": "2026-12-01", "deputy": "kofi"}, ["last"]),
        ({**DAYS, "deputy": "somebody"}, ["deputy"]),
    ],
)
def test_an_absence_is_put_right_at_its_question(
    wessex: Wessex, answers: dict[str, str], wrong: list[str]
) -> None:
    answer = take(wessex, "helen", "away", "", **answers)
    assert [problem.question for problem in answer.problems] == wrong


def test_what_was_given_up_is_tried_again_by_whoever_keeps_cases(
    wessex: Wessex,
) -> None:
    wessex.alert()
    key = wessex.rows()[0].key
    with wessex.store.writing() as tx:
        tx.execute(
            table.update()
            .where(table.c.key == key)
            .values(state=outbox.DEAD, try_at=None, settled_at=wessex.now)
        )
    card = wessex.desk.page("undelivered", "", "joan", wessex.now)
    assert card is not None
    assert card.heading == "1 message could not be delivered"
    assert [b.about for item in card.items for b in item.buttons] == [key]
    summary = wessex.desk.deadlines("joan", wessex.now)
    assert "undelivered" in {button.does for button in summary.buttons}
    assert "undelivered" not in {
        button.does for button in wessex.desk.deadlines("amina", wessex.now).buttons
    }

    with pytest.raises(Refused):
        wessex.desk.page("undelivered", "", "amina", wessex.now)
    assert take(wessex, "amina", "again", key).code == "unknown"
    told = [take(wessex, "joan", "again", key) for _ in range(2)]
    assert told[0] == told[1] == Answer("It is being tried again.")
    wessex.carry()
    assert take(wessex, "joan", "again", key).code == "unknown"
    assert take(wessex, "joan", "again", "no/such/key").code == "unknown"
    card = wessex.desk.page("undelivered", "", "joan", wessex.now)
    assert card is not None
    assert card.heading == "Everything was delivered"


def test_what_belongs_to_a_case_goes_to_the_desk(wessex: Wessex) -> None:
    ref = wessex.alert()
    answers = {"choice": "agreed", "note": "x"}
    told = [
        take(wessex, "helen", "decide", f"{ref}/consult-partners", **answers)
        for _ in range(2)
    ]
    assert told[0] == told[1]
    assert not told[0].code


@pytest.mark.parametrize("does", ["hand", "section", "away", "again", "decide"])
@pytest.mark.parametrize(
    ("by", "about", "cause"),
    [("dayzero", "x/y", "c"), ("nobody", "x/y", "c"), ("helen", "a\0b", "c")],
)
def test_a_press_that_nobody_could_have_made_changes_nothing(
    wessex: Wessex, does: str, by: str, about: str, cause: str
) -> None:
    assert take(wessex, by, does, about, cause, to="kofi").code
