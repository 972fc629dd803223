"""Who an account in Teams is on which roster, and which account somebody has.

It is the organisation’s id and the person’s own there that say who acts: never a
name, an address or what Teams calls them in one conversation. The roster gives both,
and whoever it does not name is a stranger, a guest or not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from bot.caseload import roster_of
from bot.core.people import Person, Roster
from bot.settings_teams import TeamsSettings
from bot.store import Store, Transaction, accounts, roster
from bot.store.accounts import Account
from bot.store.alone import in_turn
from integrations.teams.names import PLATFORM

BASIS: Final = "known_by"
"""What in an account’s address says by which words of the roster it was found."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom a roster names by their id in Teams.

    Attributes:
        tenant: Their organisation, in small letters.
        user: What it calls them, in small letters.
    """

    partnership: str
    person: Person
    tenant: str
    user: str


@dataclass(frozen=True, slots=True)
class _Met:
    """What was found by reading every roster, which every press need not do again.

    Attributes:
        stands: How the rosters stood.
        accounts: Who was found, in every partnership that names them.
        tenants: The organisations that somebody may be in.
    """

    stands: roster.Stands | None = None
    accounts: set[tuple[str, str]] = field(default_factory=set)
    tenants: set[str] = field(default_factory=set)


class People:
    """Knows who an account is on which roster.

    Args:
        store: The record.
        settings: Which organisation a partnership is in that names none.
        now: The time.
    """

    def __init__(
        self, store: Store, settings: TeamsSettings, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._home = settings.tenant_id.casefold()
        self._now = now
        self._met = _Met()

    def who(self, tenant: str, user: str) -> tuple[Account, ...]:
        """Say who an account is: once for each partnership, nobody for a stranger.

        Looks in the record alone, and notes whom the roster names since. An account
        that the roster gives to nobody any more is nobody’s.
        """
        tenant, user = tenant.casefold(), user.casefold()
        if not tenant or not user:
            return ()
        with self._store.reading() as tx:
            met = self._as_it_stands(tx)
            if (tenant, user) in met.accounts:
                kept = accounts.of_account(tx, PLATFORM, tenant, user)
                if kept and all(self._still(tx, one) for one in kept):
                    return tuple(kept)
            named = [
                one
                for written in roster.all_written(tx)
                for one in _by_account(written, self._home).get((tenant, user), ())
            ]
            known = _known(tx, named)
        if len(known) < len(named):
            known = self._note(named)
        if known:
            met.accounts.add((tenant, user))
        return tuple(known.values())

    def serves(self, tenant: str) -> bool:
        """Say whether anybody of an organisation can be on a roster."""
        tenant = tenant.casefold()
        if not tenant or tenant == self._home:
            return bool(tenant)
        with self._store.reading() as tx:
            met = self._as_it_stands(tx)
            if tenant not in met.tenants:
                met.tenants.update(
                    *(_tenants(one, self._home) for one in roster.all_written(tx))
                )
            return tenant in met.tenants

    def named(self, partnership: str) -> list[Named]:
        """List everybody whom a partnership’s roster names by an id in Teams."""
        with self._store.of(partnership).reading() as tx:
            written = roster.written(tx, partnership)
        return list(_named(written, self._home)) if written else []

    def unnamed(self, partnership: str) -> list[Person]:
        """List everybody on a roster whom it gives no id in Teams."""
        with self._store.of(partnership).reading() as tx:
            of = _roster(tx, partnership)
            people = of.people if of else ()
            return [person for person in people if not person.accounts.get(PLATFORM)]

    def account(self, partnership: str, person: str) -> Account | None:
        """Find the account of somebody, with what is known of how to write to them.

        Nobody’s, where the roster does not name it, or names another.
        """
        named = (n for n in self.named(partnership) if n.person.id == person)
        theirs = next(named, None)
        if theirs is None:
            return None
        with self._store.of(partnership).reading() as tx:
            known = _known(tx, [theirs])
        return known.get((partnership, person)) or self._account(theirs, {})

    def learn(self) -> None:
        """Note everybody whom a roster names, and forget whom none names any more."""
        for partnership in self.partnerships():
            named = self.named(partnership)
            now_on = {(one.tenant, one.user, one.person.id) for one in named}
            with self._store.of(partnership).reading() as tx:
                had = accounts.of_partnership(tx, PLATFORM, partnership)
            over = [
                one
                for one in had
                if (one.tenant, one.account, one.person) not in now_on
            ]
            if over or len(had) < len(named):
                with self._store.of(partnership).writing(patient=True) as tx:
                    for one in over:
                        whose = (one.tenant, one.account, partnership)
                        accounts.forget(tx, PLATFORM, *whose)
                self._note(named)

    def organisation(self, partnership: str) -> str:
        """Say in which organisation a partnership works; nothing, without a roster."""
        with self._store.of(partnership).reading() as tx:
            of = _roster(tx, partnership)
        return tenant_of(of, self._home) if of else ""

    def channel(self, partnership: str) -> str:
        """Say what a roster calls the channel of the digest; nothing, without one."""
        with self._store.of(partnership).reading() as tx:
            of = _roster(tx, partnership)
        return of.channel if of else ""

    def partnerships(self) -> list[str]:
        """List every partnership that has a roster."""
        with self._store.reading() as tx:
            return roster.partnerships(tx)

    def _as_it_stands(self, tx: Transaction) -> _Met:
        """Give what was found of the rosters, as long as none was written again."""
        stands, met = roster.stands(tx), self._met
        if met.stands != stands:
            self._met = met = _Met(stands)
        return met

    def _still(self, tx: Transaction, account: Account) -> bool:
        written = roster.written(tx, account.partnership)
        of = _by_account(written, self._home) if written else {}
        named = of.get((account.tenant, account.account), ())
        return account.person in {one.person.id for one in named}

    def _note(self, named: list[Named]) -> dict[tuple[str, str], Account]:
        """Note accounts, with what is known already of how to write to them."""
        with self._store.writing() as tx:
            in_turn(tx, PLATFORM)
            known = _known(tx, named)
            for one in named:
                if (one.partnership, one.person.id) not in known:
                    others = accounts.of_account(tx, PLATFORM, one.tenant, one.user)
                    had = dict(others[0].address) if others else {}
                    accounts.put(tx, self._account(one, had))
            return _known(tx, named)

    def _account(self, one: Named, had: Mapping[str, Any]) -> Account:
        return Account(
            PLATFORM,
            one.tenant,
            one.user,
            one.partnership,
            one.person.id,
            {**had, BASIS: f"{one.tenant}/{one.user}"},
            self._now(),
        )


def tenant_of(of: Roster, home: str) -> str:
    """Say which organisation a partnership is in: the one it names, or our own."""
    return of.tenants.get(PLATFORM, home).casefold()


def named_of(of: Roster, person: Person, home: str) -> tuple[str, str]:
    """Say which organisation and which account there a roster gives somebody.

    Returns:
        The organisation and the account; an empty account, where it gives none.
    """
    written = person.accounts.get(PLATFORM, "").casefold()
    tenant, _, user = written.rpartition("/")
    return tenant or tenant_of(of, home), user


def _known(tx: Transaction, named: list[Named]) -> dict[tuple[str, str], Account]:
    """Read the accounts that are kept of those who are named; a leftover is not."""
    wanted = {(n.tenant, n.user, n.partnership, n.person.id) for n in named}
    return {
        (one.partnership, one.person): one
        for tenant, user in {(n.tenant, n.user) for n in named}
        for one in accounts.of_account(tx, PLATFORM, tenant, user)
        if (tenant, user, one.partnership, one.person) in wanted
    }


@lru_cache(maxsize=512)
def _named(written: str, home: str) -> tuple[Named, ...]:
    """List whom a roster names, once for as long as it is not written again."""
    of = roster_of(written)
    found = ((person, *named_of(of, person, home)) for person in of.people)
    return tuple(
        Named(of.partnership, person, tenant, user)
        for person, tenant, user in found
        if user
    )


@lru_cache(maxsize=512)
def _by_account(written: str, home: str) -> Mapping[tuple[str, str], tuple[Named, ...]]:
    found = defaultdict[tuple[str, str], tuple[Named, ...]](tuple)
    for one in _named(written, home):
        found[one.tenant, one.user] += (one,)
    return dict(found)


def _tenants(written: str, home: str) -> frozenset[str]:
    theirs = {one.tenant for one in _named(written, home)}
    return frozenset({*theirs, tenant_of(roster_of(written), home)})


def _roster(tx: Transaction, partnership: str) -> Roster | None:
    written = roster.written(tx, partnership)
    return roster_of(written) if written else None
