"""A shared calendar of our own: one event for each meeting, and diaries to be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.events import PersonId
from bot.core.finding import Diary
from bot.core.people import Person
from bot.gateways import Gathering
from tests.courier.outside import Trouble, fail, never

OUTSIDE = frozenset({"priya", "gordon", "halima"})
"""Whom the calendar does not reach."""


@dataclass(frozen=True)
class Hung:
    """One event as it stands.

    Attributes:
        changes: How often it was changed after it was made.
    """

    receipt: str
    gathering: Gathering
    changes: int = 0

    @property
    def guests(self) -> dict[str, bool]:
        """Who is asked, and whether they must come."""
        return {g.person.id: g.required for g in self.gathering.guests}


@dataclass
class Wall:
    """A calendar on a wall, that can be told to fail.

    Attributes:
        outside: Whom it does not reach.
        before: Asked before an event is put: what goes wrong, if anything.
        after: Asked after: it is there, but the answer is lost.
        diaries: What is known of whose time.
        asked: Whose diaries were asked for, each time.
    """

    outside: frozenset[str] = frozenset()
    before: Trouble = never
    after: Trouble = never
    reading: Trouble = never
    diaries: dict[PersonId, Diary] = field(default_factory=dict)
    events: dict[str, Hung] = field(default_factory=dict)
    asked: list[tuple[str, ...]] = field(default_factory=list)
    sought: list[str] = field(default_factory=list)
    put_under: list[str] = field(default_factory=list)

    def reaches(self, partnership: str, person: Person | None) -> bool:
        if person is None:
            return True
        return person.id not in self.outside and person.invitations != "email"

    async def put(
        self, gathering: Gathering, receipt: str | None, key: str, at: datetime
    ) -> str:
        fail(self.before, key)
        self.put_under.append(key)
        if receipt is None:
            assert not gathering.invite.stood_down, "nothing there to be called off"
            receipt = f"wall:{len(self.events)}"
            self.events[receipt] = Hung(receipt, gathering)
        elif self.events[receipt].gathering != gathering:
            hung = self.events[receipt]
            self.events[receipt] = replace(
                hung, gathering=gathering, changes=hung.changes + 1
            )
        fail(self.after, key)
        return receipt

    async def find(self, gathering: Gathering, key: str) -> str | None:
        self.sought.append(key)
        for receipt, hung in self.events.items():
            if hung.gathering.invite.uid == gathering.invite.uid:
                return receipt
        return None

    async def busy(
        self,
        partnership: str,
        people: tuple[Person, ...],
        start: datetime,
        end: datetime,
    ) -> Mapping[PersonId, Diary]:
        self.asked.append(tuple(person.id for person in people))
        fail(self.reading, partnership)
        return {p.id: self.diaries[p.id] for p in people if p.id in self.diaries}

    def live(self) -> list[Hung]:
        """The events that are still to take place."""
        return [e for e in self.events.values() if not e.gathering.invite.stood_down]
