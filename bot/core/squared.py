"""That the calendars of the meetings to come must be squared with who should be there.

Who should be at a meeting follows from the case, the roster and the day. Whenever
any of them changes, each meeting that stands in calendars is looked at again; what
is right already is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.asking import Asking
from bot.core.case import Arrangement, Case
from bot.core.events import StepId
from bot.core.hearing import Telling
from bot.core.procedure import EVERY_AGENCY, Meeting


def squared(case: Case, asking: Asking) -> Iterator[Telling]:
    """Have every meeting to come looked at again, and every time that is held."""
    for step in asking.procedure.step:
        standing = case.expected(step.id)
        if isinstance(step, Meeting) and standing:
            yield looked_at_again(step.id, standing)


def looked_at_again(step: StepId, standing: Arrangement) -> Telling:
    """Have one meeting looked at again, as it stands now."""
    now = standing.sequence
    return Telling("attend", parts=(step,), sequence=now, sitting=standing.sitting)


def squared_for_agencies(case: Case, asking: Asking) -> Iterator[Telling]:
    """Have those looked at again that every agency comes to."""
    for telling in squared(case, asking):
        step = asking.procedure.by_id[telling.parts[0]]
        if isinstance(step, Meeting) and EVERY_AGENCY in (*step.invite, *step.may_come):
            yield telling
