"""What may be asked of a case as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.commands.asked import Asked
from bot.core.events import AnchorId, Moment, PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseAlert(Asked):
    """Begin a case.

    Attributes:
        facts: The answers that route the case; choices only.
        anchors: What the form found out about time.
    """

    procedure: str
    version: str
    facts: Mapping[str, str]
    anchors: Mapping[AnchorId, Moment]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectAnchor(Asked):
    """Put an anchor right, with a reason."""

    anchor: AnchorId
    value: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Asked):
    """Have a case follow the newest version of its procedure, with a reason.

    Attributes:
        version: The version that was shown to whoever asks.
    """

    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareConflict(Asked):
    """Record that a person must take no part in the case."""

    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswers(Asked):
    """Open what was written at one place of the journal."""

    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Asked):
    """Say that nothing more is to be done on a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge(Asked):
    """Say what is due to be said on a case. Asked by the bot itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount(Asked):
    """Say which dates moved because bank holidays were announced. Asked by the bot.

    Attributes:
        before: The day each part of a step was due, as text, by part.
    """

    before: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erase(Asked):
    """Erase everything written on a case. Asked from the command line."""
