"""Deputies who are away themselves, or who stand in for one another in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.core import words
from bot.core.sheet import Placed, Table, Wrong, text
from bot.core.toml_lines import Path


@dataclass(frozen=True, slots=True)
class _Gone:
    path: Path
    person: str
    first: date
    last: date
    deputy: str

    def meets(self, other: _Gone) -> bool:
        """Say whether there is a day on which both are away."""
        return self.first <= other.last and other.first <= self.last


def absent_deputies(absences: list[Placed]) -> Iterator[Wrong]:
    """Find deputies who are away in the very days they stand in."""
    gone = [one for path, table in absences for one in _read(path, table)]
    for one in gone:
        if not one.deputy or one.deputy == one.person:
            continue
        away = [
            other for other in gone if other.person == one.deputy and one.meets(other)
        ]
        if not away:
            continue
        where = (*one.path, "deputy")
        if _comes_back(one, away, gone):
            yield Wrong(
                where,
                f"“{one.deputy}” stands in, and in the end “{one.person}” stands in "
                "for them, in the same days.",
                "Name somebody who is there.",
            )
        else:
            first, last = words.day(away[0].first), words.day(away[0].last)
            yield Wrong(
                where,
                f"“{one.deputy}” is away too, from {first} to {last}.",
                "Name somebody who is there, or leave the deputy empty.",
            )


def _comes_back(one: _Gone, away: list[_Gone], gone: list[_Gone]) -> bool:
    """Say whether going from deputy to deputy leads back to where it began."""
    seen: set[str] = set()
    waiting = list(away)
    while waiting:
        other = waiting.pop()
        if other.deputy == one.person:
            return True
        if other.deputy and other.deputy not in seen:
            seen.add(other.deputy)
            waiting += [g for g in gone if g.person == other.deputy and g.meets(other)]
    return False


def _read(path: Path, table: Table) -> Iterator[_Gone]:
    first, last = table.get("first"), table.get("last")
    if isinstance(first, datetime) or isinstance(last, datetime):
        return
    if isinstance(first, date) and isinstance(last, date):
        yield _Gone(path, text(table, "person"), first, last, text(table, "deputy"))
