"""Keeping up with who is who: when it starts, when a roster changes, and in between."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog
from slack_sdk.errors import SlackApiError

from bot.store import Store, roster
from integrations.slack.directory import Sleep
from integrations.slack.installs import UNANSWERED, Clients
from integrations.slack.people import People

LOOK: Final = 15.0
"""Seconds between two looks at whether a roster or a workspace is new."""
OFTEN: Final = timedelta(hours=6)
"""How long what was learned is trusted, though nothing is new here."""

_log = structlog.get_logger()


class Learning:
    """Learns who is who in each workspace, again whenever it could be different.

    Args:
        store: The record, where the rosters are.
        clients: The ways to call Slack.
        people: Learns.
        now: The time.
        sleep: Waits for some seconds.
    """

    def __init__(
        self,
        store: Store,
        clients: Clients,
        people: People,
        now: Callable[[], datetime],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._store = store
        self._clients = clients
        self._people = people
        self._now = now
        self._sleep = sleep
        self._learned: dict[str, tuple[object, datetime]] = {}

    async def keep_on(self) -> None:
        """Learn whenever there is something to learn, until it is stopped.

        Each workspace by itself: one that asks for patience keeps no other waiting.
        """
        at_it: set[str] = set()
        async with asyncio.TaskGroup() as tasks:
            while True:
                await self._begin(tasks, at_it)
                await self._sleep(LOOK)

    async def once(self) -> None:
        """Learn where there is something new, or it has been a while."""
        async with asyncio.TaskGroup() as tasks:
            await self._begin(tasks, set())

    async def _begin(self, tasks: asyncio.TaskGroup, at_it: set[str]) -> None:
        as_it_stands = await asyncio.to_thread(self._rosters)
        for team in await self._clients.teams():
            known = self._learned.get(team)
            if known and known[0] == as_it_stands and self._now() < known[1] + OFTEN:
                continue
            if team not in at_it:
                at_it.add(team)
                tasks.create_task(self._one(team, as_it_stands, at_it))

    async def _one(self, team: str, as_it_stands: object, at_it: set[str]) -> None:
        try:
            if await self._learn(team):
                self._learned[team] = (as_it_stands, self._now())
        finally:
            at_it.discard(team)

    async def _learn(self, team: str) -> bool:
        """Learn who is in one workspace; says whether that is done with for now."""
        try:
            client = await self._clients.for_team(team)
            found = await self._people.learn(team, client)
        except (SlackApiError, *UNANSWERED) as trouble:
            _log.warning("slack.not-learned", problem_kind=type(trouble).__name__)
            return False
        _log.info("slack.learned", count=found.found)
        if found.missing:
            _log.info("slack.not-in-the-workspace", count=len(found.missing))
        return not found.again

    def _rosters(self) -> roster.Stands:
        with self._store.reading() as tx:
            return roster.stands(tx)
