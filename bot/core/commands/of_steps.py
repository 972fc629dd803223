"""What may be asked of one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.commands.asked import Asked
from bot.core.events import Digest, Moment, StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteDraft(Asked):
    """Write the text that a chain is to sign, or write it again."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(Asked):
    """Agree a text.

    Attributes:
        text: The digest of the text as it was shown to the signer.
    """

    step: StepId
    text: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(Asked):
    """Return a text to its author with a reason."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete(Asked):
    """Say that a task has been done, and when."""

    step: StepId
    on: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside(Asked):
    """Say that a step is not needed, and why."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Asked):
    """Choose, with reasons.

    Attributes:
        on: When it was decided, where the day is asked for; now, if not given.
    """

    step: StepId
    choice: str
    on: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dissent(Asked):
    """Record disagreement with a decision, with reasons."""

    step: StepId


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze(Asked):
    """Ask not to be nudged about a step until a time, with a reason."""

    step: StepId
    until: datetime
