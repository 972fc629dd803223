"""When a meeting is, as Outlook reads a calendar that it is sent.

Of a time zone Outlook takes two rules, one for summer and one for winter, and passes
over whatever dates are listed beside them. So a zone that is right for others can be
an hour out for whoever reads it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

_RULE: Final = re.compile(r"(\w+)=([^;]+)")
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Rule:
    """From when in a year a zone keeps which time."""

    month: int
    week: int
    weekday: int
    at: timedelta
    before: timedelta
    after: timedelta

    def begins(self, year: int) -> datetime:
        """Say when it begins in a year, by the time kept until then."""
        if self.week > 0:
            first = date(year, self.month, 1)
            ahead = (self.weekday - first.weekday()) % 7 + 7 * (self.week - 1)
            day = first + timedelta(days=ahead)
        else:
            last = date(year + self.month // 12, self.month % 12 + 1, 1)
            day = last - timedelta(days=1)
            day -= timedelta(days=(day.weekday() - self.weekday) % 7)
        return datetime(day.year, day.month, day.day, tzinfo=UTC) + self.at


def starts_and_ends(written: bytes) -> tuple[datetime, datetime]:
    """Read when the one meeting of a calendar starts and ends."""
    lines = list(_lines(written))
    rules = list(_rules(lines))
    (event,) = _parts(lines, "VEVENT")
    return _moment(event["DTSTART"], rules), _moment(event["DTEND"], rules)


def _lines(written: bytes) -> Iterator[tuple[str, str, str]]:
    text = written.decode().replace("\r\n ", "").replace("\r\n\t", "")
    for line in text.split("\r\n"):
        name, _, value = line.partition(":")
        name, _, params = name.partition(";")
        yield name.upper(), params, value


def _parts(
    lines: list[tuple[str, str, str]], kind: str
) -> Iterator[dict[str, tuple[str, str]]]:
    open_part: dict[str, tuple[str, str]] | None = None
    for name, params, value in lines:
        if (name, value) == ("BEGIN", kind):
            open_part = {}
        elif (name, value) == ("END", kind) and open_part is not None:
            yield open_part
            open_part = None
        elif open_part is not None:
            open_part.setdefault(name, (params, value))


def _rules(lines: list[tuple[str, str, str]]) -> Iterator[Rule]:
    for kind in ("STANDARD", "DAYLIGHT"):
        found = list(_parts(lines, kind))
        assert len(found) == 1, f"Outlook takes one rule for {kind}"
        said = dict(_RULE.findall(found[0]["RRULE"][1]))
        assert (said["FREQ"], len(said)) == ("YEARLY", 3), said
        week, day = int(said["BYDAY"][:-2]), said["BYDAY"][-2:]
        hour, minute = (int(found[0]["DTSTART"][1][i : i + 2]) for i in (9, 11))
        yield Rule(
            month=int(said["BYMONTH"]),
            week=week,
            weekday=_DAYS.index(day),
            at=timedelta(hours=hour, minutes=minute),
            before=_offset(found[0]["TZOFFSETFROM"][1]),
            after=_offset(found[0]["TZOFFSETTO"][1]),
        )


def _offset(said: str) -> timedelta:
    sign = -1 if said.startswith("-") else 1
    return sign * timedelta(hours=int(said[1:3]), minutes=int(said[3:5]))


def _moment(said: tuple[str, str], rules: list[Rule]) -> datetime:
    params, value = said
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    assert params.startswith("TZID="), f"{value} is nowhere"
    local = datetime.strptime(value + "Z", "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    begun = [
        (rule.begins(year), rule)
        for year in (local.year - 1, local.year)
        for rule in rules
    ]
    met = max((one for one in begun if one[0] <= local), key=lambda one: one[0])
    return local - met[1].after
