"""What comes in when somebody presses a button, and how to read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.core.errors import Unknown
from bot.core.events import PersonId
from bot.core.forms import Answer, Answers


@dataclass(frozen=True, slots=True)
class Press:
    """Something a person did in a chat or on a page.

    Attributes:
        by: The person, as the roster knows them.
        does: The act.
        about: What it is done to: ``case``, ``case/step`` or ``case/step/item``.
        answers: What was typed or chosen.
        cause: The platform's own id for this request; a repeat carries the same.
    """

    by: PersonId
    does: str
    about: str
    cause: str
    answers: Answers = field(default_factory=dict)

    @property
    def case(self) -> str:
        """The case's reference, or an empty string."""
        return self.about.split("/")[0]

    @property
    def step(self) -> str:
        """The step, or an empty string."""
        return self._part(1)

    @property
    def item(self) -> str:
        """The agency, action or entry, or an empty string."""
        return self._part(2)

    def _part(self, place: int) -> str:
        parts = self.about.split("/", 2)
        return parts[place] if len(parts) > place else ""


_NOTE: Final = "note"
"""The question under which every act asks for a reason, a note or evidence."""


_LONGEST_NUMBER: Final = 9


def said(answers: Answers, question: str) -> Answer:
    """What was answered; nothing but spaces is nothing, and no reason either."""
    given = answers.get(question, "")
    return given if "".join(given).strip() else ""


def together(answer: Answer) -> str:
    """Write what was chosen as one text, several with a space between them."""
    return answer if isinstance(answer, str) else " ".join(answer)


def note(press: Press) -> Mapping[str, Answer]:
    """Read the reason, the note or the evidence that was typed."""
    written = said(press.answers, _NOTE)
    return {_NOTE: written} if written else {}


def day(press: Press, question: str, otherwise: date) -> date:
    """Read a day that was given, or take another."""
    written = str(said(press.answers, question)).strip()
    return date.fromisoformat(written) if written else otherwise


def number(press: Press) -> int:
    """Read the number of an action or an entry.

    Raises:
        Unknown: It is no number.
    """
    if not press.item.isdecimal() or len(press.item) > _LONGEST_NUMBER:
        raise Unknown(
            "That is not a number on this case.",
            next_step="Open the case page and press the button there.",
        )
    return int(press.item)
