"""``dayzero verify``: is the record still what was recorded?"""

from __future__ import annotations

import argparse
from typing import Final

from bot.core import words
from bot.store import index
from bot.store.verify import verify
from bot.verbs.means import Means
from bot.verbs.printed import say

NAME: Final = "verify"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb: nothing."""
    del parser


def run(args: argparse.Namespace, means: Means) -> int:
    """Check that nothing in the record was changed, removed, re-ordered or added.

    Every entry is compared with its seal, its index and the day's root. Each
    fault is named by its case and its entry. Ends with 0 when the record is as
    it was recorded, 1 when it is not, and 2 when there is none that can be read.
    """
    del args
    store = means.store()
    faults = verify(store)
    for fault in faults:
        say(
            means.err,
            f"{fault.case or fault.partnership or 'The record'}: {fault.says}",
        )
    if any(fault.what == "index" for fault in faults):
        say(means.err, "An index can be made again from the journal: dayzero rebuild")
    if any(fault.what != "index" for fault in faults):
        say(
            means.err,
            "Keep this database as it is, as evidence. Put back the last backup that "
            "verifies, and find out who had access since.",
        )
    if faults:
        say(means.out, f"{words.counted(len(faults), 'fault')} found.")
        return 1
    # Each index has just been found to end where its journal does.
    with store.reading() as tx:
        rows = index.cases(tx)
    entries = words.counted(sum(row.head_n for row in rows), "entry", "entries")
    cases = words.counted(len(rows), "case")
    are = "is as it was" if entries == "1 entry" else "are as they were"
    say(means.out, f"{entries} on {cases} {are} recorded.")
    return 0
