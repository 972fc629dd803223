"""What is due soon in a partnership, for its digest, and how much else is open."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import Text, and_, bindparam, case, func, literal_column, or_, select

from bot.store.index import STEP_COLUMNS, StepRow, as_stored
from bot.store.opening import Transaction
from bot.store.prepared import Prepared
from bot.tables import cases, steps

_NOTHING: Final[Any] = literal_column("''")
_DONE: Final[Any] = literal_column("'done'")
_ACTION: Final[Any] = literal_column("'action'")
_ONE: Final[Any] = literal_column("1")
_NONE: Final[Any] = literal_column("0")
_UNTIL: Final[Any] = bindparam("until", type_=Text)

_JOINED: Final = steps.join(cases, cases.c.ref == steps.c.case_ref)
# Actions outlive their case: those of a closed one are among what is open.
_OPEN: Final = and_(
    cases.c.partnership == bindparam("whose"),
    or_(cases.c.closed_at.is_(None), steps.c.kind == _ACTION),
)
_UNDONE: Final = and_(steps.c.due != _NOTHING, steps.c.status != _DONE)
_SOON = Prepared(
    lambda _: (
        select(*STEP_COLUMNS)
        .select_from(_JOINED)
        .where(_OPEN, _UNDONE, steps.c.due < _UNTIL)
        .order_by(steps.c.case_ref, steps.c.step, steps.c.item)
    )
)
_COUNTED = Prepared(
    lambda _: (
        select(
            func.sum(case((and_(_UNDONE, steps.c.due >= _UNTIL), _ONE), else_=_NONE)),
            func.sum(case((steps.c.due == _NOTHING, _ONE), else_=_NONE)),
        )
        .select_from(_JOINED)
        .where(_OPEN)
    )
)


def steps_soon(
    tx: Transaction, partnership: str, until: date
) -> tuple[list[StepRow], int, int]:
    """List what is open and due before a day, and count the rest of what is open.

    Args:
        tx: The transaction.
        partnership: Whose.
        until: The day. What is due at an instant is told apart by the day as it is
            written, so leave a day more than is wanted.

    Returns:
        The steps, without those that are done; how many are due later; and how many
        have no date yet.
    """
    values = {"whose": partnership, "until": until.isoformat()}
    known: dict[str, Any] = {}  # what is said of a step is the same on every case
    rows = [as_stored(texts, known) for texts in _SOON.rows(tx, values)]
    (later, undated), *_ = _COUNTED.rows(tx, values)
    return rows, later or 0, undated or 0
