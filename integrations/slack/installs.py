"""Ways to call Slack, each with the token of its workspace.

There is one workspace by a token that was set, or there are several that installed
the app for themselves, or both. A token that runs out is exchanged in time.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from aiohttp import ClientError, ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from typing_extensions import override

from bot.settings import SlackSettings
from bot.store import Store, facts
from integrations.slack.afterwards import problem_of
from integrations.slack.oauth import Asking, Installs, silent

_TIMEOUT: Final = 10
_AHEAD: Final = timedelta(hours=2)
"""How long before a token runs out it is exchanged."""
_TRUSTED: Final = timedelta(minutes=1)
"""How long what the record says of a workspace is not looked up again."""
_PAUSE: Final = timedelta(seconds=5)
"""How long Slack is let be when it did not say who we are."""
_LOOK: Final = 0.5
_LOOKS: Final = 20
"""Seconds between two looks at what another replica was given, and how many."""
_NOT_LET_IN: Final = frozenset(
    {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"}
)
"""What Slack says to a token that is good no more: another may have been given."""
UNANSWERED: Final = (ClientError, TimeoutError, OSError)
"""What a call comes to that Slack did not answer."""


class NotInstalled(ConnectionError):  # noqa: N818 - there is no line to there
    """The app is not installed in this workspace."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace that the bot acts in.

    Attributes:
        team: What Slack calls it.
        name: What people call it.
        bot_user: The account that the bot has in it.
        bot: What Slack calls the bot in it.
    """

    team: str
    name: str
    bot_user: str
    bot: str


class Clients:
    """Ways to call Slack, one for each workspace.

    Args:
        settings: How Slack is set up.
        store: The record, where what workspaces gave is kept.
        now: The time.
    """

    def __init__(
        self, settings: SlackSettings, store: Store, now: Callable[[], datetime]
    ) -> None:
        self.settings: Final = settings
        self.installed: Final = Installs(store, now)
        self._store = store
        self._now = now
        self._session: ClientSession | None = None
        self._made: dict[str, AsyncWebClient] = {}
        self._bots: dict[str, tuple[Bot, datetime]] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._unanswered: datetime | None = None
        self._home = self._remembered() if settings.bot_token else None

    @property
    def home(self) -> str:
        """The one workspace that the set token is for; empty until Slack has said."""
        return self._home.team if self._home else ""

    async def find_home(self) -> None:
        """Ask until Slack has said which workspace the set token is for."""
        while True:
            if not self.settings.bot_token or await self._known():
                return
            await asyncio.sleep(_PAUSE.total_seconds())

    async def teams(self) -> tuple[str, ...]:
        """List the workspaces that can be called."""
        others = await asyncio.to_thread(self.installed.teams)
        home = await self._known()
        return tuple(dict.fromkeys([*([home.team] if home else []), *others]))

    async def at(self, team: str) -> Workspace:
        """Say who the bot is in a workspace.

        Raises:
            NotInstalled: The app is not installed there.
        """
        home = await self._known()
        if home and home.team == team:
            return home
        bot = await self._bot(team)
        name, user = bot.team_name or team, bot.bot_user_id or ""
        return Workspace(team, name, user, bot.bot_id or "")

    async def for_team(self, team: str) -> AsyncWebClient:
        """Give the way to call Slack in a workspace.

        Raises:
            NotInstalled: The app is not installed there.
            SlackApiError: Its token ran out, and Slack gave no other.
        """
        if self.settings.bot_token:
            # With one workspace there is one way, even before Slack has said its name.
            if not self.settings.by_oauth:
                return self._client(self.settings.bot_token)
            home = await self._known()
            if home and home.team == team:
                return self._client(self.settings.bot_token)
        return self._client((await self._bot(team)).bot_token)

    async def gone(self, team: str) -> None:
        """Let go of a workspace that took the app away."""
        self._bots.pop(team, None)
        await asyncio.to_thread(self.installed.drop, team)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        """Keep lines to Slack open in the meantime, rather than one for each call."""
        async with ClientSession(timeout=ClientTimeout(total=_TIMEOUT)) as session:
            self._session, self._made = session, {}
            try:
                yield
            finally:
                self._session, self._made = None, {}

    def _client(self, token: str) -> AsyncWebClient:
        if token not in self._made:
            self._made[token] = _Client(
                token,
                lambda: self._distrust(token),
                base_url=self.settings.api_url,
                timeout=_TIMEOUT,
                session=self._session,
                logger=silent(),
                # A call that went unanswered may have been heard: whoever made it
                # knows whether to make it again.
                retry_handlers=[],
            )
        return self._made[token]

    def _distrust(self, token: str) -> None:
        """Look in the record again: another replica may have been given a new one."""
        for team, (bot, _) in list(self._bots.items()):
            if bot.bot_token == token:
                del self._bots[team]

    # -- the workspace of the token that was set ---------------------------------

    async def _known(self) -> Workspace | None:
        """Find out which workspace the token is for, as soon as Slack says so."""
        if self._home or not self.settings.bot_token:
            return self._home
        async with self._turns[""]:
            paused = self._unanswered and self._now() < self._unanswered + _PAUSE
            if self._home or paused:
                return self._home
            try:
                told = await self._client(self.settings.bot_token).auth_test()
            except (SlackApiError, *UNANSWERED):
                self._unanswered = self._now()
                return None
            found = [str(told.get(word) or "") for word in _TOLD]
            self._home = Workspace(*found)
            await asyncio.to_thread(self._remember, self._home)
            return self._home

    @property
    def _fact(self) -> str:
        token = self.settings.bot_token.encode()
        return f"slack/home/{hashlib.sha256(token).hexdigest()[:16]}"

    def _remembered(self) -> Workspace | None:
        with self._store.reading() as tx:
            kept = facts.get(tx, self._fact)
        return Workspace(**json.loads(kept)) if kept else None

    def _remember(self, home: Workspace) -> None:
        with self._store.writing() as tx:
            facts.set_(tx, self._fact, json.dumps(asdict(home)))

    # -- workspaces that installed the app ---------------------------------------

    async def _bot(self, team: str) -> Bot:
        """Find what a workspace gave, with a token that has not run out.

        Raises:
            NotInstalled: It gave nothing.
        """
        known = self._bots.get(team)
        if known and self._now() < known[1]:
            return known[0]
        async with self._turns[team]:
            bot = await asyncio.to_thread(self.installed.load, team)
            if bot is None:
                self._bots.pop(team, None)
                raise NotInstalled(team)
            if self._left(bot) <= _AHEAD:
                bot = await self._renewed(bot)
            self._bots[team] = (bot, self._now() + _TRUSTED)
            return bot

    async def _renewed(self, old: Bot) -> Bot:
        """Exchange a token, or wait while another replica does: it can be done once."""
        for _ in range(_LOOKS):
            found = await self._in_turn(old.team_id or "")
            if found is not None:
                return found
            await asyncio.sleep(_LOOK)
        return await self._exchanged(old)

    async def _in_turn(self, team: str) -> Bot | None:
        """Exchange a token, unless another replica is at it and none serves yet."""
        turn = self._store.alone(f"slack/{team}")
        ours = await asyncio.to_thread(turn.__enter__)
        try:
            kept = await asyncio.to_thread(self.installed.load, team)
            if kept is None:
                raise NotInstalled(team)
            if self._left(kept) > (_AHEAD if ours else timedelta()):
                return kept
            return await self._exchanged(kept) if ours else None
        finally:
            await asyncio.to_thread(turn.__exit__, None, None, None)

    async def _exchanged(self, old: Bot) -> Bot:
        """Exchange a token that is running out; the old one serves while it lasts."""
        try:
            told = await Asking(self.settings).oauth_v2_access(
                client_id=self.settings.client_id,
                client_secret=self.settings.client_secret,
                grant_type="refresh_token",
                refresh_token=old.bot_refresh_token,
            )
        except (SlackApiError, *UNANSWERED):
            # Another process may have been first: a refresh token serves once.
            kept = await asyncio.to_thread(self.installed.load, old.team_id or "")
            if kept and self._left(kept) > timedelta():
                return kept
            raise
        new = Bot(**{**old.to_dict_for_copying(), "bot_token": told["access_token"]})
        new.bot_refresh_token = told["refresh_token"]
        new.bot_token_expires_at = int(self._now().timestamp() + told["expires_in"])
        await self.installed.async_save_bot(new)
        return new

    def _left(self, bot: Bot) -> timedelta:
        if bot.bot_token_expires_at is None:
            return timedelta.max
        left = bot.bot_token_expires_at - self._now().timestamp()
        return timedelta(seconds=left)


class _Client(AsyncWebClient):
    """A way to call Slack that says when its token is good no more."""

    def __init__(self, token: str, refused: Callable[[], None], **given: Any) -> None:
        super().__init__(token, **given)
        self._refused = refused

    @override
    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:
        """Call one of Slack's methods."""
        try:
            return await super().api_call(api_method, **given)
        except SlackApiError as refusal:
            if problem_of(refusal) in _NOT_LET_IN:
                self._refused()
            raise


_TOLD: Final = ("team_id", "team", "user_id", "bot_id")
