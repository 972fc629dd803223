"""What is known of people's time, and asking it quickly.

A diary says when somebody is taken. Outside what was read of it, and for somebody
whose diary was not read at all, nothing is known: they are neither free nor taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, NamedTuple, TypeAlias

from bot.core.events import PersonId
from bot.core.finding.starts import Starts

Span: TypeAlias = tuple[datetime, datetime]
"""From one instant to another, the second left out; in UTC."""
MINUTE: Final = timedelta(minutes=1)
_CHUNK: Final = 24 * 60
_NO_TIME: Final = (0, 0)


@dataclass(frozen=True, slots=True)
class Diary:
    """When somebody is taken, as far as their diary was read.

    Attributes:
        first: From when on it is known.
        last: Until when, that instant left out.
        busy: When they are taken. What stands in it twice is listed twice.
        maybe: When they may be: what counts neither as free nor as taken.
    """

    first: datetime
    last: datetime
    busy: tuple[Span, ...] = ()
    maybe: tuple[Span, ...] = ()


class _Read(NamedTuple):
    """What was read of a diary, in minutes.

    Attributes:
        known: From when to when it is known.
        spans: What stands in it, by the part of the stretch that it falls in: from
            when to when, and whether it is certain.
    """

    known: tuple[int, int]
    spans: Mapping[int, list[tuple[int, int, bool]]]


class Known:
    """What is known of some people's time from an instant on, in minutes since then."""

    __slots__ = ("_diaries", "_found", "_kept", "_read", "first")

    def __init__(
        self,
        diaries: Mapping[PersonId, Diary],
        first: datetime,
        own: Iterable[Span] = (),
    ) -> None:
        """Take up diaries from an instant on.

        Args:
            diaries: Those that were read.
            first: From when on minutes are counted.
            own: Where the meetings asked about stand in those diaries now.
        """
        self.first = first
        self._diaries, self._kept = diaries, tuple(own)
        self._read: dict[PersonId, _Read] = {}
        self._found: dict[tuple[PersonId, Starts], tuple[int, int]] = {}

    def of(self, person: PersonId, starts: Starts) -> tuple[int, int]:
        """Say from which starts somebody is free throughout, and from which taken.

        From any other, it is not known.
        """
        found = self._found.get((person, starts))
        if found is None:
            found = self._found[person, starts] = self._of(person, starts)
        return found

    def over(self, span: Span, starts: Starts) -> int:
        """Say from which starts a meeting would lie over a stretch of time."""
        return starts.touching(*self._minutes(span))

    def _of(self, person: PersonId, starts: Starts) -> tuple[int, int]:
        read = self._read.get(person)
        if read is None:
            read = self._read[person] = self._taken_up(person)
        busy = unsure = 0
        last = starts.minute(starts.number) + starts.minutes
        for chunk in range(starts.first // _CHUNK, last // _CHUNK + 1):
            for begin, end, sure in read.spans.get(chunk, ()):
                if sure:
                    busy |= starts.touching(begin, end)
                else:
                    unsure |= starts.touching(begin, end)
        return starts.within(*read.known) & ~(busy | unsure), busy

    def _taken_up(self, person: PersonId) -> _Read:
        """Sort what stands in a diary by the part of the time that it falls in."""
        diary = self._diaries.get(person)
        if diary is None:
            return _Read((0, 0), {})
        diary = without(diary, self._kept)
        spans: dict[int, list[tuple[int, int, bool]]] = {}
        for sure, some in ((True, diary.busy), (False, diary.maybe)):
            for span in some:
                begin, end = self._minutes(span)
                for chunk in range(begin // _CHUNK, (end - 1) // _CHUNK + 1):
                    spans.setdefault(chunk, []).append((begin, end, sure))
        known = (
            -((self.first - diary.first) // MINUTE),
            (diary.last - self.first) // MINUTE,
        )
        return _Read(known, spans)

    def _minutes(self, span: Span) -> tuple[int, int]:
        """Number the minutes that a stretch of time touches, if it has any length."""
        start, end = span
        if start >= end:
            return _NO_TIME
        return (start - self.first) // MINUTE, -((self.first - end) // MINUTE)


def without(diary: Diary, own: Iterable[Span]) -> Diary:
    """Take a meeting's own time out of a diary, and nothing else that stands there.

    Each is looked for as it stands: another appointment over the same hours, which
    begins or ends at another minute or is there twice, goes on counting. A diary that
    is only told in short pieces does not say what they are: where they fill the
    meeting's own time, they may be it, or not.
    """
    for span in own:
        if span in diary.busy:
            diary = replace(diary, busy=_but(diary.busy, span))
        elif span in diary.maybe:
            diary = replace(diary, maybe=_but(diary.maybe, span))
        elif pieces := _filling(diary.busy, span):
            rest = tuple(one for one in diary.busy if one not in pieces)
            diary = replace(diary, busy=rest, maybe=(*diary.maybe, *pieces))
    return diary


def _filling(spans: Iterable[Span], whole: Span) -> tuple[Span, ...]:
    """List the pieces that lie inside a stretch of time, if they fill all of it."""
    start, end = whole
    pieces = sorted(one for one in spans if start <= one[0] < one[1] <= end)
    reached = start
    for begin, stop in pieces:
        if begin > reached:
            return ()
        reached = max(reached, stop)
    return tuple(pieces) if reached == end else ()


def _but(spans: tuple[Span, ...], one: Span) -> tuple[Span, ...]:
    place = spans.index(one)
    return (*spans[:place], *spans[place + 1 :])
