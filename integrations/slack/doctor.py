"""What the doctor looks at in Slack: whether it can be reached, and what it grants.

Nothing is posted and nobody is told. What is wrong is said with what to do about it;
what only goes another way, by e-mail, deserves a look.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime
from typing import Final

from aiohttp import ClientSession, ClientTimeout
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import rosters
from bot.core import words
from bot.core.people import Roster
from bot.settings import Settings, SlackSettings
from bot.store import Store, roster
from bot.verbs.examined import Finding, fault, fine, look
from bot.verbs.whereabouts import health_url
from integrations.slack.afterwards import Afterwards, problem_of
from integrations.slack.installs import UNANSWERED, Clients
from integrations.slack.oauth import INSTALL, PLATFORM, Asking
from integrations.slack.people import People
from integrations.slack.scopes import SCOPES, listed, missing

_SCOPES: Final = "x-oauth-scopes"
_PAGE: Final = 500
_SECONDS: Final = 3
_AGAIN: Final = "Add it under OAuth & Permissions, and install the app again."
_REACH: Final = (
    "See that this machine may reach it, and look at Slack’s own status page."
)
_COPY: Final = (
    "Copy the Bot User OAuth Token from OAuth & Permissions once more; where it is "
    "not there, install the app again."
)
_ITS_OWN: Final = frozenset(
    {
        "",
        "fatal_error",
        "internal_error",
        "ratelimited",
        "rate_limited",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
    }
)
"""What Slack says when it is Slack that cannot, whatever the token."""
_LATER: Final = (
    "Ask again in some minutes, and look at Slack’s own status page if it stays so."
)
_LINE: Final = (
    "Make a token with connections:write under Basic Information, and see that "
    "Socket Mode is on."
)


def examine(
    settings: Settings, store: Store, now: Callable[[], datetime]
) -> list[Finding]:
    """Look at everything in Slack that has to be right; nothing, if it is not used.

    Args:
        settings: Everything that is set.
        store: The record.
        now: The time.
    """
    if settings.slack is None:
        return []
    visit = _Examination(settings, settings.slack, store, now)

    async def found() -> list[Finding]:
        return [finding async for finding in visit.all()]

    return asyncio.run(found())


class _Examination:
    def __init__(
        self,
        settings: Settings,
        slack: SlackSettings,
        store: Store,
        now: Callable[[], datetime],
    ) -> None:
        self._all = settings
        self._slack = slack
        self._clients = Clients(slack, store, now)
        self._people = People(store, self._clients, now)
        self._patience = Afterwards()
        with store.reading() as tx:
            docs = [roster.get(tx, one) for one in roster.partnerships(tx)]
        self._rosters = [rosters.from_doc(doc) for doc in docs if doc]

    async def all(self) -> AsyncIterator[Finding]:
        """Make every examination, in the order of what needs what."""
        async with self._clients.connected():
            if self._slack.app_token:
                yield await self._line()
            if self._slack.bot_token.startswith("xoxe."):
                yield look(
                    "SLACK_BOT_TOKEN runs out within twelve hours of being made.",
                    "Install the app again with token rotation off, or set "
                    "SLACK_CLIENT_ID in its place.",
                )
            teams = list(await self._clients.teams())
            if self._slack.bot_token and not self._clients.home:
                yield await self._refused()
            for team in teams:
                async for finding in self._workspace(team):
                    yield finding
            for finding in self._homeless(teams):
                yield finding
            yield await self._running()

    async def _line(self) -> Finding:
        """See that the app token opens a line to Slack from here."""
        asked = {"app_token": self._slack.app_token}
        try:
            await Asking(self._slack).apps_connections_open(**asked)
        except SlackApiError as refusal:
            if problem_of(refusal) in _ITS_OWN:
                return self._ill(refusal)
            return fault(
                f"Slack does not open a line by SLACK_APP_TOKEN: {_said(refusal)}.",
                _LINE,
            )
        except UNANSWERED:
            return fault(f"Slack cannot be reached at {self._slack.api_url}.", _REACH)
        return fine("Slack opens a line to here by SLACK_APP_TOKEN.")

    async def _refused(self) -> Finding:
        """Say why the token that was set leads nowhere."""
        try:
            await Asking(self._slack).auth_test(token=self._slack.bot_token)
        except SlackApiError as refusal:
            if problem_of(refusal) in _ITS_OWN:
                return self._ill(refusal)
            return fault(f"Slack refuses SLACK_BOT_TOKEN: {_said(refusal)}.", _COPY)
        except UNANSWERED:
            return fault(f"Slack cannot be reached at {self._slack.api_url}.", _REACH)
        return look("Slack was slow to say whose SLACK_BOT_TOKEN is.", "Ask again.")

    def _ill(self, refusal: SlackApiError) -> Finding:
        """Say that what answers there says neither yes nor no, as Slack would."""
        if problem := problem_of(refusal):
            return look(f"Slack cannot answer just now: {problem}.", _LATER)
        answer = refusal.response
        status = getattr(answer, "status_code", 0) or getattr(answer, "status", 0)
        said = f"{self._slack.api_url} does not answer as Slack does ({status})."
        return fault(said, _REACH)

    # -- one workspace -----------------------------------------------------------

    async def _workspace(self, team: str) -> AsyncIterator[Finding]:
        try:
            client = await self._clients.for_team(team)
            told = await client.auth_test()
        except SlackApiError as refusal:
            if problem_of(refusal) in _ITS_OWN:
                yield self._ill(refusal)
                return
            then = _COPY if team == self._clients.home else self._install()
            yield fault(f"Slack refuses the token of {team}: {_said(refusal)}.", then)
            return
        except UNANSWERED:
            yield fault(f"Slack cannot be reached at {self._slack.api_url}.", _REACH)
            return
        where = f"{told.get('team') or team} ({team})"
        yield fine(f"The bot is {told.get('user')} in the Slack workspace {where}.")
        granted = listed(told.headers.get(_SCOPES))
        for scope in missing(granted) if granted else ():
            yield look(f"In {where} the app lacks {scope}. {SCOPES[scope]}", _AGAIN)
        served = [one for one in self._rosters if self._people.serves(team, one)]
        if not served:
            then = f'If one should, put slack = "{team}" into its roster.'
            yield look(f"No partnership works in the workspace {where}.", then)
            return
        for one in served:
            yield await self._channel(client, one)
        async for finding in self._found(team, client, served):
            yield finding

    async def _channel(self, client: AsyncWebClient, of: Roster) -> Finding:
        """See that the channel of a digest is there, and that the bot is in it."""
        name = f"#{of.channel}"
        try:
            there, within = await self._sought(client, of.channel)
        except SlackApiError as refusal:
            then = "See for yourself that it is there, and that the bot is in it."
            return look(f"{name} could not be looked for: {_said(refusal)}.", then)
        if within:
            return fine(f"The digest of {of.title} goes to {name}.")
        if there:
            then = "Type /invite @Dayzero there, or its digest cannot be posted."
            return look(f"The bot is not in {name} of {of.title}.", then)
        then = f"Make it and type /invite @Dayzero there, or let {of.partnership} name "
        then += "another in its roster."
        return look(f"There is no channel {name} that the bot can see.", then)

    async def _sought(self, client: AsyncWebClient, name: str) -> tuple[bool, bool]:
        """Find a channel by its name: whether it is there, and the bot in it."""
        try:
            return await self._among(client, name, "public_channel,private_channel")
        except SlackApiError as refusal:
            if problem_of(refusal) != "missing_scope":
                raise
        return await self._among(client, name, "public_channel")

    async def _among(
        self, client: AsyncWebClient, name: str, kinds: str
    ) -> tuple[bool, bool]:
        cursor: str | None = None
        while cursor != "":
            told = await self._page(client, kinds, cursor)
            for channel in told.get("channels") or ():
                if channel.get("name") == name:
                    return True, bool(channel.get("is_member"))
            cursor = str((told.get("response_metadata") or {}).get("next_cursor") or "")
        return False, False

    async def _page(
        self, client: AsyncWebClient, kinds: str, cursor: str | None
    ) -> AsyncSlackResponse:
        return await self._patience.patiently(
            lambda: client.conversations_list(
                types=kinds, exclude_archived=True, limit=_PAGE, cursor=cursor
            )
        )

    async def _found(
        self, team: str, client: AsyncWebClient, served: list[Roster]
    ) -> AsyncIterator[Finding]:
        """See who of a roster is not in the workspace."""
        found = await self._people.look(team, client)
        for trouble in found.trouble:
            yield look(trouble, "Until then they are told by e-mail.")
        people = sum(len(one.people) for one in served)
        said = f"{found.found} of {words.counted(people, 'person', 'people')}"
        yield fine(f"{said} on a roster are known in the workspace.")
        for one in served:
            gone = [one.name(who) for of, who in found.missing if of == one.partnership]
            if gone:
                then = "Invite them to it, or give their Slack id in the roster."
                names = words.listed(gone)
                yield look(f"Not in the workspace, and told by e-mail: {names}.", then)

    # -- the whole ---------------------------------------------------------------

    def _homeless(self, teams: list[str]) -> Iterator[Finding]:
        """Find partnerships that work in no workspace that can be called."""
        for one in self._rosters:
            named = one.tenants.get(PLATFORM, "")
            if named and named not in teams:
                says = f"{one.title} works in the workspace {named}, where the app "
                yield look(f"{says}is not installed.", self._install())
            elif not named and not self._slack.bot_token:
                says = f"{one.title} names no workspace, and is told by e-mail."
                then = "Put the workspace’s id into its roster, such as: "
                yield look(says, f'{then}slack = "T0123ABCD"')

    def _install(self) -> str:
        if self._slack.by_oauth:
            return f"Open {self._all.base_url}{INSTALL} there, as an administrator."
        return "Set the token of that workspace, or correct the roster."

    async def _running(self) -> Finding:
        """See whether the bot is running, and whether Slack reaches it."""
        place = health_url(self._all)
        wait = ClientTimeout(total=_SECONDS)
        try:
            async with ClientSession(timeout=wait) as session, session.get(place) as it:
                told = (await it.json())["parts"]["slack"]
        except (*UNANSWERED, ValueError, LookupError, TypeError):
            then = "If it should: dayzero run"
            return look(f"Nothing of Slack answers at {place}.", then)
        last = told.get("last_heard")
        heard = words.moment(datetime.fromisoformat(last)) if last else ""
        said = f"It last heard from Slack on {heard}." if heard else "It has heard "
        said = said if heard else f"{said}nothing from Slack since it began."
        if self._slack.app_token and told.get("socket") not in {"connected", "off"}:
            return look(f"The line from {place} is not open. {said}", _REACH)
        return fine(f"The bot is running. {said}")


def _said(refusal: SlackApiError) -> str:
    return problem_of(refusal) or "it gave no reason"
