"""Requests that show whether something is permitted, and come to nothing.

Graph asks whether a request is permitted before it looks at what is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from integrations.graph.answers import Asked
from integrations.graph.client import Client

if TYPE_CHECKING:
    from kiota_abstractions.request_information import RequestInformation
    from msgraph.generated.users.item.events.events_request_builder import (
        EventsRequestBuilder,
    )
    from msgraph.generated.users.item.messages.messages_request_builder import (
        MessagesRequestBuilder,
    )
    from msgraph.graph_service_client import GraphServiceClient

NOWHERE: Final = "dayzero-doctor"
"""No event has such an id."""
_ONE: Final = {"%24top": 1, "%24select": ["id"]}


def calendar(client: Client) -> Asked:
    """Read of one event its id alone, to see that the calendar is there."""

    def asked(graph: GraphServiceClient) -> RequestInformation:
        return _one(graph.users.by_user_id(client.organiser).events)

    return asked


def change(client: Client) -> Asked:
    """Change an event that there is not."""

    def asked(graph: GraphServiceClient) -> RequestInformation:
        from integrations.graph import typed  # noqa: PLC0415 - on Graph's loop only

        mine = graph.users.by_user_id(client.organiser).events.by_event_id(NOWHERE)
        request: RequestInformation = mine.to_patch_request_information(
            typed.event({"showAs": "free"})
        )
        return request

    return asked


def send(client: Client) -> Asked:
    """Send a letter to nobody, which is refused."""

    def asked(graph: GraphServiceClient) -> RequestInformation:
        from integrations.graph import typed  # noqa: PLC0415 - on Graph's loop only

        mine = graph.users.by_user_id(client.organiser).send_mail
        request: RequestInformation = mine.to_post_request_information(
            typed.to_nobody()
        )
        return request

    return asked


def read(client: Client) -> Asked:
    """Read of the newest letter its id alone."""

    def asked(graph: GraphServiceClient) -> RequestInformation:
        return _one(graph.users.by_user_id(client.organiser).messages)

    return asked


def _one(of: EventsRequestBuilder | MessagesRequestBuilder) -> RequestInformation:
    request: RequestInformation = of.to_get_request_information()
    request.query_parameters.update(_ONE)
    return request
