"""What could not be delivered, told to whoever keeps the cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import meanwhile
from bot.core import words
from bot.core.cards import Button, Card, Item
from bot.core.people import Roster
from bot.core.procedure import Procedure
from bot.store.outbox import Delivery


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Something that could not be delivered.

    Attributes:
        what: What it was to tell, and whom.
        case: The case it is about, or an empty string.
        since: When it was given up.
    """

    key: str
    what: str
    case: str
    since: str


def told(
    rows: Sequence[Delivery], roster: Roster, procedure: Procedure
) -> Iterator[Undelivered]:
    """Put what could not be delivered in words."""
    for row in rows:
        said = next(meanwhile.told([row], roster, procedure), None)
        what = said.says if said else f"A message to {roster.name(row.person)}"
        since = words.moment(row.settled_at) if row.settled_at else ""
        yield Undelivered(row.key, what, row.case_ref or "", since)


def card(found: Sequence[Undelivered]) -> Card:
    """List what could not be delivered, each to be tried again."""
    number = words.counted(len(found), "message")
    return Card(
        f"{number} could not be delivered" if found else "Everything was delivered",
        items=tuple(
            Item(
                one.what,
                tuple(
                    (label, said)
                    for label, said in (("Case", one.case), ("Given up", one.since))
                    if said
                ),
                (Button("Try again", "again", one.key, main=True),),
            )
            for one in found
        ),
    )
