"""A time that a meeting could be at, among the other meetings of a case."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from bot.core.procedure import Meeting
from bot.core.words import LONDON
from tests.core.played import Played


def a_time_for(name: str, played: Played, chance: Random) -> str | None:
    step = played.procedure.by_id[name]
    assert isinstance(step, Meeting)
    first, last = played.now.astimezone(LONDON), None
    for other in played.procedure.step:
        arranged = played.case.to_come(other.id)
        if arranged is None or not isinstance(other, Meeting):
            continue
        if other.id in step.later_than and other.id not in played.case.done:
            first = max(first, arranged.start + timedelta(minutes=arranged.minutes))
        if step.id in other.later_than:
            last = min(last or arranged.start, arranged.start)
    days = chance.randrange(1, 4)
    start = (first + timedelta(days=days)).replace(hour=10, minute=1)
    now_at = played.case.to_come(name)
    if now_at and now_at.start == start:
        start -= timedelta(minutes=1)
    if last and start + timedelta(minutes=30) > last:
        return None
    return f"{start:%Y-%m-%d %H:%M}"
