"""Slack as a place where people talk: cards are posted, changed, and found again.

What one person hears of one case is one thread in their direct messages. Every card
carries its delivery's key where only programs see it, so that it can be found again
when nobody knows whether it went.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from bot.core.cards import Card
from bot.gateways import Place, Room
from bot.store import Store, index, outbox
from bot.store.outbox import SENT
from integrations.slack.blocks import message
from integrations.slack.calling import Call, Calling, Says
from integrations.slack.places import SLACK, Places, Spot, next_page
from integrations.slack.refusals import (
    GONE,
    NO_THREAD,
    of_change,
    of_channel,
    of_person,
)
from integrations.slack.rooms import Rooms

EVENT: Final = "dayzero_card"
_PAGE: Final = 100
_PAGES: Final = 5


class SlackChat:
    """Show cards in Slack.

    Args:
        store: The record: who has which account, and what was sent.
        calling: Calls Slack.
        places: Finds where a card goes.
        rooms: Makes the private channels of cases.
    """

    def __init__(
        self, store: Store, calling: Calling, places: Places, rooms: Rooms
    ) -> None:
        self._store = store
        self._calling = calling
        self._places = places
        self._rooms = rooms
        # What was looked for where it is not allowed to look. Looking and sending
        # again follow one another, so it need not outlive the program.
        self._unseen: set[str] = set()

    def reaches(self, partnership: str, person: str) -> bool:
        """Say whether a person, or with no person the channel, can be told here."""
        return self._places.reaches(partnership, person)

    async def post(self, place: Place, card: Card, key: str, at: datetime) -> str:
        """Show a card, and return the receipt by which it can be changed.

        Raises:
            NotHere: The person cannot be told here; their account is forgotten.
            Undeliverable: The channel cannot be posted in, and what to do about it.
            TryLater: Slack asks for patience.
            NotSent: Slack was not reached, or does not let the bot in now.
        """
        if key in self._unseen:
            again = f"This may be a repeat of {key}."
            card = replace(card, text=(*card.text, again))
        remembered = await self._places.known(place)
        spot = remembered or await self._found(place, at)
        try:
            receipt = await self._posted(place, spot, card, key, at)
        except Says as refusal:
            if remembered is None or refusal.code not in GONE:
                raise await self._refused(spot, refusal) from None
            receipt = await self._posted_anew(place, remembered, card, key, at)
        self._unseen.discard(key)
        return receipt

    async def update(self, receipt: str, card: Card, at: datetime) -> None:
        """Change a card that was shown before.

        Raises:
            Undeliverable: It is not there any more.
        """
        del at
        _, team, channel, ts = receipt.split("/")
        shown = message(card, await asyncio.to_thread(self._partnership, card))
        try:
            await self._calling.call(
                team,
                lambda client: client.chat_update(
                    channel=channel, ts=ts, text=shown.text, blocks=shown.blocks
                ),
            )
        except Says as refusal:
            raise of_change(refusal.code) from None

    async def find(self, place: Place, key: str) -> str | None:
        """Find the receipt of a card already shown under a key."""
        spot = await self._places.known(place)
        if spot is None or not spot.known:
            if place.channel:
                self._unseen.add(key)
            return None
        try:
            ts = await self._seen(place, spot, key)
        except Says:
            # Reading needs more rights than writing, and not every workspace gives
            # them. The copy then says that it may be one.
            self._unseen.add(key)
            return None
        return _receipt(spot.team, spot.channel, ts) if ts else None

    async def room(
        self, partnership: str, ref: str, people: tuple[str, ...], at: datetime
    ) -> Room:
        """Make sure that a case has a private channel with these people in it."""
        return await self._rooms.room(partnership, ref, people, at)

    async def close_room(self, partnership: str, ref: str, at: datetime) -> None:
        """Archive the private channel of a case, if it has one."""
        del at
        await self._rooms.close(partnership, ref)

    # -- posting -----------------------------------------------------------------

    async def _found(self, place: Place, at: datetime) -> Spot:
        try:
            return await self._places.found(place, at)
        except Says as refusal:
            of = of_channel if place.channel else of_person
            raise of(refusal.code) from None

    async def _posted_anew(
        self, place: Place, was: Spot, card: Card, key: str, at: datetime
    ) -> str:
        """Post once more where a place that moved is now."""
        await self._places.forget(place, was)
        spot = await self._found(place, at)
        try:
            return await self._posted(place, spot, card, key, at)
        except Says as refusal:
            raise await self._refused(spot, refusal) from None

    async def _posted(
        self, place: Place, spot: Spot, card: Card, key: str, at: datetime
    ) -> str:
        shown = message(card, place.partnership)
        said: dict[str, Any] = {
            "channel": spot.channel,
            "text": shown.text,
            "blocks": shown.blocks,
            "metadata": {"event_type": EVENT, "event_payload": {"key": key}},
            "unfurl_links": False,
            "unfurl_media": False,
        }
        root = await asyncio.to_thread(self._root, place, spot, card.case)
        # In a thread alone it would be overlooked by whoever has to act on it.
        thread = {"thread_ts": root, "reply_broadcast": _asks(card)} if root else {}
        try:
            answer = await self._said(spot.team, said | thread)
        except Says as refusal:
            if not root or refusal.code not in NO_THREAD:
                raise
            answer = await self._said(spot.team, said)
        channel = str(answer["channel"])
        if not spot.known:
            await self._places.remember(place, channel, at)
        return _receipt(spot.team, channel, str(answer["ts"]))

    async def _said(self, team: str, said: dict[str, Any]) -> Any:
        return await self._calling.call(
            team, lambda client: client.chat_postMessage(**said)
        )

    async def _refused(self, spot: Spot, refusal: Says) -> Exception:
        """Say what Slack's no to a card means for its delivery."""
        if spot.account is None:
            return of_channel(refusal.code)
        if refusal.code in GONE:
            await self._places.part(spot.account)
        return of_person(refusal.code)

    def _root(self, place: Place, spot: Spot, case: str) -> str:
        """Find the first card about a case that a person was sent in this place."""
        if not case or spot.account is None:
            return ""
        with self._store.of(place.partnership).reading() as tx:
            sent = outbox.find(
                tx,
                partnership=place.partnership,
                case_ref=case,
                person=place.person,
                states=(SENT,),
            )
        here = _receipt(spot.team, spot.channel, "")
        receipts = (str(row.receipt.get("receipt", "")) for row in sent)
        return next((r.removeprefix(here) for r in receipts if r.startswith(here)), "")

    # -- finding -----------------------------------------------------------------

    async def _seen(self, place: Place, spot: Spot, key: str) -> str:
        """Look through what stands in a place for a card with a key."""
        where: dict[str, Any] = {
            "channel": spot.channel,
            "include_all_metadata": "true",
            "limit": _PAGE,
        }
        case = await asyncio.to_thread(self._case, place, key)
        root = await asyncio.to_thread(self._root, place, spot, case)
        for method, more in _looks(root):
            given, cursor = where | more, ""
            for _ in range(_PAGES):
                page = given | ({"cursor": cursor} if cursor else {})
                answer = await self._calling.call(spot.team, _asking(method, page))
                for one in answer.get("messages") or ():
                    if _key(one) == key:
                        return str(one["ts"])
                cursor = next_page(answer)
                if not cursor:
                    break
            else:
                self._unseen.add(key)  # there is more than can be looked through
        return ""

    def _case(self, place: Place, key: str) -> str:
        with self._store.of(place.partnership).reading() as tx:
            row = outbox.get(tx, key)
        return (row.case_ref or "") if row else ""

    def _partnership(self, card: Card) -> str:
        with self._store.reading() as tx:
            row = index.case(tx, card.case)
        return row.partnership if row else ""


def _looks(root: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if root:
        yield "conversations.replies", {"ts": root}
    yield "conversations.history", {}


def _asking(method: str, page: dict[str, Any]) -> Call:
    return lambda client: client.api_call(method, http_verb="GET", params=page)


def _key(one: Any) -> str:
    metadata = one.get("metadata") or {}
    if metadata.get("event_type") != EVENT:
        return ""
    return str((metadata.get("event_payload") or {}).get("key", ""))


def _asks(card: Card) -> bool:
    """Say whether a card asks somebody to do something, and does not only tell."""
    buttons = [*card.buttons, *(b for item in card.items for b in item.buttons)]
    return any(button.does != "open" for button in buttons)


def _receipt(team: str, channel: str, ts: str) -> str:
    return f"{SLACK}/{team}/{channel}/{ts}"
