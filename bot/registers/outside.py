"""What may leave the partnership: counts alone, and no small one among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final, TypeAlias

from bot.core.small_numbers import FEWEST, shown_list, shown_table
from bot.registers.actions import TRACKER_STATUSES, Tracker
from bot.registers.alerts import REGISTER_STATUSES, Alert, Register
from bot.spreadsheets import Cell, Sheet

_Crossed: TypeAlias = tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]
"""The headings of a table, and its rows."""
_ALL: Final = "All"
_NONE: Final = "Not answered"
_UNDECIDED: Final = "None decided yet"
_OTHER: Final = "Any other, or several of them together"
_QUARTERS: Final = (
    "January to March",
    "April to June",
    "July to September",
    "October to December",
)


def alerts_outside(found: Register) -> list[Sheet]:
    """Count the alerts: by route and quarter, by status, and by each fact.

    Each alert counts once in every table. One that takes several routes counts
    under all of them together, so that the counts add up to the alerts.
    """
    columns = ("Counted by", "Which", "Alerts")
    rows = list(
        _listed(
            "Status", found.alerts, lambda a: REGISTER_STATUSES[a.status],
            tuple(REGISTER_STATUSES.values()),
        )
    )  # fmt: skip
    for question, answers in found.questions.items():
        rows += _listed(question, found.alerts, _answer_to(question), (*answers, _NONE))
    crossed = _by_route(found.alerts)
    return [Sheet("Routes by quarter", *crossed), Sheet("Counts", columns, tuple(rows))]


def _by_route(alerts: Sequence[Alert]) -> _Crossed:
    """Count alerts by route and quarter; of very few, not even which routes or when.

    Routes that few alerts took are counted together: to name them alone would tell
    that there was such a child.
    """
    few = len(alerts) < FEWEST
    taken = Counter(map(_routes, alerts))
    often = sorted(name for name, count in taken.items() if count >= FEWEST)
    return _crossed(
        "Routes",
        [
            (name if (name := _routes(a)) in often else _OTHER, _quarter(a.raised))
            for a in alerts
        ],
        () if few else (*often, _OTHER),
        () if few else _quarters([alert.raised for alert in alerts]),
    )


def actions_outside(found: Tracker) -> list[Sheet]:
    """Count the actions: each sheet by how they stand."""
    crossed = _crossed(
        "Sheet",
        [(a.sheet, TRACKER_STATUSES[a.status]) for a in found.actions],
        found.sheets,
        tuple(TRACKER_STATUSES.values()),
    )
    return [Sheet("Actions by sheet", *crossed)]


def _answer_to(question: str) -> Callable[[Alert], str]:
    return lambda alert: alert.facts.get(question) or _NONE


def _routes(alert: Alert) -> str:
    return "; ".join(alert.routes) or _UNDECIDED


def _listed(
    title: str,
    alerts: Sequence[Alert],
    value: Callable[[Alert], str],
    names: tuple[str, ...],
) -> Iterator[tuple[Cell, ...]]:
    """Count alerts by one thing, with a line for every answer there could be."""
    counted = Counter(map(value, alerts))
    ordered = tuple(dict.fromkeys((*names, *sorted(counted))))
    seen, total = shown_list([counted[name] for name in ordered])
    for name, count in zip(ordered, seen, strict=True):
        yield title, name, count
    yield title, _ALL, total


def _crossed(
    title: str,
    pairs: Sequence[tuple[str, str]],
    down: Sequence[str],
    across: Sequence[str],
) -> _Crossed:
    """Count things by two things at once; returns the headings and the rows."""
    counted = Counter(pairs)
    table = shown_table([[counted[row, column] for column in across] for row in down])
    rows: list[tuple[Cell, ...]] = [
        (name, *cells, total)
        for name, cells, total in zip(down, table.cells, table.rows, strict=True)
    ]
    rows.append((_ALL, *table.columns, table.whole))
    return (title, *across, _ALL), tuple(rows)


def _quarter(day: date) -> str:
    return f"{_QUARTERS[(day.month - 1) // 3]} {day.year}"


def _quarters(days: Sequence[date]) -> tuple[str, ...]:
    """Name every quarter from the first day to the last, empty ones among them."""
    first, last = min(days), max(days)
    numbers = range(
        first.year * 4 + (first.month - 1) // 3,
        last.year * 4 + (last.month - 1) // 3 + 1,
    )
    return tuple(f"{_QUARTERS[n % 4]} {n // 4}" for n in numbers)
