"""Who hears that somebody needed at a meeting has declined, and what follows at once.

Whoever arranges it and whoever keeps the case hear, and other times are sought. That
somebody who need not come has declined stands on the page, and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.coming import lost
from bot.core.events import Entry, PlaceTaken, Replied, RoleId, StepId
from bot.core.hearing import Telling


def declined(
    before: Case, entries: Iterable[Entry], after: Case, asking: Asking
) -> Iterator[Telling]:
    """Say that a seat was lost or found, and have calendars follow a place taken.

    Args:
        before: The case as it stood.
        entries: What happened, in order.
        after: The case as it stands now.
        asking: The rules, the people and the time.
    """
    for entry in entries:
        event = entry.event
        arranged = after.expected(getattr(event, "step", ""))
        if arranged is None or not isinstance(event, Replied | PlaceTaken):
            continue
        place = event.step, arranged.sequence, arranged.sitting
        if isinstance(event, PlaceTaken):
            yield _told("attend", "", *place)
        step = asking.procedure.by_id.get(event.step)
        was, now = (lost(step, case, asking) for case in (before, after))
        if was or now:  # the card that says so is to say how it stands
            yield Telling("redraw", parts=(event.step,))
        if step and now - was:
            for role in (step.owner, asking.procedure.coordinator):
                yield _told("declined", role, *place)
            yield Telling("seek", parts=(event.step,), holding=arranged.pencilled)


def _told(
    kind: Literal["attend", "declined"],
    role: RoleId,
    step: StepId,
    sequence: int,
    sitting: int,
) -> Telling:
    return Telling(kind, role, parts=(step,), sequence=sequence, sitting=sitting)
