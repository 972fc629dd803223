"""Moving the clock, and being told in order what happened meanwhile."""

from __future__ import annotations

import pytest

from tests.web.walking import Walk
from tests.web.wessex_house import House


@pytest.mark.parametrize(
    ("to", "then"),
    [
        ("hour", "Friday 27 November 2026, 10:30am"),
        ("working-day", "Monday 30 November 2026, 9am"),
    ],
)
def test_the_clock_moves_on(walk: Walk, to: str, then: str) -> None:
    walk.send(walk.form("/clock"), {"to": to})
    assert f"It is now {then}" in walk.text


def test_what_happened_meanwhile_is_told_in_order(walk: Walk, house: House) -> None:
    walk.raise_alert()
    chosen = {"day": "8", "month": "12", "year": "2026", "time": "12:00"}
    typed = {f"q.to.{part}": value for part, value in chosen.items()}
    walk.go("/").send(walk.form("/clock", "Move the clock"), typed)
    assert "What happened meanwhile" in walk.text
    assert house.parts.moved
    times = [one.at for one in house.parts.moved.happened]
    assert times
    assert times == sorted(times)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("1", "11", "2026", "9am"), "goes forward only"),
        (("31", "2", "2027", "9am"), "not a date in the calendar"),
        (("1", "1", "2031", "9am"), "more than a year ahead"),
        (("1", "", "2027", "9am"), "must include a month"),
        (("1", "12", "2026", "teatime"), "not a time of day"),
        (("", "", "", ""), "Enter the day and the time"),
        (("<b>", "\x00", "\u202e", "9am"), "not a date in the calendar"),
    ],
)
def test_a_time_the_clock_cannot_go_to_is_refused_in_words(
    walk: Walk, typed: tuple[str, ...], says: str
) -> None:
    parts = dict(zip(("day", "month", "year", "time"), typed, strict=True))
    given = {f"q.to.{part}": value for part, value in parts.items()}
    walk.send(walk.form("/clock", "Move the clock"), {**given, "to": "chosen"})
    assert says in walk.text
    assert "Friday 27 November 2026" in walk.text


def test_the_same_press_sent_twice_moves_the_clock_once(walk: Walk) -> None:
    form = walk.form("/clock", "Next hour")
    walk.send(form, {"to": "hour"}).send(form, {"to": "hour"})
    assert "It is now Friday 27 November 2026, 10:30am" in walk.text
    assert "11:30am" not in walk.text


def test_with_nothing_due_there_is_no_next_deadline(walk: Walk) -> None:
    walk.send(walk.form("/clock"), {"to": "deadline"})
    assert "No deadline is still to come" in walk.text
