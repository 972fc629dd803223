"""Who did what an entry says, as a mark on the case; and the case, an entry longer."""

from __future__ import annotations

from dataclasses import fields, replace
from operator import attrgetter
from typing import Final

from bot.core.case import Case, Mark
from bot.core.events import (
    Entry,
    Moment,
    StepId,
)

_NAMES: Final = tuple(one.name for one in fields(Case) if one.init)
_VALUES: Final = attrgetter(*_NAMES)
_LENGTH: Final = _NAMES.index("length")


def longer(case: Case, length: int) -> Case:
    """Give a case whose journal has grown, with everything else as it was.

    Every entry does this first, and :func:`dataclasses.replace` is slow at it.
    """
    values = list(_VALUES(case))
    values[_LENGTH] = length
    return Case(*values)


def mark_of(entry: Entry, on: Moment) -> Mark:
    """Make the mark of an entry, for the day on which it was done."""
    return Mark(entry.by, entry.role, entry.at, entry.n, on, entry.instead_of)


def done_on(case: Case, step: StepId, mark: Mark) -> Case:
    """Put down that a step was done; when it was done before stays on record."""
    earlier = case.earlier
    if step in case.done:
        earlier = {**earlier, step: (*earlier.get(step, ()), case.done[step])}
    return replace(case, done={**case.done, step: mark}, earlier=earlier)
