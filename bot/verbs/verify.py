"""``dayzero verify``: is the record still what was recorded?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot import indexes
from bot.core import words
from bot.core.asking import BOT
from bot.core.errors import Refused
from bot.core.evolve import fold
from bot.core.faults import Faulty
from bot.counter import Counter
from bot.store import (
    Store,
    Transaction,
    facts,
    index,
    journal,
    procedures,
    roots,
    roster,
)
from bot.store.verify import Fault, verify
from bot.verbs.means import Means
from bot.verbs.printed import say, shown

NAME: Final = "verify"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    parser.add_argument(
        "--seal",
        metavar="SEAL",
        action="append",
        default=[],
        help="a seal of the record that went out in a digest: that it is still there",
    )


def run(args: argparse.Namespace, means: Means) -> int:
    """Check that nothing in the record was changed, removed, re-ordered or added.

    Every entry is compared with its seal, its index and the day's root. Each
    fault is named by its case and its entry. Ends with 0 when the record is as
    it was recorded, 1 when it is not, and 2 when there is none that can be read.

    A record that was put back as a whole to how it stood earlier fits together. So
    keep the seal that a digest gives, and name it after --seal.
    """
    store = means.store()
    faults = [*found(store, means), *_unknown(store, args.seal)]
    for line in described(faults):
        say(means.err, line)
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


def found(store: Store, means: Means) -> Sequence[Fault]:
    """Find everything that is not as it was recorded."""
    faults = verify(store)
    told = {fault.case for fault in faults}
    return [*faults, *(one for one in _indexes(store, means) if one.case not in told)]


def _unknown(store: Store, seals: Sequence[str]) -> Iterator[Fault]:
    """Find each seal that a digest gave and that the record knows nothing of."""
    with store.reading() as tx:
        for seal in map(str.strip, seals):
            if not roots.is_planted(tx, seal.lower()):
                says = (
                    f"No day has the seal {shown(seal)}. If a digest gave it, the "
                    "record was altered since, or put back to an earlier day."
                )
                yield Fault("", "", 0, "root", says)


def described(faults: Sequence[Fault]) -> Iterator[str]:
    """Say what was found, a line for each, and what to do then."""
    for fault in faults:
        yield f"{fault.case or fault.partnership or 'The record'}: {fault.says}"
    if any(fault.what == "index" for fault in faults):
        yield "An index can be made again from the journal: dayzero rebuild"
    if any(fault.what != "index" for fault in faults):
        yield (
            "Keep this database as it is, as evidence. Put back the last backup that "
            "verifies, and find out who had access since."
        )


def _indexes(store: Store, means: Means) -> Iterator[Fault]:
    """Find each case whose index is not what its journal makes of it."""
    with store.reading() as tx:
        homeless = set(journal.refs(tx))
        for partnership in roster.partnerships(tx):
            desk, refs = means.desk(store, partnership), journal.refs(tx, partnership)
            homeless.difference_update(refs)
            for ref in refs:
                if says := _unlike(tx, desk, ref, means.now() + facts.ahead(tx)):
                    yield Fault(partnership, ref, 0, "index", says)
        for ref in sorted(homeless):
            yield Fault("", ref, 0, "index", "Its partnership has no roster.")


def _unlike(tx: Transaction, desk: Counter, ref: str, now: datetime) -> str:
    """Say how the index of a case is wrong; empty if it is not."""
    try:
        entries = journal.load(tx, ref)
        case = fold(ref, entries)
        kept = {version for version, _ in procedures.versions(tx, case.procedure)}
        if case.version not in kept:
            return f"The text of {case.procedure} that {ref} follows was removed."
        asking = desk.asking(tx, BOT, now, case)
        if indexes.as_rebuilt(tx, case, entries[-1], asking):
            return ""
    except (Refused, Faulty) as wrong:
        return str(wrong)
    except (LookupError, TypeError, ValueError):
        return f"The index of {ref} can no longer be read."
    return f"The index of {ref} is not what its journal makes of it."
