"""Having the calendars squared once the people have changed, on every open case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from bot.core.asking import BOT
from bot.core.case import Case
from bot.core.progress import local_day
from bot.core.squared import squared
from bot.desk import Desk
from bot.store import Transaction, index, outbox


def always(_: date) -> bool:
    """Take every day."""
    return True


def square(
    tx: Transaction,
    desk: Desk,
    now: datetime,
    covers: Callable[[date], bool] = always,
) -> int:
    """Queue that calendars are squared with who should be at the meetings to come.

    What is right already is left alone when it comes to it, so once too often does
    no harm.

    Args:
        tx: The transaction in which the people changed.
        desk: The partnership's desk.
        now: The instant; with the case it names what is queued.
        covers: Says which days of meetings are touched.

    Returns:
        How many meetings are looked at again.
    """
    queued = 0
    for row in index.cases(tx, desk.partnership, only_open=True):
        opened = desk.open(tx, row.ref, BOT, now)
        case = opened.case
        touched = [
            telling
            for telling in squared(case, opened.asking)
            if covers(_day(case, telling.parts[0]))
        ]
        queued += outbox.enqueue(
            tx,
            (
                desk.row(
                    f"{case.ref}/attend/{telling.parts[0]}/{now:%Y%m%dT%H%M%S%f}",
                    telling,
                    case.ref,
                    case.length,
                    now,
                )
                for telling in touched
            ),
            now,
        )
    return queued


def _day(case: Case, step: str) -> date:
    return local_day(case.meetings[step].start)
