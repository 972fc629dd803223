"""By what right the bot asks Graph: a token, from whichever credential is set.

Loaded on Graph’s own loop only: what is imported here is large.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from azure.core.credentials import AccessToken
from azure.core.credentials_async import AsyncTokenCredential
from azure.core.exceptions import AzureError
from azure.core.pipeline.transport import AioHttpTransport
from azure.identity.aio import (
    CertificateCredential,
    ClientSecretCredential,
    ManagedIdentityCredential,
)
from typing_extensions import override

from bot.core.errors import Refused
from bot.environment import LOOPBACK
from bot.gateways import NotSent
from bot.settings_graph import AUTHORITY, GraphSettings

Credentials: TypeAlias = Callable[[], AsyncTokenCredential]
"""Makes a credential that has asked for nothing yet."""

_SECONDS: Final = 10
_AN_HOUR: Final = 3600
_NONE: Final = (
    AzureError,
    KeyError,
    OSError,
    Refused,
    TypeError,
    ValueError,
)
"""What goes wrong where there is no token to be had; nothing has been sent yet."""


def scope_of(base_url: str) -> str:
    """Say what a token has to be for: Graph, in whichever cloud it is.

    Example:
        >>> scope_of("http://127.0.0.1:4010/v1.0")
        'https://graph.microsoft.com/.default'
    """
    host = urlsplit(base_url).hostname or ""
    known = host not in LOOPBACK
    return f"https://{host if known else 'graph.microsoft.com'}/.default"


def credential_of(settings: GraphSettings) -> AsyncTokenCredential:
    """Make a credential of what is set; it has asked for nothing yet.

    Raises:
        Refused: Nothing is set, or what is set cannot be used together.
    """
    authority = urlsplit(settings.authority)
    who = (settings.tenant_id, settings.client_id)
    outside: dict[str, Any] = {
        "authority": authority._replace(scheme="https").geturl(),
        "connection_timeout": _SECONDS,
        "read_timeout": _SECONDS,
        "retry_total": 0,
        # An authority of one’s own is not listed with Microsoft.
        "disable_instance_discovery": settings.authority != AUTHORITY,
    }
    if authority.scheme == "http":
        # Our settings take this of our own machine alone.
        outside["transport"] = Plain()
    if settings.access_token:
        return AsItStands(settings.access_token)
    if settings.managed_identity:
        named = settings.managed_identity
        return ManagedIdentityCredential(client_id=None if named == "system" else named)
    if settings.certificate is not None:
        path, password = str(settings.certificate), settings.certificate_password
        return CertificateCredential(*who, path, password=password or None, **outside)
    if settings.client_secret:
        return ClientSecretCredential(*who, settings.client_secret, **outside)
    raise Refused(
        "Nothing is set by which Microsoft 365 knows the bot.",
        next_step="Give a client secret, a certificate or a managed identity.",
    )


class _Closing:
    """What every credential of ours does at its end: nothing."""

    async def close(self) -> None:
        """Let go of nothing, as nothing is held."""

    async def __aenter__(self) -> Any:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.close()


class AsItStands(_Closing):
    """A token that was given, for a Graph on this machine only."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def get_token(
        self,
        *scopes: str,
        claims: str | None = None,
        tenant_id: str | None = None,
        enable_cae: bool = False,
        **kwargs: Any,
    ) -> AccessToken:
        """Give the token; how long it lives is not known."""
        del scopes, claims, tenant_id, enable_cae, kwargs
        return AccessToken(self._token, _AN_HOUR)


class Plain(AioHttpTransport):  # type: ignore[misc] # it is loaded late, untyped
    """Asks an authority on this machine without TLS, which Microsoft's own has not.

    Everything else is as it is with Microsoft, and so tried on the way.
    """

    def __init__(self) -> None:
        super().__init__(use_env_settings=False)

    @override
    async def send(self, request: Any, **config: Any) -> Any:
        """Send a request as it is, but for its scheme."""
        request.url = request.url.replace("https://", "http://", 1)
        return await super().send(request, **config)


class Tokens(_Closing):
    """Whatever credential there is, thrown away for a fresh one when it is refused."""

    def __init__(self, make: Credentials, scope: str) -> None:
        self._make = make
        self._scope = scope
        self._credential: AsyncTokenCredential | None = None
        self._held: AccessToken | None = None
        self._one_at_a_time = asyncio.Lock()

    async def get_token(
        self,
        *scopes: str,
        claims: str | None = None,
        tenant_id: str | None = None,
        enable_cae: bool = False,
        **kwargs: Any,
    ) -> AccessToken:
        """Give the token that was got before the request; or one that was asked for.

        Raises:
            NotSent: There is none to be had.
        """
        del scopes, tenant_id, enable_cae, kwargs
        if self._held is None or claims is not None:
            return await self._fetched(claims)
        return self._held

    async def ready(self) -> str:
        """Have a token, before anything is sent.

        Raises:
            NotSent: There is none to be had.
        """
        return (await self._fetched(None)).token

    async def renew(self, refused: str) -> None:
        """Throw the credential away, unless another request did so already."""
        async with self._one_at_a_time:
            if self._held is not None and self._held.token == refused:
                await self.close()

    @override
    async def close(self) -> None:
        """Let go of the credential, and of every token it holds."""
        credential, self._credential, self._held = self._credential, None, None
        if credential is not None:
            await credential.close()

    async def _fetched(self, claims: str | None) -> AccessToken:
        # Whoever gives out tokens is asked once, however many wait for one.
        async with self._one_at_a_time:
            try:
                if self._credential is None:
                    self._credential = self._make()
                self._held = await self._credential.get_token(
                    self._scope, claims=claims
                )
            except _NONE as trouble:
                kind = type(trouble).__name__
                raise NotSent(f"Microsoft gives no token ({kind})") from trouble
            return self._held
