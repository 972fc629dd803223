"""Who an account in Slack is on which roster, and which account somebody has.

It is the workspace's id and the account's that say who acts, never a name. The two
are joined by the id that a roster gives, or else by the e-mail address, which is
only believed in a workspace that the partnership has named or the operator has set.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.caseload import roster_of
from bot.core.people import Person, Roster
from bot.store import Store, Transaction, accounts, roster
from bot.store.accounts import Account
from bot.store.alone import in_turn
from integrations.slack.directory import Directory, Sleep, Trouble, believed
from integrations.slack.installs import Clients
from integrations.slack.oauth import PLATFORM

BASIS: Final = "known_by"
"""What in an account's address says by which word of the roster it was found."""
HOME: Final = "home"
"""What in it says that they have opened the first page, which is then kept true."""
_PATIENCE: Final = 600.0
"""The most seconds that one answer is waited for: Slack takes some fifty a minute."""
_ENOUGH: Final = 3
"""How often in a row Slack may not answer before the rest are left for later."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of looking for everybody.

    Attributes:
        found: How many were found.
        missing: The partnership and the person of each who is not there.
        trouble: What kept somebody from being looked for, in words, each once.
        again: Whether it is worth looking again soon.
    """

    found: int = 0
    missing: tuple[tuple[str, str], ...] = ()
    trouble: tuple[str, ...] = ()
    again: bool = False


