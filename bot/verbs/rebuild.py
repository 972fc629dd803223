"""``dayzero rebuild``: make the indexes again from the journal."""

from __future__ import annotations

import argparse
from typing import Final

from bot.caseload import Opened
from bot.core import words
from bot.core.asking import BOT
from bot.core.errors import Refused
from bot.core.evolve import fold
from bot.core.faults import Faulty
from bot.counter import Counter
from bot.store import Store, Transaction, facts, index, journal, roster
from bot.store.index import Torn
from bot.verbs.means import Means
from bot.verbs.printed import say

NAME: Final = "rebuild"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb: nothing."""
    del parser


def run(args: argparse.Namespace, means: Means) -> int:
    """Work out again how every case stands, from its journal.

    Run it when bank holidays have changed, or when verify finds an index wrong.
    It loses nothing, and may be run at any time. Ends with 0 when every case
    was worked out, and 1 when one could not be.
    """
    del args
    store = means.store()
    with store.reading() as tx:
        whose = {name: journal.refs(tx, name) for name in roster.partnerships(tx)}
        homeless = set(journal.refs(tx)).difference(*whose.values())
    changed = failed = 0
    for partnership, refs in whose.items():
        desk = means.desk(store, partnership)
        for ref in refs:
            try:
                changed += rebuilt(store, desk, ref, means)
            except Torn:
                say(means.err, f"{ref}: its journal is shorter than it was. {_VERIFY}")
                failed += 1
            except (Refused, Faulty) as wrong:
                say(means.err, f"{ref}: {wrong}")
                failed += 1
    for ref in sorted(homeless):
        say(
            means.err,
            f"{ref}: its partnership has no roster. Take one from a file: "
            "dayzero roster import FILE",
        )
    failed += len(homeless)
    total = sum(map(len, whose.values())) + len(homeless)
    cases = words.counted(total, "case")
    say(means.out, f"{cases} read again from the journal; {changed} had changed.")
    if failed:
        say(means.err, f"{words.counted(failed, 'case')} could not be worked out.")
    return 1 if failed else 0


_VERIFY: Final = "Run dayzero verify, and put back a backup."


def rebuilt(store: Store, desk: Counter, ref: str, means: Means) -> bool:
    """Work out one case; returns whether anything about it is different now."""
    # Not as its partnership alone: the index may have been put down to another.
    with store.writing() as tx:
        journal.lock_case(tx, ref)
        before = _indexed(tx, ref)
        # Not through desk.open: that asks the index, which may be what is lost.
        entries = tuple(journal.load(tx, ref))
        case = fold(ref, entries)
        now = means.now() + facts.ahead(tx)
        asking = desk.asking(tx, BOT, now, case)
        last = entries[-1] if entries else None
        desk.reindex(tx, Opened(case, asking, last, entries))
        return _indexed(tx, ref) != before


def _indexed(tx: Transaction, ref: str) -> tuple[object, ...]:
    try:
        return index.case(tx, ref), tuple(index.steps_of(tx, ref))
    except (TypeError, ValueError):
        return ()  # a hand has left what cannot be read
