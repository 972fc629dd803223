"""What happens to a text on its way up a sign-off chain."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.events.names import Digest, StepId


@dataclass(frozen=True, slots=True)
class DraftWritten:
    """The text that a chain will sign was written, or written again.

    Attributes:
        step: The sign-off it belongs to.
        digest: Of the text. A signature is bound to it.
    """

    step: StepId
    digest: Digest


@dataclass(frozen=True, slots=True)
class Signed:
    """One seat of one link of a sign-off chain agreed.

    Attributes:
        link: Its place in the chain, from nought.
        seat: The role, or ``role/person`` where each holder has a seat.
        digest: Of the text that was signed.
    """

    step: StepId
    link: int
    seat: str
    digest: Digest


@dataclass(frozen=True, slots=True)
class ChainCompleted:
    """Every link of a sign-off chain has agreed the same text."""

    step: StepId


@dataclass(frozen=True, slots=True)
class SentBack:
    """A signer sent the text back to its author, with a reason.

    Attributes:
        link: The place in the chain it was sent back from.
        digest: Of the reason.
    """

    step: StepId
    link: int
    digest: Digest
