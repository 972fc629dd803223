"""An outside of our own: it keeps what it is given, and can be told to fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.cards import Card
from bot.gateways import Letter, Place, Room, room_of

Trouble = Callable[[str], Exception | None]


def never(_: str) -> None:
    return None


@dataclass
class Square:
    """A chat that reaches only some people, as Slack and Teams do.

    Attributes:
        shown: Each card as it stands, by its receipt, in the order it came.
        before: Asked before a card is shown: what goes wrong, if anything.
        after: Asked after: the card is there, but the answer is lost.
        forgets: Whether it cannot be asked what it has been shown.
    """

    reached: frozenset[str] | None = None
    before: Trouble = never
    after: Trouble = never
    forgets: bool = False
    shown: dict[str, Card] = field(default_factory=dict)
    posted: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    rooms: dict[str, frozenset[str]] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)

    def reaches(self, partnership: str, person: str) -> bool:
        return self.reached is None or person in self.reached

    async def post(self, place: Place, card: Card, key: str, at: datetime) -> str:
        fail(self.before, key)
        self.posted.append(key)
        self.shown[f"square:{key}"] = card
        fail(self.after, key)
        return f"square:{key}"

    async def update(self, receipt: str, card: Card, at: datetime) -> None:
        assert receipt in self.shown
        fail(self.before, receipt)
        self.updated.append(receipt)
        self.shown[receipt] = card

    async def find(self, place: Place, key: str) -> str | None:
        known = f"square:{key}"
        return known if known in self.shown and not self.forgets else None

    async def room(
        self, partnership: str, ref: str, people: tuple[str, ...], at: datetime
    ) -> Room:
        fail(self.before, ref)
        inside = frozenset(p for p in people if self.reaches(partnership, p))
        self.rooms[ref] = inside
        fail(self.after, ref)
        return Room(room_of(ref), inside)

    async def close_room(self, partnership: str, ref: str, at: datetime) -> None:
        self.rooms.pop(ref, None)
        self.closed.append(ref)


@dataclass
class Pillar:
    """A mail that keeps letters; by itself it never notices a repeat."""

    before: Trouble = never
    after: Trouble = never
    forgets: bool = False
    sent: list[tuple[str, Letter]] = field(default_factory=list)

    async def send(self, letter: Letter, key: str) -> str:
        fail(self.before, key)
        self.sent.append((key, letter))
        fail(self.after, key)
        return f"<{key}>"

    async def find(self, letter: Letter, key: str) -> str | None:
        there = any(known == key for known, _ in self.sent)
        return f"<{key}>" if there and not self.forgets else None


def fail(trouble: Trouble, key: str) -> None:
    found = trouble(key)
    if found is not None:
        raise found


def once(error: Exception, within: str = "") -> Trouble:
    """Go wrong the first time that a key with this in it comes."""
    left = [error]
    return lambda key: left.pop() if left and within in key else None


def always(error: Callable[[], Exception], within: str = "") -> Trouble:
    return lambda key: error() if within in key else None
