"""Meetings that want a time and people who are busy, drawn by chance."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bot.core.attending import Seat
from bot.core.finding import Day, Diary, Span, Taken, Wish
from bot.core.words import LONDON

FIRSTS: Final = (
    date(2026, 3, 28),  # the clocks go forward in the second night
    date(2026, 10, 24),  # and back
    date(2026, 11, 23),
)
PEOPLE: Final = ("ann", "bo", "cy", "di", "ed")


class Chance:
    """Everything that a search is about, from one seed."""

    def __init__(self, seed: int, *, days: int = 3, hours: int = 5) -> None:
        self.dice = random.Random(seed)
        self.first = self.dice.choice(FIRSTS)
        # Some days are open at night, when the clocks change.
        self.opens = self.dice.choice((time(0), time(9), time(10, 45), time(11, 30)))
        self.days, self.hours = days, hours
        self.diaries = {
            who: self._diary() for who in PEOPLE if self.dice.random() < 0.85
        }

    def wish(self, step: str, follows: tuple[str, ...] = ()) -> Wish:
        dice = self.dice
        minutes = dice.choice((30, 60, 75, 120))
        own = tuple(self._span() for _ in range(dice.randrange(2)))
        own = tuple(dice.choice([*own, *self._standing()]) for _ in own)
        days = tuple(self._day(n) for n in range(self.days) if dice.random() < 0.9)
        taken = [Taken("other", self._span()) for _ in range(dice.randrange(2))]
        present = self._moment() if dice.random() < 0.5 else None
        return Wish(
            step,
            minutes,
            self._moment(),
            days or (self._day(0),),
            tuple(taken),
            follows,
            (),
            own,
            present,
        )

    def _standing(self) -> list[Span]:
        return [span for diary in self.diaries.values() for span in diary.busy]

    def _day(self, number: int) -> Day:
        dice, on = self.dice, self.first + timedelta(days=number)
        opens = datetime.combine(on, self.opens, LONDON).astimezone(UTC)
        closes = opens + timedelta(hours=self.hours, minutes=dice.choice((0, 15)))
        seats = [
            Seat(
                name,
                tuple(dice.sample(PEOPLE, dice.choice((0, 1, 1, 1, 2, 3)))),
                needed=name == "chair" or dice.random() < 0.6,
                chair=name == "chair",
                statutory=dice.random() < 0.5,
            )
            for name in ("chair", "police", "health", "school")
            if dice.random() < 0.8
        ]
        away = frozenset(who for who in PEOPLE if dice.random() < 0.08)
        return Day(on, opens, closes, tuple(seats), away, (), dice.random() < 0.3)

    def _diary(self) -> Diary:
        dice = self.dice
        first = datetime.combine(self.first, time(0), LONDON).astimezone(UTC)
        known = timedelta(hours=dice.choice((36, 48, 90)))
        busy = [self._span() for _ in range(dice.randrange(6))]
        busy += dice.sample(busy, min(len(busy), dice.randrange(2)))  # there twice
        maybe = tuple(self._span() for _ in range(dice.randrange(3)))
        return Diary(first, first + known, tuple(busy), maybe)

    def _moment(self) -> datetime:
        day = self.first + timedelta(days=self.dice.randrange(self.days))
        start = datetime.combine(day, self.opens, LONDON).astimezone(UTC)
        return start + timedelta(minutes=15 * self.dice.randrange(-4, self.hours * 4))

    def _span(self) -> Span:
        start = self._moment()
        length = self.dice.choice((0, 10, 30, 60, 90, 240))
        if self.dice.random() < 0.2:
            start += timedelta(seconds=40)
        return start, start + timedelta(minutes=length)
