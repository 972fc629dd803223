"""Recording that somebody is away, and who stands in."""

from __future__ import annotations

from tests.web.walking import Walk
from tests.web.wessex_house import House

AWAY = {
    "q.person": "helen",
    "q.first.day": "30",
    "q.first.month": "11",
    "q.first.year": "2026",
    "q.last.day": "4",
    "q.last.month": "December",
    "q.last.year": "2026",
    "q.deputy": "kofi",
}


def test_an_absence_is_recorded_with_a_deputy(walk: Walk) -> None:
    walk.become("helen").go("/away").send(walk.form("/away"), AWAY)
    assert "Helen Marsh is away from Monday 30 November 2026" in walk.text
    assert "Kofi Adjei stands in" in walk.text


def test_the_same_absence_sent_twice_is_recorded_once(walk: Walk, house: House) -> None:
    form = walk.become("helen").go("/away").form("/away")
    walk.send(form, AWAY).send(form, AWAY)
    assert "Helen Marsh is away" in walk.text
    absences = [a for a in house.desk.people().absences if a.person == "helen"]
    assert len(absences) == 1


def test_an_absence_that_ends_before_it_begins_is_put_right_at_its_field(
    walk: Walk,
) -> None:
    walk.go("/away").send(
        walk.form("/away"), AWAY | {"q.last.day": "29", "q.last.month": "11"}
    )
    assert "to put right" in walk.text
    assert "The last day is before the first" in walk.text
    assert walk.form("/away").fields["q.last.day"] == "29"


def test_an_empty_absence_says_everything_that_is_missing(walk: Walk) -> None:
    walk.go("/away").send(walk.form("/away"), {})
    assert "There are 4 things to put right" in walk.text


def test_an_absence_is_refused_to_who_may_not_record_it(walk: Walk) -> None:
    walk.become("imran").go("/away").send(walk.form("/away"), AWAY)
    assert "An absence is recorded by the person away" in walk.text


def test_what_was_typed_is_kept_when_an_absence_is_refused(walk: Walk) -> None:
    walk.become("imran").go("/away").send(walk.form("/away"), AWAY)
    assert walk.form("/away").fields["q.last.month"] == "December"
