"""Everything of Teams, joined: what comes in, what goes out, what keeps it going."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from starlette.routing import Route

from bot.always import Standing, always, by_whoever
from bot.counter import Counter
from bot.settings_teams import TeamsSettings
from bot.store import Store
from integrations.teams.calling import Calling
from integrations.teams.chat import TeamsChat
from integrations.teams.credentials import Tokens
from integrations.teams.front import Front, Mounted
from integrations.teams.health import TeamsHealth
from integrations.teams.learning import Learning
from integrations.teams.library import app_of
from integrations.teams.listen import Listener
from integrations.teams.parts import TeamsParts
from integrations.teams.people import People
from integrations.teams.places import Places
from integrations.teams.references import References
from integrations.teams.repeats import Repeats
from integrations.teams.rooms import Rooms
from integrations.teams.tokens import Keys

_FAILED: Final = "teams.failed"
_THREADS: Final = 8
"""As many presses as PostgreSQL takes at once."""


@dataclass(frozen=True, slots=True)
class Teams:
    """What is joined to Teams.

    Attributes:
        front: The door for what comes in.
        keys: By which that is proved to come from Teams.
        standing: Has one replica keep up with who has the app, for all.
    """

    parts: TeamsParts
    chat: TeamsChat
    front: Front
    keys: Keys
    health: TeamsHealth
    learning: Learning
    standing: Standing = by_whoever

    @property
    def routes(self) -> tuple[Route, ...]:
        """What is answered to by HTTP."""
        return self.front.routes

    async def run(self) -> None:
        """Keep up with who has the app, until this is cancelled."""
        await self.front.open()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.keys.renew())
                everybody = partial(self.standing, "teams", self.learning.keep_on)
                tasks.create_task(always(everybody, _FAILED))
                # What came to this replica, no other knows to read.
                tasks.create_task(always(self.learning.keep_reading, _FAILED))
        finally:
            await self.keys.stop()
            await self.parts.afterwards.stop()
            await self.parts.talk.close()


def joined(
    settings: TeamsSettings,
    store: Store,
    desk: Callable[[str], Counter],
    now: Callable[[], datetime],
    standing: Standing = by_whoever,
) -> Teams:
    """Join everything of Teams. Nothing is asked of it yet.

    Args:
        settings: How Teams is set up.
        store: The record.
        desk: Finds the desk of a partnership.
        now: The machine's time.
        standing: Has one replica do something for all.
    """
    people = People(store, settings, now)
    references = References(store, settings, now)
    tokens = Tokens(settings, now)
    calling = Calling(settings, tokens, now)
    places = Places(store, calling, people, references)
    threads = ThreadPoolExecutor(1 if store.on_sqlite else _THREADS, "teams")
    parts = TeamsParts(
        desk, people, calling, references, settings, now, store, threads=threads
    )
    keys, mounted = Keys(settings.openid_metadata_url, now), Mounted()

    async def token(_scope: object, _tenant: str | None) -> str:
        return await tokens.get()

    front = Front(
        app_of(settings, mounted, token),
        mounted,
        keys,
        issuer=settings.token_issuer,
        home=settings.tenant_id,
        serves=people.serves,
        take=Listener(parts).take,
        repeats=Repeats(now),
    )
    return Teams(
        parts=parts,
        chat=TeamsChat(store, calling, places, Rooms(store, calling, places)),
        front=front,
        keys=keys,
        health=TeamsHealth(store, parts, calling, keys),
        learning=Learning(store, calling, places, now),
        standing=standing,
    )
