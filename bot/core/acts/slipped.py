"""What an act does to plans: which of them no longer keep to the last day."""

from __future__ import annotations

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.events import Entry, Event
from bot.core.evolve import evolve
from bot.core.progress import found_late


def slipped(case: Case, events: tuple[Event, ...], asking: Asking) -> tuple[Event, ...]:
    """Find which steps have become late by what happened, or are late no more.

    Args:
        case: The case before.
        events: What follows from the command itself.
        asking: The rules, and the bank holidays.
    """
    if not asking.procedure.watched or case.closed:
        return ()
    after = case
    for n, event in enumerate(events, case.length + 1):
        entry = Entry(case.ref, n, asking.now, asking.by, "", "", "", event)
        after = evolve(after, entry)
    if after.closed:
        return ()
    return tuple(found_late(after, asking.procedure, asking.offices))
