"""By what right the bot acts in each workspace: its tokens, locked.

Each has a key of its own, as a draft has, so that dropping the key is enough to
make every copy of a token worthless.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from bot import vault
from bot.store import answers
from bot.store.opening import Transaction, put
from bot.tables import installs, keys


def keep(
    tx: Transaction,
    platform: str,
    tenant: str,
    doc: Mapping[str, Any],
    partnership: str = "",
    *,
    at: datetime,
) -> None:
    """Keep what a workspace has given the bot, in place of what it gave before."""
    owner = _owner(platform, tenant)
    answers.new_key(tx, owner, partnership)
    cipher = vault.lock(answers.key_of(tx, owner), doc, owner)
    whose = {"platform": platform, "tenant": tenant}
    put(tx, installs, **whose, cipher=cipher, updated_at=at)


def load(tx: Transaction, platform: str, tenant: str) -> dict[str, Any] | None:
    """Read what a workspace has given the bot; ``None`` if it gave nothing."""
    its = and_(installs.c.platform == platform, installs.c.tenant == tenant)
    cipher = tx.scalar(select(installs.c.cipher).where(its))
    if cipher is None:
        return None
    owner = _owner(platform, tenant)
    return vault.unlock(answers.key_of(tx, owner), cipher, owner)


def tenants(tx: Transaction, platform: str) -> list[str]:
    """List the workspaces in which the bot was installed."""
    query = select(installs.c.tenant).where(installs.c.platform == platform)
    return list(tx.scalars(query.order_by(installs.c.tenant)))


def drop(tx: Transaction, platform: str, tenant: str) -> bool:
    """Let go of what a workspace gave, and its key; ``False`` if it gave nothing."""
    its = and_(installs.c.platform == platform, installs.c.tenant == tenant)
    dropped = tx.execute(installs.delete().where(its))
    tx.execute(keys.delete().where(keys.c.owner == _owner(platform, tenant)))
    return dropped.rowcount > 0


def _owner(platform: str, tenant: str) -> str:
    return f"install/{platform}/{tenant}"
