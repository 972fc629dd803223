"""The letters of a procedure, with what is known of a case filled in.

A letter's words stand in the procedure file. What is filled in is neutral: a
reference, an agency, a day. A name is never filled in; where the letter needs
one, the file leaves a gap such as "[name of the child]" for a pen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.core import words
from bot.core.asking import Asking
from bot.core.attached import GAP
from bot.core.case import Case
from bot.core.errors import NotKnownYet
from bot.core.events import AgencyId
from bot.core.procedure import LetterShape, Request, Task
from bot.core.progress import AnyStep, due_of

_OPEN: Final = "[{}]"
"""How a gap is shown that has to be filled in by hand."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is to be sent.

    Attributes:
        text: Its paragraphs, filled in.
    """

    title: str
    text: tuple[str, ...]


def written_with(step: AnyStep, asking: Asking) -> LetterShape | None:
    """Find the letter that goes with a step, if there is one."""
    named = step.letter if isinstance(step, Task | Request) else ""
    return asking.procedure.letters.get(named)


def letter(
    step: AnyStep, agencies: tuple[AgencyId, ...], case: Case, asking: Asking
) -> Letter | None:
    """Write the letter that goes with a step, to one agency or to several at once.

    What differs between several, or is not known, is left open in brackets.

    Args:
        step: The step in which it is sent.
        agencies: To whom; nobody, when it is sent to somebody else.
        case: The case.
        asking: The rules now.
    """
    shape = written_with(step, asking)
    if shape is None:
        return None
    names = [asking.roster.agency_name(agency) for agency in agencies]
    days = {words.day(day) for day in _days(step, agencies, case, asking)}
    known = {
        "reference": case.ref,
        "agency": _only(names, "name of the agency"),
        "asks_for": getattr(step, "asks_for", "") or _OPEN.format("what is asked for"),
        "due": _only(sorted(days), "day it is due"),
        "partnership": asking.roster.title,
    }
    text = tuple(GAP.sub(lambda gap: known[gap[1]], line) for line in shape.text)
    return Letter(shape.title, text)


def _only(found: list[str], gap: str) -> str:
    return found[0] if len(found) == 1 else _OPEN.format(gap)


def _days(
    step: AnyStep, agencies: tuple[AgencyId, ...], case: Case, asking: Asking
) -> list[date]:
    """List the days by which an answer is due: an agency's own before the usual."""
    asks = case.asks(step.id)
    own = [asks[agency].return_by for agency in agencies if agency in asks]
    try:
        due = due_of(step, asking.procedure, case.anchors, asking.offices, case).due
    except NotKnownYet:
        due = None
    return [day for day in ([mine or due for mine in own] or [due]) if day]
