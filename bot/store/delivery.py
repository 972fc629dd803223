"""Something that somebody must hear of: what is known of it until it has ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

QUEUED: Final = "queued"
LEASED: Final = "leased"
SENT: Final = "sent"
DROPPED: Final = "dropped"
DEAD: Final = "dead"
ADDRESSED: Final = "addressed"
ENDED: Final = frozenset({SENT, DROPPED, DEAD, ADDRESSED})
"""Sent; no longer true; given up; or turned into one delivery for each person."""
_APART: Final = {"seek": "seek", "invite": "calendar", "attend": "calendar"}
"""What waits for no card of the case, and holds none up: times, and who is invited."""


_HANDED_ON: Final = (
    *("partnership", "kind", "not_before", "case_ref"),
    *("n", "step", "role", "body", "turn"),
)
"""What a delivery hands on to those that come of it; not for whom it is."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that somebody must hear of.

    To queue one, give the first twelve; the rest is its history.

    Attributes:
        key: Its place in the journal, such as ``DOR-2026-004/7/0``.
        n: The journal entry that caused it.
        kind: What sort of card, invitation or message it is to become.
        role: To whom, as the procedure names them.
        person: To which person, once that is known.
        place: To which channel, once that is known.
        body: What is needed to make it, as plain data. Never free text.
        lane: What it must take its turn in: a channel, mailbox or workspace.
        not_before: When it should go. Never changed, so lateness can be told.
        state: One of the states named in this module.
        attempts: How often it has been tried.
        fence: Rises with every lease; what is older may no longer settle it.
        doubt: An earlier attempt may have gone out. Look before sending again.
        try_at: When it is next to be tried; ``None`` once it has ended.
        receipt: What the platform said, as plain data.
        problem: Why it failed, for an operator.
        turn: When it would go, if partnerships took turns.
    """

    key: str
    partnership: str
    kind: str
    not_before: datetime
    case_ref: str | None = None
    n: int | None = None
    step: str = ""
    role: str = ""
    person: str = ""
    place: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    lane: str = ""
    state: str = QUEUED
    attempts: int = 0
    fence: int = 0
    doubt: bool = False
    queued_at: datetime | None = None
    try_at: datetime | None = None
    lease_until: datetime | None = None
    settled_at: datetime | None = None
    receipt: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    turn: datetime | None = None

    def child(self, name: str, lane: str, **changes: Any) -> Delivery:
        """Make a delivery that comes of this one, and has no history yet.

        Args:
            name: What its key adds to this one's.
            lane: What it must take its turn in.
            changes: For whom it is, and what else is not as it is here.
        """
        kept = {one: getattr(self, one) for one in _HANDED_ON}
        key = f"{self.key}/{name}"
        return Delivery(key=key, lane=lane, **{**kept, **changes})


def line_of(row: Delivery) -> str:
    """Name what a delivery keeps its order in; nothing, if it keeps none."""
    # What one person or one channel hears of one case, they hear in order.
    if row.case_ref is None:
        return ""
    if row.kind in _APART and not (row.place or row.person):
        return f"{row.case_ref}|{_APART[row.kind]}"
    to = f"{row.place}|{row.person}" if row.place or row.person else f"role {row.role}"
    # A letter does not wait for a chat that may be down, nor a card for a calendar.
    way = "|mail" if row.body.get("mail") else ""
    way = "|calendar" if row.person and row.kind in _APART else way
    return f"{row.case_ref}|{to}{way}"
