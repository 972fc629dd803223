"""What may be asked, in the imperative: the closed union ``Command``.

``says`` is everything that was typed. It never reaches an event: the desk keeps
it in ``answers`` and gives the command its ``digest`` before anything is decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, TypeAlias

from bot.core.events import (
    AgencyId,
    AnchorId,
    Digest,
    Moment,
    PersonId,
    RoleId,
    StepId,
)

Says: TypeAlias = Mapping[str, str | tuple[str, ...]]
"""What was typed, by question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What every command has: what was typed, and its keyed digest."""

    says: Says = field(default_factory=dict)
    digest: Digest = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseAlert(_Asked):
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
class WriteDraft(_Asked):
    """Write the text that a chain is to sign, or write it again."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(_Asked):
    """Agree a text.

    Attributes:
        text: The digest of the text as it was shown to the signer.
    """

    step: StepId
    text: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(_Asked):
    """Return a text to its author with a reason."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete(_Asked):
    """Say that a task has been done, and when."""

    step: StepId
    on: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside(_Asked):
    """Say that a step is not needed, and why."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Identify(_Asked):
    """Record that agencies are involved.

    Attributes:
        return_by: A day of their own for the return, when found late.
    """

    step: StepId
    agencies: tuple[AgencyId, ...]
    return_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendRequests(_Asked):
    """Ask every agency identified and not yet asked for its return."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveReturn(_Asked):
    """Record that an agency's return came in."""

    step: StepId
    agency: AgencyId
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrange(_Asked):
    """Give a meeting a time, or another time."""

    step: StepId
    start: datetime
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandDown(_Asked):
    """Call a meeting off."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(_Asked):
    """Record that a meeting took place, and who took the chair."""

    step: StepId
    on: date
    chaired_by: RoleId = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(_Asked):
    """Choose, with reasons."""

    step: StepId
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent(_Asked):
    """Record disagreement with a decision, with reasons."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectAnchor(_Asked):
    """Put an anchor right, with a reason."""

    anchor: AnchorId
    value: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze(_Asked):
    """Ask not to be nudged about a step until a time, with a reason."""

    step: StepId
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareConflict(_Asked):
    """Record that a person must take no part in the case."""

    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAction(_Asked):
    """Put an action on a sheet of the tracker."""

    sheet: str
    owner: RoleId
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign(_Asked):
    """Give an action another owner, or another date."""

    action: int
    owner: RoleId
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteAction(_Asked):
    """Record that an action was done, with the evidence."""

    action: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswers(_Asked):
    """Open what was written at one place of the journal."""

    entry: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(_Asked):
    """Say that nothing more is to be done on a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge(_Asked):
    """Say what is due to be said on a case. Asked by the bot itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount(_Asked):
    """Say which dates moved because bank holidays were announced. Asked by the bot.

    Attributes:
        before: The day each part of a step was due, as text, by part.
    """

    before: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erase(_Asked):
    """Erase everything written on a case. Asked from the command line."""


OfStep: TypeAlias = (
    WriteDraft
    | Sign
    | SendBack
    | Complete
    | SetAside
    | Identify
    | SendRequests
    | ReceiveReturn
    | Arrange
    | StandDown
    | Hold
    | Decide
    | Dissent
    | Snooze
)
"""Everything that can be asked of one step."""

Command: TypeAlias = (
    RaiseAlert
    | OfStep
    | CorrectAnchor
    | DeclareConflict
    | AddAction
    | Reassign
    | CompleteAction
    | ReadAnswers
    | Close
    | Nudge
    | Recount
    | Erase
)
"""Everything that can be asked of a case."""

AFTER_CLOSING: Final = (
    RaiseAlert,
    AddAction,
    Reassign,
    CompleteAction,
    ReadAnswers,
    Nudge,
    Erase,
)
"""What may still be asked of a case that is closed."""
