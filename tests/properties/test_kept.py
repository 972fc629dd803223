"""What is kept of a case while it is worked on is what would be worked out anew."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from bot import indexes
from bot.core.asking import BOT
from bot.core.case import Case
from bot.core.changed import is_gone
from bot.core.events import (
    ActionAdded,
    AnchorSet,
    CameInTime,
    DissentRecorded,
    Entry,
    Event,
    FactCorrected,
    FellLate,
    MeetingArranged,
    Nudged,
    Snoozed,
    StepCompleted,
    StepNotNeeded,
    ViewGiven,
)
from bot.core.evolve import evolve
from bot.core.faults import read
from bot.core.progress import AnyStep, applies, left, lines, status
from bot.core.progress.standing import standings
from bot.core.react import asked_of
from bot.core.workdays import Offices
from tests.core.played import REF, Played
from tests.procedures.finishing import Finisher
from tests.properties.walk import Walk

FILES = tuple(
    sorted((Path(__file__).parents[2] / "bot" / "procedures").glob("*.toml")),
)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_people_press_what_is_kept_is_still_true(seed: int) -> None:
    walk = Walk(seed)
    chance = random.Random(seed)
    for _ in range(40):
        walk.step()
        disturb(walk.played, chance)
        nothing_kept_is_stale(walk.played, chance)


class Checked(Finisher):
    """Somebody who takes a case as far as it goes, and trusts nothing that is kept."""

    @override
    def _left(self) -> list[AnyStep]:
        disturb(self.played, self.chance)
        nothing_kept_is_stale(self.played, self.chance)
        return super()._left()


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_all_through_a_case_what_is_kept_is_still_true(path: Path, seed: int) -> None:
    one = Checked(read(path.read_text(encoding="utf-8"), path.name), seed)
    one.finish()
    assert one.played.case.done


def might_happen(played: Played, chance: random.Random) -> Event:
    """Think of something that could be recorded next, likely or not."""
    rules, case, now = played.procedure, played.case, played.now
    step = chance.choice(rules.step)
    ruled = chance.choice([*case.rulings, step.id])
    meetings = [one.id for one in rules.step if one.kind == "meeting"]
    watched = chance.choice([*rules.watched, step.id])
    lines_left = left(rules, played.offices, case, played.roster)
    part = chance.choice([*(line.part for line in lines_left), step.id])
    later = now + timedelta(days=chance.randrange(1, 60))
    events: list[Event] = [
        StepCompleted(step.id, now.date()),
        StepNotNeeded(step.id, "why"),
        *(DissentRecorded(name, "why") for name in case.rulings),
        FellLate(watched, now.date(), now.date()),
        CameInTime(watched),
        MeetingArranged(chance.choice(meetings), later, 60),
        Snoozed(step.id, later, "why"),
        Nudged(part, later, "before", ()),
        ViewGiven(ruled, "a-role", "another choice"),
        ActionAdded(
            len(case.actions) + 1, rules.stage[0].id, step.owner, now.date(), "what"
        ),
        AnchorSet(chance.choice(list(rules.anchor)), now.date()),
        FactCorrected(chance.choice([*case.facts, "x"]), "no", "yes", "why"),
    ]
    return chance.choice(events)


def disturb(played: Played, chance: random.Random) -> None:
    """Let time pass, the bot speak, a name change, or bank holidays be announced."""
    if chance.random() < 1 / 8:
        played.now += timedelta(hours=chance.choice((1, 9, 30, 200)))
    if chance.random() < 1 / 4 and played.case.raised:
        played.nudges()
    if chance.random() < 1 / 16:
        first, *others = played.roster.agencies
        renamed = replace(first, name=f"{first.name}!")
        played.roster = replace(played.roster, agencies=(renamed, *others))
    if chance.random() < 1 / 8:
        first_day = played.now.date() + timedelta(days=chance.randrange(30))
        known = played.offices
        week = (first_day + timedelta(days=n) for n in range(7))
        closed = {**known.closed, **dict.fromkeys(week, "Announced")}
        played.offices = Offices(closed, known.known_from, known.known_to)


def nothing_kept_is_stale(played: Played, chance: random.Random) -> None:
    """Look at a case as it is, at what it might become, and at it once more."""
    after = len(played.journal) + 1
    what = might_happen(played, chance)
    entry = Entry(REF, after, played.now, BOT, "", "", "", what)
    for case in (played.case, evolve(played.case, entry), played.case):
        all_is_as_if_new(case, played)


def all_is_as_if_new(case: Case, played: Played) -> None:
    """Work everything out again for a case of which nothing is known yet."""
    asking, rules = played.asking(), played.procedure
    new: Case = replace(case)
    assert not new.worked
    assert standings(case, rules) == standings(new, rules)
    given = rules, played.offices, case, played.roster
    known = left(*given)
    everything = lines(
        rules, case.anchors, played.offices, replace(case), played.roster
    )
    still = [line for line in everything if not line.settled]
    assert list(known) == [line for line in still if not line.step.optional]
    assert rows(case, played) == rows(new, played)
    assert asked_of(case, asking) == asked_of(new, asking)
    for step in rules.step:
        gone = status(step, case, rules) == "not-needed" and step.id not in case.aside
        gone = gone and applies(step, case) is not True
        assert is_gone(step.id, case, asking) is gone


def rows(case: Case, played: Played) -> list[tuple[str | None, ...]]:
    """Write the rows of a case as they are stored."""
    return [row.texts() for row in indexes.step_rows(case, played.asking())]
