"""Asking Microsoft for a token, once, by whichever way is set.

It waits for the network, and so is never done where everything else goes on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import msal  # type: ignore[import-untyped]
import requests
from cryptography.exceptions import UnsupportedAlgorithm
from jwt import PyJWTError
from msal.exceptions import MsalError  # type: ignore[import-untyped]
from typing_extensions import override

from bot.environment import LOOPBACK
from bot.settings_teams import TeamsSettings

_FOR: Final = "https://api.botframework.com"
_OTHER_CLOUDS: Final = (
    "https://api.botframework.us",
    "https://api.botframework.azure.cn",
)
"""What a token is for: the bot service, which signs what it sends by the same name."""
_WAITS: Final = (5.0, 10.0)
"""Seconds to reach it, and to hear from it."""
_ABOUT: Final = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Grant:
    """A token, and for how many seconds it is good."""

    token: str
    seconds: float


def granted(settings: TeamsSettings) -> Grant | dict[str, Any]:
    """Ask for a token; what is no token is what Microsoft said in its place.

    Nothing is kept from one time to the next, so a file that was changed is read.

    Raises:
        OSError: It could not be reached, or is ill.
        ValueError: There is no such organisation, or a file is of no use.
    """
    try:
        with _Wire(settings.authority) as wire:
            answer = _asked(settings, wire)
    except (MsalError, json.JSONDecodeError) as trouble:
        # It is ill, or something else answers in its place: no fault of a file.
        raise OSError("it does not answer as Microsoft does") from trouble
    except (PyJWTError, TypeError, UnsupportedAlgorithm) as trouble:
        raise ValueError("the key cannot be used") from trouble
    if "access_token" not in answer:
        return answer
    return Grant(str(answer["access_token"]), float(answer.get("expires_in") or 0))


def _asked(settings: TeamsSettings, wire: requests.Session) -> dict[str, Any]:
    issuer = settings.token_issuer.rstrip("/")
    resource = issuer if issuer in _OTHER_CLOUDS else _FOR
    if named := settings.managed_identity:
        which = (
            msal.SystemAssignedManagedIdentity()
            if named == "system"
            else msal.UserAssignedManagedIdentity(client_id=named)
        )
        client = msal.ManagedIdentityClient(which, http_client=wire)
        return dict(client.acquire_token_for_client(resource=resource))
    authority = urlsplit(settings.authority)._replace(scheme="https").geturl()
    app = msal.ConfidentialClientApplication(
        settings.app_id,
        client_credential=_credential(settings),
        authority=f"{authority}/{settings.tenant_id}",
        # An authority of one’s own is not listed with Microsoft.
        instance_discovery=False,
        http_client=wire,
    )
    return dict(app.acquire_token_for_client([f"{resource}/.default"]))


def _credential(settings: TeamsSettings) -> str | dict[str, str]:
    if settings.certificate is None:
        return settings.client_secret
    try:
        pem = settings.certificate.read_text(encoding="utf-8")
    except OSError as trouble:
        raise ValueError("the file cannot be read") from trouble
    found = {"private_key": pem, "public_certificate": pem}
    if settings.certificate_password:
        found["passphrase"] = settings.certificate_password
    return found


class _Wire(requests.Session):
    """Asks Microsoft, but does not wait for ever.

    Microsoft’s library insists on TLS. For an authority on this machine that has
    none it is told so, and asked as it is; our settings take that of no other.
    """

    def __init__(self, authority: str) -> None:
        super().__init__()
        parts = urlsplit(authority)
        self.trust_env = (parts.hostname or "") not in LOOPBACK
        plain = parts.scheme == "http"
        self._secure = f"https://{parts.netloc}/" if plain else ""

    @override
    def request(
        self, method: str, url: str | bytes, *args: Any, **kwargs: Any
    ) -> requests.Response:
        address = url.decode() if isinstance(url, bytes) else url
        if self._secure and address.startswith(self._secure):
            if address.endswith(_ABOUT):
                return _about(address.removesuffix(_ABOUT))
            address = address.replace("https://", "http://", 1)
        return super().request(method, address, *args, **{**kwargs, "timeout": _WAITS})


def _about(tenant: str) -> requests.Response:
    """Say what an authority on this machine would say of itself, had it TLS."""
    base = tenant.removesuffix("/v2.0")
    answer = requests.Response()
    answer.status_code = 200
    answer._content = json.dumps(  # noqa: SLF001 - there is no other way to fill one
        {
            "issuer": f"{base}/v2.0",
            "token_endpoint": f"{base}/oauth2/v2.0/token",
            "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        }
    ).encode()
    return answer
