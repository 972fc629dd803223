"""Looking for times that meetings could have: diaries read, and the best ones offered.

It is done by the courier and never on the path of a press. Where diaries cannot be
read, the times go by the clock and the record alone, which knows the meetings of other
cases: statutory time does not wait for a calendar.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.addressing import as_telling
from bot.core import commands
from bot.core.asking import BOT, Asking
from bot.core.errors import Refused
from bot.core.events import PersonId, TimesFound
from bot.core.finding import (
    Diary,
    Found,
    Wanted,
    Wish,
    beside_others,
    choose,
    choose_together,
    people_in,
    span_of,
    wanted,
    wish_of,
)
from bot.core.hearing import Telling
from bot.core.people import Person
from bot.core.procedure import Meeting
from bot.desk import Desk
from bot.gateways import NotSent, SharedCalendar, TryLater, Undeliverable
from bot.settling import Ended, settle
from bot.store import Transaction, index
from bot.store.outbox import DROPPED, SENT, Delivery

KIND: Final = "seek"
"""What a delivery is called that looks for times."""
_TRIES: Final = 3
_LONGEST: Final = timedelta(minutes=1)
"""How long diaries that do not answer are waited for, all tries together."""
_PATIENCE: Final = 20.0
"""Seconds for one reading of diaries."""
_DAY: Final = timedelta(days=1)

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is looked for.

    Attributes:
        wishes: The meetings that want a time.
        people: Whose diaries are asked for.
        elsewhere: When people are wanted at meetings of other cases.
        why: Why nothing can be looked for, where that is so.
    """

    wishes: tuple[Wish, ...] = ()
    people: tuple[Person, ...] = ()
    elsewhere: tuple[Wanted, ...] = ()
    why: str = ""


async def seek(
    desk: Desk, shared: SharedCalendar, row: Delivery, now: Callable[[], datetime]
) -> None:
    """Find the best times for one meeting or several, and put them on the record.

    Args:
        desk: The partnership's desk.
        shared: The calendar that diaries are read from.
        row: The delivery, as it was leased.
        now: Says what time it is.

    Raises:
        TryLater: The calendar asks for patience, and it is early enough to have it.
        Exception: Diaries could not be read, and can be tried again.
    """
    sought = await asyncio.to_thread(_sought, desk, row, now())
    if not sought.wishes:
        await asyncio.to_thread(_end, desk, row, Ended(DROPPED, sought.why), now())
        return
    diaries = await _read(shared, row, sought, now)
    await asyncio.to_thread(_offer, desk, row, sought, diaries, now)


async def _read(
    shared: SharedCalendar,
    row: Delivery,
    sought: _Sought,
    now: Callable[[], datetime],
) -> Mapping[PersonId, Diary]:
    """Read diaries; none, once they have been waited for long enough."""
    within = tuple(p for p in sought.people if shared.reaches(row.partnership, p))
    if not within:
        return {}
    first, last = span_of(sought.wishes)
    try:
        async with asyncio.timeout(_PATIENCE):
            return await shared.busy(row.partnership, within, first, last)
    except Undeliverable:
        _log.warning("diaries.unread", key=row.key, problem_kind="Undeliverable")
    except (OSError, NotSent, TryLater) as trouble:
        wait = trouble.seconds if isinstance(trouble, TryLater) else 0.0
        end = row.not_before + _LONGEST
        if row.attempts < _TRIES and now() + timedelta(seconds=wait) < end:
            raise
        kind = type(trouble).__name__
        _log.warning("diaries.unread", key=row.key, problem_kind=kind)
    return {}


def _sought(desk: Desk, row: Delivery, now: datetime) -> _Sought:
    said = as_telling(row.body)
    with desk.store.reading() as tx:
        opened = desk.open(tx, row.case_ref or "", BOT, now)
        wishes: list[Wish] = []
        why = "no longer true"
        for step in _meetings(said, opened.asking):
            try:
                wishes.append(
                    wish_of(step, opened.case, opened.asking, holding=said.holding)
                )
            except Refused as refusal:
                why = refusal.reason
        elsewhere = tuple(_elsewhere(tx, desk, row, wishes, now))
    asked = people_in(wishes)
    people = tuple(p for p in opened.asking.roster.people if p.id in asked)
    return _Sought(tuple(wishes), people, elsewhere, why)


def _elsewhere(
    tx: Transaction, desk: Desk, row: Delivery, wishes: Sequence[Wish], now: datetime
) -> Iterator[Wanted]:
    """List when people are wanted at other cases’ meetings, on the days asked about."""
    if not wishes:
        return
    first, last = span_of(wishes)
    for other in index.cases(tx, desk.partnership, only_open=True):
        starts = (datetime.fromisoformat(at) for _, at in other.doc.get("meetings", ()))
        near = any(first - _DAY < at < last for at in starts)
        if near and other.ref != row.case_ref:
            opened = desk.open(tx, other.ref, BOT, now)
            yield from wanted(opened.case, opened.asking)


def _meetings(said: Telling, asking: Asking) -> Iterator[Meeting]:
    for name in said.parts:
        step = asking.procedure.by_id.get(name)
        if isinstance(step, Meeting):
            yield step


def _offer(
    desk: Desk,
    row: Delivery,
    sought: _Sought,
    diaries: Mapping[PersonId, Diary],
    now: Callable[[], datetime],
) -> None:
    """Choose times, put them on the record, and settle the row.

    A second time, after a stop between the two, the desk finds its work done.
    """
    known = beside_others(diaries, sought.elsewhere)
    if len(sought.wishes) == 1:
        found: tuple[Found, ...] = (choose(sought.wishes[0], known),)
    else:
        found = choose_together(sought.wishes, known)
    times = tuple(
        TimesFound(
            one.step,
            one.minutes,
            one.offers,
            one.reliefs,
            read=sum(who in diaries for who in people_in((wish,))),
            asked=len(people_in((wish,))),
        )
        for wish, one in zip(sought.wishes, found, strict=True)
    )
    answer = desk.ask(
        row.case_ref or "",
        commands.OfferTimes(found=times, holding=as_telling(row.body).holding),
        by=BOT,
        cause=f"courier/{row.key}",
        now=now(),
    )
    receipt = {"way": KIND, "receipt": ""}
    ended = Ended(DROPPED, answer.code) if answer.code else Ended(SENT, "", receipt)
    _end(desk, row, ended, now())


def _end(desk: Desk, row: Delivery, ended: Ended, now: datetime) -> None:
    with desk.store.writing(patient=True) as tx:
        settle(tx, row, ended, now)
