"""What is counted of a year: plain numbers, which add up over any number of stores."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Final, Literal, TypeAlias

Outcome: TypeAlias = Literal["met", "late", "open", "left", "to come", "no date"]
"""Met; done late; late and open; left when the case was closed; due after the year;
or still waiting for a date that it is counted from."""
OUTCOMES: Final[tuple[Outcome, ...]] = (
    "met", "late", "open", "left", "to come", "no date",
)  # fmt: skip
MISSED: Final[tuple[Outcome, ...]] = ("late", "open")
"""Ways not to have met a limit that came due: one that was left never did."""
FIVE: Final = "national: 5 working days"
FIFTEEN: Final = "national: 15 working days"


@dataclass
class Tally:
    """What happened in a year, or in one store of it.

    Attributes:
        limits: How limits ended, by procedure, kind of limit and outcome.
        whys: Why limits were missed, by kind of limit and reason.
        whom: Who had not answered when one was missed, by procedure and office.
        spare: Working days left when a national limit was met, or by which it was
            missed (below nought), by kind of limit.
        nudges: How many person-days had so many nudges.
        cards: How many person-days had so many cards of any kind.
        deliveries: Deliveries, by how they ended.
        kinds: Deliveries to people and channels, by what they were.
        weeks: What happened in each week, by week and what.
        counts: Everything else that is counted.
        faults: What was found wrong at the end, each in a sentence.
        stuck: What was refused, by procedure, step, act and reason.
        holiday: The day that was announced at short notice.
        size: Bytes of the stores.
        worked: Seconds that processors worked on it.
    """

    limits: Count[tuple[str, str, str]] = field(default_factory=Count)
    whys: Count[tuple[str, str]] = field(default_factory=Count)
    whom: Count[tuple[str, str]] = field(default_factory=Count)
    spare: Count[tuple[str, int]] = field(default_factory=Count)
    nudges: Count[int] = field(default_factory=Count)
    cards: Count[int] = field(default_factory=Count)
    deliveries: Count[str] = field(default_factory=Count)
    kinds: Count[str] = field(default_factory=Count)
    weeks: Count[tuple[int, str]] = field(default_factory=Count)
    counts: Count[str] = field(default_factory=Count)
    faults: list[str] = field(default_factory=list)
    stuck: Count[str] = field(default_factory=Count)
    holiday: date | None = None
    size: int = 0
    worked: float = 0.0

    def add(self, other: Tally) -> None:
        """Take what another counted into account."""
        for one in fields(self):
            mine, its = getattr(self, one.name), getattr(other, one.name)
            if isinstance(mine, Count):
                mine.update(its)
        self.faults += other.faults
        self.holiday = other.holiday or self.holiday
        self.size += other.size
        self.worked += other.worked


def together(tallies: Iterable[Tally]) -> Tally:
    """Add up what several stores counted, in their order."""
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def middle(of: Count[int], share: float) -> int:
    """Find the value that a share of all does not exceed; nought if there is none.

    Example:
        >>> middle(Count({1: 90, 4: 9, 30: 1}), 0.95)
        4
    """
    left = share * of.total()
    for value in sorted(of):
        left -= of[value]
        if left <= 0:
            return value
    return max(of, default=0)


def kind_order(kind: str) -> tuple[bool, bool, str]:
    """Put kinds of limits in order: national ones first, five days before fifteen."""
    national = kind.startswith("national")
    number = kind.partition(": ")[2].partition(" ")[0]
    return not national, kind not in (FIVE, FIFTEEN), number.zfill(3) + kind
