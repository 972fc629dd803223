"""What people wrote, kept apart from the journal so that it can be erased.

Each case has a key, each draft has one, and each kept answer is bound to its
place in the journal. Destroying the key is the erasure; the rest is tidying.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select, update

from bot import vault
from bot.store.opening import Transaction, insert, upsert, vault_of
from bot.store.prepared import Prepared
from bot.tables import answers, keys

_KEY = Prepared(
    lambda _: select(keys.c.wrapped, keys.c.partnership).where(
        keys.c.owner == bindparam("of")
    )
)
_HELD = Prepared(
    lambda _: (
        select(keys.c.wrapped)
        .where(keys.c.owner == bindparam("of"))
        .with_for_update(read=True)
    )
)
_CIPHER = Prepared(
    lambda _: select(answers.c.cipher).where(
        answers.c.case_ref == bindparam("ref"), answers.c.n == bindparam("n")
    )
)
_WRITE = Prepared(lambda sqlite: upsert(sqlite, answers), answers.c.keys())


_LOOKS: Final = 3
"""How often a key is looked for that somebody drops meanwhile."""


class Erased(LookupError):  # noqa: N818 - it says what happened, and it is final
    """There is no key: what was written here has been erased, or never was."""


def new_key(tx: Transaction, owner: str, partnership: str) -> None:
    """Give a case, or a draft, a random key of its own. A key it has is kept.

    Args:
        tx: The transaction.
        owner: A case's reference, or ``draft/`` and the draft's identifier.
        partnership: Whose it is.
    """
    wrapped = vault_of(tx).new_key(owner)
    row = insert(tx, keys).values(owner=owner, partnership=partnership, wrapped=wrapped)
    tx.execute(row.on_conflict_do_nothing())


def key_of(tx: Transaction, owner: str) -> bytes:
    """Fetch a key, to be used and let go.

    Raises:
        Erased: There is none, or it has been destroyed.
    """
    return _key_of(tx, owner)[0]


def held_key(tx: Transaction, owner: str, partnership: str) -> bytes:
    """Fetch a key, made if there is none, that nobody drops before this has ended.

    What was dropped between one look and another has another key: what is locked
    with that one can be read.

    Raises:
        Erased: It is another partnership's.
    """
    for _ in range(_LOOKS):
        new_key(tx, owner, partnership)
        for (wrapped,) in _HELD.rows(tx, {"of": owner}):
            if wrapped is not None:
                return vault_of(tx).unwrap(wrapped, owner)
    raise Erased(owner)


def _key_of(tx: Transaction, owner: str) -> tuple[bytes, str]:
    """Fetch a key, and say whose it is."""
    for wrapped, whose in _KEY.rows(tx, {"of": owner}):
        if wrapped is not None:
            return vault_of(tx).unwrap(wrapped, owner), whose
    raise Erased(owner)


def digest(tx: Transaction, owner: str, says: str | Mapping[str, Any]) -> str:
    """Prove a text without saying it; nothing is kept. Empty for no text.

    Raises:
        Erased: The case has no key, or has had its key destroyed.
    """
    return vault.digest(key_of(tx, owner), says) if says else ""


def keep(tx: Transaction, ref: str, n: int, says: Mapping[str, Any]) -> None:
    """Keep what was written with an entry, locked with the case's key.

    Args:
        tx: The transaction.
        ref: The case, which must have a key.
        n: The entry's place in the case's journal.
        says: The answers, as plain data.

    Raises:
        Erased: The case has no key, or has had its key destroyed.
    """
    key, whose = _key_of(tx, ref)
    cipher = vault.lock(key, says, f"{ref}/{n}")
    row = {"case_ref": ref, "n": n, "partnership": whose, "cipher": cipher}
    _WRITE.later(tx, row, table=answers.name)


def read(tx: Transaction, ref: str, n: int) -> dict[str, Any] | None:
    """Read what was written with an entry; ``None`` if nothing was, or it is erased."""
    for (cipher,) in _CIPHER.rows(tx, {"ref": ref, "n": n}):
        return vault.unlock(key_of(tx, ref), cipher, f"{ref}/{n}")
    return None


def erase(tx: Transaction, ref: str, now: datetime) -> bool:
    """Destroy a case's key and everything locked with it. There is no way back.

    When the transaction ends the database is also made to let go of the old copies
    it keeps for itself. Backups are another matter: see the operator's papers.

    Returns:
        Whether there was still anything to erase.
    """
    destroyed = tx.execute(
        update(keys)
        .where(keys.c.owner == ref, keys.c.destroyed_at.is_(None))
        .values(wrapped=None, destroyed_at=now)
    )
    tx.execute(answers.delete().where(answers.c.case_ref == ref))
    tx.info["erased"] = True
    return destroyed.rowcount > 0


def erased_at(tx: Transaction, ref: str) -> datetime | None:
    """Say when a case's answers were erased; ``None`` if they were not."""
    return tx.scalar(select(keys.c.destroyed_at).where(keys.c.owner == ref))
