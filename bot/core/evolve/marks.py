"""Who did what an entry says, as a mark on the case; and the case, an entry longer."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from bot.core.case import Case, Mark
from bot.core.events import (
    Entry,
    Moment,
    StepId,
)

__all__ = ["changed", "done_on", "longer", "mark_of"]

_NAMES: Final = tuple(one.name for one in fields(Case) if one.init)
_VALUES: Final = attrgetter(*_NAMES)
_PLACES: Final = {name: place for place, name in enumerate(_NAMES)}


if TYPE_CHECKING:
    from dataclasses import replace as changed  # what goes in is checked as there
else:

    def changed(case: Case, **to: Any) -> Case:
        """Give a case with some of it changed, and everything else as it was.

        Every entry does this, and :func:`dataclasses.replace` is slow at it.
        """
        values = list(_VALUES(case))
        for name, value in to.items():
            values[_PLACES[name]] = value
        return Case(*values)


def longer(case: Case, length: int) -> Case:
    """Give a case whose journal has grown, with everything else as it was."""
    return changed(case, length=length)


def mark_of(entry: Entry, on: Moment) -> Mark:
    """Make the mark of an entry, for the day on which it was done."""
    return Mark(entry.by, entry.role, entry.at, entry.n, on, entry.instead_of)


def done_on(case: Case, step: StepId, mark: Mark) -> Case:
    """Put down that a step was done; when it was done before stays on record."""
    earlier = case.earlier
    if step in case.done:
        earlier = {**earlier, step: (*earlier.get(step, ()), case.done[step])}
    return changed(case, done={**case.done, step: mark}, earlier=earlier)
