"""In the night the clocks go back there are two of each time from 1am to 2am.

Python takes two times in London that read alike for the same; a deadline does not.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.clock import Due, read
from bot.core.progress import Line, due_of
from tests.core.played import at, everything
from tests.core.worked_out import ENGLAND

NIGHT = "Sun 25 Oct 2026 1:30"
FIRST, SECOND = at(NIGHT), at(NIGHT, fold=1)


def test_python_itself_cannot_tell_the_two_hours_apart() -> None:
    assert (FIRST, hash(FIRST)) == (SECOND, hash(SECOND))
    assert SECOND.astimezone(UTC) - FIRST.astimezone(UTC) == timedelta(hours=1)


@pytest.mark.parametrize("order", [(FIRST, SECOND), (SECOND, FIRST)])
def test_what_was_told_in_either_hour_has_a_deadline_of_its_own(
    order: tuple[datetime, datetime],
) -> None:
    step = everything().by_id["ring"]
    for told in order:
        due = due_of(step, everything(), {"told": told}, ENGLAND).due
        assert isinstance(due, datetime)
        assert due.astimezone(UTC) - told.astimezone(UTC) == timedelta(hours=24)


def line(due: datetime) -> Line:
    step = everything().by_id["ring"]
    start = due.astimezone(UTC) - timedelta(hours=24)
    worked_out = Due(due=due, start=start, day_zero=start.date())
    return Line("ring", step, "Ring", "author", read("told + 24 hours"), worked_out)


def test_a_deadline_in_the_second_hour_is_not_late_in_the_first() -> None:
    later = at("Sun 25 Oct 2026 1:40"), at("Sun 25 Oct 2026 1:40", fold=1)

    assert [line(SECOND).late(now) for now in later] == [False, True]
    assert [line(FIRST).late(now) for now in later] == [True, True]
