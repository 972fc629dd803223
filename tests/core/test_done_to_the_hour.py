"""A limit in hours, against which a day alone says too little."""

from __future__ import annotations

from bot.core import questions
from bot.core.forms import Form
from bot.core.progress.lateness import overrun
from tests.core.calendar_words import calendar_day
from tests.core.played import REF, Played, at, decided


def told() -> Played:
    """Somebody told the partner at a quarter to ten, who is to be rung in 24 hours."""
    played = decided()
    played.presses("arun", "complete", "tell-partner", on="2026-11-20 09:45")
    return played


def form(played: Played, step: str) -> Form:
    found = played.form("arun", "complete", f"{REF}/{step}")
    assert found
    return found


def test_the_time_is_asked_where_hours_are_counted_and_begins_with_now() -> None:
    played = told()
    on = form(played, "ring").questions[0]
    assert (on.kind, on.asks) == ("time", "When was it done?")
    began = questions.beginning("complete", played.case, "ring", played.asking("arun"))
    assert began == {"on": "2026-11-20 10:00"}


def test_the_day_is_enough_where_days_are_counted() -> None:
    on = form(told(), "send").questions[0]
    assert (on.kind, on.asks) == ("date", "On which day was it done?")


def test_done_on_its_last_day_and_after_its_hour_is_late() -> None:
    played = told().goes_to("Sat 21 Nov 2026 18:00")
    day = calendar_day("Sat 21 Nov 2026")
    played.presses("arun", "complete", "ring", on="2026-11-21 17:00")
    assert played.case.done["ring"].on == at("Sat 21 Nov 2026 17:00")
    ring = played.procedure.by_id["ring"]
    assert overrun(ring, played.case, played.procedure, played.offices) == (day, day)


def test_done_before_its_hour_is_in_time() -> None:
    played = told().goes_to("Sat 21 Nov 2026 18:00")
    played.presses("arun", "complete", "ring", on="2026-11-21 09:30")
    ring = played.procedure.by_id["ring"]
    assert overrun(ring, played.case, played.procedure, played.offices) is None
