"""What happened while the clock was moved, told in order and in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from bot.core import words
from bot.core.people import Roster
from bot.core.procedure import Procedure
from bot.inviting import is_shared
from bot.store.outbox import DEAD, SENT, Delivery

_SAID: Final = {
    "ask": "{who} asked to do this: {what}.",
    "view": "{who} told of a view on this: {what}.",
    "wanted": "{who} told that a view is wanted: {what}.",
    "elsewhere": "{who} told that the answers now point elsewhere: {what}.",
    "no-more": "{who} told that this is no longer needed: {what}.",
    "nudge": "{who} reminded of this: {what}.",
    "news": "{who} told that this is done: {what}.",
    "raised": "{who} told of the new alert.",
    "moved": "{who} told that a date was corrected.",
    "recounted": "{who} told that the bank holidays have changed.",
    "renewed": "{who} told that the case follows a newer version.",
    "request": "{who} asked for this: {what}.",
    "invite": "{who} sent the invitation, or a change to it: {what}.",
    "uninvite": "{who} no longer invited to this: {what}.",
    "attend": "{who} brought up to date with who is invited to this: {what}.",
    "not-gone": "{who} told that not everybody has heard of this: {what}.",
    "declined": "{who} told that somebody needed is not coming: {what}.",
    "seek": "Times were looked for: {what}.",
    "times": "{who} shown times for this: {what}.",
    "stuck": "{who} told that nobody can do this now: {what}.",
    "room": "The case’s private channel was opened, or brought up to date.",
    "digest": "The morning’s digest went to {who}.",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened while the clock was moved.

    Attributes:
        case: The case it was about, or an empty string.
    """

    at: datetime
    says: str
    case: str = ""


def told(
    ended: Sequence[Delivery], roster: Roster, procedure: Procedure
) -> Iterator[Happening]:
    """Put deliveries that have ended in words, those of one sort together.

    Args:
        ended: The deliveries, in the order in which they were queued.
        roster: Who people are.
        procedure: What steps are called.
    """
    shown = [row for row in ended if row.kind in _SAID and row.state in (SENT, DEAD)]
    for (kind, state, case, parts), rows in groupby(shown, key=_sort):
        group = list(rows)
        names = dict.fromkeys(_name(row, roster) for row in group)
        sentence = _SAID[kind].format(
            who=_were(list(names), kind), what=_titles(parts, procedure)
        )
        if state == DEAD:
            sentence = f"This could not be delivered: {sentence}"
        at = max(row.settled_at or row.not_before for row in group)
        yield Happening(at, words.begun(sentence), case)


def _sort(row: Delivery) -> tuple[str, str, str, tuple[str, ...]]:
    return row.kind, row.state, row.case_ref or "", tuple(row.body.get("parts", ()))


def _name(row: Delivery, roster: Roster) -> str:
    if is_shared(row):
        return "the shared calendar"
    return roster.name(row.person) if row.person else f"the channel {row.place}"


def _were(names: list[str], kind: str) -> str:
    if kind == "digest":
        return words.listed(names)
    return f"{words.listed(names)} {'was' if len(names) == 1 else 'were'}"


def _titles(parts: tuple[str, ...], procedure: Procedure) -> str:
    steps = dict.fromkeys(part.split("/")[0] for part in parts)
    known = procedure.by_id
    return words.listed(f"“{known[s].title}”" for s in steps if s in known)
