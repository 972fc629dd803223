"""What has changed in the organiser's calendar, read from the calendar itself.

Three ways lead here: what Graph tells of, what it lists as changed since the last
look, and a look at every meeting to come, from time to time. Each ends in reading the
event again, so none has to be believed, and any one of them may fail.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog

from bot.coming import Expected, Heard
from bot.gateways import Undeliverable
from integrations.graph import moments
from integrations.graph.answers import Answer, trouble
from integrations.graph.client import Client, in_london
from integrations.graph.events import RECEIPT
from integrations.graph.heard import heard
from integrations.graph.memory import Memory
from integrations.graph.pages import NEXT, is_within, linked

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation
    from msgraph.graph_service_client import GraphServiceClient

_NOTE: Final = "delta"
_BEFORE: Final = timedelta(days=1)
_AFTER: Final = timedelta(days=400)
_FRESH: Final = timedelta(days=28)
"""After this the span that is looked at begins anew, so that it goes with the time."""
_PAGES: Final = 200
_PAGE: Final = 50
_LOST: Final = frozenset({400, 404, 410})
"""How Graph says that it does not know any more where we were."""
_GONE: Final = frozenset({404, 410})
_READ: Final = (
    "id",
    "changeKey",
    "lastModifiedDateTime",
    "start",
    "isCancelled",
    "attendees",
)

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Coming:
    """What is known of the meetings to come, and who hears what became of them.

    Each is called in a thread.

    Attributes:
        expected: Lists the meetings to come that are in the calendar.
        note: Takes what each mailbox answered, and what brought it.
        differs: Takes that somebody moved a meeting in the calendar itself, or took it
            out, and what tells this from the next time.
    """

    expected: Callable[[], list[Expected]]
    note: Callable[[Expected, list[Heard], str], object]
    differs: Callable[[Expected, str], object]


class Changes:
    """Reads again what may have changed, and hands on what became of it.

    Args:
        client: Asks Graph.
        memory: Where it is kept up to where the changes were read.
        coming: What is known of the meetings to come.
    """

    def __init__(self, client: Client, memory: Memory, coming: Coming) -> None:
        self._client = client
        self._memory = memory
        self._coming = coming

    async def look(self, events: Collection[str] | None = None) -> None:
        """Read the events of meetings to come again; of them all, if none are named.

        What is no meeting of ours is not read. One that cannot be read keeps no
        other from it.

        Raises:
            TryLater: Graph asks for patience.
            NotSent: Graph could not be asked.
            OSError: Graph gave no answer.
        """
        for meeting in await asyncio.to_thread(self._coming.expected):
            if not meeting.receipt or not (
                events is None or _event_of(meeting) in events
            ):
                continue
            try:
                await self._read(meeting)
            except Undeliverable:
                _log.warning("graph.unread", case=meeting.ref, step=meeting.step)

    async def round(self) -> None:
        """Look at whatever Graph lists as changed since the last time.

        How far it was read is kept only once everything has been looked at.

        Raises:
            TryLater: Graph asks for patience.
            NotSent: Graph could not be asked.
            Undeliverable: Graph refuses.
            OSError: Graph gave no answer.
        """
        note = await self._memory.recall(_NOTE)
        since = datetime.fromisoformat(note["since"]) if "since" in note else None
        now = self._client.now()
        if since is None or not timedelta() <= now - since < _FRESH:
            since, note = now, {}
        changed: set[str] = set()
        link, base_url = note.get("link", ""), self._client.settings.base_url
        link = link if is_within(link, base_url) else ""
        end = await self._gathered(link, since, changed)
        if end is None:  # Graph has lost the thread
            await self._memory.forget(_NOTE)
            since, changed = now, set()
            end = await self._gathered("", since, changed)
        if changed:
            await self.look(changed)
        if end:
            await self._memory.keep(_NOTE, link=end, since=since.isoformat())
        else:
            await self._memory.forget(_NOTE)

    async def _gathered(
        self, link: str, since: datetime, changed: set[str]
    ) -> str | None:
        """Gather what has changed, page by page.

        Returns:
            From where to go on the next time; nothing, if Graph does not know the
            link any more; an empty text, if it came to no end.
        """
        for _ in range(_PAGES):
            answer = await self._page(link, since)
            if not answer.good:
                return None
            changed.update(_named(answer))
            base_url = self._client.settings.base_url
            end = linked(answer, "@odata.deltaLink", base_url)
            following = linked(answer, NEXT, base_url)
            if end or following in {"", link}:
                return end
            link = following
        _log.warning("graph.no-end", kind="delta")
        return ""

    async def _page(self, link: str, since: datetime) -> Answer:
        answer = await self._client.ask(
            lambda graph: _asking(graph, self._client.organiser, link, since),
            also=_LOST,
        )
        refused = None if link else trouble(answer)
        if refused is not None:  # what was asked first cannot have been forgotten
            raise refused
        return answer

    async def _read(self, meeting: Expected) -> None:
        """Read one event again, and hand on what it says."""
        answer = await self._client.ask(
            lambda graph: _reading(graph, self._client.organiser, _event_of(meeting)),
            also=_GONE,
        )
        event = answer.body
        start = moments.read(event.get("start"))
        if answer.status in _GONE or event.get("isCancelled") is True:
            await self._differs(meeting, None, answer)
        elif start is not None and start != meeting.start:
            # What was answered, was answered about a time that does not stand.
            await self._differs(meeting, start, answer)
        else:
            answers = list(heard(event, self._client.now()))
            if answers:
                cause = _cause("reply", meeting, *(repr(one) for one in answers))
                await asyncio.to_thread(self._coming.note, meeting, answers, cause)

    async def _differs(
        self, meeting: Expected, start: datetime | None, answer: Answer
    ) -> None:
        cause = _cause(
            "differs", meeting, str(start), str(answer.body.get("changeKey"))
        )
        await asyncio.to_thread(self._coming.differs, meeting, cause)


def _asking(
    graph: GraphServiceClient, mailbox: str, link: str, since: datetime
) -> RequestInformation:
    changes = graph.users.by_user_id(mailbox).calendar_view.delta
    asked = changes.with_url(link) if link else changes
    request: RequestInformation = asked.to_get_request_information()
    request.headers.try_add("Prefer", f"odata.maxpagesize={_PAGE}")
    if not link:
        first, last = since - _BEFORE, since + _AFTER
        request.query_parameters["startDateTime"] = moments.instant(first)
        request.query_parameters["endDateTime"] = moments.instant(last)
    return request


def _reading(graph: GraphServiceClient, mailbox: str, name: str) -> RequestInformation:
    event = graph.users.by_user_id(mailbox).events.by_event_id(name)
    request: RequestInformation = event.to_get_request_information()
    request.query_parameters["%24select"] = list(_READ)
    return in_london(request)


def _event_of(meeting: Expected) -> str:
    """Name the event of a meeting as Graph does."""
    return meeting.receipt.removeprefix(RECEIPT)


def _named(answer: Answer) -> Iterator[str]:
    """Name what a page lists: what is new, changed, or no more."""
    for one in answer.values:
        name = one.get("id")
        if isinstance(name, str):
            yield name


def _cause(kind: str, meeting: Expected, *said: str) -> str:
    """Name a piece of news so that the same news has the same name, and says nobody."""
    known = json.dumps([meeting.receipt, meeting.sequence, *said])
    return f"graph/{kind}/{hashlib.sha256(known.encode()).hexdigest()[:32]}"
