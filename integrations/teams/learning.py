"""Keeping up with who has the app and where: at the start, on changes, in between."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.gateways import NotHere, NotSent, TryLater
from bot.store import Store, roster
from bot.store.accounts import Account
from integrations.teams.calling import Calling, Says
from integrations.teams.places import Places
from integrations.teams.references import CONVERSATION
from integrations.teams.refusals import gone

LOOK: Final = 5.0
"""Seconds between two looks at whether a roster or a team is new."""
OFTEN: Final = timedelta(hours=6)
"""How long what was learned is trusted, though nothing is new here."""
_PATIENCE: Final = 60.0
"""The most seconds that Teams is waited for, for one person."""
_ENOUGH: Final = 3
"""How often in a row Teams may not answer before the rest are left for later."""

_log = structlog.get_logger()


@dataclass(slots=True)
class Learned:
    """What came of looking for everybody.

    Attributes:
        found: How many were found who were not known before.
        missing: The partnership and the person of each who does not have the app.
        again: Whether it is worth looking again soon.
    """

    found: int = 0
    missing: list[tuple[str, str]] = field(default_factory=list)
    again: bool = False


class Learning:
    """Learns who has the app, again whenever it could be different.

    Args:
        store: The record, where the rosters are.
        calling: Calls Teams.
        places: Knows whom the rosters name and where they are, and opens chats.
        now: The time.
        sleep: Waits for some seconds.
    """

    def __init__(
        self,
        store: Store,
        calling: Calling,
        places: Places,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._places = places
        self._calling = calling
        self._now = now
        self._sleep = sleep
        self._learned: tuple[object, datetime] | None = None

    async def keep_on(self) -> None:
        """Learn whenever there is something to learn, until it is stopped."""
        while True:
            await self.once()
            await self._sleep(LOOK)

    async def keep_reading(self) -> None:
        """Read the channels of every team that the app comes into, until stopped."""
        while True:
            await self._sleep(LOOK)
            await self.teams()

    async def once(self) -> None:
        """Learn, where there is something new or it has been a while."""
        await self.teams()
        as_it_stands = await asyncio.to_thread(self._rosters)
        known, now = self._learned, self._now()
        if known and known[0] == as_it_stands and now < known[1] + OFTEN:
            return
        learned = await self.everybody()
        _log.info("teams.learned", count=learned.found)
        if learned.missing:
            _log.info("teams.without-the-app", count=len(learned.missing))
        await self.teams(everywhere=True)
        if not learned.again:
            self._learned = (as_it_stands, now)

    async def teams(self, *, everywhere: bool = False) -> None:
        """Read the channels of the teams that the app has come into, or of all."""
        known = self._places.references.channels
        new = known.unread()
        if everywhere:
            new = await asyncio.to_thread(known.everywhere)
        for tenant, team in new:
            url = await asyncio.to_thread(self._places.references.service_url, tenant)
            try:
                channels = await self._calling.channels(url, team, tenant)
            except Says as refusal:
                if gone(refusal):
                    await asyncio.to_thread(known.lost, tenant, team)
            except (NotSent, OSError, TryLater) as trouble:
                _log.warning("teams.not-read", problem_kind=type(trouble).__name__)
                known.read_again(tenant, team)
            else:
                await asyncio.to_thread(known.learned, tenant, team, channels)

    async def everybody(self) -> Learned:
        """Open the chat with everybody whom a roster names and nobody has met yet.

        Nobody sees anything of it. Who does not have the app cannot be met.
        """
        await asyncio.to_thread(self._places.people.learn)
        learned, silent = Learned(), 0
        for account in await asyncio.to_thread(self._unmet):
            if silent == _ENOUGH:
                break
            try:
                await self._patiently(account)
            except NotHere:
                learned.missing.append((account.partnership, account.person))
            except Says as refusal:
                learned.missing.append((account.partnership, account.person))
                _log.warning("teams.refused", action="meet", code=str(refusal))
            except (NotSent, OSError, TryLater) as trouble:
                silent, learned.again = silent + 1, True
                _log.warning("teams.not-learned", problem_kind=type(trouble).__name__)
                continue
            else:
                learned.found += 1
            silent = 0
        return learned

    async def _patiently(self, account: Account) -> None:
        try:
            await self._places.open(account)
        except TryLater as asked:
            await self._sleep(min(asked.seconds, _PATIENCE))
            await self._places.open(account)

    def _unmet(self) -> list[Account]:
        return [
            account
            for partnership in self._places.people.partnerships()
            for one in self._places.people.named(partnership)
            if (account := self._places.people.account(partnership, one.person.id))
            is not None
            and not account.address.get(CONVERSATION)
        ]

    def _rosters(self) -> roster.Stands:
        with self._store.reading() as tx:
            return roster.stands(tx)
