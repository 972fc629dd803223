"""Answering an invitation from one’s own calendar, as a reply by e-mail would."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.commands import DeclareConflict
from tests.desk.wessex import Wessex, london
from tests.web.walking import Walk
from tests.web.wessex_house import House

RAPID = "rapid-review"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, london("2026-12-18 10:30"))


@pytest.fixture
def wessex(house: House, tmp_path: Path) -> Wessex:
    return Wessex(house.store, tmp_path / "desk", now=house.clock.now())


@pytest.fixture
def ref(wessex: Wessex, house: House) -> str:
    """A case whose rapid review is at 10am on Wed 23 Dec 2026."""
    found = wessex.to_asked("police")
    start = "2026-12-23 10:00"
    wessex.must("joan", "arrange", f"{found}/{RAPID}", start=start, minutes="60")
    house.deliver()
    return found


def said(walk: Walk, answer: str) -> Walk:
    return walk.send(walk.form("/calendar", "I am coming"), {"answer": answer})


def test_an_answer_from_a_calendar_is_on_the_record_and_in_the_calendar(
    walk: Walk, ref: str, house: House
) -> None:
    walk.become("gordon").go("/calendar")
    assert "Answer: not answered." in walk.text

    said(walk, "accepted")

    assert "You answered: coming." in walk.text
    assert "Answer: coming." in walk.text
    view = house.desk.view(ref, "joan", house.clock.now())
    arranged = view.case.expected(RAPID)
    assert arranged
    assert arranged.replies["gordon"].answer == "accepted"


def test_the_same_answer_sent_twice_is_taken_once_and_another_is_news(
    walk: Walk, ref: str
) -> None:
    walk.become("gordon").go("/calendar")
    form = walk.form("/calendar", "I cannot come")
    for _ in range(2):
        walk.send(form, {"answer": "declined"})
        assert "You answered: not coming." in walk.text

    said(walk, "declined")
    assert "That changes nothing" in walk.text
    said(walk.go("/calendar"), "tentative")
    assert "You answered: perhaps." in walk.text
    assert ref


def test_nobody_answers_for_somebody_else(walk: Walk, ref: str) -> None:
    walk.become("joan").go("/calendar?person=gordon")

    assert "To answer an invitation, act as Gordon McBain." in walk.text
    assert "I am coming" not in walk.text
    own = walk.go("/calendar").form("/calendar", "I am coming")
    for wrong in ({"uid": "x@example.org"}, {"answer": "maybe"}):
        walk.send(own, {"answer": "accepted", **wrong})
        assert "There is no such invitation in your calendar." in walk.text
    assert ref


def test_whoever_is_kept_out_of_a_case_is_shown_no_answers_to_it(
    walk: Walk, ref: str, house: House
) -> None:
    walk.become("gordon").go("/calendar")
    said(walk, "accepted")
    house.desk.ask(
        ref, DeclareConflict(person="felix", digest=""), by="felix", cause="c/1",
        now=house.clock.now(),
    )  # fmt: skip

    walk.become("felix").go("/calendar?person=gordon")

    assert "Rapid Review Meeting" in walk.text
    assert "Answer:" not in walk.text


def test_what_was_called_off_cannot_be_answered(
    walk: Walk, ref: str, wessex: Wessex, house: House
) -> None:
    wessex.must("joan", "stand-down", f"{ref}/{RAPID}", note="Snow.")
    house.deliver()

    walk.become("gordon").go("/calendar")

    assert "Called off" in walk.text
    assert "I am coming" not in walk.text
