"""Cases as their journals make them, kept in memory while they are worked on.

A case that is pressed on today has been pressed on before, and only the newest of
its journal has to be read. What is kept is never trusted by itself: the last entry
it was made from must still stand where it stood, under the same seal, and a seal
stands for everything before it. So it does not matter who else has written since,
or whether what was kept ever came to be recorded.

Most of a long journal says how messages ended, and that moves no case. So a case that
is read for the first time is made from the rest; all of it is read when it is shown.
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
    """A case, and the journal that it was made from.

    Attributes:
        last: The last entry of its journal.
        entries: The whole of it, once that was read.
    """

    partnership: str
    case: Case
    last: Entry
    entries: tuple[Entry, ...] | None = None

    def grown(self, entries: Sequence[Entry]) -> Folded:
        """Take into account what was recorded since."""
        case, known = self.case, self.entries
        for entry in entries:
            case = evolve(case, entry)
        if known is not None:
            known = (*known, *entries)
        return Folded(self.partnership, case, entries[-1], known)


def load(tx: Transaction, ref: str, *, whole: bool = False) -> Folded | None:
    """Make a case from its journal; ``None`` if there is no such case.

    Args:
        tx: The transaction.
        ref: The case.
        whole: Whether every entry is wanted, and not only what they come to.
    """
    found = _grown(tx, ref) or _made(tx, ref)
    if found is None:
        return None
    if whole and found.entries is None:
        entries = tuple(journal.load(tx, ref)[: found.last.n])
        found = Folded(found.partnership, found.case, found.last, entries)
    keep(tx, found)
    return found


def newest(tx: Transaction, ref: str) -> Entry | None:
    """Give the newest entry of a case that was taken into account, if it is kept."""
    kept = recent_of(tx).get(ref)
    return kept.last if isinstance(kept, Folded) else None


def keep(tx: Transaction, folded: Folded) -> None:
    """Keep a case for the next time somebody asks for it."""
    recent_of(tx).put(folded.case.ref, folded)


def _grown(tx: Transaction, ref: str) -> Folded | None:
    kept = recent_of(tx).get(ref)
    if not isinstance(kept, Folded):
        return None
    newest = journal.grown(tx, kept.last)
    if newest is None:
        return None
    return kept.grown(newest) if newest else kept


def _made(tx: Transaction, ref: str) -> Folded | None:
    known = index.case(tx, ref)
    entries = journal.moving(tx, ref) if known else []
    if known is None or not entries:
        return None
    return Folded(known.partnership, fold(ref, entries), entries[-1])
