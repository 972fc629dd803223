"""Several chats as one: each person is told on the platform that reaches them.

Of two people of one partnership one may be on Slack and the other on Teams. A
receipt begins with the name of its platform, so a card is changed where it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from bot.core.cards import Card
from bot.gateways import Chat, NotHere, Place, Room, Undeliverable


class Chats:
    """Every chat that is configured. With none, it reaches nobody.

    People are then told by e-mail instead, and what is for a channel is left out.
    Whom several reach is told where the roster names their account.

    Args:
        chats: Each chat by the name of its platform, as its receipts begin.
        named: Says on which platforms a partnership's roster names an account of
            somebody.
    """

    def __init__(
        self,
        chats: Mapping[str, Chat],
        named: Callable[[str, str], Collection[str]] = lambda _partnership, _person: (),
    ) -> None:
        self._chats = dict(chats)
        self._named = named

    def reaches(self, partnership: str, person: str) -> bool:
        """Say whether a person, or with no person the channel, can be told anywhere."""
        return any(c.reaches(partnership, person) for c in self._chats.values())

    async def post(self, place: Place, card: Card, key: str, at: datetime) -> str:
        """Show a card on the first platform that reaches the place.

        Not every platform knows a channel before it has posted there: where the
        first has none of that name, it may be on the next.

        Raises:
            NotHere: The person can be told on none of them after all.
            Undeliverable: None of them has the channel; as the first of them says.
        """
        refusal = Undeliverable("No chat has this channel.")
        for number, chat in enumerate(await asyncio.to_thread(self._reaching, place)):
            try:
                return await chat.post(place, card, key, at)
            except NotHere:
                continue
            except Undeliverable as no:
                if not place.channel:
                    raise
                refusal = refusal if number else no
        if place.person and not place.channel:
            raise NotHere
        raise refusal

    async def update(self, receipt: str, card: Card, at: datetime) -> None:
        """Change a card where it was shown; nothing, if that chat is gone."""
        chat = self._chats.get(receipt.partition("/")[0])
        if chat is not None:
            await chat.update(receipt, card, at)

    async def find(self, place: Place, key: str) -> str | None:
        """Find the receipt of a card already shown under a key, on any of them."""
        for chat in await asyncio.to_thread(self._reaching, place):
            found = await chat.find(place, key)
            if found is not None:
                return found
        return None

    async def room(
        self, partnership: str, ref: str, people: tuple[str, ...], at: datetime
    ) -> Room:
        """Make sure that a case has a private channel where the partnership's own is.

        Raises:
            Undeliverable: The partnership has no chat.
        """
        for chat in await asyncio.to_thread(self._reaching, Place(partnership)):
            return await chat.room(partnership, ref, people, at)
        raise Undeliverable("The partnership has no chat in which a room could be.")

    async def close_room(self, partnership: str, ref: str, at: datetime) -> None:
        """Close the private channel of a case, wherever it has one."""
        for chat in await asyncio.to_thread(self._reaching, Place(partnership)):
            await chat.close_room(partnership, ref, at)

    def _reaching(self, place: Place) -> list[Chat]:
        person = "" if place.channel else place.person
        there = [
            name
            for name, chat in self._chats.items()
            if chat.reaches(place.partnership, person)
        ]
        if person and len(there) > 1:
            # A platform may know them by their address alone, as Slack does, and
            # they may have left it for the one that the roster names.
            named = self._named(place.partnership, person)
            there.sort(key=lambda name: name not in named)
        return [self._chats[name] for name in there]
