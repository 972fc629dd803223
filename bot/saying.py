"""What a delivery says: its card or invitation, made at the minute it goes."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

from bot import handing, inviting
from bot.addressing import as_telling
from bot.caseload import Opened
from bot.core import telling as tellings
from bot.core.asking import BOT, Asking
from bot.core.cards import Card, Invite
from bot.core.case import Case
from bot.core.digest import digest
from bot.core.errors import Refused
from bot.core.people import Person
from bot.core.react import Telling
from bot.core.words import LONDON
from bot.desk import Desk
from bot.former import with_former
from bot.gateways import Ways
from bot.settling import ONLY
from bot.shown import summary
from bot.store import Transaction, alike, outbox
from bot.store.drawn import MADE
from bot.store.outbox import SENT, Delivery

_SHORT: Final = 16
"""So many signs of a proof tell the looks of one card from one another."""


class Old(NamedTuple):
    """A card that is shown, and how it should look now."""

    row: Delivery
    card: Card


@dataclass(frozen=True, slots=True)
class Said:
    """What one delivery comes to now.

    Attributes:
        card: What is shown; nothing, if it is no longer true.
        invite: What goes in a calendar; nothing, if a later change replaced it.
        sought: The meeting as it stands, by which an earlier sending can be found.
        to: The person it is for; nobody, for a channel.
        method: What the invitation does to a calendar.
        sequence: Which change of the meeting it tells.
        n: The last entry of the case's journal that it was made after.
    """

    card: Card | None = None
    invite: Invite | None = None
    sought: Invite | None = None
    to: Person | None = None
    method: str = ""
    sequence: int = 0
    n: int = 0


def made(tx: Transaction, desk: Desk, row: Delivery, ways: Ways, now: datetime) -> Said:
    """Make what a delivery says now.

    Args:
        tx: The transaction.
        desk: The partnership's desk.
        row: The delivery, for one person or channel.
        ways: The ways to the outside that there are.
        now: The instant it goes.

    Raises:
        Refused: The person is no longer on the roster.
    """
    if row.kind == "digest":
        to = desk.roster(tx).person(row.person) if row.person else None
        return Said(card=_digest(tx, desk, row, now), to=to)
    if row.kind == handing.TELLING:
        to = desk.roster(tx).person(row.person)
        return Said(card=handing.card(tx, desk, row), to=to)
    opened = desk.open(tx, row.case_ref or "", row.person or BOT, now)
    if row.kind in inviting.KINDS:
        asking = with_former(tx, opened.asking)
        return _invited(tx, replace(opened, asking=asking), row, ways)
    case, asking, telling = opened.case, opened.asking, as_telling(row.body)
    to = asking.roster.person(row.person) if row.person else None
    apart = row.person in case.conflicted
    if apart or tellings.still_there(telling, asking) is None:
        return Said(to=to)
    if _heard(tx, row, telling):
        return Said(to=to)
    n = opened.last.n if opened.last else 0
    return Said(card=tellings.card(telling, case, asking), to=to, n=n)


def _heard(tx: Transaction, row: Delivery, telling: Telling) -> bool:
    """Say whether the same was told already when it was as it is told now.

    Two give their views in one minute: the card that tells of the first was made
    after both, and another in the same words would look like a mistake.
    """
    return any(
        as_telling(body) == telling and int(receipt.get(MADE, 0)) >= (row.n or 0)
        for body, receipt in alike.told_before(tx, row)
    )


def _invited(tx: Transaction, opened: Opened, row: Delivery, ways: Ways) -> Said:
    """Make what a person is to be told of a meeting by e-mail, if anything."""
    case, asking, telling = opened.case, opened.asking, as_telling(row.body)
    to = asking.roster.person(row.person)
    if tellings.still_there(telling, asking) is None:
        return Said(to=to)
    where = ways.domain, ways.base_url
    known = inviting.gone(tx, case.ref, telling)
    told = inviting.letter_to(row, case, asking, ways.shared, known, where)
    sought = tellings.latest(telling, case, asking, *where)
    if told is None:
        return Said(sought=sought, to=to)
    return Said(
        invite=told.invite,
        sought=sought,
        to=to,
        method=told.method,
        sequence=told.sequence,
    )


def redrawn(desk: Desk, row: Delivery, now: datetime) -> Card | None:
    """Make a card that was shown before as it should look now, if it changes."""
    with desk.store.reading() as tx:
        opened = desk.open(tx, row.case_ref or "", row.person or BOT, now)
    try:
        return _again(row, opened.case, opened.asking)
    except Refused:
        # Whoever it was shown to has left the roster since.
        return None


def look(card: Card) -> str:
    """Prove in a few signs how a card looks, to tell whether another looks the same.

    Example:
        >>> look(Card("It is due")) == look(Card("It is late"))
        False
    """
    return sha256(_WRITER.encode(card).encode()).hexdigest()[:_SHORT]


def to_redraw(tx: Transaction, desk: Desk, row: Delivery, now: datetime) -> list[Old]:
    """List the cards that a change may have made old, as they should look now."""
    found: list[Old] = []
    opened = desk.open(tx, row.case_ref or "", BOT, now)
    for one in _shown(tx, row):
        if not one.receipt.get("receipt") or one.receipt.get("way") != "chat":
            continue
        asking = replace(opened.asking, by=one.person or BOT)
        try:
            card = _again(one, opened.case, asking)
        except Refused:
            continue  # whoever it was shown to has left the roster since
        if card is not None:
            found.append(Old(one, card))
    return found


def _again(row: Delivery, case: Case, asking: Asking) -> Card | None:
    return tellings.redrawn(as_telling(row.body), case, asking, row.n)


def _shown(tx: Transaction, row: Delivery) -> list[Delivery]:
    """Find what was shown that a change makes old."""
    if only := str(row.body.get(ONLY, "")):
        known = outbox.get(tx, only)
        return [known] if known and known.state == SENT else []
    touched = set(row.body.get("parts", ()))
    shown = outbox.find(
        tx, case_ref=row.case_ref, kinds=tellings.REDRAWN, states=(SENT,)
    )
    return [
        one
        for one in shown
        if one.kind == "room"
        or touched & {part.split("/")[0] for part in one.body.get("parts", ())}
    ]


def _digest(tx: Transaction, desk: Desk, row: Delivery, now: datetime) -> Card | None:
    """Make a digest, unless its morning has gone: the next morning has its own."""
    if row.not_before.astimezone(LONDON).date() != now.astimezone(LONDON).date():
        return None
    root = str(row.body.get("root", ""))
    return digest_card(tx, desk, row.person or BOT, row.role, now, root)


def digest_card(
    tx: Transaction, desk: Desk, by: str, role: str, now: datetime, root: str = ""
) -> Card:
    """Make the morning's summary, as things stand at the minute it goes.

    Args:
        tx: The transaction.
        desk: The partnership's desk.
        by: Who will see it.
        role: The role it is for, or an empty string for the channel.
        now: The instant it goes.
        root: Proof of the record up to yesterday, for whoever keeps it.
    """
    asking = desk.asking(tx, by, now)
    names = {name: shape.title for name, shape in asking.procedure.role.items()}
    made = summary(tx, desk, asking, asking.roster.title)
    if role:
        made = replace(made, whose=f"for the {asking.said(role)}", root=root)
    return digest(made, now, asking.offices, names)


def _plain(part: Any) -> dict[str, Any]:
    """Write a card, or a part of one, as plain data."""
    return {name: getattr(part, name) for name in part.__slots__}


_WRITER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), default=_plain)
