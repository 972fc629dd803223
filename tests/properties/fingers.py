"""Deadlines worked out on one's fingers: a second reading of what a file says.

Nothing here is the product's. A deadline is read from the file as it is written, days
are walked one by one, and the bank holidays are typed from GOV.UK's list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
LAST: Final = date(2028, 12, 31)
"""GOV.UK's list ends with the year 2028."""
ONE: Final = timedelta(days=1)
HOLIDAYS: Final = {
    2018: "1 Jan, 30 Mar, 2 Apr, 7 May, 28 May, 27 Aug, 25 Dec, 26 Dec",
    2019: "1 Jan, 19 Apr, 22 Apr, 6 May, 27 May, 26 Aug, 25 Dec, 26 Dec",
    2020: "1 Jan, 10 Apr, 13 Apr, 8 May, 25 May, 31 Aug, 25 Dec, 28 Dec",
    2021: "1 Jan, 2 Apr, 5 Apr, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec",
    2022: "3 Jan, 15 Apr, 18 Apr, 2 May, 2 Jun, 3 Jun, 29 Aug, 19 Sep, 26 Dec, 27 Dec",
    2023: "2 Jan, 7 Apr, 10 Apr, 1 May, 8 May, 29 May, 28 Aug, 25 Dec, 26 Dec",
    2024: "1 Jan, 29 Mar, 1 Apr, 6 May, 27 May, 26 Aug, 25 Dec, 26 Dec",
    2025: "1 Jan, 18 Apr, 21 Apr, 5 May, 26 May, 25 Aug, 25 Dec, 26 Dec",
    2026: "1 Jan, 3 Apr, 6 Apr, 4 May, 25 May, 31 Aug, 25 Dec, 28 Dec",
    2027: "1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec",
    2028: "3 Jan, 14 Apr, 17 Apr, 1 May, 29 May, 28 Aug, 25 Dec, 26 Dec",
}
CLOSED: Final = frozenset(
    datetime.strptime(f"{day} {year} +0000", "%d %b %Y %z").date()
    for year, days in HOLIDAYS.items()
    for day in days.split(", ")
)
TERM: Final = re.compile(
    r"([a-z-]+?)(?: ([+-]) (\d+) (hour|working day|day|week|month)s?)?"
)
EVERY: Final = re.compile(
    r"every (?:(\d+) )?(hour|working day|day|week|month)s? from (\S+?)(?: until (\S+))?"
)
WINDOW: Final = re.compile("from (.+) to (.+)")
CHOICE: Final = re.compile("(first known|earlier|later) of (.+)")

Anchors: TypeAlias = Mapping[str, date]
Step: TypeAlias = Mapping[str, Any]


class NotPublishedError(Exception):
    """It lies where nobody knows the bank holidays."""


@dataclass(frozen=True)
class Expected:
    """What a file says of one deadline, for some anchors.

    Attributes:
        refused: Whether it lies past the published bank holidays.
    """

    part: str
    due: date | None
    national: date | None
    planned: date | None
    refused: bool = False

    @property
    def national_first(self) -> bool:
        """Whether the national limit must stand beside it."""
        if self.national is None:
            return False
        return self.due is None or _end(self.due) > _end(self.national)


def expected(path: Path, anchors: Anchors) -> Iterator[Expected]:
    """Work out every deadline of a file."""
    steps = {step["id"]: step for step in read(path)["step"]}
    for step in steps.values():
        if "invite_by" in step:
            yield _one(f"{step['id']}/invite", step["invite_by"], anchors, steps)
        if "send_by" in step:
            yield _one(f"{step['id']}/send", step["send_by"], anchors, steps)
        if "due" in step:
            found = _one(step["id"], step["due"], anchors, steps)
            limit = step.get("national")
            national = _one("", limit, anchors, steps).due if limit else None
            planned = anchors.get(step.get("target", ""))
            yield Expected(found.part, found.due, national, planned, found.refused)


@cache
def read(path: Path) -> Mapping[str, Any]:
    """Read a file as nothing but TOML."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def working(day: date) -> bool:
    """Say whether offices are open."""
    return day.isoweekday() <= 5 and day not in CLOSED


def local(when: date) -> date:
    """Find the day in London."""
    return when.astimezone(LONDON).date() if isinstance(when, datetime) else when


def before(day: date) -> date:
    """Find the working day before."""
    return moved(day, -1, "working day")


def moved(when: date, count: int, unit: str | None) -> date:
    """Go on, or back, day by day."""
    day, pace = local(when), ONE if count > 0 else -ONE
    if unit == "hour":
        midnight = datetime.combine(day, time(), LONDON)
        start = when if isinstance(when, datetime) else midnight
        moment = start.astimezone(UTC) + count * timedelta(hours=1)
        return moment.astimezone(LONDON)
    if unit == "month":
        months = day.year * 12 + day.month - 1 + count
        first = date(months // 12, months % 12 + 1, 1)
        last = (first + 31 * ONE).replace(day=1) - ONE
        return first.replace(day=min(day.day, last.day))
    if unit == "working day":
        for _ in range(abs(count)):
            day += pace
            while not working(day) and day <= LAST:
                day += pace
        return day
    return day + count * (7 if unit == "week" else 1) * ONE


def _one(
    part: str, written: str, anchors: Anchors, steps: Mapping[str, Step]
) -> Expected:
    try:
        return Expected(part, _due(written, anchors, steps), None, None)
    except NotPublishedError:
        return Expected(part, None, None, None, refused=True)


def _due(written: str, anchors: Anchors, steps: Mapping[str, Step]) -> date | None:
    if written.startswith("same day as "):
        other = steps[written.removeprefix("same day as ")]
        if other.get("sets") in anchors:
            return _published(local(anchors[other["sets"]]))
        return _due(other["due"], anchors, steps) if "due" in other else None
    if found := EVERY.fullmatch(written):
        return _first(found, anchors)
    if found := WINDOW.fullmatch(written):
        return _term(found[2], anchors) if _term(found[1], anchors) else None
    written = written.removeprefix("by ").removeprefix("on ")
    if not (found := CHOICE.fullmatch(written)):
        return _term(written, anchors)
    terms = found[2].split(" or ")
    known = [term for term in terms if term.partition(" ")[0] in anchors]
    if not known or (found[1] == "later" and known != terms):
        return None
    if found[1] == "first known":
        return _term(known[0], anchors)
    days = [day for term in known if (day := _term(term, anchors))]
    return (min if found[1] == "earlier" else max)(days, key=_end)


def _first(found: re.Match[str], anchors: Anchors) -> date | None:
    if found[3] not in anchors:
        return None
    day = _published(moved(anchors[found[3]], int(found[1] or 1), found[2]))
    over = found[4] in anchors and local(day) > local(anchors[found[4]])
    return None if over else day


def _term(written: str, anchors: Anchors) -> date | None:
    found = TERM.fullmatch(written)
    assert found, written
    if found[1] not in anchors:
        return None
    when = anchors[found[1]]
    if found[4] in ("hour", "working day"):  # counted from where it must be known
        _published(when)
    count = int(f"{found[2] or ''}{found[3] or 0}")
    return _published(moved(when, count, found[4]))


def _published(when: date) -> date:
    if local(when) > LAST:
        raise NotPublishedError
    return when


def _end(when: date) -> datetime:
    if isinstance(when, datetime):
        return when.astimezone(UTC)
    return datetime.combine(when, time.max, LONDON).astimezone(UTC)
