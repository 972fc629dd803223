"""What an act does to times that are held: which of them are held for nothing now."""

from __future__ import annotations

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.events import Entry, Event, MeetingStoodDown
from bot.core.evolve import evolve
from bot.core.progress import status


def released(
    case: Case, events: tuple[Event, ...], asking: Asking
) -> tuple[Event, ...]:
    """Let go of every time held for a meeting that will not come on this case.

    Args:
        case: The case before.
        events: What follows from the command itself.
        asking: The rules.
    """
    if not any(map(case.pencilled, case.meetings)):
        return ()
    after = case
    for n, event in enumerate(events, case.length + 1):
        entry = Entry(case.ref, n, asking.now, asking.by, "", "", "", event)
        after = evolve(after, entry)
    return tuple(
        MeetingStoodDown(name, pencilled=True)
        for name in after.meetings
        if after.pencilled(name) and _is_for_nothing(name, after, asking)
    )


def _is_for_nothing(name: str, case: Case, asking: Asking) -> bool:
    step = asking.procedure.by_id.get(name)
    if case.closed or step is None:
        return True
    return status(step, case, asking.procedure) == "not-needed"
