"""Small settings that must outlive a restart, and the numbering of cases."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Integer, Text, cast, select

from bot.store.opening import Transaction, insert, put, vault_of
from bot.tables import facts

VAULT_MARK: Final = "vault/mark"
"""Tells one secret from another, so that the wrong one is noticed at once."""
LAST_TICK: Final = "tick/at"
"""Where it stands when somebody last looked at what is due, as ISO text."""

_AHEAD: Final = "rehearsal/ahead"


def get(tx: Transaction, key: str) -> str | None:
    """Recall a setting; ``None`` if it was never made."""
    return tx.scalar(select(facts.c.value).where(facts.c.key == key))


def under(tx: Transaction, start: str) -> dict[str, str]:
    """Recall every setting whose name begins like that."""
    query = select(facts.c.key, facts.c.value)
    rows = tx.execute(query.where(facts.c.key.startswith(start)))
    return {row.key: row.value for row in rows}


def set_(tx: Transaction, key: str, value: str) -> None:
    """Make a setting, in place of what it was."""
    put(tx, facts, key=key, value=value)


def unset(tx: Transaction, key: str) -> None:
    """Forget a setting."""
    tx.execute(facts.delete().where(facts.c.key == key))


def spend(tx: Transaction, of: str, name: str, until: int, now: float) -> bool:
    """Use what may be used once, whichever replica it comes to.

    Args:
        tx: The transaction.
        of: The kind of thing, such as ``slack/state``.
        name: Which it is.
        until: The second after which it does not come any more, and is forgotten.
        now: The present second.

    Returns:
        ``False`` if it has been used before.
    """
    for key, end in sorted(under(tx, f"{of}/").items()):  # two at once: in one order
        if int(end) < now:
            unset(tx, key)
    row = insert(tx, facts).values(key=f"{of}/{name}", value=str(until))
    told = row.on_conflict_do_nothing().returning(facts.c.key)
    return tx.execute(told).one_or_none() is not None


def claim(tx: Transaction) -> bool:
    """Note which secret this record is sealed with, the first time it is opened.

    Returns:
        ``False`` if it was sealed with another: then stop, and find the right one.
    """
    mark = vault_of(tx).mark
    row = insert(tx, facts).values(key=VAULT_MARK, value=mark)
    tx.execute(row.on_conflict_do_nothing())
    return get(tx, VAULT_MARK) == mark


def ahead(tx: Transaction) -> timedelta:
    """Say how far a rehearsal's clock is from the machine's; nothing elsewhere."""
    kept = get(tx, _AHEAD)
    return timedelta(seconds=float(kept)) if kept else timedelta()


def set_ahead(tx: Transaction, by: timedelta) -> None:
    """Note how far a rehearsal's clock is from the machine's."""
    set_(tx, _AHEAD, str(by.total_seconds()))


def count_up(tx: Transaction, key: str) -> int:
    """Take the next whole number of a series, from 1.

    Two transactions never take the same one: the second waits for the first. A
    transaction that comes to nothing gives its number back.
    """
    first = insert(tx, facts).values(key=key, value="1")
    following = cast(cast(facts.c.value, Integer) + 1, Text)
    statement = first.on_conflict_do_update(
        index_elements=["key"], set_={"value": following}
    )
    return int(tx.execute(statement.returning(facts.c.value)).scalar_one())


def allot_ref(tx: Transaction, prefix: str, year: int) -> str:
    """Give a new case its reference, such as ``DOR-2026-004``."""
    number = count_up(tx, f"ref/{prefix}/{year}")
    return f"{prefix}-{year}-{number:03}"
