"""Replies to invitations, read from the organiser's mailbox in Microsoft 365.

Nothing in it is changed. Only what Exchange itself knows for a message about a
meeting is read: other letters are none of our business.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import structlog

from bot.gateways import Undeliverable
from bot.received import LARGEST, UNREADABLE
from integrations.graph import moments
from integrations.graph.client import Client
from integrations.graph.memory import Memory
from integrations.graph.pages import NEXT, linked

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation
    from msgraph.graph_service_client import GraphServiceClient

_NOTE: Final = "inbox"
_BACK: Final = timedelta(days=14)
"""How far back is read where it is not known what was read before."""
_OVERLAP: Final = timedelta(minutes=10)
"""Letters do not always arrive in the order of the times that they bear."""
_PAGES: Final = 100
_PAGE: Final = 50
_REMEMBERED: Final = 2000
_ABOUT_MEETINGS: Final = "#microsoft.graph.eventmessage"
_READ: Final = frozenset({200})
_GONE: Final = frozenset({404, 410})

_log = structlog.get_logger()


class Inbox:
    """Looks through the organiser's mailbox for replies.

    Args:
        client: Asks Graph.
        memory: Where it is kept up to when the letters were read.
        take: Takes a whole letter; called in a thread.
    """

    def __init__(
        self, client: Client, memory: Memory, take: Callable[[bytes], object]
    ) -> None:
        self._client = client
        self._memory = memory
        self._take = take
        self._seen: OrderedDict[str, None] = OrderedDict()

    async def look(self) -> None:
        """Take every reply that has come since the last look.

        Raises:
            TryLater: Graph asks for patience.
            NotSent: Graph could not be asked.
            Undeliverable: Graph does not let us read here.
            OSError: Graph gave no answer.
        """
        note = await self._memory.recall(_NOTE)
        now = self._client.now().astimezone(UTC)
        until = datetime.fromisoformat(note["until"]) if note else now - _BACK
        since, link = min(until, now) - _OVERLAP, ""
        base_url = self._client.settings.base_url
        for _ in range(_PAGES):
            answer = await self._client.ask(
                partial(_listing, self._client.organiser, since, link)
            )
            for letter in answer.values:
                await self._looked_at(letter)
                until = max(until, min(_arrived(letter, until), now))
            # Kept page by page: what has been taken need not be taken again.
            await self._memory.keep(_NOTE, until=until.isoformat())
            link = linked(answer, NEXT, base_url)
            if not link:
                return

    async def _looked_at(self, letter: Mapping[str, Any]) -> None:
        name = letter.get("id")
        if not isinstance(name, str) or name in self._seen:
            return
        if str(letter.get("@odata.type")).casefold().startswith(_ABOUT_MEETINGS):
            await self._taken(name)
        self._seen[name] = None
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)

    async def _taken(self, name: str) -> None:
        try:
            answer = await self._client.ask(
                partial(_whole, self._client.organiser, name), also=_READ | _GONE
            )
        except Undeliverable:  # this one alone: the list of them was given
            _log.warning("graph.letter-unread")
            return
        if not answer.good or not 0 < len(answer.raw) <= LARGEST:
            return
        try:
            await asyncio.to_thread(self._take, answer.raw)
        except UNREADABLE as trouble:  # the next one may be sound
            _log.warning("graph.letter-unread", problem_kind=type(trouble).__name__)


def _arrived(letter: Mapping[str, Any], otherwise: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(str(letter.get("receivedDateTime")))
    except ValueError:
        return otherwise
    return at if at.tzinfo else otherwise


def _listing(
    mailbox: str, since: datetime, link: str, graph: GraphServiceClient
) -> RequestInformation:
    folder = graph.users.by_user_id(mailbox).mail_folders.by_mail_folder_id("inbox")
    asked = folder.messages.with_url(link) if link else folder.messages
    request: RequestInformation = asked.to_get_request_information()
    if not link:
        at = moments.instant(since)
        request.query_parameters["%24filter"] = f"receivedDateTime ge {at}"
        request.query_parameters["%24orderby"] = ["receivedDateTime asc"]
        request.query_parameters["%24select"] = ["id", "receivedDateTime"]
        request.query_parameters["%24top"] = _PAGE
    return request


def _whole(mailbox: str, name: str, graph: GraphServiceClient) -> RequestInformation:
    """Ask for a letter as it was written."""
    letter = graph.users.by_user_id(mailbox).messages.by_message_id(name)
    request: RequestInformation = letter.content.to_get_request_information()
    return request
