"""A case: everything that has happened after one alert, as a shape.

There is no other copy of the truth. How each event changes a case is in
:mod:`bot.core.evolve`; what follows from the procedure and from today (which
step is open, what is due) is worked out in :mod:`bot.core.progress`, never kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from operator import is_
from typing import Any, TypeVar

from bot.core.events import (
    AgencyId,
    AnchorId,
    CaseRef,
    Moment,
    PersonId,
    RoleId,
    StepId,
)
from bot.core.kept import (
    Action,
    Arrangement,
    Ask,
    Chain,
    Earlier,
    Mark,
    Offered,
    OldAnswer,
    Opinion,
    Reply,
    Ruling,
    Signature,
    Was,
)

__all__ = [
    "Action",
    "Arrangement",
    "Ask",
    "Case",
    "Chain",
    "Earlier",
    "Mark",
    "Offered",
    "OldAnswer",
    "Opinion",
    "Reply",
    "Ruling",
    "Signature",
    "Was",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that has happened after one alert.

    Attributes:
        length: How many entries its journal has.
        done: Steps done, each with its latest mark.
        earlier: Of a step done again and again, every mark but the latest.
        late: Steps found to be planned, or to have been done, after their last day.
        nudged: The latest planned instant said, by part of a step.
        corrected: Every value that an anchor no longer has.
        views: What each role entitled to a view of a decision thinks now.
        reanswered: Every answer that no longer stands.
        recounted: The dates that moved when bank holidays were last announced.
        offered: The times last found for each meeting.
        sought: The meetings whose times somebody asked for, until they are found;
            each with whether they are to be held.
        sought_at: When somebody last asked for any.
        room: Who was let into its private channel; nobody while there is none.
        worked: What has been worked out from it, by name, with all that it was
            worked out from. No part of the case; see :meth:`known`.
    """

    ref: CaseRef
    procedure: str = ""
    version: str = ""
    raised: Mark | None = None
    length: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[AnchorId, Moment] = field(default_factory=dict)
    corrected: tuple[Was, ...] = ()
    recounted: tuple[str, ...] = ()
    done: Mapping[StepId, Mark] = field(default_factory=dict)
    earlier: Mapping[StepId, tuple[Mark, ...]] = field(default_factory=dict)
    late: frozenset[StepId] = frozenset()
    aside: Mapping[StepId, Mark] = field(default_factory=dict)
    chains: Mapping[StepId, Chain] = field(default_factory=dict)
    requests: Mapping[StepId, Mapping[AgencyId, Ask]] = field(default_factory=dict)
    meetings: Mapping[StepId, Arrangement] = field(default_factory=dict)
    offered: Mapping[StepId, Offered] = field(default_factory=dict)
    sought: Mapping[StepId, bool] = field(default_factory=dict)
    sought_at: datetime | None = None
    rulings: Mapping[StepId, Ruling] = field(default_factory=dict)
    views: Mapping[StepId, Mapping[RoleId, Opinion]] = field(default_factory=dict)
    reanswered: tuple[OldAnswer, ...] = ()
    snoozed: Mapping[StepId, datetime] = field(default_factory=dict)
    nudged: Mapping[str, datetime] = field(default_factory=dict)
    conflicted: frozenset[PersonId] = frozenset()
    actions: tuple[Action, ...] = ()
    room: tuple[PersonId, ...] = ()
    closed: Mark | None = None
    erased: bool = False
    worked: dict[str, tuple[tuple[object, ...], Any]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    @property
    def raiser(self) -> PersonId:
        """Whoever raised the alert."""
        return self.raised.by if self.raised else ""

    def known(self, what: str, *ground: object) -> Any:
        """Give what was worked out before, from the very same; nothing if it was not.

        The very same, and no other that is equal: Python takes the two half past
        ones of the night on which the clock goes back for one.
        """
        before, found = self.worked.get(what, ((), None))
        same = len(before) == len(ground) and all(map(is_, before, ground))
        return found if same else None

    def keep(self, what: str, found: T, *ground: object) -> T:
        """Keep what was worked out, with all that it was worked out from."""
        self.worked[what] = ground, found
        return found

    def chain(self, step: StepId) -> Chain:
        """How far a sign-off has come."""
        return self.chains.get(step, Chain())

    def asks(self, step: StepId) -> Mapping[AgencyId, Ask]:
        """What each agency has been asked for in a request."""
        return self.requests.get(step, {})

    def doings(self, step: StepId) -> tuple[Mark, ...]:
        """Every time that a step was done, the first of them first."""
        last = self.done.get(step)
        return (*self.earlier.get(step, ()), last) if last else ()

    def to_come(self, step: StepId) -> Arrangement | None:
        """When a meeting is to be: arranged, not called off and not yet held.

        A time that is only held for it is not its time yet.
        """
        expected = self.expected(step)
        return None if expected and expected.pencilled else expected

    def pencilled(self, step: StepId) -> Arrangement | None:
        """Which time is held for a meeting that is not arranged yet."""
        expected = self.expected(step)
        return expected if expected and expected.pencilled else None

    def expected(self, step: StepId) -> Arrangement | None:
        """What stands in calendars for a meeting: arranged, or only held."""
        known = self.meetings.get(step)
        if known is None or known.stood_down:
            return None
        return known if known.sitting > len(self.doings(step)) else None

    @property
    def agencies(self) -> tuple[AgencyId, ...]:
        """Every agency identified as involved, in the order they were found."""
        found = (agency for asks in self.requests.values() for agency in asks)
        return tuple(dict.fromkeys(found))

    def chosen(self, name: str) -> frozenset[str] | None:
        """What was decided, or answered: what a step's ``when`` may ask about.

        Several are written with a space between them. Nothing while it is unknown.
        """
        ruling = self.rulings.get(name)
        said = ruling.choice if ruling else self.facts.get(name)
        return None if said is None else _words(said)


@lru_cache(maxsize=512)
def _words(said: str) -> frozenset[str]:
    # Every press asks this of every choice that the procedure turns on.
    return frozenset(said.split())
