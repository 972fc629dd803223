"""Where a card goes in Teams: a channel, a room, or a person’s chat with the bot.

A place is found in the record alone: what came in from Teams, or was learned from it,
has said where it is. Only a person’s chat can be opened, and only if they have the app.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.gateways import NotHere, Place, Undeliverable
from bot.store import Store, accounts, rooms
from bot.store.accounts import Account
from bot.store.rooms import Room
from integrations.teams.calling import Calling, Says
from integrations.teams.channels import forget_room
from integrations.teams.names import PLATFORM
from integrations.teams.people import People
from integrations.teams.references import CONVERSATION, MRI, SERVICE, References
from integrations.teams.refusals import gone

_ID: Final = re.compile(r"19:\S+@\S+", re.IGNORECASE)
_UNKNOWN: Final = (
    "No team that the app is in has a channel of that name, or several have. Add the "
    "app to the team in Teams, or put the channel’s id into the roster."
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as Teams knows it.

    Attributes:
        tenant: The organisation.
        conversation: What Teams calls the place; in a thread, with its first message.
        service_url: Where Teams is reached for it.
        account: Whose chat it is; nobody’s, for a channel or a room.
    """

    tenant: str
    conversation: str
    service_url: str
    account: Account | None = None


class Places:
    """Finds places in Teams, and remembers them.

    Args:
        store: Where they are remembered.
        calling: Calls Teams.
        people: Knows who is who, and where a partnership is.
        references: Knows how each is written to.
    """

    def __init__(
        self, store: Store, calling: Calling, people: People, references: References
    ) -> None:
        self._store = store
        self._calling = calling
        self.people: Final = people
        self.references: Final = references

    def reaches(self, partnership: str, person: str) -> bool:
        """Say whether a person, or with no person the channel, is known here."""
        if not partnership:
            return False
        if not person:
            # Where people are here, a channel that is not found is somebody's to mend.
            asked = self.people.channel(partnership)
            here = self.people.named(partnership)
            return bool(asked and (here or self.channel(partnership)))
        account = self.people.account(partnership, person)
        return account is not None and bool(account.address.get(CONVERSATION))

    def channel(self, partnership: str, word: str = "") -> str:
        """Find the channel of a partnership; nothing, where it is not known for sure.

        Args:
            partnership: Whose it is.
            word: What the roster calls it; the one of its digest, if not said.
        """
        tenant = self.people.organisation(partnership)
        word = word or self.people.channel(partnership)
        if not tenant or not word:
            return ""
        channels = self.references.channels
        if _ID.fullmatch(word):
            return channels.spelt(tenant, word)
        with self._store.of(partnership).reading() as tx:
            kept = rooms.get(tx, PLATFORM, partnership, word)
        if kept is not None and kept.tenant == tenant:
            return kept.channel
        found = channels.find(tenant, word)
        # Of two teams with such a channel one may be somebody else’s.
        return found[0] if len(found) == 1 else ""

    async def found(self, place: Place, at: datetime) -> Spot:
        """Find a place, opening a person’s chat if it is not known.

        Raises:
            NotHere: The person cannot be written to here.
            Undeliverable: There is no such channel, and what to do about it.
            Says: Teams does not open the chat, for another reason.
        """
        if place.channel:
            return await asyncio.to_thread(self._channel, place, at)
        account = await asyncio.to_thread(
            self.people.account, place.partnership, place.person
        )
        if account is None:
            raise NotHere
        conversation = str(account.address.get(CONVERSATION) or "")
        if not conversation:
            return await self.open(account)
        return await asyncio.to_thread(self._spot, account, conversation)

    async def open(self, account: Account) -> Spot:
        """Open the chat with somebody: it is always the same one.

        Raises:
            NotHere: They do not have the app, or have blocked it.
            Says: Teams says no for another reason.
        """
        tenant, known = account.tenant, str(account.address.get(MRI) or "")
        url = await asyncio.to_thread(self.references.service_url, tenant)
        try:
            opened = await self._calling.open(
                url, tenant, members=[known or account.account]
            )
        except Says as refusal:
            if not gone(refusal):
                raise
            raise NotHere from None
        kept = await asyncio.to_thread(
            self.references.opened, account, opened.conversation, url
        )
        return Spot(tenant, opened.conversation, url, kept)

    async def part(self, spot: Spot) -> None:
        """Forget a place that cannot be written to any more."""
        await asyncio.to_thread(self._part, spot)

    async def at(self, tenant: str, conversation: str) -> Spot:
        """Give a place that was written to before, as it is reached now."""
        url = await asyncio.to_thread(self.references.reach, tenant, conversation)
        return Spot(tenant, conversation, url)

    def watchers(self, partnership: str) -> tuple[str, ...]:
        """List what Teams calls everybody of a partnership, as far as it is known."""
        named = {
            (one.tenant, one.user, one.person.id)
            for one in self.people.named(partnership)
        }
        with self._store.of(partnership).reading() as tx:
            known = accounts.of_partnership(tx, PLATFORM, partnership)
        return tuple(
            str(one.address[MRI])
            for one in known
            if one.address.get(MRI) and (one.tenant, one.account, one.person) in named
        )

    def _channel(self, place: Place, at: datetime) -> Spot:
        tenant = self.people.organisation(place.partnership)
        channel = self.channel(place.partnership, place.channel)
        if not channel:
            raise Undeliverable(_UNKNOWN)
        if channel != place.channel:
            room = Room(PLATFORM, place.partnership, place.channel, tenant, channel, at)
            with self._store.of(room.partnership).writing(patient=True) as tx:
                if rooms.get(tx, PLATFORM, room.partnership, room.name) is None:
                    rooms.put(tx, room)
        return Spot(tenant, channel, self.references.service_url(tenant))

    def _spot(self, account: Account, conversation: str) -> Spot:
        url = str(account.address.get(SERVICE) or "")
        url = url or self.references.service_url(account.tenant)
        return Spot(account.tenant, conversation, url, account)

    def _part(self, spot: Spot) -> None:
        if spot.account is not None:
            self.references.part(spot.account.tenant, spot.account.account)
            return
        with self._store.writing(patient=True) as tx:
            forget_room(tx, spot.conversation)
