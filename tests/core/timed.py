"""Cases of any procedure, brought straight to where a meeting wants a time."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from bot.core import faults
from bot.core.asking import BOT, Asking
from bot.core.case import Arrangement, Ask, Case, Mark, Ruling
from bot.core.events import PersonId
from bot.core.finding import Diary, Wish, people_in, span_of
from bot.core.people import Absence, Roster
from bot.core.procedure import LATE, Decision, Meeting, Procedure, Request
from bot.core.workdays import Offices
from bot.invented import invented
from tests.core.calendar_words import calendar_moment
from tests.core.played import REF
from tests.core.worked_out import ENGLAND

FOLDER: Final = Path(__file__).parents[2] / "bot" / "procedures"
PROCEDURES: Final = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def procedure(slug: str) -> Procedure:
    return faults.read((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))


@cache
def roster(slug: str) -> Roster:
    return invented(procedure(slug))


def mark(at: datetime, on: date | None = None) -> Mark:
    return Mark("kit", "keeper", at, 1, on or at.date())


class Timed:
    """One case at one minute, with everything before a meeting done.

    Attributes:
        now: When it is asked.
        case: The case, made without its journal.
    """

    def __init__(
        self, slug: str, now: str, meeting: str = "", offices: Offices = ENGLAND
    ) -> None:
        self.procedure, self.offices = procedure(slug), offices
        self.roster = roster(slug)
        self.now = calendar_moment(now)
        self.case = Case(REF, procedure=slug, raised=mark(self.now))
        if meeting:
            self.reach(meeting)

    def asking(self, by: str = BOT) -> Asking:
        return Asking(by, self.now, self.procedure, self.roster, self.offices)

    def meeting(self, name: str) -> Meeting:
        step = self.procedure.by_id[name]
        assert isinstance(step, Meeting)
        return step

    def reach(self, name: str) -> Timed:
        """Do all that comes before a meeting today, so that it is somebody's turn."""
        step, today = self.meeting(name), self.asking().today
        facts: dict[str, str] = {}
        rulings: dict[str, Ruling] = {}
        late: set[str] = set()
        for what, wanted in step.when[0].items() if step.when else ():
            one = wanted if isinstance(wanted, str) else wanted[0]
            if what == LATE:
                late.add(one)
            elif isinstance(self.procedure.by_id.get(what), Decision):
                rulings[what] = Ruling(one, mark(self.now))
            else:
                facts[what] = one
        meetings = {s.id for s in self.procedure.step if isinstance(s, Meeting)}
        asked = {s.id for s in self.procedure.step if isinstance(s, Request)}
        before = {s.id for s in self.procedure.step} - meetings - asked - {step.until}
        agencies = tuple(agency.id for agency in self.roster.agencies)
        self.case = replace(
            self.case,
            facts=facts,
            rulings=rulings,
            late=frozenset(late),
            anchors=dict.fromkeys(self.procedure.anchor, today),
            done=dict.fromkeys(before | (asked & {*step.after}), mark(self.now, today)),
            requests={
                one: {a: Ask(mark(self.now), sent=mark(self.now)) for a in agencies}
                for one in sorted(asked)[:1]
            },
        )
        for other in (*step.after, *step.later_than):
            if other in meetings:
                self.case = replace(
                    self.case, done={**self.case.done, other: mark(self.now, today)}
                )
        return self

    def arrange(
        self, name: str, start: str, minutes: int = 60, *, pencilled: bool = False
    ) -> Timed:
        """Put a meeting down at a time, whatever the rules say."""
        return self.put(name, calendar_moment(start), minutes, pencilled=pencilled)

    def put(
        self, name: str, start: datetime, minutes: int, *, pencilled: bool = False
    ) -> Timed:
        made = Arrangement(start, minutes, 0, mark(self.now), pencilled=pencilled)
        self.case = replace(self.case, meetings={**self.case.meetings, name: made})
        return self

    def knows(self, *anchors: str) -> Timed:
        """Set anchors on today's day."""
        known = dict.fromkeys(anchors, self.asking().today)
        self.case = replace(self.case, anchors={**self.case.anchors, **known})
        return self

    def without(self, *anchors: str) -> Timed:
        """Forget anchors, as though nobody knew them yet."""
        known = {k: v for k, v in self.case.anchors.items() if k not in anchors}
        self.case = replace(self.case, anchors=known)
        return self

    def undone(self, *steps: str) -> Timed:
        """Take steps for not done."""
        done = {k: v for k, v in self.case.done.items() if k not in steps}
        self.case = replace(self.case, done=done)
        return self

    def away(self, who: PersonId, day: date, deputy: PersonId = "") -> Timed:
        gone = Absence(who, day, day, deputy)
        self.roster = replace(self.roster, absences=(*self.roster.absences, gone))
        return self


def diaries_for(wishes: tuple[Wish, ...], seed: int) -> dict[PersonId, Diary]:
    """Make some of those people busy at some times, and say nothing of others."""
    dice = random.Random(seed)
    first, last = span_of(wishes)
    days = max((last - first).days, 1)
    found = {}
    for person in people_in(wishes):
        if dice.random() < 0.3:
            continue
        busy = []
        for _ in range(dice.randrange(days + 1)):
            start = first + timedelta(minutes=30 * dice.randrange(days * 48))
            busy.append((start, start + timedelta(hours=dice.choice((1, 2)))))
        found[person] = Diary(first, last, tuple(busy))
    return found
