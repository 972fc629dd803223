"""Which lines of a register are wanted: the filter, as an address carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.core import words
from bot.core.errors import Refused

_YES: Final = "yes"
ON: Final[Mapping[str, str]] = {"raised": "raised", "due": "due"}
"""On which day the filter goes: when it began, or when it is next due."""


class NotAFilter(Refused):
    """The filter cannot be used as it stands."""

    code = "not-a-filter"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are wanted.

    Attributes:
        since: The first day; any, if not given.
        until: The last day; any, if not given.
        on: ``raised`` or ``due``: which day of a line is meant.
        status: The one status wanted; any, if empty.
        case: The one case wanted; all, if empty.
        exceptions: Whether only what assurance groups must see is wanted.
        written: Whether what people wrote is to be shown, as far as one may read it.
    """

    since: date | None = None
    until: date | None = None
    on: str = "raised"
    status: str = ""
    case: str = ""
    exceptions: bool = False
    written: bool = False

    def holds(self, raised: date, due: date | None, status: str) -> bool:
        """Say whether a line is wanted, by its days and its status."""
        if self.status and status != self.status:
            return False
        day = raised if self.on == "raised" else due
        if self.since is None and self.until is None:
            return True
        if day is None:
            return False
        return (self.since or date.min) <= day <= (self.until or date.max)

    @property
    def asked(self) -> dict[str, str]:
        """The filter as an address carries it: only what differs from no filter."""
        given = {
            "from": self.since.isoformat() if self.since else "",
            "to": self.until.isoformat() if self.until else "",
            "on": self.on if self.on != "raised" else "",
            "status": self.status,
            "case": self.case,
            "exceptions": _YES if self.exceptions else "",
            "written": _YES if self.written else "",
        }
        return {name: value for name, value in given.items() if value}

    def said(self, statuses: Mapping[str, str]) -> str:
        """Say the filter in words, for whoever is handed the sheet."""
        parts = [
            f"from {words.day(self.since)}" if self.since else "",
            f"to {words.day(self.until)}" if self.until else "",
        ]
        if any(parts):
            parts.append(f"by the day {self.on}")
        if self.status:
            parts.append(f"only those that are: {statuses[self.status].lower()}")
        if self.exceptions:
            parts.append("only exceptions: late, reopened, or no impact check")
        return words.begun(", ".join(part for part in parts if part)) or "None"


def read_wanted(given: Mapping[str, str], statuses: Mapping[str, str]) -> Wanted:
    """Read a filter, as an address or a command line carries it.

    Args:
        given: What was asked for, by name.
        statuses: The statuses there are.

    Raises:
        NotAFilter: Something in it cannot be read; says all that is wrong.
    """
    wrong: list[str] = []
    since = _day(given, "from", wrong)
    until = _day(given, "to", wrong)
    if since and until and since > until:
        wrong.append("The first day comes after the last.")
    on, status = given.get("on", "") or "raised", given.get("status", "")
    if on not in ON:
        wrong.append("The day is either the day raised or the day due.")
    if status and status not in statuses:
        wrong.append(f"A status is one of: {', '.join(statuses)}.")
    if wrong:
        raise NotAFilter(
            " ".join(wrong), next_step="Put it right, and ask for the list again."
        )
    return Wanted(
        since,
        until,
        on,
        status,
        given.get("case", "").strip().upper(),
        exceptions=given.get("exceptions") == _YES,
        written=given.get("written") == _YES,
    )


def _day(given: Mapping[str, str], name: str, wrong: list[str]) -> date | None:
    written = given.get(name, "").strip()
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        label = "first" if name == "from" else "last"
        wrong.append(f"The {label} day cannot be read; write it like 2026-11-27.")
        return None
