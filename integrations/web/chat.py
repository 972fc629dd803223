"""The page as a place where people talk: it shows cards, and shows them again.

A card stands in a channel or before one person. It is kept as plain data, and
has nowhere to put what anybody typed, so none of it needs to be locked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from bot.core.cards import Button, Card, Item
from bot.gateways import Place, Room, room_of
from bot.store import Store, messages
from bot.store.messages import Message


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as it stands on the page.

    Attributes:
        at: When it first appeared.
        changed: When it last changed.
    """

    key: str
    card: Card
    at: datetime
    changed: datetime


class WebChat:
    """Show cards on the page. What is shown under a key is shown once."""

    def __init__(self, store: Store, changed: Callable[[], None]) -> None:
        """Keep the cards in ``store``; call ``changed`` after each change."""
        self._store = store
        self._changed = changed

    def reaches(self, partnership: str, person: str) -> bool:
        """Say whether somebody can be told here: everybody can look at the page."""
        del person
        return bool(partnership)

    async def post(self, place: Place, card: Card, key: str, at: datetime) -> str:
        """Show a card, and return the receipt by which it can be changed."""
        known = _key(place, key)
        message = Message(
            key=known,
            partnership=place.partnership,
            place=place.channel,
            person="" if place.channel else place.person,
            kind="card",
            card=to_plain(card),
            posted_at=at,
            updated_at=at,
            case_ref=card.case or None,
        )
        await asyncio.to_thread(self._show, message)
        return known

    async def update(self, receipt: str, card: Card, at: datetime) -> None:
        """Change a card that was shown before."""
        await asyncio.to_thread(self._redraw, receipt, card, at)

    async def find(self, place: Place, key: str) -> str | None:
        """Find the receipt of a card already shown under a key."""
        known = _key(place, key)
        return known if await asyncio.to_thread(self._there, known) else None

    async def room(
        self, partnership: str, ref: str, people: tuple[str, ...], at: datetime
    ) -> Room:
        """Make sure that a case has a room: the page has one for every case."""
        del partnership, at
        return Room(room_of(ref), frozenset(people))

    async def close_room(self, partnership: str, ref: str, at: datetime) -> None:
        """Leave it as it is: nobody is in it now, so nobody is shown it."""

    def channel(self, partnership: str, channel: str, most: int) -> list[Shown]:
        """List the latest cards of a channel, the newest first."""
        with self._store.of(partnership).reading() as tx:
            found = messages.in_place(tx, partnership, channel, limit=most)
        return [_shown(message) for message in reversed(found)]

    def direct(self, partnership: str, person: str, most: int) -> list[Shown]:
        """List the latest cards that one person alone sees, the newest first."""
        with self._store.of(partnership).reading() as tx:
            found = messages.for_person(tx, partnership, person, limit=most)
        return [_shown(message) for message in reversed(found)]

    def last_change(self, partnership: str) -> datetime | None:
        """Say when a card last appeared or changed, whoever made it."""
        with self._store.of(partnership).reading() as tx:
            return messages.last_change(tx, partnership)

    def _show(self, message: Message) -> None:
        with self._store.of(message.partnership).writing(patient=True) as tx:
            if messages.get(tx, message.key) is None:
                messages.show(tx, message)
        self._changed()

    def _redraw(self, receipt: str, card: Card, at: datetime) -> None:
        with self._store.writing(patient=True) as tx:
            message = messages.get(tx, receipt)
            if message is not None:
                redrawn = replace(message, card=to_plain(card), updated_at=at)
                messages.show(tx, redrawn)
        self._changed()

    def _there(self, key: str) -> bool:
        with self._store.reading() as tx:
            return messages.get(tx, key) is not None


def to_plain(card: Card) -> dict[str, Any]:
    """Write a card as plain data.

    Example:
        >>> to_plain(Card("It is due"))["heading"]
        'It is due'
    """
    return asdict(card)


def from_plain(plain: Mapping[str, Any]) -> Card:
    """Read a card back from plain data.

    Example:
        >>> card = Card("It is due", facts=(("Due", "Friday"),))
        >>> from_plain(to_plain(card)) == card
        True
    """
    return Card(
        heading=plain["heading"],
        text=tuple(plain["text"]),
        facts=_facts(plain),
        items=tuple(
            Item(item["title"], _facts(item), _buttons(item), late=item["late"])
            for item in plain["items"]
        ),
        buttons=_buttons(plain),
        outcome=plain["outcome"],
        case=plain["case"],
    )


def _facts(plain: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in plain["facts"])


def _buttons(plain: Mapping[str, Any]) -> tuple[Button, ...]:
    return tuple(Button(**button) for button in plain["buttons"])


def _key(place: Place, key: str) -> str:
    """Tell apart what one delivery shows in several places."""
    return f"{key}@{place.channel or place.person}"


def _shown(message: Message) -> Shown:
    card = from_plain(message.card)
    return Shown(message.key, card, message.posted_at, message.updated_at)
