"""Who has been told the very same already, by another of their roles."""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import bindparam, literal_column, select

from bot.store import journal
from bot.store.opening import Transaction
from bot.store.outbox import SENT, Delivery
from bot.store.prepared import Prepared
from bot.tables import outbox

_FOR_EVERYBODY: Final = frozenset(
    {"raised", "news", "moved", "recounted", "renewed", "view", "elsewhere"}
)
"""What says the same to everybody, in whatever role they hear it: how a case stands."""
_REPEATED: Final = _FOR_EVERYBODY - {"raised"}
"""What one step can have more than one of. A case is raised once."""


def told_alike(tx: Transaction, row: Delivery) -> frozenset[str]:
    """List who has the news of a delivery already, because another role told them.

    Somebody may keep the case and own the step as well: they are to hear of one
    thing once. The case is locked, so that of two couriers the second sees whom the
    first has addressed.

    Args:
        tx: The transaction.
        row: The delivery for a role, from one entry of a case's journal.
    """
    if row.kind not in _FOR_EVERYBODY or row.case_ref is None or not row.role:
        return frozenset()
    journal.lock_case(tx, row.case_ref)
    asked = {"ref": row.case_ref, "of": row.step, "at": row.n, "sort": row.kind}
    parts = row.body.get("parts")
    found = ((who, json.loads(body)) for who, body in _SAME.rows(tx, asked))
    return frozenset(who for who, body in found if body.get("parts") == parts)


def told_before(tx: Transaction, row: Delivery) -> list[tuple[Any, Any]]:
    """List what one person or channel was told of the same step, and its receipts.

    Only of what says how a case stands by now, from earlier entries than this.
    """
    if row.kind not in _REPEATED or row.case_ref is None:
        return []
    asked = {"ref": row.case_ref, "of": row.step, "at": row.n, "sort": row.kind}
    found = _BEFORE.rows(tx, {**asked, "who": row.person, "where": row.place})
    return [(json.loads(body), json.loads(receipt)) for body, receipt in found]


_BEFORE: Final = Prepared(
    lambda _: select(outbox.c.body, outbox.c.receipt).where(
        outbox.c.case_ref == bindparam("ref"),
        outbox.c.step == bindparam("of"),
        outbox.c.n < bindparam("at"),
        outbox.c.kind == bindparam("sort"),
        outbox.c.person == bindparam("who"),
        outbox.c.place == bindparam("where"),
        outbox.c.state == literal_column(f"'{SENT}'"),
    )
)
_SAME: Final = Prepared(
    lambda _: select(outbox.c.person, outbox.c.body).where(
        outbox.c.case_ref == bindparam("ref"),
        outbox.c.step == bindparam("of"),
        outbox.c.n == bindparam("at"),
        outbox.c.kind == bindparam("sort"),
        outbox.c.person != literal_column("''"),
    )
)
