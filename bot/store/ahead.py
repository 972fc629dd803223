"""What a press will ask of the record, asked for at once and in one journey.

Each of them is asked for again where it is needed, by the same statement with the
same values, and is then there already. So nothing here decides anything; what is left
out, or asked for in vain, costs a journey and nothing else.
"""

from __future__ import annotations

from datetime import datetime

from bot.store import folded, index, journal, outbox, roster
from bot.store.opening import Transaction
from bot.store.prepared import ahead


def look_ahead(
    tx: Transaction, partnership: str, ref: str, cause: str, now: datetime
) -> None:
    """Have a case to yourself, and read what a press on it begins with.

    Args:
        tx: The transaction.
        partnership: Whose case it is.
        ref: The case.
        cause: The platform's own id of the request.
        now: When.
    """
    known = folded.newest(tx, ref)
    tail = (journal.tail_of(known),) if known else ()
    ahead(
        tx,
        journal.lock_of(ref),
        journal.seen_of(partnership, cause),
        *tail,
        roster.written_of(partnership),
        index.steps_wanted(ref),
        journal.places_of(partnership),
        outbox.turn_of(partnership, now),
    )
