"""What the person who asked is told: that it is recorded, or why not and what then."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.errors import Refused
from bot.core.forms import Problem


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person who asked is told.

    Attributes:
        says: One sentence.
        next_step: What they can do about a refusal.
        case: The case's reference, if there is one.
        code: Empty when it was recorded; otherwise the refusal's stable name.
        problems: What to put right in the form, each at its question.
        reads: What was written, by question, when that is what was asked for.
    """

    says: str
    next_step: str = ""
    case: str = ""
    code: str = ""
    problems: tuple[Problem, ...] = ()
    reads: tuple[tuple[str, str], ...] = ()


def refused(refusal: Refused) -> Answer:
    """Turn a refusal into an answer."""
    return Answer(refusal.reason, refusal.next_step, code=refusal.code)


def put_right(problems: tuple[Problem, ...], case: str = "") -> Answer:
    """Ask for what is wrong in a form to be put right."""
    return Answer(
        "Nothing has been recorded yet.",
        "Put these right and send it again.",
        case,
        "problems",
        problems,
    )
