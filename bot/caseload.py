"""Cases laid open: what was recorded, with the rules and people it is read by.

A case is read by the version of the procedure that it began under; everything
else by the procedure, the roster and the holidays as they stand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache

from bot import rosters
from bot.core.asking import Asking, Edition
from bot.core.case import Case
from bot.core.errors import Unknown
from bot.core.events import Entry, PersonId
from bot.core.faults import Faulty
from bot.core.people import Roster
from bot.core.procedure import Procedure
from bot.core.workdays import Offices
from bot.intake import is_name
from bot.shelf import Shelf
from bot.store import Store, Transaction, folded, journal, roster
from bot.store.opening import EVERYONE


@dataclass(frozen=True, slots=True)
class Opened:
    """A case laid open inside a transaction.

    Attributes:
        last: The last entry of its journal; nothing before its alert is raised.
        recorded: The whole journal, where it was laid open to be shown.
    """

    case: Case
    asking: Asking
    last: Entry | None
    recorded: tuple[Entry, ...] | None = field(default=None, repr=False)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The whole journal.

        Raises:
            LookupError: The case was not laid open with the whole of it.
        """
        if self.recorded is None:
            message = "this case was not laid open with its whole journal"
            raise LookupError(message)
        return self.recorded

    def grown(self, case: Case, asking: Asking, entries: Sequence[Entry]) -> Opened:
        """Lay the case open as it is with what was recorded just now."""
        last, recorded = entries[-1] if entries else self.last, self.recorded
        if recorded is not None:
            recorded = (*recorded, *entries)
        return Opened(case, asking, last, recorded)


class Caseload:
    """A partnership's cases, and the rules and people that go with them.

    Args:
        store: The record.
        partnership: Whose cases they are; empty for whoever works for everyone.
        shelf: Where procedures are found.
        offices: Finds when offices are open, by subdivision.
        wake: Called after a commit that queued a delivery.
        changed: Called after a commit that queued none.

    Raises:
        Unknown: No partnership can have that name.
    """

    def __init__(
        self,
        store: Store,
        partnership: str,
        shelf: Shelf,
        offices: Callable[[str], Offices],
        wake: Callable[[], None] = lambda: None,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        if partnership == EVERYONE:
            raise Unknown("There is no partnership of that name.")
        self.store = store.of(partnership) if partnership else store
        self.partnership = partnership
        self.shelf = shelf
        self.offices = offices
        self.wake = wake
        self.changed = changed

    def roster(self, tx: Transaction) -> Roster:
        """Read the partnership's roster as it stands.

        Raises:
            Unknown: There is none yet.
        """
        written = roster.written(tx, self.partnership)
        if written is None:
            raise Unknown(
                "This partnership has no roster yet.",
                next_step="Import one first; deploy/README.md says how.",
            )
        return roster_of(written)

    def rules(self, slug: str) -> tuple[Procedure, str, str]:
        """Find a procedure as its file now stands, its version and its text.

        Raises:
            Unknown: There is no such file, or it cannot be used as it is.
        """
        text = self.shelf.text(slug)
        try:
            return *self.shelf.read(text), text
        except Faulty:
            raise Unknown(
                f"The file of the procedure {slug} cannot be used as it is.",
                next_step="Whoever looks after it runs `dayzero check` to see why.",
            ) from None

    def asking(
        self, tx: Transaction, by: PersonId, now: datetime, pinned: Case | None = None
    ) -> Asking:
        """Gather the rules a request is decided by.

        Args:
            tx: The transaction.
            by: Who asks.
            now: When.
            pinned: A case, whose own version of the procedure is meant.

        Raises:
            Unknown: There is no such procedure or roster.
        """
        people = self.roster(tx)
        if pinned and pinned.version:
            rules = self.shelf.pinned(tx, pinned.procedure, pinned.version)
        else:
            rules, _, _ = self.rules(people.procedure)
        return Asking(by, now, rules, people, self.offices(rules.holidays))

    def open(  # noqa: PLR0913 - each is a way of laying it open, and all are optional
        self,
        tx: Transaction,
        ref: str,
        by: PersonId,
        now: datetime,
        *,
        locked: bool = False,
        newest: bool = False,
        whole: bool = False,
    ) -> Opened:
        """Lay a case open.

        Args:
            tx: The transaction.
            ref: The case.
            by: Who asks.
            now: When.
            locked: Whether nobody else may change it until the transaction ends.
            newest: Whether a newer version of its procedure is looked for.
            whole: Whether its whole journal is wanted too, to be shown.

        Raises:
            Unknown: There is no such case in this partnership.
        """
        found = None
        if is_name(ref):
            if locked:
                journal.lock_case(tx, ref)
            found = folded.load(tx, ref, whole=whole)
        if found is None or found.partnership != self.partnership:
            raise Unknown(
                f"There is no case called {ref[:40] or '(nothing)'}.",
                next_step="Check every letter and figure of the reference.",
            )
        asking = self.asking(tx, by, now, found.case)
        if newest:
            asking = replace(asking, newest=self._newest(found.case, asking))
        return Opened(found.case, asking, found.last, found.entries)

    def _newest(self, case: Case, asking: Asking) -> Edition | None:
        """Find the version of a case's procedure that its file now holds, if newer."""
        try:
            rules, version, _ = self.rules(case.procedure)
        except Unknown:
            return None
        if version == case.version or rules == asking.procedure:
            return None
        return Edition(version, rules, self.offices(rules.holidays))


def platforms_of(store: Store, partnership: str, person: PersonId) -> frozenset[str]:
    """Say on which platforms a partnership's roster names an account of somebody."""
    with store.of(partnership).reading() as tx:
        written = roster.written(tx, partnership)
    people = roster_of(written).people if written else ()
    found = (one.accounts.items() for one in people if one.id == person)
    return frozenset(name for each in found for name, account in each if account)


@lru_cache(maxsize=512)
def roster_of(written: str) -> Roster:
    """Read a roster once for as long as it is not written again."""
    return rosters.from_doc(json.loads(written))
