"""What Slack tells us of its own accord: who came and went, and who looks at us."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from slack_bolt.async_app import AsyncAck

from integrations.slack import first_page
from integrations.slack.parts import SlackParts
from integrations.slack.taking import taken
from integrations.slack.visiting import team_of, user_of

_HOME: Final = "home"
_BOT: Final = "bot"


class Events:
    """Takes what Slack tells; each event once, however often it is sent.

    Args:
        parts: What they are taken with.
    """

    def __init__(self, parts: SlackParts) -> None:
        self._parts = parts

    async def home(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Draw the first page of whoever opened it."""
        if _event(body).get("tab", _HOME) != _HOME or _id(body) in self._parts.events:
            await ack()
            return
        self._parts.homes.first(f"{team_of(body)}/{user_of(body)}")
        await taken(self._parts, first_page.shown, ack, body)
        # Only now: what failed is sent again, and then has to be done.
        self._parts.events.first(_id(body))
        self._parts.afterwards.do(self._opened(body), "opened")

    async def met(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Find out who somebody is who came or was changed; forget who left."""
        await ack()
        if self._first(body):
            self._parts.afterwards.do(self._met(body), "met")

    async def gone(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Let go of a workspace that took the app away, and of who was who there."""
        await ack()
        if self._first(body) and _ours_is_gone(body):
            self._parts.afterwards.do(self._gone(team_of(body)), "gone")

    async def passed(self, ack: AsyncAck) -> None:
        """Take what is of no use to anybody here."""
        await ack()

    async def _met(self, body: Mapping[str, Any]) -> None:
        people, team, user = self._parts.people, team_of(body), user_of(body)
        told = _event(body).get("user")
        if isinstance(told, Mapping) and told.get("deleted"):
            await asyncio.to_thread(people.left, team, user)
            return
        client = await self._parts.clients.for_team(team)
        found = await people.meet(team, user, client)
        if not found:
            await asyncio.to_thread(people.left, team, user)

    async def _opened(self, body: Mapping[str, Any]) -> None:
        people = self._parts.people
        await asyncio.to_thread(people.opened, team_of(body), user_of(body))

    async def _gone(self, team: str) -> None:
        await self._parts.clients.gone(team)
        await asyncio.to_thread(self._parts.people.left, team)

    def _first(self, body: Mapping[str, Any]) -> bool:
        return self._parts.events.first(_id(body))


def _id(body: Mapping[str, Any]) -> str:
    return str(body.get("event_id", ""))


def _event(body: Mapping[str, Any]) -> Mapping[str, Any]:
    event = body.get("event")
    return event if isinstance(event, Mapping) else {}


def _ours_is_gone(body: Mapping[str, Any]) -> bool:
    """Say whether it is the bot's own token that was taken away, and not a user's."""
    event = _event(body)
    if event.get("type") != "tokens_revoked":
        return True
    tokens = event.get("tokens")
    return isinstance(tokens, Mapping) and bool(tokens.get(_BOT))
