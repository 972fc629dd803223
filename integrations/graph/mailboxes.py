"""The mailboxes of several partnerships: each has its meetings and letters in its own.

The first is the one that is set for the whole installation. A roster may name
another; then that partnership's events are made there, its letters come from there,
and what changes there is asked for, though it is not told at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any, Generic, TypeAlias, TypeVar

from bot.caseload import roster_of
from bot.coming import Expected
from bot.core.events import PersonId
from bot.core.finding import Diary
from bot.core.people import Person
from bot.gateways import Gathering, Letter
from bot.store import Store, roster
from integrations.graph.calendar import GraphCalendar
from integrations.graph.client import Client
from integrations.graph.post import Compose, GraphMail

OFTEN = 60.0
"""Seconds between two looks at which mailboxes the rosters name."""
_T = TypeVar("_T")

Beside: TypeAlias = Callable[[str], Coroutine[Any, Any, object]]
"""Keeps up with one mailbox, without end."""


class Mailboxes:
    """Knows which mailbox a partnership has.

    Args:
        store: The record, where the rosters are.
        first: The mailbox of the whole installation.
    """

    def __init__(self, store: Store, first: str) -> None:
        self._store = store
        self.first = first

    def of(self, partnership: str) -> str:
        """Say in whose mailbox a partnership's meetings are."""
        if not partnership:
            return self.first
        with self._store.of(partnership).reading() as tx:
            written = roster.written(tx, partnership)
        return (roster_of(written).organiser if written else "") or self.first

    def others(self) -> set[str]:
        """List every mailbox that a roster names besides the first."""
        with self._store.reading() as tx:
            named = {roster_of(one).organiser for one in roster.all_written(tx)}
        return {one for one in named if one and not self.is_first(one)}

    def is_first(self, mailbox: str) -> bool:
        """Say whether a mailbox is that of the whole installation."""
        return mailbox.casefold() == self.first.casefold()

    def in_(self, mailbox: str, meetings: list[Expected]) -> list[Expected]:
        """Keep those meetings that are in one mailbox."""
        whose = {one: self.of(one) for one in {each.partnership for each in meetings}}
        known = mailbox.casefold()
        return [one for one in meetings if whose[one.partnership].casefold() == known]


class _Each(Generic[_T]):
    """One thing for each mailbox, made when it is first asked for."""

    def __init__(self, client: Client, make: Callable[[Client], _T]) -> None:
        self._client = client
        self._make = make
        self._made = {client.organiser.casefold(): make(client)}

    @property
    def first(self) -> _T:
        return self._made[self._client.organiser.casefold()]

    def of(self, mailbox: str) -> _T:
        name = (mailbox or self._client.organiser).casefold()
        if name not in self._made:
            self._made[name] = self._make(self._client.of(mailbox))
        return self._made[name]


class Calendars:
    """Keep each meeting as one event in the calendar of its partnership's mailbox."""

    def __init__(self, client: Client, mailboxes: Mailboxes) -> None:
        self._mailboxes = mailboxes
        self._each = _Each(client, GraphCalendar)

    def reaches(self, partnership: str, person: Person | None) -> bool:
        """Say whether somebody is asked by Graph; see the gateway."""
        return self._each.first.reaches(partnership, person)

    async def put(
        self, gathering: Gathering, receipt: str | None, key: str, at: datetime
    ) -> str:
        """Make the one event of a meeting as it stands; see the gateway."""
        calendar = await self._of(gathering.partnership)
        return await calendar.put(gathering, receipt, key, at)

    async def find(self, gathering: Gathering, key: str) -> str | None:
        """Find a meeting's event, by what ties it to the case."""
        calendar = await self._of(gathering.partnership)
        return await calendar.find(gathering, key)

    async def busy(
        self,
        partnership: str,
        people: tuple[Person, ...],
        start: datetime,
        end: datetime,
    ) -> Mapping[PersonId, Diary]:
        """Read when people are busy; whoever Graph does not know is left out."""
        calendar = await self._of(partnership)
        return await calendar.busy(partnership, people, start, end)

    async def _of(self, partnership: str) -> GraphCalendar:
        mailbox = await asyncio.to_thread(self._mailboxes.of, partnership)
        return self._each.of(mailbox)


class Letters:
    """Send each letter through the mailbox that it is from."""

    def __init__(self, client: Client, compose: Compose) -> None:
        self._each = _Each(client, lambda one: GraphMail(one, compose))

    async def send(self, letter: Letter, key: str) -> str:
        """Send a letter, and say its Message-ID; see the gateway."""
        return await self._each.of(letter.sender).send(letter, key)

    async def find(self, letter: Letter, key: str) -> str | None:
        """Find the Message-ID of a letter among what was sent, if we may look there."""
        return await self._each.of(letter.sender).find(letter, key)


async def keep_up(
    mailboxes: Mailboxes,
    inflow: Beside,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> None:
    """Keep up with each mailbox that a roster names, from when it first does.

    Args:
        mailboxes: Knows which there are.
        inflow: Keeps up with one, without end.
        sleep: Waits for some seconds.
    """
    known: set[str] = set()
    async with asyncio.TaskGroup() as tasks:
        while True:
            named = await asyncio.to_thread(mailboxes.others)
            for mailbox in sorted({one.casefold() for one in named} - known):
                known.add(mailbox)
                tasks.create_task(inflow(mailbox))
            await sleep(OFTEN)
