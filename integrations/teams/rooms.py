"""The room of a case in Teams: a group chat, or a thread in the partnership’s channel.

Teams lets most apps begin no group chat. A thread can be read by everybody in its
channel, so there is one only where nobody on the roster is who must not read it.
It is named by the case’s reference and says nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.core.cards import Card
from bot.gateways import NotHere, NotSent, Room, Undeliverable, room_of
from bot.store import Store, rooms
from bot.store.accounts import Account
from bot.store.rooms import Room as Kept
from integrations.teams.activities import room_of as without_thread
from integrations.teams.calling import Calling, Opened, Says
from integrations.teams.cards import message
from integrations.teams.names import PLATFORM
from integrations.teams.places import Places
from integrations.teams.references import MRI
from integrations.teams.refusals import gone, of_channel

_THREAD: Final = ";messageid="
_NO_GROUPS: Final = frozenset({400, 401, 403, 404, 405, 501})
"""Answers by which Teams lets the app begin no group chat, or not with somebody."""
_NOT_WITH: Final = 403
_TURNS: Final = 2
_NOWHERE: Final = (
    "Teams lets the app begin no group chat, and the partnership has no channel that "
    "the app is in. Add the app to the team of its channel, and try again."
)
_OPEN: Final = (
    "Somebody who is not to be in the room of a case can read the channel in which it "
    "would be, so there is none in Teams. Everybody is told one by one, as ever."
)
_INSIDE: Final = (
    "Somebody who is not to be in the group chat of a case is in it. Take them out in "
    "Teams by hand."
)


@dataclass(frozen=True, slots=True)
class _Case:
    """A case that is to have a room."""

    partnership: str
    ref: str
    tenant: str
    service_url: str
    wanted: dict[str, Account]
    others: frozenset[str]
    """Whom the roster names by an id and who must not be in it."""


class Rooms:
    """Makes and fills the rooms of cases, as far as Teams lets an app.

    Args:
        store: Where they are remembered.
        calling: Calls Teams.
        places: Knows the channel of a partnership, and who has the app.
    """

    def __init__(
        self,
        store: Store,
        calling: Calling,
        places: Places,
    ) -> None:
        self._store = store
        self._calling = calling
        self._places = places

    async def room(
        self, partnership: str, ref: str, people: tuple[str, ...], at: datetime
    ) -> Room:
        """Make sure that a case has a room with these people in it.

        Raises:
            Undeliverable: There can be none, and what to do about it.
            TryLater: Teams asks for patience.
            NotSent: Teams was not reached.
        """
        case = await asyncio.to_thread(self._case, partnership, ref, people)
        if not case.tenant:
            raise Undeliverable("The partnership is in no organisation in Teams.")
        kept = await asyncio.to_thread(self._kept, partnership, ref)
        if kept:
            try:
                return await self._as_it_is(case, kept)
            except Says as refusal:
                if not gone(refusal):
                    raise NotSent(str(refusal)) from None
            # It was deleted, or the app was taken out of it.
            await asyncio.to_thread(self._forget, partnership, ref)
        made = await self._group(case) or await self._thread(case)
        await asyncio.to_thread(self._keep, case, made, at)
        try:
            return await self._as_it_is(case, made)
        except Says as refusal:
            raise of_channel(refusal) from None

    async def close(self, partnership: str, ref: str, at: datetime) -> None:
        """Say nothing more in the room of a case; it can still be read."""
        del at
        await asyncio.to_thread(self._forget, partnership, ref)

    # -- there is one ------------------------------------------------------------

    async def _as_it_is(self, case: _Case, conversation: str) -> Room:
        there = await self._there(case, without_thread(conversation))
        if there & case.others:
            raise Undeliverable(_OPEN if _THREAD in conversation else _INSIDE)
        inside = {who for who, one in case.wanted.items() if one.account in there}
        return Room(conversation, frozenset(inside))

    async def _there(self, case: _Case, conversation: str) -> frozenset[str]:
        """Find who is in a conversation, by their organisation’s ids for them."""
        found = await self._calling.members(case.service_url, conversation, case.tenant)
        ids = (one.get("aadObjectId") or one.get("objectId") for one in found)
        return frozenset(str(one).casefold() for one in ids if one)

    # -- making one --------------------------------------------------------------

    async def _group(self, case: _Case) -> str:
        """Begin a group chat; nothing, where Teams does not let the app."""
        whom = list(case.wanted.values())
        for _ in range(_TURNS):
            if not whom:
                break
            try:
                return (await self._begun(case, whom)).conversation
            except Says as refusal:
                if refusal.status not in _NO_GROUPS:
                    raise of_channel(refusal) from None
                if refusal.status != _NOT_WITH:
                    break
            # One of them may have left: they keep nobody else out.
            there = [one for one in whom if await self._has_app(one)]
            whom = there if len(there) < len(whom) else []
        return ""

    async def _begun(self, case: _Case, whom: Iterable[Account]) -> Opened:
        return await self._calling.open(
            case.service_url,
            case.tenant,
            members=[str(one.address.get(MRI) or one.account) for one in whom],
            group=True,
            topic=case.ref,
        )

    async def _has_app(self, account: Account) -> bool:
        try:
            await self._places.open(account)
        except (NotHere, Says):
            return False
        return True

    async def _thread(self, case: _Case) -> str:
        """Begin a thread in the channel of the partnership.

        Raises:
            Undeliverable: There is no such channel, or too many can read it.
        """
        channel = await asyncio.to_thread(self._places.channel, case.partnership)
        if not channel:
            raise Undeliverable(_NOWHERE)
        about = Card(case.ref, ("What is said of the case follows here.",))
        try:
            if await self._there(case, channel) & case.others:
                raise Undeliverable(_OPEN)
            opened = await self._calling.open(
                case.service_url,
                case.tenant,
                channel=channel,
                activity=message(about, case.partnership),
            )
        except Says as refusal:
            raise of_channel(refusal) from None
        if _THREAD in opened.conversation or not opened.activity:
            return opened.conversation
        return f"{opened.conversation}{_THREAD}{opened.activity}"

    # -- what is remembered ------------------------------------------------------

    def _case(self, partnership: str, ref: str, people: tuple[str, ...]) -> _Case:
        tenant = self._places.people.organisation(partnership)
        found = (self._places.people.account(partnership, one) for one in people)
        wanted = {
            one.person: one
            for one in found
            if one is not None and self._places.reaches(partnership, one.person)
        }
        named = self._places.people.named(partnership)
        others = frozenset(one.user for one in named if one.person.id not in people)
        url = self._places.references.service_url(tenant)
        return _Case(partnership, ref, tenant, url, wanted, others)

    def _kept(self, partnership: str, ref: str) -> str:
        with self._store.of(partnership).reading() as tx:
            kept = rooms.get(tx, PLATFORM, partnership, room_of(ref))
        return kept.channel if kept else ""

    def _keep(self, case: _Case, channel: str, at: datetime) -> None:
        name = room_of(case.ref)
        kept = Kept(PLATFORM, case.partnership, name, case.tenant, channel, at)
        with self._store.of(case.partnership).writing(patient=True) as tx:
            rooms.put(tx, kept)

    def _forget(self, partnership: str, ref: str) -> None:
        with self._store.of(partnership).writing(patient=True) as tx:
            rooms.forget(tx, PLATFORM, partnership, room_of(ref))
