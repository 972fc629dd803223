"""How a workspace installs the app for itself, and what it gives the bot to act with.

What it gives is kept in our own record, locked. What a user grants besides is not
kept at all: the bot acts as itself alone.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urljoin

from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import (
    AsyncInstallationStore,
)
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from typing_extensions import override

from bot.settings import SlackSettings
from bot.store import Store, facts, installs
from integrations.slack.scopes import SCOPES

PLATFORM: Final = "slack"
INSTALL: Final = "/slack/install"
REDIRECT: Final = "/slack/oauth_redirect"
STATE_LIFE: Final = 600
"""Seconds in which an installation that was begun must come back from Slack."""
_TIMEOUT: Final = 10
_SPENT: Final = "slack/state"
"""Where those stand in the record that have come back."""
_KEPT: Final = (
    "app_id", "enterprise_id", "enterprise_name", "team_id", "team_name", "bot_token",
    "bot_id", "bot_user_id", "bot_scopes", "bot_refresh_token", "bot_token_expires_at",
    "is_enterprise_install", "installed_at",
)  # fmt: skip


class Installs(AsyncInstallationStore):
    """What each workspace gave the bot, as Slack's library asks for it."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    @property
    @override
    def logger(self) -> logging.Logger:
        return silent()

    @override
    async def async_save(self, installation: Installation) -> None:
        """Keep what a workspace gave, without what a user granted besides."""
        await self.async_save_bot(installation.to_bot())

    @override
    async def async_save_bot(self, bot: Bot) -> None:
        """Keep what a workspace gave the bot."""
        await asyncio.to_thread(self._keep, bot)

    @override
    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """Find what a workspace gave the bot; ``None`` if it gave nothing."""
        del is_enterprise_install
        return await asyncio.to_thread(self.load, team_id or enterprise_id or "")

    @override
    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """Find the same in the shape with room for what a user grants: nothing."""
        del is_enterprise_install
        bot = await self.async_find_bot(enterprise_id=enterprise_id, team_id=team_id)
        if bot is None:
            return None
        told = {name: getattr(bot, name) for name in _KEPT}
        return Installation(user_id=user_id or "", **told)

    @override
    async def async_delete_bot(
        self, *, enterprise_id: str | None, team_id: str | None
    ) -> None:
        """Let go of what a workspace gave."""
        await asyncio.to_thread(self.drop, team_id or enterprise_id or "")

    @override
    async def async_delete_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
    ) -> None:
        """Do nothing: what one user granted was never kept."""

    def load(self, team: str) -> Bot | None:
        """Read what a workspace gave; ``None`` if it gave nothing."""
        with self._store.reading() as tx:
            doc = installs.load(tx, PLATFORM, team)
        return None if doc is None else Bot(**doc)

    def teams(self) -> list[str]:
        """List the workspaces that have installed the app."""
        with self._store.reading() as tx:
            return installs.tenants(tx, PLATFORM)

    def drop(self, team: str) -> None:
        """Let go of what a workspace gave."""
        with self._store.writing() as tx:
            installs.drop(tx, PLATFORM, team)

    def _keep(self, bot: Bot) -> None:
        doc: dict[str, Any] = {name: getattr(bot, name) for name in _KEPT}
        doc["bot_scopes"] = list(bot.bot_scopes)
        tenant = bot.team_id or bot.enterprise_id or ""
        with self._store.writing() as tx:
            installs.keep(tx, PLATFORM, tenant, doc, at=self._now())


class States(AsyncOAuthStateStore):
    """What proves that an installation which comes back was begun here.

    It is signed and tells its own age, so there is nothing to keep; what has been
    used once is remembered in the record for as long as it could be used again: it
    may have come back to another replica.

    Args:
        store: The record.
        key: What it is signed with.
        now: The time.
    """

    def __init__(self, store: Store, key: bytes, now: Callable[[], datetime]) -> None:
        self._store = store
        self._key = hmac.digest(key, b"dayzero slack state", "sha256")
        self._now = now

    @property
    @override
    def logger(self) -> logging.Logger:
        return silent()

    @override
    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """Make a new one."""
        until = int(self._now().timestamp()) + STATE_LIFE
        said = f"{until}.{secrets.token_urlsafe(16)}"
        return f"{said}.{self._signed(said)}"

    @override
    async def async_consume(self, state: str) -> bool:
        """Say whether one is ours, still good, and used for the first time."""
        said, _, signature = state.rpartition(".")
        if not hmac.compare_digest(self._signed(said).encode(), signature.encode()):
            return False
        if int(said.partition(".")[0]) < self._now().timestamp():
            return False
        return await asyncio.to_thread(self._spend, said)

    def _spend(self, said: str) -> bool:
        until, now = int(said.partition(".")[0]), self._now().timestamp()
        with self._store.writing() as tx:
            return facts.spend(tx, _SPENT, said, until, now)

    def _signed(self, said: str) -> str:
        return hmac.digest(self._key, said.encode(), "sha256").hex()


class Asking(AsyncWebClient):
    """Asks Slack for a token, and so has none yet.

    Args:
        settings: How Slack is set up.
    """

    def __init__(self, settings: SlackSettings) -> None:
        super().__init__(
            base_url=settings.api_url,
            timeout=_TIMEOUT,
            logger=silent(),
            retry_handlers=[],
        )

    @override
    async def oauth_v2_access(
        self,
        *,
        client_id: str,
        client_secret: str,
        code: str | None = None,
        redirect_uri: str | None = None,
        grant_type: str | None = None,
        refresh_token: str | None = None,
        **kwargs: Any,
    ) -> AsyncSlackResponse:
        """Ask for a token. Who asks is said in the body, as Slack also takes it.

        The library says it in a header, by a way of aiohttp's that is going away.
        """
        asked = {
            "client_id": client_id,
            "client_secret": client_secret,
            "code": code,
            "redirect_uri": redirect_uri,
            "grant_type": grant_type,
            "refresh_token": refresh_token,
            **kwargs,
        }
        given = {name: value for name, value in asked.items() if value is not None}
        return await self.api_call("oauth.v2.access", data=given)


def flow(
    settings: SlackSettings, installed: Installs, states: States, base_url: str
) -> AsyncOAuthFlow | None:
    """Make what answers when somebody installs the app; nothing, where nobody can.

    Args:
        settings: How Slack is set up.
        installed: Where what a workspace gives is kept.
        states: What proves that an installation was begun here.
        base_url: The address we are reached at, with no slash at its end.
    """
    if not settings.by_oauth:
        return None
    return AsyncOAuthFlow(
        client=Asking(settings),
        logger=silent(),
        settings=AsyncOAuthSettings(
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            scopes=list(SCOPES),
            redirect_uri=f"{base_url}{REDIRECT}",
            # Beside its methods, so that it too can be somewhere else.
            authorization_url=urljoin(settings.api_url, "../oauth/v2/authorize"),
            install_page_rendering_enabled=False,
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            installation_store=installed,
            installation_store_bot_only=True,
            state_store=states,
            state_expiration_seconds=STATE_LIFE,
            logger=silent(),
        ),
    )


def silent() -> logging.Logger:
    """Give the library a log in which it says nothing: it would say what was sent."""
    log = logging.getLogger("dayzero.slack")
    log.setLevel(logging.CRITICAL + 1)
    return log
