"""Where Teams can be written to: kept from every install and everything that comes.

A person is written to in their own conversation with the bot alone: that they wrote
in a channel makes the channel nobody’s. The address of Teams may change at any time,
and the last that came is the one that is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from bot.environment import LOOPBACK
from bot.settings_teams import TeamsSettings
from bot.store import Store, Transaction, accounts, facts
from bot.store.accounts import Account
from bot.store.alone import in_turn
from integrations.teams.activities import (
    PERSONAL,
    mapping,
    organisation_of,
    room_of,
    scope_of,
    tenant_of,
    user_of,
)
from integrations.teams.channels import Channels
from integrations.teams.names import PLATFORM

CONVERSATION: Final = "conversation"
SERVICE: Final = "service_url"
MRI: Final = "mri"
"""What an account’s address says of how to write to somebody, and to mean them."""
_OFF: Final = frozenset({"remove"})


class References:
    """Keeps where people, channels and Teams itself are reached.

    Args:
        store: The record.
        settings: Where Teams is until it has named another address.
        now: The time.
    """

    def __init__(
        self,
        store: Store,
        settings: TeamsSettings,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._settings = settings
        self._now = now
        self._urls: dict[str, str] = {}
        self.channels: Final = Channels(store)

    def note(self, activity: Mapping[str, Any], whose: Iterable[Account]) -> None:
        """Keep what something that came tells of where to write.

        Args:
            activity: What Teams sent, once it is proved to be from there.
            whose: Who did it: once for each partnership that knows them.
        """
        url, tenant = _safe(activity.get("serviceUrl")), organisation_of(activity)
        if url and tenant:
            self._note_service(tenant, url)
        left = self._has_left(activity)
        alone = scope_of(activity) == PERSONAL
        where = mapping(activity.get("conversation")).get("id")
        own = room_of(str(where or "")) if alone else ""
        who = tenant_of(activity), user_of(activity)
        said = {MRI: str(mapping(activity.get("from")).get("id") or "")}
        if own and not left:
            said |= {CONVERSATION: own, SERVICE: url or self.service_url(who[0])}
        for account in whose:
            if (account.tenant, account.account) == who:
                self._keep(account, {word: told for word, told in said.items() if told})
        if not alone:
            self.channels.note(tenant, activity, left=left)
        elif left:
            self._forget(*who, own)

    def service_url(self, tenant: str) -> str:
        """Say where Teams is reached for an organisation."""
        with self._store.reading() as tx:
            kept = facts.get(tx, _at(tenant))
        return kept or self._settings.service_url

    def opened(self, account: Account, conversation: str, service_url: str) -> Account:
        """Keep the conversation that was opened with somebody."""
        told = {CONVERSATION: conversation, SERVICE: service_url}
        return self._keep(account, told)

    def part(self, tenant: str, user: str) -> None:
        """Forget the conversation with somebody who cannot be written to there."""
        self._forget(tenant.casefold(), user.casefold())

    def reach(self, tenant: str, conversation: str) -> str:
        """Say where Teams is reached for a conversation as things are now."""
        with self._store.reading() as tx:
            there = _there(tx, tenant, conversation)
        kept = (str(one.address.get(SERVICE) or "") for one in there)
        return next(filter(None, kept), "") or self.service_url(tenant)

    def _note_service(self, tenant: str, url: str) -> None:
        # Nearly everything that comes says the same, and nobody should wait for it.
        if self._urls.get(tenant) != url and self.service_url(tenant) != url:
            with self._store.writing() as tx:
                facts.set_(tx, _at(tenant), url)
        self._urls[tenant] = url

    # -- a person ----------------------------------------------------------------

    def _keep(self, account: Account, said: Mapping[str, str]) -> Account:
        """Note how somebody is written to, where it is not known already."""
        if {**account.address, **said} == account.address:
            return account
        with self._store.writing() as tx:
            in_turn(tx, PLATFORM)
            for now in _rows(tx, account):
                if now.partnership == account.partnership:
                    account = now
            address = {**account.address, **said}
            account = replace(account, address=address, seen_at=self._now())
            accounts.put(tx, account)
        return account

    def _has_left(self, activity: Mapping[str, Any]) -> bool:
        """Say whether something that came says that the bot was taken out."""
        kind = activity.get("type")
        if kind == "installationUpdate":
            return activity.get("action") in _OFF
        gone = activity.get("membersRemoved")
        if kind != "conversationUpdate" or not isinstance(gone, list):
            return False
        us = str(mapping(activity.get("recipient")).get("id") or "")
        ours = {f"28:{self._settings.app_id}".casefold(), us.casefold()} - {""}
        ids = {str(mapping(one).get("id") or "").casefold() for one in gone}
        return bool(ids & ours)

    def _forget(self, tenant: str, user: str, conversation: str = "") -> None:
        with self._store.writing() as tx:
            in_turn(tx, PLATFORM)
            there = _there(tx, tenant, conversation)
            if user:
                there = accounts.of_account(tx, PLATFORM, tenant, user)
            for one in there:
                kept = {k: v for k, v in one.address.items() if k != CONVERSATION}
                accounts.put(tx, replace(one, address=kept))


def _safe(url: object) -> str:
    """Read where Teams says it is; nothing, where a token must not be sent."""
    given = str(url or "").rstrip("/")
    try:
        parts = urlsplit(given)
    except ValueError:
        return ""
    plain = parts.scheme == "http" and parts.hostname in LOOPBACK
    return given if plain or (parts.scheme == "https" and parts.hostname) else ""


def _there(tx: Transaction, tenant: str, conversation: str) -> list[Account]:
    """Find whose chat with the bot a conversation is."""
    where = (tenant.casefold(), CONVERSATION, conversation)
    return accounts.of_address(tx, PLATFORM, *where) if conversation else []


def _rows(tx: Transaction, account: Account) -> list[Account]:
    return accounts.of_account(tx, PLATFORM, account.tenant, account.account)


def _at(tenant: str) -> str:
    return f"{PLATFORM}/service-url/{tenant.casefold()}"
