"""How a card looked when it was last drawn where it stands.

What stands in the receipt of its delivery is a proof of the card and not the card. It
is left out wherever nobody can be sure of it: then the card is drawn again the next
time that anything about it may have changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import text

from bot.canonical import canonical
from bot.store import outbox
from bot.store.opening import Transaction
from bot.store.prepared import Prepared

DRAWN: Final = "drawn"
"""Under what a receipt keeps it."""
MADE: Final = "made"
"""Under what it keeps the last entry of the journal that the card was made after."""
_TRIES: Final = 3
"""How often somebody else may be quicker."""


class Drawn(NamedTuple):
    """A card that was drawn again.

    Attributes:
        key: The delivery that it came with.
        receipt: The receipt of that, as it was read before the card was drawn.
        look: A proof of the card; nothing, where nobody knows what stands there.
    """

    key: str
    receipt: Mapping[str, Any]
    look: str = ""


def proof(look: str, n: int) -> dict[str, str]:
    """Make what a receipt keeps of a card that was shown, as far as it is known.

    Args:
        look: A proof of the card.
        n: The last entry of the case's journal that it was made after.
    """
    after = {MADE: str(n)} if n else {}
    return {DRAWN: look, **after} if look else after


def note(tx: Transaction, drawn: Iterable[Drawn], *, sure: bool = True) -> int:
    """Note how cards look by now.

    Where anybody else has noted something since the receipt was read, that stands.

    Args:
        tx: The transaction.
        drawn: The cards.
        sure: Whether nobody else can have drawn them at the same time.

    Returns:
        How many were noted.
    """
    rows = []
    for one in drawn:
        said = {name: of for name, of in one.receipt.items() if name != DRAWN}
        if sure and one.look:
            said[DRAWN] = one.look
        if said != one.receipt:
            was, now = canonical(dict(one.receipt)), canonical(said)
            rows.append({"key": one.key, "was": was, "said": now})
    return _NOTE.write(tx, *rows) if rows else 0


def forget(tx: Transaction, key: str) -> None:
    """Have a card drawn for sure the next time, as somebody has drawn it apart."""
    for _ in range(_TRIES):
        row = outbox.get(tx, key)
        if row is None or not row.receipt.get(DRAWN):
            return
        if note(tx, (Drawn(key, row.receipt),)):
            return


_NOTE: Final = Prepared(
    lambda _: text(
        "UPDATE outbox SET receipt = :said WHERE key = :key AND receipt = :was"
    )
)
