"""Who did what an entry says, as a mark on the case."""

from __future__ import annotations

from bot.core.case import Mark
from bot.core.events import (
    Entry,
    Moment,
)


def mark_of(entry: Entry, on: Moment) -> Mark:
    """Make the mark of an entry, for the day on which it was done."""
    return Mark(entry.by, entry.role, entry.at, entry.n, on, entry.instead_of)
