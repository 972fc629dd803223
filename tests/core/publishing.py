"""Cases of an invented procedure whose publication is planned, and may slip."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from bot.core import commands, faults
from bot.core.people import Agency, Roster
from bot.core.procedure import Procedure
from tests.core.calendar_words import calendar_day
from tests.core.played import Played, at, person

PEOPLE: Final = Roster(
    partnership="Eastshire",
    title="Eastshire Safeguarding Children Partnership",
    procedure="eastshire",
    prefix="ESH",
    people=(
        person("arun", "council", "author"),
        person("carl", "council", "chief"),
        person("kit", "unit", "keeper"),
        person("pat", "police", "police"),
    ),
    agencies=(
        Agency("council", "Eastshire Council", statutory=True),
        Agency("police", "Eastshire Police", statutory=True),
        Agency("unit", "the partnership's office"),
    ),
)


TEXT: Final = Path(__file__).with_name("publishing.toml").read_text(encoding="utf-8")


@cache
def publishing(was: str = "", now: str = "") -> Procedure:
    """The invented procedure, with one thing in it changed."""
    assert was in TEXT
    return faults.read(TEXT.replace(was, now, 1))


def raised(procedure: Procedure | None = None, **settings: Any) -> Played:
    """A case raised on Fri 20 Nov 2026 at ten."""
    played = Played(procedure or publishing(), PEOPLE, **settings)
    played.does(
        "arun",
        commands.RaiseAlert(
            procedure="eastshire",
            version="1",
            facts={"harm": "died"},
            anchors={"aware": played.asking().today},
            digest="the alert",
        ),
    )
    return played


def begun(**settings: Any) -> Played:
    """A case whose review began on Fri 20 Nov 2026, so is due by Thu 20 May 2027."""
    played = raised(**settings)
    played.does("carl", commands.Decide(step="route", choice="review", digest="why"))
    return played


def planned(day: str, **settings: Any) -> Played:
    """A case whose publication is planned for a day."""
    played = begun(**settings)
    plan(played, day)
    return played


def plan(played: Played, day: str) -> None:
    """Plan publication for a day, or for another day."""
    played.does("kit", commands.Complete(step="plan", on=calendar_day(day), digest="d"))


def arranged(played: Played, start: str) -> tuple[object, ...]:
    """Give the panel a time, or another time."""
    return played.does(
        "kit", commands.Arrange(step="panel", start=at(start), minutes=60)
    )


def held(played: Played, start: str) -> Played:
    """Arrange the panel, and hold it."""
    arranged(played, start)
    played.goes_to(start.replace(" 10:00", " 13:00"))
    played.does("kit", commands.Hold(step="panel", on=played.asking().today))
    return played


def held_once() -> Played:
    """A case whose panel has met once, on Tue 1 Dec 2026."""
    return held(begun(), "Tue 1 Dec 2026 10:00")
