"""The requests that a calendar is kept with, as Microsoft’s library makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from integrations.graph import events, moments
from integrations.graph.answers import Answer
from integrations.graph.client import Client, in_london

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation
    from msgraph.generated.users.item.user_item_request_builder import (
        UserItemRequestBuilder,
    )
    from msgraph.graph_service_client import GraphServiceClient

_EXPAND: Final = {"%24expand": events.EXPANDED}
_GONE: Final = frozenset({404, 410})
_TAKEN: Final = frozenset({409})
_UNFIT: Final = frozenset({400})
_PAGE: Final = 50
SLOT: Final = 30
"""Minutes that one sign stands for, where a diary is told in signs."""


class Requests:
    """Asks for what is in the organiser's calendar, and changes it.

    To be used on Graph's own loop: Microsoft's library is loaded at the first use.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    async def event(self, known: str) -> Answer:
        """Read one event; it may be gone."""

        def asked(graph: GraphServiceClient) -> RequestInformation:
            request = self._mine(graph).events.by_event_id(known)
            return _with(request.to_get_request_information(), _EXPAND)

        return await self._client.ask(asked, also=_GONE)

    async def filtered(self, wanted: str, link: str = "") -> Answer:
        """Read a page of the events that are wanted.

        Args:
            wanted: Which events, as Graph takes the question.
            link: The page, as the one before named it; the first, if not said.
        """

        def asked(graph: GraphServiceClient) -> RequestInformation:
            request = self._mine(graph).events
            if link:
                return in_london(request.with_url(link).to_get_request_information())
            query = {**_EXPAND, "%24filter": wanted}
            return _with(request.to_get_request_information(), query)

        return await self._client.ask(asked)

    async def between(self, start: datetime, end: datetime, link: str = "") -> Answer:
        """Read a page of the events between two moments."""

        def asked(graph: GraphServiceClient) -> RequestInformation:
            request = self._mine(graph).calendar_view
            if link:
                return in_london(request.with_url(link).to_get_request_information())
            query = {
                **_EXPAND,
                "%24top": _PAGE,
                "startDateTime": moments.instant(start),
                "endDateTime": moments.instant(end),
            }
            return _with(request.to_get_request_information(), query)

        return await self._client.ask(asked)

    async def make(self, made: Mapping[str, Any]) -> Answer:
        """Make an event; its name may be taken."""

        def asked(graph: GraphServiceClient) -> RequestInformation:
            from integrations.graph import typed  # noqa: PLC0415 - on this loop only

            request = self._mine(graph).events
            return in_london(request.to_post_request_information(typed.event(made)))

        return await self._client.ask(asked, also=_TAKEN)

    async def change(self, known: str, change: Mapping[str, Any]) -> Answer:
        """Change some things of an event; it may be gone."""

        def asked(graph: GraphServiceClient) -> RequestInformation:
            from integrations.graph import typed  # noqa: PLC0415 - on this loop only

            request = self._mine(graph).events.by_event_id(known)
            return in_london(request.to_patch_request_information(typed.event(change)))

        return await self._client.ask(asked, also=_GONE)

    async def cancel(self, known: str, comment: str) -> Answer:
        """Cancel an event, which tells everybody who was asked; it may be gone."""

        def asked(graph: GraphServiceClient) -> RequestInformation:
            from integrations.graph import typed  # noqa: PLC0415 - on this loop only

            request = self._mine(graph).events.by_event_id(known).cancel
            return in_london(
                request.to_post_request_information(typed.parting(comment))
            )

        return await self._client.ask(asked, also=_GONE)

    async def schedule(
        self, addresses: Sequence[str], start: datetime, end: datetime
    ) -> Answer:
        """Read when people are busy; it may be that one of them cannot be asked of."""

        def asked(graph: GraphServiceClient) -> RequestInformation:
            from integrations.graph import typed  # noqa: PLC0415 - on this loop only

            body = typed.schedule(
                addresses, moments.written(start), moments.written(end), SLOT
            )
            request = self._mine(graph).calendar.get_schedule
            return in_london(request.to_post_request_information(body))

        return await self._client.ask(asked, also=_UNFIT)

    def _mine(self, graph: GraphServiceClient) -> UserItemRequestBuilder:
        return graph.users.by_user_id(self._client.organiser)


def _with(request: RequestInformation, query: Mapping[str, Any]) -> RequestInformation:
    """Put a question into an address, under the names that its template has."""
    request.query_parameters.update(query)
    return in_london(request)
