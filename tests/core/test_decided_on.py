"""A decision that other dates are counted from asks on what day it was made."""

from __future__ import annotations

from bot.core.commands import Decide
from bot.core.errors import OutsideTheDates
from bot.core.events import AnchorSet
from tests.core.calendar_words import calendar_day
from tests.core.played import REF, Played, at
from tests.core.played import raised as raised_elsewhere
from tests.core.publishing import begun, publishing, raised

BEGUN = 'title = "the review began"\n'
WHY = "They were all agreed."


def asked(played: Played, step: str = "route") -> list[tuple[str, str, bool, bool]]:
    """What the form asks about the day: its words, kind, need, and whether gone by."""
    form = played.form("carl", "decide", f"{REF}/{step}")
    assert form is not None
    found = [q for q in form.questions if q.id == "on"]
    return [(q.asks, q.kind, q.required, q.past) for q in found]


def test_the_day_is_asked_for_once() -> None:
    question = ("On what day was it decided?", "date", False, True)

    assert asked(raised()) == [question]
    assert asked(begun()) == [], "a change of it moves no day"
    assert asked(raised_elsewhere(), "settle") == [], "nothing is counted from it"


def test_the_day_given_is_what_others_are_counted_from() -> None:
    played = raised(now="Tue 24 Nov 2026 10:00")
    played.presses(
        "carl", "decide", "route", choice="review", note=WHY, on="2026-11-24"
    )
    assert played.case.anchors["begun"] == calendar_day("Tue 24 Nov 2026")

    played = raised(now="Tue 24 Nov 2026 10:00").goes_to("Thu 26 Nov 2026 9:00")
    played.presses(
        "carl", "decide", "route", choice="review", note=WHY, on="2026-11-25"
    )
    assert played.case.anchors["begun"] == calendar_day("Wed 25 Nov 2026")


def test_without_a_day_it_was_today() -> None:
    played = raised()
    played.presses("carl", "decide", "route", choice="review", note=WHY)

    assert played.journal[-1].event == AnchorSet(
        "begun", calendar_day("Fri 20 Nov 2026")
    )


def test_it_was_not_decided_in_the_future_nor_before_its_clock_began() -> None:
    tomorrow = Decide(
        step="route", choice="review", on=calendar_day("Sat 21 Nov 2026"), digest="why"
    )
    assert isinstance(raised().refused("carl", tomorrow), OutsideTheDates)

    too_early = Decide(
        step="choose", choice="notify", on=calendar_day("Thu 19 Nov 2026"), digest="why"
    )
    played = raised_elsewhere()
    played.does("arun", Decide(step="consult", choice="agreed", digest="why"))
    assert isinstance(played.refused("arun", too_early), OutsideTheDates)


def test_a_time_is_asked_for_where_hours_are_counted() -> None:
    played = raised(publishing(BEGUN, f'{BEGUN}takes = "time"\nasked = "When?"\n'))
    assert asked(played) == [("When?", "time", False, True)]

    played.presses(
        "carl", "decide", "route", choice="review", note=WHY, on="2026-11-20 09:30"
    )
    assert played.case.anchors["begun"] == at("Fri 20 Nov 2026 9:30")


def test_a_day_set_ahead_must_be_given() -> None:
    played = raised(publishing(BEGUN, f"{BEGUN}planned = true\n"))
    assert asked(played) == [("On what day was it decided?", "date", True, False)]

    played.presses(
        "carl", "decide", "route", choice="review", note=WHY, on="2027-01-04"
    )
    assert played.case.anchors["begun"] == calendar_day("Mon 4 Jan 2027")
