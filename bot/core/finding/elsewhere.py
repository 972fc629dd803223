"""When people are wanted at meetings of other cases, which the record knows by itself.

It takes no diary to know that, so it also counts for whoever has none that can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, timedelta

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.coming import coming
from bot.core.events import PersonId
from bot.core.finding.diaries import Diary, Span


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stretch of time in which somebody is wanted at a meeting.

    Attributes:
        sure: Whether they must come, or said that they will.
    """

    person: PersonId
    span: Span
    sure: bool


def wanted(case: Case, asking: Asking) -> Iterator[Wanted]:
    """List when people are wanted at the meetings of a case that have a time.

    A time that is only held counts like one that is arranged. Whoever has declined is
    not wanted any more.
    """
    for step in asking.procedure.step:
        who = coming(step, case, asking)
        if who is None:
            continue
        start = who.arranged.start.astimezone(UTC)
        span = start, start + timedelta(minutes=who.arranged.minutes)
        for one in who.people:
            answer = who.answer(one.person.id)
            if answer != "declined":
                yield Wanted(one.person.id, span, one.required or answer == "accepted")


def beside_others(
    diaries: Mapping[PersonId, Diary], elsewhere: Iterable[Wanted]
) -> dict[PersonId, Diary]:
    """Put into diaries when people are wanted at other meetings.

    Of somebody whose diary was not read, nothing but that is known.
    """
    found = dict(diaries)
    for one in elsewhere:
        start = one.span[0]
        known = found.get(one.person, Diary(start, start))
        # Twice: a meeting that is moved takes its own time out of a diary once.
        twice = one.span, one.span
        if one.sure:
            known = replace(known, busy=(*known.busy, *twice))
        else:
            known = replace(known, maybe=(*known.maybe, *twice))
        found[one.person] = known
    return found
