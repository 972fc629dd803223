"""A case: everything that has happened after one alert, as a shape.

There is no other copy of the truth. How each event changes a case is in
:mod:`bot.core.evolve`; what follows from the procedure and from today (which
step is open, what is due) is worked out in :mod:`bot.core.progress`, never kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from operator import is_
from typing import Any, TypeVar

from bot.core.events import (
    AgencyId,
    AnchorId,
    CaseRef,
    Digest,
    Moment,
    PersonId,
    RoleId,
    StepId,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mark:
    """Who did something, as what, and when it was recorded.

    Attributes:
        n: The place in the journal, under which anything written is kept.
        on: The day it was done, or the instant where hours are counted.
    """

    by: PersonId
    role: RoleId
    at: datetime
    n: int
    on: Moment
    instead_of: PersonId = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """One seat's agreement to one text."""

    link: int
    seat: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Chain:
    """How far a text has come up its sign-off chain.

    Attributes:
        text: The digest of the text now to be signed; empty when there is none.
        written: Who wrote it, and where in the journal it is kept.
        authors: Everybody who has written any version of it.
        returned: Who sent the last text back, until it is written again.
        last_text: Where the last text was kept, even if it was sent back.
    """

    text: Digest = ""
    written: Mark | None = None
    authors: frozenset[PersonId] = frozenset()
    signatures: tuple[Signature, ...] = ()
    returned: Mark | None = None
    last_text: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """What one agency has been asked for, and whether it has answered.

    Attributes:
        return_by: A day of its own, when it was found too late for the usual.
        returned: Who recorded the return; ``on`` is the day it came.
    """

    identified: Mark
    return_by: date | None = None
    sent: Mark | None = None
    returned: Mark | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """When a meeting is, and how often that has changed.

    Attributes:
        sequence: Rises by one with every change, as a calendar wants.
        changed: Who made the last change.
        sitting: Which one it is, of a meeting that is held again and again.
    """

    start: datetime
    minutes: int
    sequence: int
    changed: Mark
    stood_down: bool = False
    sitting: int = 1


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided, and who disagreed."""

    choice: str
    mark: Mark
    dissent: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one role entitled to a view thinks, and who wrote it down.

    Attributes:
        view: The choice it favours, or ``not-reached``.
    """

    view: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Earlier:
    """Whose an action was, and for which day, until that changed."""

    owner: RoleId
    agency: AgencyId
    due: date
    until: Mark


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the action plan; what is to be done is kept in ``answers``.

    Attributes:
        done: Who recorded it as done; ``on`` is the day it was done.
        agency: The organisation that owns it, or an empty string.
        checked: Who looked later at what difference it made.
        reopened: Each time it was opened again; a reason is kept under its entry.
        reworded: Each time it was put in other words.
        was: Its earlier owners and days, the first one first.
    """

    number: int
    sheet: str
    owner: RoleId
    due: date
    added: Mark
    done: Mark | None = None
    agency: AgencyId = ""
    checked: Mark | None = None
    reopened: tuple[Mark, ...] = ()
    reworded: tuple[Mark, ...] = ()
    was: tuple[Earlier, ...] = ()


@dataclass(frozen=True, slots=True)
class Was:
    """A value an anchor had before it was put right."""

    anchor: AnchorId
    value: Moment
    until: Mark


@dataclass(frozen=True, slots=True)
class OldAnswer:
    """An answer that routed the case before it was put right."""

    fact: str
    value: str
    until: Mark


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
        """When a meeting is to be: arranged, not called off and not yet held."""
        arranged = self.meetings.get(step)
        if arranged is None or arranged.stood_down:
            return None
        return arranged if arranged.sitting > len(self.doings(step)) else None

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
