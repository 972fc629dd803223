"""Microsoft’s library for Teams: the one module that loads it.

Loading it reads a file called ``.env`` into the environment and warns of previews, and
what it makes goes by variables that others may have set for something else. None of
that happens here: it sees neither, and everything is said to it.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from bot.settings_teams import MESSAGES_AT, TeamsSettings

SECONDS: Final = 10.0
"""How long Microsoft is waited for; the library itself would wait for ever."""
_DEAF: Final[Mapping[str, str]] = {
    "PYTHON_DOTENV_DISABLED": "1",
    "CLIENT_ID": "",
    "CLIENT_SECRET": "",
    "CLOUD": "",
    "MANAGED_IDENTITY_CLIENT_ID": "",
    "OAUTH_URL": "",
    "SERVICE_URL": "",
    "TENANT_ID": "",
}
"""What the library would go by, and what it sees in place of it."""
_CHATTY: Final[Mapping[str, int]] = {
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "microsoft_teams": logging.CRITICAL,  # what it refuses and why; we say it ourselves
    "microsoft_teams.common.http.client": logging.WARNING,  # httpx is set to the same
    "msal": logging.WARNING,
}
"""Libraries that say a line, or several, about every request."""


@contextmanager
def _unswayed() -> Iterator[None]:
    """Keep the library from what others have set, and its warnings from others."""
    before = {name: os.environ.get(name) for name in _DEAF}
    os.environ.update(_DEAF)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


with _unswayed():
    from microsoft_teams.api import ApiClient, ApiClientSettings
    from microsoft_teams.api.auth.cloud_environment import (
        PUBLIC,
        CloudEnvironment,
        with_overrides,
    )
    from microsoft_teams.api.auth.credentials import BasicTokenProvider
    from microsoft_teams.apps import App, HttpServerAdapter
    from microsoft_teams.apps.events import ActivityEvent
    from microsoft_teams.common import Client, ClientOptions

# Each of its clients sets how much httpx says, and not all are made by us.
for _name, _level in _CHATTY.items():
    logging.getLogger(_name).setLevel(_level)

__all__ = [
    "SECONDS",
    "ActivityEvent",
    "ApiClient",
    "ApiClientSettings",
    "App",
    "Client",
    "ClientOptions",
    "CloudEnvironment",
    "app_of",
    "cloud_of",
    "look_up_in",
]


def cloud_of(settings: TeamsSettings) -> CloudEnvironment:
    """Say where everything of Microsoft’s is, as it is set."""
    return with_overrides(
        PUBLIC,
        login_endpoint=settings.authority,
        login_tenant=settings.tenant_id,
        openid_metadata_url=settings.openid_metadata_url,
        token_issuer=settings.token_issuer,
    )


def app_of(
    settings: TeamsSettings, adapter: HttpServerAdapter, token: BasicTokenProvider
) -> App:
    """Make the library’s app, which is to be served by us.

    Args:
        settings: How Teams is reached.
        adapter: Takes what the library would have served.
        token: Gives a token to answer with, for a scope and an organisation.
    """
    cloud = cloud_of(settings)
    with _unswayed():
        return App(
            client_id=settings.app_id,
            tenant_id=settings.tenant_id,
            token=token,
            client=ClientOptions(timeout=SECONDS),
            cloud=cloud,
            http_server_adapter=adapter,
            messaging_endpoint=MESSAGES_AT,
            fetch_user_token=False,
            state=False,
            dangerously_allow_unauthenticated_requests=False,
            service_url=settings.service_url,
            api_client_settings=ApiClientSettings(oauth_url=cloud.token_service_url),
            telemetry={"agent365": False},
        )


def look_up_in(app: App, keys: object) -> None:
    """Have the library look for Microsoft’s keys in what we have read of them.

    Its own way fetches them while everybody else waits, and again for every key that
    somebody makes up. It keeps that way where nobody is meant to reach, hence this.

    Args:
        app: The app, once it is initialised.
        keys: What answers as the library’s own client of the keys would.
    """
    validator: Any = app.server._token_validator  # noqa: SLF001 - no other way in
    validator._service_validator._jwks_client = keys  # noqa: SLF001 - likewise
