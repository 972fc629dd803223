"""Invented partnerships: names, whose procedure they follow, and how much happens.

Their people are invented from the procedure, as in a rehearsal. The places are words
put together, and nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from bot import invented
from bot.core.people import Person, Roster
from bot.core.procedure import Procedure
from bot.core.words import LONDON
from bot.core.workdays import Offices, next_working_day
from bot.national.chance import chance, happens, how_many
from bot.national.terms import EVERYWHERE, Terms

_FIRST: Final = (
    *("amber", "beck", "copper", "dapple", "elder", "fallow", "gorse", "heron"),
    *("ivory", "juniper", "kestrel", "linnet", "marram", "nettle", "osier", "plover"),
    *("quarry", "rowan", "sable", "teasel", "umber", "velvet", "willow", "yarrow"),
)
_LAST: Final = (
    *("moor", "mere", "fold", "strand", "wold", "reach", "hollow", "edge"),
    *("carr", "shaw", "holm", "garth"),
)
_SPREAD: Final = 1.6
"""How uneven partnerships are: some have one alert in two years, some have ten."""
_OFF_CHAT: Final = 0.12
"""The share of people whom no chat reaches, and who get everything by e-mail."""
_SHARED: Final = 0.4
"""The share of partnerships whose meetings stand in one shared calendar."""
_BY_NIGHT: Final = 0.22
_WEEKEND: Final = 0.45
"""A day at a weekend has so many alerts for one on a weekday."""
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Place:
    """One invented partnership.

    Attributes:
        number: Which it is, from 0.
        alerts: When its alerts are raised, in order.
        shared: Whether its meetings stand in one shared calendar.
        unreached: Whom no chat reaches.
    """

    number: int
    roster: Roster
    procedure: Procedure
    alerts: tuple[datetime, ...]
    shared: bool
    unreached: frozenset[str]

    @property
    def name(self) -> str:
        """Its short name."""
        return self.roster.partnership


def invented_place(number: int, terms: Terms, procedures: Sequence[Procedure]) -> Place:
    """Invent one partnership of the nation.

    Args:
        number: Which, from 0.
        terms: The year.
        procedures: Those there are; each is followed in its turn.
    """
    procedure = procedures[number % len(procedures)]
    name = f"{_FIRST[number % 24]}{_LAST[number // 24 % 12]}"
    if number >= len(_FIRST) * len(_LAST):
        name += f"-{number // (len(_FIRST) * len(_LAST))}"
    roster = invented.invented(procedure, name)
    roster = replace(roster, prefix=f"P{number + 1:03}")
    seed = terms.seed
    away = (p.id for p in roster.people if happens(_OFF_CHAT, seed, name, "chat", p.id))
    return Place(
        number,
        roster,
        procedure,
        alerts_of(name, terms),
        happens(_SHARED, seed, name, "calendar"),
        frozenset(away),
    )


def alerts_of(name: str, terms: Terms) -> tuple[datetime, ...]:
    """Draw when a partnership's alerts are raised: any day, any hour, unevenly."""
    drawn = chance(terms.seed, name, "alerts")
    days = (terms.ends - terms.begins).days
    mean = terms.alerts / EVERYWHERE * days / 365
    mean *= drawn.gammavariate(_SPREAD, 1 / _SPREAD)
    first = terms.begins.astimezone(LONDON).date()
    every = [first + timedelta(days=n) for n in range(days)]
    weights = [_WEEKEND if d.weekday() >= _SATURDAY else 1.0 for d in every]
    chosen = drawn.choices(every, weights, k=how_many(mean, drawn)) if every else []
    return tuple(sorted(_some_time(day, drawn) for day in chosen))


def practitioners(place: Place) -> tuple[Person, ...]:
    """List whoever raises alerts there: those who hold no office."""
    return tuple(person for person in place.roster.people if not person.roles)


def new_holiday(terms: Terms, offices: Offices) -> date:
    """Draw the day that is made a bank holiday at short notice: one for the nation."""
    drawn = chance(terms.seed, "a day for the nation")
    first = terms.begins.astimezone(LONDON).date() + timedelta(days=14)
    days = max(1, (terms.ends - terms.begins).days - 21)
    day = first + timedelta(days=drawn.randrange(days))
    return next_working_day(day, offices)


def _some_time(day: date, drawn: Random) -> datetime:
    """Draw an hour of the day: mostly of the working day, some of the night."""
    hour = drawn.randrange(24) if drawn.random() < _BY_NIGHT else drawn.randrange(8, 19)
    at = time(hour, drawn.randrange(60), drawn.randrange(60))
    return datetime.combine(day, at, tzinfo=LONDON)
