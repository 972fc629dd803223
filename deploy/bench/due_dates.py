"""What one due date costs, against other ways to count working days.

Each is asked for one date at a time, as a case asks. Numpy is given its own kind
of date, made beforehand, so that nothing but the counting is measured; a second
row gives and takes Python's dates, as this program would have to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from time import perf_counter
from typing import Final, TypeVar

import holidays
import numpy as np

from bot.core.clock import read, work_out
from bot.core.workdays import working_days_from
from bot.offices import load_offices
from deploy.bench.table import Row, machine, table

COUNT: Final = 15
ROUNDS: Final = 7
DAYS: Final = [date(2019, 1, 1) + timedelta(days=n) for n in range(3_600)]

_Day = TypeVar("_Day")


def rows() -> Iterator[Row]:
    """Measure, and make sure that all of them come to the same day."""
    offices = load_offices("ENG")
    closed = np.array(list(offices.closed), dtype="datetime64[D]")
    calendar = np.busdaycalendar(holidays=closed)
    england = holidays.country_holidays(
        "GB", subdiv="ENG", years=range(2018, 2030), language="en_GB"
    )
    as_numpy = [np.datetime64(day, "D") for day in DAYS]
    fifteen = read(f"sin-sent + {COUNT} working days")

    def ours(day: date) -> date:
        return working_days_from(day, COUNT, offices)

    def numpys(day: np.datetime64) -> np.datetime64:
        found: np.datetime64 = np.busday_offset(
            day, COUNT, roll="backward", busdaycal=calendar
        )
        return found

    def numpys_from_dates(day: date) -> date:
        found: date = numpys(np.datetime64(day, "D")).astype(date)
        return found

    def theirs(day: date) -> date:
        return england.get_nth_working_day(day, COUNT)

    def whole(day: date) -> object:
        return work_out(fifteen, {"sin-sent": day}, offices)

    for day, numpy_day in zip(DAYS, as_numpy, strict=True):
        assert ours(day) == numpys(numpy_day).item() == numpys_from_dates(day)
        assert ours(day) == theirs(day)

    few = DAYS[::10]
    mine, library = _each(ours, DAYS), _each(theirs, few)
    bare, dressed = _each(numpys, as_numpy), _each(numpys_from_dates, DAYS)
    yield Row("due date, against numpy.busday_offset", mine, bare, "µs", 1)
    yield Row("the same, from and to Python's dates", mine, dressed, "µs")
    yield Row("the same, against holidays' own", mine, library, "µs")
    yield Row("with each day skipped and why", _each(whole, few), library, "µs")


def _each(count: Callable[[_Day], object], days: list[_Day]) -> float:
    """Take the best of several rounds, in microseconds for one date."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = perf_counter()
        for day in days:
            count(day)
        best = min(best, perf_counter() - start)
    return best / len(days) * 1_000_000


if __name__ == "__main__":
    print(machine())
    print(table(rows()))
