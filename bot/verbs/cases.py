"""Finding the case that somebody named on the command line."""

from __future__ import annotations

from bot.core.errors import Unknown
from bot.intake import is_name
from bot.store import Store, index
from bot.store.index import CaseRow
from bot.verbs.printed import shown


def the_case(store: Store, ref: str) -> CaseRow:
    """Find a case by its reference, in whichever partnership it is.

    Raises:
        Unknown: There is no such case.
    """
    with store.reading() as tx:
        row = index.case(tx, ref) if is_name(ref) else None
    if row is None:
        raise Unknown(
            f"There is no case called {shown(ref[:40]) or '(nothing)'}.",
            next_step="Check the reference; it looks like WVX-2026-001.",
        )
    return row
