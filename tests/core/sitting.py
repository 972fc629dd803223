"""Short days, a few seats, and the diaries of whoever sits in them."""

from __future__ import annotations

from typing import Any, Final

from bot.core.attending import Seat
from bot.core.finding import Day, Diary, Span, Wish, people_in, span_of
from tests.core.calendar_words import calendar_day
from tests.core.played import at

MONDAY: Final = "Mon 23 Nov 2026"
TUESDAY: Final = "Tue 24 Nov 2026"
WEDNESDAY: Final = "Wed 25 Nov 2026"
CHAIR = Seat("chair", ("cy",), needed=True, chair=True)
POLICE = Seat("police", ("pat",), needed=True, statutory=True)
HEALTH = Seat("health", ("hera", "hugh"), needed=True, statutory=True)
SCHOOL = Seat("school", ("sam",), needed=False)
SEATS = (CHAIR, POLICE, HEALTH, SCHOOL)


def span(day: str, start: str = "9:00", end: str = "12:00") -> Span:
    return at(f"{day} {start}"), at(f"{day} {end}")


def open_on(day: str, *seats: Seat, **settings: Any) -> Day:
    """A short day, from nine to noon."""
    opens, closes = span(day)
    return Day(calendar_day(day), opens, closes, seats or SEATS, **settings)


def wish(*days: Day, step: str = "review", minutes: int = 120, **settings: Any) -> Wish:
    return Wish(
        step, minutes, at(f"{MONDAY} 8:00"), days or (open_on(TUESDAY),), **settings
    )


def diaries(wanted: Wish, **busy: tuple[Span, ...]) -> dict[str, Diary]:
    """Diaries of everybody, free but for what is said."""
    first, last = span_of((wanted,))
    return {who: Diary(first, last, busy.get(who, ())) for who in people_in((wanted,))}
