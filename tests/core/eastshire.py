"""A case of an invented procedure whose routes the answers point to."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.core import commands, faults
from bot.core.events import Event
from bot.core.people import Agency, Roster
from bot.core.procedure import Decision, Procedure
from tests.core.played import Played, person

ROSTER = Roster(
    partnership="Eastshire",
    title="Eastshire Safeguarding Children Partnership",
    procedure="eastshire",
    prefix="ESH",
    people=(
        person("ann", "school"),
        person("arun", "council", "author"),
        person("abel", "council", "second-author"),
        person("carl", "council", "chief"),
        person("kit", "council", "keeper"),
        person("pat", "police", "police"),
        person("hera", "nhs", "health"),
    ),
    agencies=(
        Agency("council", "Eastshire Council", statutory=True),
        Agency("police", "Eastshire Police", statutory=True),
        Agency("nhs", "Eastshire Health", statutory=True),
        Agency("school", "Eastshire Schools"),
    ),
)


@cache
def eastshire() -> Procedure:
    path = Path(__file__).parent / "routes.toml"
    return faults.read(path.read_text(encoding="utf-8"))


def route() -> Decision:
    step = eastshire().by_id["route"]
    assert isinstance(step, Decision)
    return step


def alerted(**facts: str) -> Played:
    """A case whose alert has just been raised by ann: a child was hurt."""
    played = Played(eastshire(), ROSTER)
    played.does(
        "ann",
        commands.RaiseAlert(
            procedure="eastshire",
            version="1",
            facts={
                "harm": "hurt",
                **{k.replace("_", "-"): v for k, v in facts.items()},
            },
            anchors={"aware": played.asking().today},
            digest="the alert",
        ),
    )
    return played


def routed(*choices: str, **facts: str) -> Played:
    """A case on which arun has decided some routes."""
    played = alerted(**facts)
    decides(played, *choices)
    return played


def decides(played: Played, *choices: str, by: str = "arun") -> tuple[Event, ...]:
    return played.does(by, deciding(*choices))


def deciding(*choices: str) -> commands.Decide:
    return commands.Decide(step="route", choice=" ".join(choices), digest="why")


def viewing(role: str, view: str, digest: str = "why") -> commands.GiveView:
    return commands.GiveView(step="route", role=role, view=view, digest=digest)


def changing(fact: str, value: str, digest: str = "why") -> commands.ChangeAnswer:
    return commands.ChangeAnswer(fact=fact, value=value, digest=digest)
