"""Who has left a roster and may still have a meeting in their calendar.

They are told by e-mail that they are not asked any more. For that their name and
address are kept a little longer than the roster has them, and for nothing else.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.core.asking import Asking
from bot.core.people import Person, Roster
from bot.inviting import KINDS
from bot.store import Transaction, facts, outbox
from bot.store.outbox import SENT

_KEPT: Final = timedelta(days=30)


def remember(tx: Transaction, before: Roster, after: Roster, now: datetime) -> None:
    """Keep the address of whoever has left with an invitation, for thirty days.

    Args:
        tx: The transaction in which the roster is replaced.
        before: The roster as it was.
        after: The roster as it is now.
        now: The instant.
    """
    there = {person.id for person in after.people}
    kept = [
        one
        for one in _kept(tx, after.partnership)
        if one["id"] not in there and now - datetime.fromisoformat(one["left"]) < _KEPT
    ]
    kept.extend(
        {"id": p.id, "name": p.name, "email": p.email, "left": now.isoformat()}
        for p in before.people
        if p.id not in there and _was_invited(tx, after.partnership, p)
    )
    if kept:
        facts.set_(tx, _key(after.partnership), json.dumps(kept))
    else:
        facts.unset(tx, _key(after.partnership))


def with_former(tx: Transaction, asking: Asking) -> Asking:
    """Let whoever has left be written to. They hold no role, and may do nothing."""
    there = {person.id for person in asking.roster.people}
    gone = tuple(
        Person(one["id"], one["name"], one["email"], "", frozenset())
        for one in _kept(tx, asking.roster.partnership)
        if one["id"] not in there
    )
    if not gone:
        return asking
    people = (*asking.roster.people, *gone)
    return replace(asking, roster=replace(asking.roster, people=people))


def _was_invited(tx: Transaction, partnership: str, person: Person) -> bool:
    rows = outbox.find(tx, partnership=partnership, person=person.id, states=(SENT,))
    return any(row.kind in KINDS for row in rows)


def _kept(tx: Transaction, partnership: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(facts.get(tx, _key(partnership)) or "[]")
    return found


def _key(partnership: str) -> str:
    return f"former/{partnership}"
