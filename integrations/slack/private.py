"""What is asked of Slack for the private channel of a case, one act at a time."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, Final

from bot.gateways import Undeliverable, room_of
from integrations.slack.calling import Call, Calling, Says
from integrations.slack.places import next_page

_LONGEST: Final = 76
"""Characters of a name, with room for a number after it: Slack takes eighty."""
_MOST: Final = 9
"""Names that are tried, when others have taken them."""
_PAGE: Final = 500
_PAGES: Final = 40
LOST: Final = frozenset({"channel_not_found", "not_in_channel"})
"""Answers that mean that the channel is gone, or the bot was taken out of it."""


class PrivateChannels:
    """Makes private channels in Slack, lets people in, and takes people out.

    Args:
        calling: Calls Slack.
        bot: Says which account the bot has in a workspace.
    """

    def __init__(self, calling: Calling, bot: Callable[[str], Awaitable[str]]) -> None:
        self._calling = calling
        self._bot = bot

    async def made(self, team: str, ref: str) -> str:
        """Make the channel, or find the one that was made and not remembered.

        Raises:
            Undeliverable: Others have taken every name that could be its.
        """
        name = re.sub(r"[^a-z0-9_-]", "-", room_of(ref))[:_LONGEST]
        ours: dict[str, str] | None = None
        for number in range(1, _MOST + 1):
            own = name if number == 1 else f"{name}-{number}"
            try:
                return await self._create(team, own)
            except Says as refusal:
                if refusal.code != "name_taken":
                    raise
            if ours is None:
                ours = await self._ours(team)
            if own in ours:
                return ours[own]
        raise Undeliverable(f"Every name for the channel of {ref} is taken in Slack.")

    async def _create(self, team: str, name: str) -> str:
        made = await self._calling.call(
            team, lambda client: client.conversations_create(name=name, is_private=True)
        )
        return str(made["channel"]["id"])

    async def _ours(self, team: str) -> dict[str, str]:
        """List the private channels that the bot made and is in, by their names."""
        bot, found = await self._bot(team), {}
        asked = {"types": "private_channel", "exclude_archived": "true"}
        # Without the right to look, none is known to be ours.
        with suppress(Says):
            async for page in self._pages(team, "conversations.list", asked):
                for one in page.get("channels") or ():
                    if one.get("creator") == bot:
                        found[str(one.get("name"))] = str(one["id"])
        return found

    async def name(self, team: str, channel: str, ref: str) -> None:
        """Say in its topic which case it is of, and nothing else."""
        try:
            await self._calling.call(
                team,
                lambda client: client.conversations_setTopic(
                    channel=channel, topic=ref
                ),
            )
        except Says as refusal:
            if refusal.code in LOST:
                raise

    async def members(self, team: str, channel: str) -> frozenset[str] | None:
        """Find who is in it; nothing, where the bot may not look."""
        found: set[str] = set()
        asked = {"channel": channel}
        try:
            async for page in self._pages(team, "conversations.members", asked):
                found |= set(page.get("members") or ())
        except Says as refusal:
            if refusal.code in LOST:
                raise
            return None
        return frozenset(found)

    async def invite(self, team: str, channel: str, account: str) -> bool:
        """Let one person in; says whether they are in it. One no stops nobody else."""
        try:
            await self._calling.call(
                team,
                lambda client: client.conversations_invite(
                    channel=channel, users=account
                ),
            )
        except Says as refusal:
            if refusal.code in LOST or refusal.code == "is_archived":
                raise
            return refusal.code == "already_in_channel"
        return True

    async def take_out(self, team: str, channel: str, those: Iterable[str]) -> None:
        """Take people out of it.

        Raises:
            Undeliverable: Somebody is still in it who must not be.
        """
        left = [one for one in those if not await self._kicked(team, channel, one)]
        if left:
            raise Undeliverable(
                "Somebody who is not to be in the private channel of a case could "
                "not be taken out of it. Take them out in Slack by hand."
            )

    async def archive(self, team: str, channel: str) -> None:
        """Close it: it can be read, and nothing more is said in it.

        Raises:
            Says: Slack does not.
        """
        await self._calling.call(
            team, lambda client: client.conversations_archive(channel=channel)
        )

    async def _kicked(self, team: str, channel: str, account: str) -> bool:
        try:
            await self._calling.call(
                team,
                lambda client: client.conversations_kick(channel=channel, user=account),
            )
        except Says as refusal:
            return refusal.code in {"not_in_channel", "user_not_found"}
        return True

    async def _pages(
        self, team: str, method: str, asked: Mapping[str, str]
    ) -> AsyncIterator[Mapping[str, Any]]:
        cursor = ""
        for _ in range(_PAGES):
            given = {**asked, "limit": _PAGE} | ({"cursor": cursor} if cursor else {})
            page = await self._calling.call(team, _asking(method, given))
            yield page
            cursor = next_page(page)
            if not cursor:
                return


def _asking(method: str, given: Mapping[str, Any]) -> Call:
    return lambda client: client.api_call(method, http_verb="GET", params=dict(given))
