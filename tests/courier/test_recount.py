"""A bank holiday announced late moves every open date, and people hear of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.core.events import HolidaysAnnounced
from bot.store import index
from tests.desk.wessex import OFFICES, Wessex


def announce(wessex: Wessex, day: date) -> None:
    closed = {**OFFICES.closed, day: "A day announced late"}
    wessex.desk.offices = lambda _: replace(OFFICES, closed=closed)


def due(wessex: Wessex, ref: str, step: str) -> str:
    with wessex.store.reading() as tx:
        return next(r.due for r in index.steps_of(tx, ref) if r.step == step)


def test_every_open_date_moves_and_the_channel_hears_which(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.carry()
    wessex.timetable.recount(wessex.now)
    assert due(wessex, ref, "criteria") == "2026-12-29"

    announce(wessex, date(2026, 12, 22))
    looked = wessex.timetable.recount(wessex.now)
    wessex.carry()

    assert looked == 1
    assert due(wessex, ref, "criteria") == "2026-12-30"
    (event,) = [e for e in wessex.journal(ref) if isinstance(e, HolidaysAnnounced)]
    assert "criteria 2026-12-29 2026-12-30" in event.moved
    card = wessex.channel()[-1]
    assert card.heading == f"{ref}: the bank holidays have changed"
    assert ("Was due", "Tuesday 29 December 2026") in card.items[0].facts


def test_a_second_look_at_the_same_holidays_says_nothing_more(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.timetable.recount(wessex.now)
    announce(wessex, date(2026, 12, 22))
    wessex.timetable.recount(wessex.now)
    told = len(wessex.journal(ref))

    assert wessex.timetable.recount(wessex.now) == 0
    assert len(wessex.journal(ref)) == told
