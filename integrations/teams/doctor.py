"""What the doctor looks at in Teams: whether it can be reached, and who has the app.

Nothing is posted and nobody is told. What is wrong is said with what to do about it;
what only goes another way, by e-mail, deserves a look.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Final

import httpx

from bot.caseload import roster_of
from bot.core import words
from bot.core.people import Person, Roster
from bot.gateways import NotHere, NotSent, TryLater
from bot.rosters.docs import PLATFORMS
from bot.settings import Settings
from bot.settings_teams import MESSAGES_AT, TeamsSettings
from bot.store import Store, accounts, roster
from bot.verbs.examined import Finding, fault, fine, look
from bot.verbs.whereabouts import health_url
from integrations.teams.calling import Calling, Json, Says
from integrations.teams.credentials import NoToken, Tokens
from integrations.teams.names import PLATFORM
from integrations.teams.people import Named, People
from integrations.teams.places import Places
from integrations.teams.references import CONVERSATION, References
from integrations.teams.tokens import read_keys

_SECONDS: Final = 3.0
_NOWHERE: Final = "a:nobody"
"""A conversation that there is not: whoever says so can be reached."""
_REFUSED: Final = 401
_REACH: Final = (
    "See that this machine may reach it over HTTPS, and look at Microsoft’s own "
    "status page."
)
_INSTALL: Final = (
    "Have them add the app in Teams, or have an administrator install it for them."
)
_IN_A_TEAM: Final = "Add the app to the team of the channel, in Teams."
_UNANSWERED: Final = (NotSent, OSError, TryLater)


def examine(
    settings: Settings, store: Store, now: Callable[[], datetime]
) -> list[Finding]:
    """Look at everything in Teams that has to be right; nothing, if it is not used."""
    teams = settings.teams
    return asyncio.run(_found(settings, teams, store, now)) if teams else []


async def _found(
    settings: Settings,
    teams: TeamsSettings,
    store: Store,
    now: Callable[[], datetime],
) -> list[Finding]:
    visit = _Examination(settings, teams, store, now)
    return [finding async for finding in visit.all()]


class _Examination:
    """One look at everything, with calls of its own."""

    def __init__(
        self,
        settings: Settings,
        teams: TeamsSettings,
        store: Store,
        now: Callable[[], datetime],
    ) -> None:
        self._tokens = Tokens(teams, now)
        self._calling = Calling(teams, self._tokens, now)
        self._people = People(store, teams, now)
        self._references = References(store, teams, now)
        self._places = Places(store, self._calling, self._people, self._references)
        self._members: dict[str, dict[str, Json]] = {}
        self._all, self._teams, self._store = settings, teams, store

    async def all(self) -> AsyncIterator[Finding]:
        """Make every examination, in the order of what needs what."""
        try:
            token = await self._token()
            yield token
            yield await asyncio.to_thread(self._keys)
            if token.state == "fine":
                connected = await self._connector()
                yield connected
                if connected.state == "fine":
                    async for finding in self._everybody():
                        yield finding
            yield await self._running()
        finally:
            await self._calling.close()

    # -- Microsoft ---------------------------------------------------------------

    async def _token(self) -> Finding:
        try:
            await self._tokens.get()
        except NoToken as no:
            where = f"{self._teams.authority}/{self._teams.tenant_id}"
            return fault(f"Microsoft gives the bot no token: {no.why}.", _at(where, no))
        return fine("Microsoft gives the bot its token.")

    def _keys(self) -> Finding:
        url = self._teams.openid_metadata_url
        try:
            known = read_keys(url)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            says = f"The keys of Microsoft’s bot service cannot be read at {url}."
            return fault(says, _REACH)
        says = words.counted(len(known), "key", "keys")
        return fine(f"What comes from Teams is proved by {says} of Microsoft’s.")

    async def _connector(self) -> Finding:
        url = self._references.service_url(self._teams.tenant_id)
        try:
            await self._calling.members(url, _NOWHERE)
        except Says as refusal:
            if refusal.status == _REFUSED:
                says = f"Teams refuses the bot’s token at {url}."
                then = "See that the Azure Bot has the same app id, and is single "
                return fault(says, f"{then}tenant, with the Teams channel on.")
        except _UNANSWERED:
            return fault(f"Teams cannot be reached at {url}.", _REACH)
        return fine(f"Teams can be reached at {url}.")

    # -- partnerships ------------------------------------------------------------

    async def _everybody(self) -> AsyncIterator[Finding]:
        await self._read_members()
        for partnership in self._people.partnerships():
            with self._store.of(partnership).reading() as tx:
                of = roster_of(roster.written(tx, partnership) or "")
                elsewhere = {
                    one.person
                    for platform in PLATFORMS
                    if platform != PLATFORM
                    for one in accounts.of_partnership(tx, platform, partnership)
                }
            named = self._people.named(partnership)
            if named or not elsewhere:
                yield await self._channel(of, only_here=not elsewhere)
            async for finding in self._with_the_app(of, named):
                yield finding
            unnamed = [
                one
                for one in self._people.unnamed(partnership)
                if one.id not in elsewhere
            ]
            if unnamed:
                yield self._unnamed(of, unnamed)

    async def _channel(self, of: Roster, *, only_here: bool) -> Finding:
        """See that the channel of a digest is known, and that the app is there."""
        tenant = self._people.organisation(of.partnership)
        channel = self._places.channel(of.partnership)
        word = f"“{of.channel}” of {of.title}"
        if not channel:
            several = self._references.channels.find(tenant, of.channel)
            if several:
                then = "Put the id of the right one into its roster, such as: "
                says = f"Several channels in Teams may be {word}."
                return look(says, f'{then}channel = "{several[0]}"')
            if not only_here:
                return fine(
                    f"The channel {word} is not in Teams, but may be elsewhere."
                )
            return look(f"The channel {word} is not known in Teams.", _IN_A_TEAM)
        url = self._references.service_url(tenant)
        try:
            await self._calling.members(url, channel)
        except Says as refusal:
            says = f"The app cannot post in the channel {word} ({refusal})."
            return look(says, _IN_A_TEAM)
        except _UNANSWERED:
            return look(f"Teams did not say whether the app is in {word}.", _REACH)
        return fine(f"The digest of {of.title} goes to {self._name(tenant, channel)}.")

    def _name(self, tenant: str, channel: str) -> str:
        teams = self._references.channels.known(tenant).values()
        names = (one[channel] or "General" for one in teams if channel in one)
        return f"{next(names, 'a channel')} in Teams ({channel})"

    async def _with_the_app(
        self, of: Roster, named: list[Named]
    ) -> AsyncIterator[Finding]:
        """See who of those whom a roster names can be written to."""
        without: list[str] = []
        for one in named:
            try:
                if not await self._is_there(one):
                    without.append(one.person.name)
            except _UNANSWERED:
                yield look("Teams did not say of everybody whether they have the app.")
                return
        if named:
            said = f"{len(named) - len(without)} of {len(named)} whom the roster of "
            yield fine(f"{said}{of.title} names in Teams have the app.")
        if without:
            names = words.listed(without)
            says = f"Without the app in Teams, and told by e-mail: {names}."
            yield look(says, _INSTALL)

    async def _is_there(self, one: Named) -> bool:
        account = self._people.account(one.partnership, one.person.id)
        if account is None:
            return False
        if account.address.get(CONVERSATION):
            return True
        url = self._references.service_url(one.tenant)
        try:
            await self._calling.open(url, one.tenant, members=[one.user])
        except (NotHere, Says):
            return False
        return True

    def _unnamed(self, of: Roster, unnamed: list[Person]) -> Finding:
        """List whom a roster gives no id, with what may be theirs."""
        tenant = self._people.organisation(of.partnership)
        known = self._members.get(tenant, {})
        names = words.listed([one.name for one in unnamed])
        says = f"{of.title} gives no id in Teams for {names}."
        lines = [
            f'{one.id}: teams = "{_id_of(found, tenant)}"'
            for one in unnamed
            if (found := known.get(one.email.strip().casefold())) is not None
        ]
        if not lines:
            then = 'Put each one’s object id into the roster, such as: teams = "…"'
            return look(says, then)
        then = "By their e-mail addresses these may be theirs; if they are, put them "
        return look(says, f"{then}into the roster: {'; '.join(lines)}")

    async def _read_members(self) -> None:
        """Read who is in the teams that the app is in, by their e-mail addresses."""
        for tenant, team in self._references.channels.everywhere():
            url = self._references.service_url(tenant)
            known = self._members.setdefault(tenant, {})
            try:
                members = await self._calling.members(url, team)
            except (Says, *_UNANSWERED):
                continue
            for one in members:
                for word in ("email", "userPrincipalName"):
                    if one.get(word) and _id_of(one, tenant):
                        known[str(one[word]).strip().casefold()] = one

    # -- the whole ---------------------------------------------------------------

    async def _running(self) -> Finding:
        """See whether the bot is running, and whether Teams reaches it."""
        place = health_url(self._all)
        try:
            async with httpx.AsyncClient(timeout=_SECONDS, trust_env=False) as http:
                parts = (await http.get(place)).json()["parts"]
            known = parts["teams"]["last_heard"]
        except (httpx.HTTPError, ValueError, LookupError, TypeError):
            return look(
                f"Nothing of Teams answers at {place}.", "If it should: dayzero run"
            )
        endpoint = f"{self._all.base_url}{MESSAGES_AT}"
        if not known:
            then = f"Set the Azure Bot’s messaging endpoint to {endpoint}"
            return look("The bot has heard nothing from Teams since it began.", then)
        heard = words.moment(datetime.fromisoformat(str(known)))
        return fine(f"The bot is running. It last heard from Teams on {heard}.")


def _at(where: str, no: NoToken) -> str:
    return f"{no.then} It was asked at {where}."


def _id_of(member: Json, tenant: str) -> str:
    """Write how a roster would name somebody who is in a team."""
    user = str(member.get("aadObjectId") or member.get("objectId") or "")
    theirs = str(member.get("tenantId") or tenant).casefold()
    return user if theirs == tenant.casefold() or not user else f"{theirs}/{user}"
