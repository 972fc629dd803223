"""Anchors from a command line: ``aware=2026-12-18`` or ``aware=2026-12-18T16:30``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from bot.core import words
from bot.core.errors import Refused
from bot.core.events import AnchorId, Moment
from bot.core.sheet import nearest
from bot.core.words import LONDON
from bot.verbs.printed import shown

_DAY: Final = r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)"
_TIME: Final = r"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
_MOMENT: Final = re.compile(
    rf"{_DAY}(?:(?:T|t|\s+){_TIME}\s*(?P<zone>Z|z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_WRITE: Final = "Write a day like 2026-12-18, or a time like 2026-12-18T16:30."


class Misread(Refused):
    """Some of the anchors cannot be understood.

    Attributes:
        problems: A sentence or two for each.
    """

    code = "misread"

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def read_anchors(
    written: Iterable[str], known: Collection[AnchorId]
) -> dict[AnchorId, Moment]:
    """Read anchors as they were typed.

    Args:
        written: Each a name and a moment, joined by an equals sign.
        known: The anchors that the procedure has.

    Raises:
        Misread: Some cannot be understood; all of it is said.

    Example:
        >>> read_anchors(["aware=2026-12-18"], ["aware"])
        {'aware': datetime.date(2026, 12, 18)}
    """
    found: dict[AnchorId, Moment] = {}
    problems: list[str] = []
    for word in map(shown, written):
        name, equals, value = word.partition("=")
        name = name.strip()
        if not equals:
            problems.append(
                f"'{word}' is not an anchor. Write its name, an equals sign and a "
                "day, such as aware=2026-12-18."
            )
        elif name not in known:
            problems.append(_no_such(name, known))
        elif name in found:
            problems.append(f"{name} is given twice. Give it once.")
        else:
            try:
                found[name] = read_moment(value)
            except ValueError as wrong:
                problems.append(f"{name}: {wrong}")
    if problems:
        raise Misread(problems)
    return found


def read_moment(written: str) -> Moment:
    """Read a day, or a time in London unless it says another zone.

    A time that comes twice when the clocks go back is taken as the earlier one:
    no deadline is made later by a doubt.

    Raises:
        ValueError: It is neither, or there was no such day or time.
    """
    said = _MOMENT.fullmatch(written.strip())
    if not said:
        raise ValueError(f"'{written.strip()}' cannot be read as a date. {_WRITE}")
    numbers = {k: int(v) for k, v in said.groupdict("0").items() if k != "zone"}
    try:
        day = date(numbers["year"], numbers["month"], numbers["day"])
    except ValueError:
        raise ValueError(
            f"there is no such day as {written.strip()}. Check it against a calendar."
        ) from None
    if said["hour"] is None:
        return day
    try:
        at = datetime.fromisoformat(
            f"{day}T{numbers['hour']:02}:{said['minute']}:{numbers['second']:02}"
            f"{(said['zone'] or '').upper()}"
        )
        at.astimezone(UTC)
    except (OverflowError, ValueError):
        raise ValueError(
            f"there is no such time as {written.strip()}. Times run from 00:00 to "
            "23:59."
        ) from None
    return _in_london(at)


def _in_london(at: datetime) -> datetime:
    if at.tzinfo is not None:
        return at.astimezone(LONDON)
    local = at.replace(tzinfo=LONDON)
    there = local.astimezone(UTC).astimezone(LONDON)
    if there.replace(tzinfo=None) != at:
        after = words.clock_time(there - timedelta(minutes=there.minute))
        raise ValueError(
            f"there was no {at:%H:%M} on {words.day(at.date())}: the clocks went "
            f"forward to {after}. Check the time."
        )
    return local


def _no_such(name: str, known: Collection[AnchorId]) -> str:
    close = nearest(name.lower(), known)
    guess = f" Did you mean {close}?" if close else ""
    there = ", ".join(sorted(known))
    return f"There is no anchor called '{name}'.{guess} There are: {there}."
