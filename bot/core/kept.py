"""What a case is made of: who did what, what was asked, arranged, ruled and planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.core.events import (
    AgencyId,
    AnchorId,
    Answered,
    Digest,
    Moment,
    Offer,
    PersonId,
    Relief,
    RoleId,
)


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
class Reply:
    """What somebody who was invited said, and when."""

    answer: Answered
    at: datetime


@dataclass(frozen=True, slots=True)
class Offered:
    """Which times were last found for a meeting, and from how many diaries.

    Attributes:
        at: When they were found.
        offers: The times, the best first.
        reliefs: What would help, where there was no time.
        read: How many diaries could be read.
        asked: How many people's were wanted.
    """

    at: datetime
    minutes: int
    offers: tuple[Offer, ...] = ()
    reliefs: tuple[Relief, ...] = ()
    read: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Arrangement:
    """When a meeting is, and how often that has changed.

    Attributes:
        sequence: Rises by one with every change, as a calendar wants.
        changed: Who made the last change.
        sitting: Which one it is, of a meeting that is held again and again.
        pencilled: Whether the time is only held, and not yet certain.
        timed: The sequence at which its time last changed.
        timed_at: When that was.
        replies: What each person who was invited has said about this time.
        instead: Who comes in whose place.
    """

    start: datetime
    minutes: int
    sequence: int
    changed: Mark
    stood_down: bool = False
    sitting: int = 1
    pencilled: bool = False
    timed: int = 0
    timed_at: datetime | None = None
    replies: Mapping[PersonId, Reply] = field(default_factory=dict)
    instead: Mapping[PersonId, PersonId] = field(default_factory=dict)

    @property
    def certain(self) -> bool:
        """Whether it has a time: neither called off nor only held."""
        return not self.stood_down and not self.pencilled


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
