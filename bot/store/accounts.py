"""Who a person on the roster is, on each chat platform.

An account is a platform's own ids, never a name or an address. One account can be
somebody in two partnerships, and then it stands here twice.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, bindparam, select, type_coerce

from bot.canonical import canonical
from bot.store import opening
from bot.store.opening import Transaction, values_of
from bot.store.prepared import Prepared
from bot.tables import accounts


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account on a chat platform.

    Attributes:
        platform: Such as ``slack``.
        tenant: The workspace or organisation that the account is in.
        account: What the platform calls the person there.
        partnership: The partnership whose roster they are on.
        person: What that roster calls them.
        address: What else it takes to write to them there, as plain data.
        seen_at: When it was last known to be theirs.
    """

    platform: str
    tenant: str
    account: str
    partnership: str
    person: str
    address: Mapping[str, Any] = field(hash=False)
    seen_at: datetime


_OF_ACCOUNT = Prepared(
    lambda _: (
        select(accounts)
        .where(
            accounts.c.platform == bindparam("platform"),
            accounts.c.tenant == bindparam("tenant"),
            accounts.c.account == bindparam("account"),
        )
        .order_by(accounts.c.partnership)
    )
)


def put(tx: Transaction, account: Account) -> None:
    """Note whose an account is, in place of whose it was in that partnership."""
    opening.put(tx, accounts, **values_of(account))


def of_account(
    tx: Transaction, platform: str, tenant: str, account: str
) -> list[Account]:
    """Find who an account is: once for each partnership, nobody for a stranger."""
    asked = {"platform": platform, "tenant": tenant, "account": account}
    return [
        Account(
            **asked,
            partnership=whose,
            person=person,
            address=json.loads(address),
            seen_at=datetime.fromisoformat(seen_at),
        )
        for *_, whose, person, address, seen_at in _OF_ACCOUNT.rows(tx, asked)
    ]


def of_person(
    tx: Transaction, platform: str, partnership: str, person: str
) -> Account | None:
    """Find the account that somebody is reached at: the one last seen."""
    theirs = select(accounts).where(
        accounts.c.platform == platform,
        accounts.c.partnership == partnership,
        accounts.c.person == person,
    )
    latest = theirs.order_by(accounts.c.seen_at.desc(), accounts.c.account).limit(1)
    return next(iter(_read(tx, latest)), None)


def of_address(
    tx: Transaction, platform: str, tenant: str, word: str, told: str
) -> list[Account]:
    """Find who is written to at a place, by what a word of their address says."""
    text = type_coerce(accounts.c.address, Text)
    near = select(accounts).where(
        accounts.c.platform == platform,
        accounts.c.tenant == tenant,
        text.contains(canonical({word: told})[1:-1], autoescape=True),
    )
    # To one database great letters and small are the same.
    return [one for one in _read(tx, near) if one.address.get(word) == told]


def of_partnership(tx: Transaction, platform: str, partnership: str) -> list[Account]:
    """List everybody of a partnership who is known on a platform."""
    theirs = select(accounts).where(
        accounts.c.platform == platform, accounts.c.partnership == partnership
    )
    order = (accounts.c.person, accounts.c.tenant, accounts.c.account)
    return _read(tx, theirs.order_by(*order))


def forget(
    tx: Transaction, platform: str, tenant: str, account: str, partnership: str = ""
) -> bool:
    """Forget an account, in every partnership or in one; ``False`` if it is unknown."""
    gone = _account(platform, tenant, account)
    if partnership:
        gone = and_(gone, accounts.c.partnership == partnership)
    return tx.execute(accounts.delete().where(gone)).rowcount > 0


def forget_tenant(tx: Transaction, platform: str, tenant: str) -> int:
    """Forget every account in a workspace; returns how many there were."""
    gone = and_(accounts.c.platform == platform, accounts.c.tenant == tenant)
    return tx.execute(accounts.delete().where(gone)).rowcount


def _account(platform: str, tenant: str, account: str) -> ColumnElement[bool]:
    return and_(
        accounts.c.platform == platform,
        accounts.c.tenant == tenant,
        accounts.c.account == account,
    )


def _read(tx: Transaction, query: Select[Any]) -> list[Account]:
    return [Account(*row) for row in tx.execute(query)]
