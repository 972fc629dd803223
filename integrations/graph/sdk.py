"""Microsoft’s library: its client, its requests, and what they are made of.

The one module that loads it, and itself loaded on Graph’s own loop only.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from kiota_abstractions.native_response_handler import NativeResponseHandler
from kiota_abstractions.request_information import RequestInformation
from kiota_authentication_azure.azure_identity_authentication_provider import (
    AzureIdentityAuthenticationProvider,
)
from kiota_http.middleware.options import ResponseHandlerOption, RetryHandlerOption
from msgraph.graph_request_adapter import GraphRequestAdapter, options
from msgraph.graph_service_client import GraphServiceClient
from msgraph_core import GraphClientFactory
from typing_extensions import override

from bot.environment import LOOPBACK
from bot.gateways import NotSent
from bot.settings_graph import GraphSettings
from integrations.graph.answers import Answer, Asked, Unsure
from integrations.graph.credentials import (
    Credentials,
    Tokens,
    credential_of,
    scope_of,
)

_SECONDS: Final = 10.0
_CHATTY: Final = ("azure", "httpx")
"""Libraries that say a line, or several, about every request that goes well."""
_BEFORE: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""What goes wrong before anything has been sent."""


class _Wire(httpx.AsyncClient):
    """Connections that are closed at the end, though the library hides them."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._beneath = [self._transport, *self._mounts.values()]

    @override
    async def aclose(self) -> None:
        await super().aclose()
        for wire in self._beneath:
            if wire is not None:
                await wire.aclose()


class Line:
    """The line to Graph: its client, and the tokens it is used with."""

    def __init__(self, settings: GraphSettings, credential: Credentials | None) -> None:
        for name in _CHATTY:
            logging.getLogger(name).setLevel(logging.WARNING)
        host = urlsplit(settings.base_url).hostname or ""
        scope = scope_of(settings.base_url)
        self.tokens = Tokens(credential or partial(credential_of, settings), scope)
        self._http = GraphClientFactory.create_with_default_middleware(
            # No way round by a proxy to this machine.
            client=_Wire(timeout=_SECONDS, trust_env=host not in LOOPBACK),
            options={
                **options,
                RetryHandlerOption.get_key(): RetryHandlerOption(
                    max_retries=0, should_retry=False
                ),
            },
        )
        self._adapter = GraphRequestAdapter(
            AzureIdentityAuthenticationProvider(
                self.tokens, scopes=[scope], allowed_hosts=[host]
            ),
            client=self._http,
        )
        # Before the client is made, which otherwise sets Microsoft’s own.
        self._adapter.base_url = settings.base_url
        self._graph = GraphServiceClient(request_adapter=self._adapter)

    async def send(self, make: Asked) -> tuple[Mapping[str, str], Answer]:
        """Send a request once, and read what is answered.

        Raises:
            NotSent: Graph could not be reached.
            Unsure: It may have been; no answer came.
        """
        request: RequestInformation = make(self._graph)
        request.add_request_options([ResponseHandlerOption(NativeResponseHandler())])
        try:
            response = await self._adapter.send_no_response_content_async(request, None)
        except _BEFORE as trouble:
            kind = type(trouble).__name__
            raise NotSent(f"Microsoft 365 cannot be reached ({kind})") from trouble
        except ValueError as trouble:
            # An address or a challenge that makes no sense: it was not taken.
            raise NotSent("Microsoft 365 could not be asked") from trouble
        except httpx.HTTPError as trouble:
            kind = type(trouble).__name__
            raise Unsure(f"Microsoft 365 gave no answer ({kind})") from trouble
        return response.headers, _read(response)

    async def close(self) -> None:
        """Close every connection, and let go of the tokens."""
        await self._http.aclose()
        await self.tokens.close()


def _read(response: httpx.Response) -> Answer:
    if not response.content:
        return Answer(response.status_code)
    try:
        body: Any = json.loads(response.content)
    except ValueError:
        return Answer(response.status_code, whole=False, raw=response.content)
    if not isinstance(body, dict):
        return Answer(response.status_code, whole=False, raw=response.content)
    return Answer(response.status_code, body)
