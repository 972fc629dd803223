"""Teams as a place where people talk: cards are posted, and changed where they stand.

Teams cannot be asked what stands in a conversation, so a card of which nobody knows
whether it arrived is sent once more, and says of itself that it may be a repeat.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from urllib.parse import quote, unquote

from bot.core.cards import Card
from bot.gateways import Place, Room, Undeliverable
from bot.store import Store, index, outbox
from bot.store.outbox import SENT, Delivery
from integrations.teams.acts import REFRESH, Act
from integrations.teams.calling import Calling, Says
from integrations.teams.cards import Refresh, message
from integrations.teams.limits import Json
from integrations.teams.names import PLATFORM
from integrations.teams.places import Places, Spot
from integrations.teams.refusals import gone, of_change, of_channel, of_person
from integrations.teams.rooms import Rooms

_PARTS: Final = 4
"""Of a receipt: the platform, the organisation, the conversation, the message."""


@dataclass(frozen=True, slots=True)
class TeamsChat:
    """Show cards in Teams.

    Attributes:
        store: The record of what was sent.
        calling: Calls Teams.
        places: Finds where a card goes.
        rooms: Makes the rooms of cases.
    """

    store: Store
    calling: Calling
    places: Places
    rooms: Rooms
    # Looking and sending again follow one another, so it need not outlive the program.
    _unseen: set[str] = field(default_factory=set)

    async def find(self, place: Place, key: str) -> None:
        """Find nothing, as Teams cannot be asked; the copy then says what it is."""
        del place
        self._unseen.add(key)

    async def post(self, place: Place, card: Card, key: str, at: datetime) -> str:
        """Show a card, and return the receipt by which it can be changed.

        Raises:
            NotHere: The person cannot be told here; where they were is forgotten.
            Undeliverable: The channel cannot be posted in, and what to do about it.
            TryLater: Teams asks for patience.
            NotSent: Teams was not reached, or does not let the bot in now.
        """
        shown = await asyncio.to_thread(self._drawn, place, card, key)
        spot = await self._found(place, at)
        try:
            made = await self._said(spot, shown)
        except Says as refusal:
            if not gone(refusal):
                raise _refused(spot, refusal) from None
            spot, made = await self._said_anew(place, spot, refusal, shown, at)
        self._unseen.discard(key)
        return receipt_of(spot.tenant, spot.conversation, made)

    async def update(self, receipt: str, card: Card, at: datetime) -> None:
        """Change a card that was shown before, where it is reached now.

        Raises:
            Undeliverable: It is not there any more.
        """
        del at
        tenant, conversation, activity = read_receipt(receipt)
        if not activity:
            raise Undeliverable("Teams never said what it called the card.")
        shown = await asyncio.to_thread(self._redrawn, receipt, card)
        spot = await self.places.at(tenant, conversation)
        try:
            await self.calling.update(
                spot.service_url, conversation, activity, shown, tenant
            )
        except Says as refusal:
            raise of_change(refusal) from None

    async def close_room(self, partnership: str, ref: str, at: datetime) -> None:
        """Say nothing more in the room of a case, if it has one."""
        await self.rooms.close(partnership, ref, at)

    async def room(
        self, partnership: str, ref: str, people: tuple[str, ...], at: datetime
    ) -> Room:
        """Make sure that a case has a room with these people in it."""
        return await self.rooms.room(partnership, ref, people, at)

    def reaches(self, partnership: str, person: str) -> bool:
        """Say whether a person, or with no person the channel, is known here."""
        return self.places.reaches(partnership, person)

    # -- posting -----------------------------------------------------------------

    async def _found(self, place: Place, at: datetime) -> Spot:
        try:
            return await self.places.found(place, at)
        except Says as refusal:
            raise of_person(refusal) from None

    async def _said(self, spot: Spot, shown: Json) -> str:
        return await self.calling.send(
            spot.service_url, spot.conversation, shown, spot.tenant
        )

    async def _said_anew(
        self, place: Place, was: Spot, refusal: Says, shown: Json, at: datetime
    ) -> tuple[Spot, str]:
        """Post once more where a place that moved is now.

        Raises:
            NotHere: The person is nowhere else.
            Undeliverable: The channel is nowhere else.
        """
        await self.places.part(was)
        try:
            spot = await self._found(place, at)
        except Undeliverable:
            raise _refused(was, refusal) from None
        if spot.conversation == was.conversation:
            if spot.account is not None:  # it can be opened, but not written in
                await self.places.part(spot)
            raise _refused(was, refusal)
        try:
            return spot, await self._said(spot, shown)
        except Says as again:
            if gone(again):
                await self.places.part(spot)
            raise _refused(spot, again) from None

    # -- drawing -----------------------------------------------------------------

    def _drawn(self, place: Place, card: Card, key: str) -> Json:
        if key in self._unseen:
            again = f"This may be a repeat of {key}."
            card = replace(card, text=(*card.text, again))
        partnership = place.partnership
        if not place.channel or not _asks(card):
            return message(card, partnership)
        watching = self.places.watchers(partnership)
        asked = Act(partnership, REFRESH, card.case)
        return message(card, partnership, refresh=Refresh(asked, key, watching))

    def _redrawn(self, receipt: str, card: Card) -> Json:
        with self.store.reading() as tx:
            row = index.case(tx, card.case) if card.case else None
            sent = outbox.find(
                tx, case_ref=card.case or "", states=(SENT,), receipts=(receipt,)
            )
        found = next((one for one in sent if _is(one, receipt)), None)
        if found is None:
            return message(card, row.partnership if row else "")
        place = Place(found.partnership, found.place, found.person)
        return self._drawn(place, card, found.key)


def receipt_of(tenant: str, conversation: str, activity: str) -> str:
    """Write down where a card stands.

    Example:
        >>> receipt_of("9c1a", "a:1x", "17")
        'teams/9c1a/a%3A1x/17'
    """
    parts = (tenant, conversation, activity)
    return "/".join((PLATFORM, *(quote(part, safe="") for part in parts)))


def read_receipt(receipt: str) -> tuple[str, str, str]:
    """Read where a card stands: the organisation, the conversation and the message.

    Raises:
        Undeliverable: It is not written as Teams’ are.
    """
    parts = receipt.split("/")
    if len(parts) != _PARTS or parts[0] != PLATFORM:
        raise Undeliverable("This is no card in Teams.")
    tenant, conversation, activity = (unquote(part) for part in parts[1:])
    return tenant, conversation, activity


def _refused(spot: Spot, refusal: Says) -> Exception:
    """Say what Teams’ no to a card means for its delivery."""
    if spot.account is None:
        return of_channel(refusal)
    return of_person(refusal)


def _is(row: Delivery, receipt: str) -> bool:
    return bool(row.receipt) and row.receipt.get("receipt") == receipt


def _asks(card: Card) -> bool:
    """Say whether a card has a line or a button that is not the same for everybody."""
    if card.case and card.items:
        return True
    buttons = [*card.buttons, *(b for item in card.items for b in item.buttons)]
    return any(button.does != "open" for button in buttons)
