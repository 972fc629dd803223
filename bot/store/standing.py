"""How the record stands, for whoever watches over the bot: counts, and references.

Two queries, made seldom. Nothing here is about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text

from bot.core.words import LONDON
from bot.store import facts, leases, server
from bot.store.opening import Transaction, on_sqlite
from bot.store.outbox import DEAD
from bot.tables import cases, outbox, steps

BACKUP: Final = "backup/at"
"""Where it stands when the record was last backed up, as ISO text."""
_DAY: Final = len("2026-11-27")
_MOST: Final = 1_000
_LATE: Final = timedelta(minutes=10)
"""After this, what is due to be said or sent should have been."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the record stands.

    Attributes:
        ticked: When anybody last looked at what is due.
        waiting: How many deliveries have not ended.
        oldest: Since when the one that has waited longest could have gone, if any
            could.
        dead: How many deliveries were given up.
        overdue: How many dates of open cases have passed.
        unsaid: How many lines should have been spoken of by now, and were not.
        unsaid_since: Since when, if any.
        soon: The cases in which something falls due today or tomorrow.
        soon_count: How many dates that is.
        backed_up: When the record was last backed up, where that is known.
        size: How large the database is, in bytes.
        replicas: How many replicas share it just now; none where one has it alone.
    """

    ticked: datetime | None
    waiting: int
    oldest: datetime | None
    dead: int
    overdue: int
    unsaid: int
    unsaid_since: datetime | None
    soon: tuple[str, ...]
    soon_count: int
    backed_up: datetime | None
    size: int
    replicas: int = 0


def standing(tx: Transaction, now: datetime) -> Standing:
    """Look at how the record stands, over all partnerships."""
    today = now.astimezone(LONDON).date()
    counts = tx.execute(_counts(now, today)).one()
    waiting, dead, overdue, unsaid, unsaid_since = counts
    soon = list(tx.scalars(_soon(today)))
    ready = leases.ready_at(tx, now)
    return Standing(
        ticked=_instant(facts.get(tx, facts.LAST_TICK)),
        waiting=waiting,
        oldest=ready if ready is not None and ready <= now else None,
        dead=dead,
        overdue=overdue,
        unsaid=unsaid,
        unsaid_since=unsaid_since,
        soon=tuple(dict.fromkeys(soon)),
        soon_count=len(soon),
        backed_up=_instant(facts.get(tx, BACKUP)),
        size=_size(tx),
        replicas=server.replicas(tx),
    )


def _counts(now: datetime, today: date) -> Select[Any]:
    def number(*where: ColumnElement[bool]) -> ColumnElement[int]:
        return select(func.count()).where(*where).scalar_subquery()

    late = and_(steps.c.next_at.is_not(None), steps.c.next_at <= now - _LATE)
    passed = _open().where(func.substr(steps.c.due, 1, _DAY) < today.isoformat())
    first = select(func.min(steps.c.next_at)).where(late).scalar_subquery()
    return select(
        number(outbox.c.try_at.is_not(None)),
        number(outbox.c.state == DEAD),
        passed.with_only_columns(func.count()).scalar_subquery(),
        number(late),
        first,
    )


def _soon(today: date) -> Select[str]:
    day = func.substr(steps.c.due, 1, _DAY)
    last = (today + timedelta(days=1)).isoformat()
    near = _open().where(day.between(today.isoformat(), last))
    return near.order_by(steps.c.due, steps.c.case_ref).limit(_MOST)


def _open() -> Select[str]:
    """Ask for the dates that are still to be met, as the morning digest does."""
    still = or_(cases.c.closed_at.is_(None), steps.c.kind == "action")
    return (
        select(steps.c.case_ref)
        .join(cases, cases.c.ref == steps.c.case_ref)
        .where(still, steps.c.due != "", steps.c.status != "done")
    )


def _size(tx: Transaction) -> int:
    if on_sqlite(tx):
        pages = tx.scalar(text("PRAGMA page_count")) or 0
        return int(pages) * int(tx.scalar(text("PRAGMA page_size")) or 0)
    return int(tx.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _instant(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None
