"""Who did what an entry says, as a mark on the case."""

from __future__ import annotations

from dataclasses import replace

from bot.core.case import Case, Mark
from bot.core.events import (
    Entry,
    Moment,
    StepId,
)


def mark_of(entry: Entry, on: Moment) -> Mark:
    """Make the mark of an entry, for the day on which it was done."""
    return Mark(entry.by, entry.role, entry.at, entry.n, on, entry.instead_of)


def done_on(case: Case, step: StepId, mark: Mark) -> Case:
    """Put down that a step was done; when it was done before stays on record."""
    earlier = case.earlier
    if step in case.done:
        earlier = {**earlier, step: (*earlier.get(step, ()), case.done[step])}
    return replace(case, done={**case.done, step: mark}, earlier=earlier)
