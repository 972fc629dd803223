"""A rehearsal's diaries: invented, the same every time, and asking nobody."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot import rosters
from bot.core.words import LONDON
from bot.invented_diaries import InventedDiaries

WESSEX = Path("integrations/web/wessex.toml")
PEOPLE = rosters.read_roster(WESSEX.read_text(encoding="utf-8")).people
FIRST = datetime(2026, 12, 21, tzinfo=UTC)
LAST = datetime(2027, 1, 8, 18, tzinfo=UTC)


def test_most_people_have_a_diary_and_some_are_not_known() -> None:
    calendar = InventedDiaries()
    found = asyncio.run(calendar.busy("wessex-vale", PEOPLE, FIRST, LAST))

    assert len(PEOPLE) / 2 < len(found) < len(PEOPLE)
    assert {p.id for p in PEOPLE if calendar.reaches("wessex-vale", p)} == set(found)
    assert not calendar.reaches("wessex-vale", None), "nobody is asked from it"
    assert found == asyncio.run(calendar.busy("wessex-vale", PEOPLE, FIRST, LAST))


def test_they_are_busy_for_some_hours_of_working_days() -> None:
    found = asyncio.run(InventedDiaries().busy("x", PEOPLE, FIRST, LAST))

    for diary in found.values():
        starts = [start.astimezone(LONDON) for start, _ in diary.busy]
        assert 3 < len(starts) < 40
        assert all(at.weekday() < 5 and 9 <= at.hour < 17 for at in starts)
