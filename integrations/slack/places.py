"""Where a card goes in Slack: a channel's id, or a person's direct messages.

Each is found once and remembered: what a roster calls a channel, and the line of
direct messages that was opened with a person.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from bot.gateways import NotHere, Place, Undeliverable
from bot.store import Store, accounts, rooms
from bot.store.accounts import Account
from bot.store.rooms import Room
from integrations.slack.calling import Call, Calling, Says
from integrations.slack.people import People
from integrations.slack.refusals import GONE

SLACK: Final = "slack"
_ID: Final = re.compile(r"[CDG][A-Z0-9]{6,}")
_KINDS: Final = ("public_channel,private_channel", "public_channel")
_PAGE: Final = 500
_PAGES: Final = 40


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as Slack knows it.

    Attributes:
        team: The workspace.
        channel: Slack's id; for a channel that could not be looked up, ``#name``.
        account: Whose direct messages these are; nobody's, for a channel.
    """

    team: str
    channel: str
    account: Account | None = None

    @property
    def known(self) -> bool:
        """Whether it is Slack's own id, by which what is there can be read."""
        return not self.channel.startswith("#")


class Places:
    """Finds places in Slack, and remembers them.

    Args:
        store: Where they are remembered.
        calling: Calls Slack.
        people: Knows whether an account is still who it was.
        workspace: Says in which workspace a partnership is; nothing, if in none.
    """

    def __init__(
        self,
        store: Store,
        calling: Calling,
        people: People,
        workspace: Callable[[str], str],
    ) -> None:
        self._store = store
        self._calling = calling
        self._people = people
        self._workspace = workspace

    def reaches(self, partnership: str, person: str) -> bool:
        """Say whether a person, or with no person the channel, is known here."""
        if not person:
            return bool(partnership and self._workspace(partnership))
        return self._account(partnership, person) is not None

    async def known(self, place: Place) -> Spot | None:
        """Find a place that was used before; nothing, if it never was."""
        return await asyncio.to_thread(self._known, place)

    async def found(self, place: Place, at: datetime) -> Spot:
        """Find a place, opening a person's direct messages if they are not yet.

        Raises:
            NotHere: The person cannot be written to here any more.
            Undeliverable: The partnership is in no workspace.
        """
        spot = await self.known(place)
        if spot is not None:
            return spot
        if place.channel:
            return await self._look_up(place, at)
        account = await asyncio.to_thread(
            self._account, place.partnership, place.person
        )
        if account is None:
            raise NotHere
        return await self._open(account)

    async def remember(self, place: Place, channel: str, at: datetime) -> None:
        """Remember which channel a name turned out to be."""
        team = await asyncio.to_thread(self._workspace, place.partnership)
        await asyncio.to_thread(self._keep, place, team, channel, at)

    async def forget(self, place: Place, spot: Spot) -> None:
        """Forget where a place was; the person stays known."""
        await asyncio.to_thread(self._forget, place, spot)

    async def part(self, account: Account) -> None:
        """Forget an account: whoever it was is not reached here any more."""

        def forget() -> None:
            with self._store.writing(patient=True) as tx:
                accounts.forget(tx, SLACK, account.tenant, account.account)

        await asyncio.to_thread(forget)

    # -- a person ----------------------------------------------------------------

    def _account(self, partnership: str, person: str) -> Account | None:
        with self._store.of(partnership).reading() as tx:
            found = accounts.of_person(tx, SLACK, partnership, person)
        if found is None:
            return None
        # Not the very same: what it takes to write to them may be noted just now.
        for one in self._people.who(found.tenant, found.account):
            if (one.partnership, one.person) == (partnership, person):
                return one
        return None

    async def _open(self, account: Account) -> Spot:
        try:
            answer = await self._calling.call(
                account.tenant,
                lambda client: client.conversations_open(users=account.account),
            )
        except Says as refusal:
            if refusal.code not in GONE:
                raise
            await self.part(account)
            raise NotHere from None
        channel = str(answer["channel"]["id"])
        await asyncio.to_thread(self._address, account, channel)
        return Spot(account.tenant, channel, account)

    # -- a channel ---------------------------------------------------------------

    async def _look_up(self, place: Place, at: datetime) -> Spot:
        team = await asyncio.to_thread(self._workspace, place.partnership)
        if not team:
            raise Undeliverable("The partnership is in no Slack workspace.")
        if is_elsewhere(place.channel):
            raise Undeliverable("Slack has no such channel.")
        name = place.channel.removeprefix("#")
        channel = await self._listed(team, name)
        if not channel:
            return Spot(team, f"#{name}")
        await self.remember(place, channel, at)
        return Spot(team, channel)

    async def _listed(self, team: str, name: str) -> str:
        """Find a channel's id by its name; nothing, where they may not be listed."""
        for kinds in _KINDS:
            try:
                return await self._among(team, name, kinds)
            except Says:
                continue  # perhaps only some kinds of channel may be listed
        return ""

    async def _among(self, team: str, name: str, kinds: str) -> str:
        cursor = ""
        for _ in range(_PAGES):
            answer = await self._calling.call(team, _listing(kinds, cursor))
            for channel in answer.get("channels") or ():
                if channel.get("name") == name:
                    return str(channel["id"])
            cursor = next_page(answer)
            if not cursor:
                break
        return ""

    # -- what is remembered ------------------------------------------------------

    def _known(self, place: Place) -> Spot | None:
        if not place.channel:
            account = self._account(place.partnership, place.person)
            channel = str(account.address.get("channel") or "") if account else ""
            return (
                Spot(account.tenant, channel, account) if account and channel else None
            )
        team = self._workspace(place.partnership)
        if team and _ID.fullmatch(place.channel):
            return Spot(team, place.channel)
        with self._store.of(place.partnership).reading() as tx:
            room = rooms.get(tx, SLACK, place.partnership, place.channel)
        if room is None or room.tenant != team:
            return None
        return Spot(team, room.channel)

    def _keep(self, place: Place, team: str, channel: str, at: datetime) -> None:
        room = Room(SLACK, place.partnership, place.channel, team, channel, at)
        with self._store.of(place.partnership).writing(patient=True) as tx:
            rooms.put(tx, room)

    def _forget(self, place: Place, spot: Spot) -> None:
        with self._store.of(place.partnership).writing(patient=True) as tx:
            if spot.account is None:
                rooms.forget(tx, SLACK, place.partnership, place.channel)
                return
        self._address(spot.account, "")

    def _address(self, account: Account, channel: str) -> None:
        """Note which line of direct messages is open, while the account is theirs."""
        with self._store.of(account.partnership).writing(patient=True) as tx:
            now = accounts.of_person(tx, SLACK, account.partnership, account.person)
            if now is not None and now.account == account.account:
                address = {**now.address, "channel": channel}
                accounts.put(tx, replace(now, address=address))


def is_elsewhere(channel: str) -> bool:
    """Say whether a channel is one of another platform, by how it is written."""
    return ":" in channel


def _listing(kinds: str, cursor: str) -> Call:
    more = {"cursor": cursor} if cursor else {}
    return lambda client: client.conversations_list(
        types=kinds, exclude_archived=True, limit=_PAGE, **more
    )


def next_page(answer: Mapping[str, Any]) -> str:
    """Read where the next page of a list begins; nothing, after the last."""
    more = answer.get("response_metadata") or {}
    return str(more.get("next_cursor") or "")
