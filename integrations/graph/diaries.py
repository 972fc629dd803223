"""When people are busy, as far as Graph knows.

Whoever is not known is left out. What is not certain is never taken for free.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import structlog

from bot.core.events import PersonId
from bot.core.finding import Diary, Span
from bot.core.people import Person
from bot.gateways import Undeliverable
from integrations.graph import moments
from integrations.graph.events import fits
from integrations.graph.requests import SLOT, Requests

AT_ONCE: Final = 20
"""Diaries that Graph reads in one request."""
_LONGEST: Final = timedelta(days=30)
"""A little less than the month that it reads at once: clocks may change in it."""
_FREE: Final = frozenset({"free", "workingElsewhere"})
_BUSY: Final = frozenset({"busy", "oof"})
_SIGNS: Final = {"0": "free", "1": "tentative", "2": "busy", "3": "oof", "4": "free"}
"""What the signs mean in which a diary is told at a glance."""

_log = structlog.get_logger()


async def read(
    requests: Requests, people: Sequence[Person], start: datetime, end: datetime
) -> dict[PersonId, Diary]:
    """Read the diaries of some people; whoever is not known is left out.

    Args:
        requests: How Graph is asked.
        people: Whose diaries.
        start: From when on.
        end: Until when.

    Raises:
        TryLater: Graph asks for patience.
        NotSent: Graph could not be asked.
        Unsure: Graph did not answer.
    """
    first, last = start.astimezone(UTC), end.astimezone(UTC)
    asked = sorted({one.email.casefold() for one in people if fits(one.email)})
    known = {address: Diary(first, last) for address in asked}
    for since, until in _stretches(first, last):
        # Whoever was not known for a part of the time need not be asked again.
        for some in _pages(sorted(known)):
            part = await told(requests, some, since, until)
            for address in some:
                diary = part.get(address)
                if diary is None:
                    del known[address]
                else:
                    known[address] = _joined(known[address], diary)
    return {
        one.id: known[one.email.casefold()]
        for one in people
        if one.email.casefold() in known
    }


def _stretches(first: datetime, last: datetime) -> Iterator[Span]:
    while first < last:
        until = min(first + _LONGEST, last)
        yield first, until
        first = until


def _pages(addresses: Sequence[str]) -> Iterator[Sequence[str]]:
    for begin in range(0, len(addresses), AT_ONCE):
        yield addresses[begin : begin + AT_ONCE]


def _joined(one: Diary, other: Diary) -> Diary:
    # What lies across the border of two parts is told in both, and is one all the same.
    busy = (*one.busy, *(span for span in other.busy if span not in one.busy))
    maybe = (*one.maybe, *(span for span in other.maybe if span not in one.maybe))
    return Diary(one.first, one.last, busy, maybe)


async def told(
    requests: Requests, addresses: Sequence[str], since: datetime, until: datetime
) -> dict[str, Diary]:
    """Ask for one page of diaries; one that Graph cannot stand spoils only itself."""
    try:
        answer = await requests.schedule(addresses, since, until)
    except Undeliverable:
        _log.warning("graph.diaries_unknown", count=len(addresses))
        return {}
    if not answer.good and len(addresses) > 1:
        half = len(addresses) // 2
        left = await told(requests, addresses[:half], since, until)
        return left | await told(requests, addresses[half:], since, until)
    known: dict[str, Diary] = {}
    for schedule in answer.values:
        address = str(schedule.get("scheduleId") or "").casefold()
        diary = understood(schedule, since, until)
        if diary is not None and address in addresses:
            known[address] = diary
    return known


def understood(
    schedule: Mapping[str, Any], since: datetime, until: datetime
) -> Diary | None:
    """Understand one diary as Graph tells it; nothing, where it is not certain.

    Args:
        schedule: What Graph tells of it.
        since: From when on it was asked for.
        until: Until when.
    """
    items, view = schedule.get("scheduleItems"), schedule.get("availabilityView")
    if schedule.get("error"):
        return None
    signs = view if isinstance(view, str) else ""
    if isinstance(items, list) and items:
        return _of_items(items, since, until)
    if signs:
        return _of_signs(signs, since, until)
    # Nothing in it, and nothing said at a glance: only a list that is there, where
    # no glance was offered, means that nothing is in it.
    return Diary(since, until) if items == [] and view is None else None


def _of_items(items: list[Any], since: datetime, until: datetime) -> Diary | None:
    busy: list[Span] = []
    maybe: list[Span] = []
    for item in items:
        told = item if isinstance(item, Mapping) else {}
        start, end = moments.read(told.get("start")), moments.read(told.get("end"))
        if start is None or end is None:
            return None
        if told.get("status") in _FREE:
            continue
        (busy if told.get("status") in _BUSY else maybe).append((start, end))
    return Diary(since, until, tuple(busy), tuple(maybe))


def _of_signs(signs: str, since: datetime, until: datetime) -> Diary | None:
    slot = timedelta(minutes=SLOT)
    if not set(signs) <= set(_SIGNS) or since + len(signs) * slot < until:
        return None
    busy: list[Span] = []
    maybe: list[Span] = []
    for place, sign in enumerate(signs):
        start = since + place * slot
        if _SIGNS[sign] in _BUSY:
            busy.append((start, start + slot))
        elif _SIGNS[sign] not in _FREE:
            maybe.append((start, start + slot))
    return Diary(since, until, tuple(busy), tuple(maybe))