class People:
    """Knows who an account is on which roster.

    Args:
        store: The record.
        clients: Knows the workspace that the operator has set.
        now: The time.
        sleep: Waits for some seconds, when Slack asks for it.
    """

    def __init__(
        self,
        store: Store,
        clients: Clients,
        now: Callable[[], datetime],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._store = store
        self._clients = clients
        self._now = now
        self._sleep = sleep

    def who(self, team: str, user: str) -> tuple[Account, ...]:
        """Say who an account is: once for each partnership, nobody for a stranger.

        Looks in the record alone. An account that was found by an e-mail address
        which the roster no longer gives to that person is nobody's.
        """
        with self._store.reading() as tx:
            known = accounts.of_account(tx, PLATFORM, team, user)
            return tuple(one for one in known if self._still(tx, one))

    async def learn(self, team: str, client: AsyncWebClient) -> Found:
        """Look for everybody who may be in a workspace, and note who they are there.

        Who has left is forgotten. Whom Slack would not say is left as they were.
        """
        looked = await self._look(team, client)
        await asyncio.to_thread(self._write, team, looked)
        return _found(looked)

    async def look(self, team: str, client: AsyncWebClient) -> Found:
        """Look for everybody who may be in a workspace, and note nothing."""
        return _found(await self._look(team, client))

    async def meet(
        self, team: str, user: str, client: AsyncWebClient
    ) -> tuple[Account, ...]:
        """Find out who an account is that nobody has met yet, and note it.

        Raises:
            SlackApiError: Slack would not say.
            ClientError: Slack could not be reached.
            ConnectionError: It has not said yet which workspace it is.
        """
        known = await self._clients.teams()
        served = await asyncio.to_thread(self.served, team)
        if not served and not known:
            raise ConnectionError(team)
        named = {
            (r.partnership, p.id) for r, p in served if p.accounts.get(PLATFORM) == user
        }
        email = ""
        if served and not named:
            email = believed(await Directory(client, team, self._sleep).info(user))
        theirs = [
            (r.partnership, p)
            for r, p in served
            if (r.partnership, p.id) in named
            or (email and not p.accounts.get(PLATFORM) and _email(p) == email)
        ]
        met = tuple(self._account(team, user, whose, p) for whose, p in theirs)
        if met:
            await asyncio.to_thread(self._put, met)
        return met

    def left(self, team: str, user: str = "") -> None:
        """Forget who an account was, or everybody of a workspace."""
        with self._store.writing() as tx:
            if user:
                accounts.forget(tx, PLATFORM, team, user)
            else:
                accounts.forget_tenant(tx, PLATFORM, team)

    def opened(self, team: str, user: str) -> None:
        """Note, for every replica, that somebody has opened the first page."""
        with self._store.reading() as tx:
            known = accounts.of_account(tx, PLATFORM, team, user)
        if all(one.address.get(HOME) for one in known):
            return
        with self._store.writing() as tx:
            in_turn(tx, PLATFORM)
            for one in accounts.of_account(tx, PLATFORM, team, user):
                address = {**one.address, HOME: "opened"}
                accounts.put(tx, replace(one, address=address))

    def served(self, team: str) -> list[tuple[Roster, Person]]:
        """List everybody, with their roster, who may be in a workspace."""
        with self._store.reading() as tx:
            found = [_roster(tx, one) for one in roster.partnerships(tx)]
        theirs = [one for one in found if one and self.serves(team, one)]
        return [(one, person) for one in theirs for person in one.people]

    def serves(self, team: str, of: Roster) -> bool:
        """Say whether a partnership works in a workspace.

        It does in the one that it names. One that names none works in the workspace
        that the operator has set: whoever installs the app for themselves could
        give their people any e-mail address.
        """
        return team != "" and of.tenants.get(PLATFORM, self._clients.home) == team

    async def _look(self, team: str, client: AsyncWebClient) -> list[_Looked]:
        await self._clients.teams()
        served = await asyncio.to_thread(self.served, team)
        directory = Directory(client, team, self._sleep, _PATIENCE)
        looked: list[_Looked] = []
        for of, person in served:
            last = [one.trouble for one in looked[-_ENOUGH:]]
            if len(last) == _ENOUGH and all(one and one.passing for one in last):
                looked.append(_Looked(of, person, trouble=last[-1]))
                continue
            named = person.accounts.get(PLATFORM, "")
            try:
                user = await directory.find(_email(person), named)
            except Trouble as trouble:
                looked.append(_Looked(of, person, trouble=trouble))
            else:
                looked.append(_Looked(of, person, user))
        return looked

    def _write(self, team: str, looked: list[_Looked]) -> None:
        with self._store.writing() as tx:
            in_turn(tx, PLATFORM)
            for whose in {one.of.partnership for one in looked}:
                now_on = {p.id: p for p in _people(tx, whose)}
                theirs = {
                    one.person.id: one for one in looked if one.of.partnership == whose
                }
                for old in accounts.of_partnership(tx, PLATFORM, whose):
                    one = theirs.get(old.person)
                    if old.tenant == team and _over(old, one, now_on.get(old.person)):
                        accounts.forget(tx, PLATFORM, team, old.account, whose)
                for one in theirs.values():
                    if one.user and now_on.get(one.person.id) == one.person:
                        made = self._account(team, one.user, whose, one.person)
                        _keep(tx, made)

    def _put(self, met: tuple[Account, ...]) -> None:
        with self._store.writing() as tx:
            in_turn(tx, PLATFORM)
            for one in met:
                _keep(tx, one)

    def _account(self, team: str, user: str, whose: str, person: Person) -> Account:
        address = {BASIS: _basis(person)}
        return Account(PLATFORM, team, user, whose, person.id, address, self._now())

    def _still(self, tx: Transaction, account: Account) -> bool:
        of = _roster(tx, account.partnership)
        if of is None or not self.serves(account.tenant, of):
            return False
        person = next((p for p in of.people if p.id == account.person), None)
        return person is not None and _fits(account, person)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What came of looking for one person; an empty user is nobody."""

    of: Roster
    person: Person
    user: str = ""
    trouble: Trouble | None = None


def _found(looked: list[_Looked]) -> Found:
    troubles = [one.trouble for one in looked if one.trouble]
    return Found(
        found=sum(bool(one.user) for one in looked),
        missing=tuple(
            (one.of.partnership, one.person.id)
            for one in looked
            if not one.user and not one.trouble
        ),
        trouble=tuple(dict.fromkeys(str(one) for one in troubles)),
        again=any(one.passing for one in troubles),
    )


def _over(old: Account, looked: _Looked | None, person: Person | None) -> bool:
    """Say whether an account has stopped being somebody's."""
    if person is None or not _fits(old, person):
        return True
    return looked is not None and not looked.trouble and looked.user != old.account


def _fits(account: Account, person: Person) -> bool:
    """Say whether the roster still says of somebody what they were found by."""
    return bool(account.address.get(BASIS, _basis(person)) == _basis(person))


def _basis(person: Person) -> str:
    return person.accounts.get(PLATFORM) or _email(person)


def _email(person: Person) -> str:
    return person.email.strip().casefold()


def _keep(tx: Transaction, made: Account) -> None:
    """Note whose an account is, with what is known already of how to write to it."""
    known = accounts.of_account(tx, made.platform, made.tenant, made.account)
    whose = (made.partnership, made.person)
    for old in known:
        if (old.partnership, old.person) == whose:
            made = replace(made, address={**old.address, **made.address})
    accounts.put(tx, made)


def _people(tx: Transaction, partnership: str) -> Iterator[Person]:
    of = _roster(tx, partnership)
    yield from of.people if of else ()


def _roster(tx: Transaction, partnership: str) -> Roster | None:
    written = roster.written(tx, partnership)
    return roster_of(written) if written else None
