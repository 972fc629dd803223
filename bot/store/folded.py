"""Cases as their journals make them, kept in memory while they are worked on.

A case that is pressed on today has been pressed on before, and only the newest of
its journal has to be read. What is kept is never trusted by itself: the last entry
it was made from must still stand where it stood, under the same seal, and a seal
stands for everything before it. So it does not matter who else has written since,
or whether what was kept ever came to be recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.case import Case
from bot.core.events import Entry
from bot.core.evolve import evolve, fold
from bot.store import index, journal
from bot.store.opening import Transaction, recent_of


@dataclass(frozen=True, slots=True)
class Folded:
    """A case, and the whole journal that it was made from."""

    partnership: str
    case: Case
    entries: tuple[Entry, ...]

    def grown(self, entries: Sequence[Entry]) -> Folded:
        """Take into account what was recorded since."""
        case = self.case
        for entry in entries:
            case = evolve(case, entry)
        return Folded(self.partnership, case, (*self.entries, *entries))


def load(tx: Transaction, ref: str) -> Folded | None:
    """Make a case from its journal; ``None`` if there is no such case."""
    found = _grown(tx, ref) or _whole(tx, ref)
    if found:
        keep(tx, found)
    return found


def keep(tx: Transaction, folded: Folded) -> None:
    """Keep a case for the next time somebody asks for it."""
    recent_of(tx).put(folded.case.ref, folded)


def _grown(tx: Transaction, ref: str) -> Folded | None:
    kept = recent_of(tx).get(ref)
    if not isinstance(kept, Folded):
        return None
    newest = journal.grown(tx, kept.entries[-1])
    if newest is None:
        return None
    return kept.grown(newest) if newest else kept


def _whole(tx: Transaction, ref: str) -> Folded | None:
    known = index.case(tx, ref)
    entries = tuple(journal.load(tx, ref)) if known else ()
    if known is None or not entries:
        return None
    return Folded(known.partnership, fold(ref, entries), entries)
