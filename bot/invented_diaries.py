"""Invented diaries for invented people, so that a rehearsal shows how times are found.

They are the same every time. Nobody is asked by them: in a rehearsal invitations go by
e-mail, to files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from typing_extensions import override

from bot.core.events import PersonId
from bot.core.finding import Diary, Span
from bot.core.people import Person
from bot.core.words import LONDON
from bot.gateways import NoCalendar

_HOURS: Final = range(9, 17)
_TAKEN: Final = 28
"""Of 256 hours, so many are taken."""
_ONE_IN: Final = 6
"""One of so many people works where no diary can be read."""
_SATURDAY: Final = 5


class InventedDiaries(NoCalendar):
    """A calendar that only knows when invented people are busy."""

    @override
    def reaches(self, partnership: str, person: Person | None) -> bool:
        """Know of everybody’s diary but a few; nobody is asked to anything by it."""
        del partnership
        return person is not None and _chance(person.id) % _ONE_IN != 0

    @override
    async def busy(
        self,
        partnership: str,
        people: tuple[Person, ...],
        start: datetime,
        end: datetime,
    ) -> Mapping[PersonId, Diary]:
        """Invent when people are busy."""
        return {
            person.id: Diary(start, end, tuple(_taken(person.id, start, end)))
            for person in people
            if self.reaches(partnership, person)
        }


def _taken(person: PersonId, start: datetime, end: datetime) -> Iterator[Span]:
    day, last = (at.astimezone(LONDON).date() for at in (start, end))
    while day <= last:
        if day.weekday() < _SATURDAY:
            for hour in _HOURS:
                if _chance(f"{person}/{day}/{hour}") < _TAKEN:
                    begins = _at(day, hour)
                    yield begins, begins + timedelta(hours=1)
        day += timedelta(days=1)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=LONDON).astimezone(UTC)


def _chance(of: str) -> int:
    """Draw a number below 256 that is always the same."""
    return hashlib.sha256(of.encode()).digest()[0]
