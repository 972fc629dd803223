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

__all__ = ["Growing", "changed", "done_on", "grown", "longer", "mark_of"]

_NAMES: Final = tuple(one.name for one in fields(Case) if one.init)
_VALUES: Final = attrgetter(*_NAMES)
_PLACES: Final = {name: place for place, name in enumerate(_NAMES)}


_put: Final = object.__setattr__


class Growing(Case):
    """A case while its journal is read from the beginning, entry after entry."""

    __slots__ = ()


def grown(case: Case, length: int) -> Case:
    """Give the case that was read, which nothing changes any more."""
    return longer(Case(*_VALUES(case)), length)


if TYPE_CHECKING:
    from dataclasses import replace as changed  # what goes in is checked as there
else:

    def changed(case: Case, **to: Any) -> Case:
        """Give a case with some of it changed, and everything else as it was.

        Every entry does this, and :func:`dataclasses.replace` is slow at it. A case
        that is still being read is changed as it is: nobody else has it.
        """
        if type(case) is Growing:
            for name, value in to.items():
                _put(case, name, value)
            return case
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
