"""The organiser’s calendar: each meeting is one event in it, and asks everybody to it.

Every putting makes the event as the meeting stands, from whatever is there: so a
repeat changes nothing, and what was done though no answer came is found before
anything is made. An event is changed only where it differs, and is never deleted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

import structlog

from bot.core.cards import Invite
from bot.core.events import PersonId
from bot.core.finding import Diary
from bot.core.people import Person
from bot.gateways import Gathering, NotSent, Undeliverable
from integrations.graph import diaries, events
from integrations.graph.answers import Unsure
from integrations.graph.client import Client
from integrations.graph.events import RECEIPT, Event
from integrations.graph.pages import NEXT, linked
from integrations.graph.requests import Requests

if TYPE_CHECKING:
    from integrations.graph.answers import Answer

BY_EMAIL: Final = "email"
"""What a roster says of somebody who wants their invitations by e-mail."""
_OFF: Final = "This meeting will not take place."
_GONE: Final = frozenset({404, 410})
_TAKEN: Final = 409
_AROUND: Final = timedelta(days=31)
_PAGES: Final = 20

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was found of a meeting: its event, and one that is no more."""

    event: Event | None = None
    gone: str = ""


class GraphCalendar:
    """Keep each meeting as one event in the organiser's calendar in Microsoft 365."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._requests = Requests(client)
        self._putting: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def reaches(self, partnership: str, person: Person | None) -> bool:
        """Say whether somebody is asked by Graph: all who do not want it by e-mail."""
        del partnership
        if person is None:
            return True
        return person.invitations != BY_EMAIL and events.fits(person.email)

    async def put(
        self, gathering: Gathering, receipt: str | None, key: str, at: datetime
    ) -> str:
        """Make the one event of a meeting as it stands; see the gateway.

        Returns:
            ``graph/`` and the event's id, or an empty string where a meeting that is
            off never was in the calendar.

        Raises:
            TryLater: Graph asks for patience.
            NotSent: It surely changed nothing.
            Undeliverable: Graph will never have it.
            Unsure: It may have been done.
        """
        del key, at
        return await self._client.apart.call(lambda: self._put(gathering, receipt))

    async def find(self, gathering: Gathering, key: str) -> str | None:
        """Find a meeting's event, by what ties it to the case."""
        del key
        invite = gathering.invite
        seen = await self._client.apart.call(lambda: self._look(invite, hard=True))
        return _receipt(seen.event) if seen.event is not None else None

    async def busy(
        self,
        partnership: str,
        people: tuple[Person, ...],
        start: datetime,
        end: datetime,
    ) -> Mapping[PersonId, Diary]:
        """Read when people are busy; whoever Graph does not know is left out."""
        del partnership
        return await self._client.apart.call(
            lambda: diaries.read(self._requests, people, start, end)
        )

    # -- what is there -----------------------------------------------------------

    async def _seen(self, invite: Invite, known: str) -> _Seen:
        """Find the event that is known; or any that is the meeting's."""
        if known:
            answer = await self._requests.event(known)
            if answer.status not in _GONE and not events.is_off(answer.body):
                return _Seen(answer.body)
        # What is gone is made again only where it is surely gone.
        seen = await self._look(invite, hard=bool(known))
        return seen if seen.event is not None or not known else _Seen(gone=known)

    async def _look(self, invite: Invite, *, hard: bool = False) -> _Seen:
        """Look for a meeting's event by what ties it to the case.

        Args:
            invite: The meeting.
            hard: Whether to look through the days around it too, in case Graph
                knows nothing of what it was asked for, or not yet.
        """
        found: list[Event] = []
        trusted = False
        try:
            listed, whole = await self._pages(events.filtered(invite.uid), invite)
        except Undeliverable:
            # A server that knows no such question: what is there is looked through.
            _log.warning("graph.filter_refused")
        else:
            found = [one for one in listed if events.is_of(one, invite.uid)]
            trusted = whole and len(found) == len(listed)
        if not found and (hard or not trusted):
            listed, _ = await self._pages("", invite)
            found = [one for one in listed if events.is_of(one, invite.uid)]
        live = [one for one in found if not events.is_off(one)]
        live.sort(key=lambda one: str(one.get("createdDateTime") or ""))
        if live:
            return _Seen(live[0])
        return _Seen(gone=events.id_of(found[0]) if found else "")

    async def _pages(self, wanted: str, invite: Invite) -> tuple[list[Event], bool]:
        """Read every page of what is filtered, or of the days around a meeting."""
        start = invite.start.astimezone(UTC) - _AROUND
        days = (start, start + 2 * _AROUND + timedelta(minutes=invite.minutes))
        listed: list[Event] = []
        link = ""
        for _ in range(_PAGES):
            if wanted:
                answer = await self._requests.filtered(wanted, link)
            else:
                answer = await self._requests.between(*days, link)
            listed.extend(answer.values)
            link = linked(answer, NEXT, self._client.settings.base_url)
            if not link:
                return listed, NEXT not in answer.body
        return listed, False

    # -- what is to be there -----------------------------------------------------

    async def _put(self, gathering: Gathering, receipt: str | None) -> str:
        # Two changes of one meeting at once would each not see what the other does.
        lock = self._putting.setdefault(gathering.invite.uid, asyncio.Lock())
        async with lock:
            return await self._put_alone(gathering, receipt)

    async def _put_alone(self, gathering: Gathering, receipt: str | None) -> str:
        known = (receipt or "").removeprefix(RECEIPT)
        seen = await self._seen(gathering.invite, known)
        if gathering.invite.stood_down:
            if seen.event is None:
                return RECEIPT + seen.gone if seen.gone else ""
            await self._requests.cancel(_id(seen.event), _OFF)
            return _receipt(seen.event)
        if seen.event is None:
            return await self._make(gathering, seen.gone)
        await self._square(seen.event, gathering)
        return _receipt(seen.event)

    async def _make(self, gathering: Gathering, gone: str) -> str:
        """Make the event, in place of one that is gone, if there was one."""
        made = events.made(gathering, self._client.organiser, gone)
        answer = await self._requests.make(made)
        if answer.status == _TAKEN:
            return await self._taken(gathering, answer, gone)
        event = answer.body
        if events.is_off(event) and events.id_of(event) != gone:
            # The same making was heard before, and what it made is off since.
            return await self._make(gathering, _id(event))
        if not _just(event):
            await self._square({**made, **event}, gathering)
        return _receipt(event)

    async def _taken(self, gathering: Gathering, answer: Answer, gone: str) -> str:
        """Find what was made before under the same name; or make it under another.

        An event that somebody deleted for good keeps its name taken. That is only
        believed of a meeting that has changed since it was first arranged: of any
        other, what was made must be there, and is looked for again.
        """
        seen = await self._look(gathering.invite, hard=True)
        if seen.event is not None:
            await self._square(seen.event, gathering)
            return _receipt(seen.event)
        invite = gathering.invite
        other = seen.gone or f"sequence {invite.sequence}"
        if gone == other or not (seen.gone or invite.sequence):
            raise Unsure(f"an event was made that cannot be found ({answer.code})")
        return await self._make(gathering, other)

    async def _square(self, event: Event, gathering: Gathering) -> None:
        """Change an event to what it should be, each kind of change by itself."""
        for change in events.changes(event, gathering, self._client.organiser):
            answer = await self._requests.change(_id(event), change)
            if answer.status in _GONE:
                raise NotSent("the event was taken away meanwhile")


def _id(event: Event) -> str:
    found = events.id_of(event)
    if not found:
        raise Unsure("Microsoft 365 gave an event without its id")
    return found


def _receipt(event: Event) -> str:
    return RECEIPT + _id(event)


def _just(event: Event) -> bool:
    """Say whether an event was made this moment, and not under the same name before."""
    created = event.get("createdDateTime")
    return created is None or created == event.get("lastModifiedDateTime")
