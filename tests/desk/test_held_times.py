"""Times held for the meetings of a case from its alert on, through the desk."""

from __future__ import annotations

from bot.core.asking import BOT
from bot.core.cards import plain
from bot.core.events import TimeHeld
from bot.core.questions import beginning
from bot.particulars import parts
from bot.spreadsheets import Cell
from integrations.web import case_record
from tests.desk.wessex import Wessex

RAPID = "Rapid Review Meeting"


def held(wessex: Wessex) -> str:
    """Raise an alert, and hold the times that are found for its meetings."""
    ref = wessex.alert()
    wessex.must("joan", "seek-holds", ref)
    wessex.carry()
    view = wessex.desk.view(ref, "joan", wessex.now)
    best = beginning("hold-times", view.case, "", view.asking)
    wessex.must("joan", "hold-times", ref, **best)
    wessex.carry()
    return ref


def exported(wessex: Wessex, ref: str) -> tuple[Cell, ...]:
    with wessex.store.reading() as tx:
        one = wessex.desk.open(tx, ref, BOT, wessex.now, whole=True)
    found = {part.title: part for part in parts(one.case, one.asking, one.entries)}
    return next(row for row in found["Meetings"].rows if row[0] == RAPID)


def on_the_page(wessex: Wessex, ref: str) -> str:
    view = wessex.desk.view(ref, "joan", wessex.now)
    return next(m.when for m in case_record.meetings(view) if m.title == RAPID)


def test_times_are_held_at_the_alert_and_shown_as_not_certain(wessex: Wessex) -> None:
    ref = held(wessex)

    times = [event for event in wessex.journal(ref) if isinstance(event, TimeHeld)]
    assert {time.step for time in times} >= {"rapid-review", "leadership"}
    assert exported(wessex, ref)[2] == "Time held, not certain"
    assert on_the_page(wessex, ref).startswith("A time is held, and not certain yet: ")
    shown = next(c for c in wessex.cards("joan") if "could be held" in c.heading)
    assert f"Times held: {RAPID}, " in plain(shown)


def test_a_time_that_was_let_go_is_no_meeting_called_off(wessex: Wessex) -> None:
    ref = held(wessex)

    answer = wessex.must("joan", "release-hold", f"{ref}/rapid-review")

    assert answer.says == f"The time held for “{RAPID}” was let go."
    assert exported(wessex, ref)[1:3] == (None, "Not arranged")
    assert on_the_page(wessex, ref) == ""
