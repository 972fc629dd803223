"""What happens to a case as a whole: its dates, who may act, what is read, its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.core.events.names import AnchorId, Digest, Moment, PersonId


@dataclass(frozen=True, slots=True)
class AlertRaised:
    """A practitioner raised an alert, and a case began.

    Attributes:
        procedure: The slug of the procedure it follows.
        version: The digest of the procedure's text; the case is pinned to it.
        facts: Answers that are choices and route the case. Never free text.
        digest: Of everything that was written in the form.
    """

    procedure: str
    version: str
    facts: Mapping[str, str] = field(default_factory=dict)
    digest: Digest = ""


@dataclass(frozen=True, slots=True)
class AnchorSet:
    """A moment that deadlines are counted from became known.

    Attributes:
        anchor: Its name in the procedure, such as ``aware`` or ``sin-sent``.
        value: The day in London, or the instant where hours are counted.
    """

    anchor: AnchorId
    value: Moment


@dataclass(frozen=True, slots=True)
class AnchorCorrected:
    """An anchor was wrong and has been put right. The old value stays on record.

    Attributes:
        was: What it had been.
        digest: Of the reason given.
    """

    anchor: AnchorId
    value: Moment
    was: Moment
    digest: Digest = ""


@dataclass(frozen=True, slots=True)
class ProcedureMoved:
    """A case follows another version of its procedure from now on.

    Attributes:
        version: The digest of the text that it follows.
        was: The version that it followed before.
        moved: Each date that moved with it: the part, the day it was, and the day
            it is.
        digest: Of the reason given.
    """

    version: str
    was: str
    moved: tuple[str, ...] = ()
    digest: Digest = ""


@dataclass(frozen=True, slots=True)
class ConflictDeclared:
    """A person must take no part in this case."""

    person: PersonId
    digest: Digest = ""


@dataclass(frozen=True, slots=True)
class AnswersRead:
    """Somebody opened what was written on a case.

    Attributes:
        entry: The place in the journal of what was read.
    """

    entry: int


@dataclass(frozen=True, slots=True)
class AnswersErased:
    """Everything written on a case was erased, by destroying its key."""


@dataclass(frozen=True, slots=True)
class DeliveryEnded:
    """A card, invitation or message reached its end.

    Attributes:
        key: The delivery's key: its place in the journal.
        outcome: ``sent``, ``dropped`` (no longer true), ``dead`` (given up), or
            ``mailed`` (by e-mail, because the chat could not show it).
        late: Minutes after it was due to go, when that was more than an hour.
    """

    key: str
    outcome: str
    late: int = 0


@dataclass(frozen=True, slots=True)
class RoomOpened:
    """The private channel of a case was opened to some people, and to nobody else.

    Attributes:
        people: Who is in it from now on; nobody, once it has been closed.
    """

    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class HolidaysAnnounced:
    """Bank holidays were announced since, and dates that count them moved.

    Attributes:
        moved: Each as the part of a step, the day it was due, and the day it is.
    """

    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """Nothing more is to be done on this case."""

    digest: Digest = ""
