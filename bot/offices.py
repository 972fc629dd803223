"""When offices are open: bank holidays, days announced since, how far we know.

The days come from the ``holidays`` library, pinned with every other dependency.
A day proclaimed at short notice needs no new release: whoever runs the bot
writes it in a file of announced days, which looks like this::

    [[add]]
    day    = 2022-09-19
    name   = "Bank holiday for the State Funeral"
    source = "https://www.gov.uk/bank-holidays, read on 10 September 2022"

    [[remove]]
    day    = 2020-05-04
    source = "The early May bank holiday moved to Friday 8 May 2020"
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from bot.core import words
from bot.core.workdays import Offices

KNOWN_FROM: Final = date(2012, 1, 1)
"""GOV.UK's own file of bank holidays begins here."""
KNOWN_TO: Final = date(2028, 12, 31)
"""The end of the last year GOV.UK has published (dates for 2028: November 2025)."""

SUBDIVISIONS: Final = {
    "ENG": "England",
    "NIR": "Northern Ireland",
    "SCT": "Scotland",
    "WLS": "Wales",
}

_SATURDAY: Final = 5
_LANGUAGE: Final = "en_GB"
_SUBSTITUTE: Final = " (observed)"
_KEYS: Final = {"add": {"day", "name", "source"}, "remove": {"day", "source"}}
_EXAMPLES: Final = {
    "day": "2022-09-19",
    "name": '"Bank holiday for the State Funeral"',
    "source": '"where this was announced, and when you read it"',
}
_AS_GOV_UK_SAYS: Final = {
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
}


class OfficesProblem(ValueError):  # noqa: N818 - it is told to whoever runs the bot
    """The file of announced days, or the part of the country, is wrong.

    Attributes:
        problems: Everything that is wrong, each with what to do about it.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def load_offices(subdivision: str = "ENG", announced: Path | None = None) -> Offices:
    """Find out when offices are open in one part of the United Kingdom.

    Args:
        subdivision: ``ENG``, ``NIR``, ``SCT`` or ``WLS``.
        announced: The file of days announced since this release, if there is one.

    Raises:
        OfficesProblem: Something is wrong with either; every problem at once.

    Example:
        >>> load_offices("ENG").why_closed(date(2026, 12, 28))
        'Boxing Day, substitute day (bank holiday)'
    """
    problems: list[str] = []
    closed: dict[date, str] = {}
    if subdivision in SUBDIVISIONS:
        closed = dict(_bank_holidays(subdivision))
    else:
        choices = words.listed((f"{k} ({v})" for k, v in SUBDIVISIONS.items()), "or")
        problems.append(
            f"'{subdivision}' is not a part of the United Kingdom with bank holidays "
            f"of its own. Write one of {choices}."
        )
    if announced is not None:
        problems.extend(
            f"{announced.name}: {problem}" for problem in _apply(announced, closed)
        )
    if problems:
        raise OfficesProblem(tuple(problems))
    return Offices(closed, KNOWN_FROM, KNOWN_TO)


@cache
def _bank_holidays(subdivision: str) -> Mapping[date, str]:
    """Ask the library, in a process of its own that ends with the answer.

    The library reads in every country of the world, and Python never gives back
    what that takes: more than the rest of the bot's rules together.
    """
    told = subprocess.run(  # noqa: S603 - this module, and one of the four names
        [sys.executable, "-m", __spec__.name, subdivision],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, str] = json.loads(told.stdout)
    return {date.fromisoformat(day): _named(name) for day, name in found.items()}


def _ask_the_library(subdivision: str) -> str:
    import holidays  # noqa: PLC0415 - in the process that ends with the answer

    found = holidays.country_holidays(
        "GB",
        subdiv=subdivision,
        years=range(KNOWN_FROM.year, KNOWN_TO.year + 1),
        language=_LANGUAGE,
    )
    return json.dumps({day.isoformat(): name for day, name in found.items()})


def _named(name: str) -> str:
    """Call a bank holiday what GOV.UK calls it."""
    plain = name.removesuffix(_SUBSTITUTE)
    said = _AS_GOV_UK_SAYS.get(plain, plain)
    return said if plain == name else f"{said}, substitute day"


def _apply(announced: Path, closed: dict[date, str]) -> Iterator[str]:
    """Take announced days into account, and say what is wrong with any of them."""
    try:
        written = tomllib.loads(announced.read_text(encoding="utf-8"))
    except OSError as error:
        yield f"cannot be read ({error.strerror}). Correct its path, or leave it out."
        return
    except ValueError as error:  # not TOML, or not UTF-8
        yield f"is not TOML: {error}. Compare it with the example in the docs."
        return
    seen: set[date] = set()
    for what, entries in written.items():
        if what not in _KEYS or not isinstance(entries, list):
            yield f"'{what}' means nothing here. Begin with [[add]] or [[remove]]."
            continue
        for place, entry in enumerate(entries, start=1):
            wrong = tuple(_faults(what, entry, closed, seen))
            yield from (f"[[{what}]] number {place}: {problem}" for problem in wrong)
            if wrong:
                continue
            seen.add(entry["day"])
            if what == "add":
                closed.setdefault(entry["day"], entry["name"])
            else:
                closed.pop(entry["day"], None)


def _faults(
    what: str, entry: Any, closed: Mapping[date, str], seen: set[date]
) -> Iterator[str]:
    """Say everything that is wrong with one announced day."""
    if not isinstance(entry, dict):
        yield f"'{entry}' is not a day. Begin each day with a line [[{what}]]."
        return
    for key in sorted(_KEYS[what] - entry.keys()):
        yield f"it has no {key}. Add a line: {key} = {_EXAMPLES[key]}"
    takes = words.listed(sorted(_KEYS[what]))
    for key in sorted(entry.keys() - _KEYS[what]):
        yield f"'{key}' means nothing here. A day takes {takes}."
    for key in sorted({"name", "source"} & entry.keys()):
        if not isinstance(entry[key], str) or not entry[key].strip():
            yield f"its {key} is not text. Write: {key} = {_EXAMPLES[key]}"
    if "day" in entry:
        yield from _day_faults(what, entry["day"], closed, seen)


def _day_faults(
    what: str, day: Any, closed: Mapping[date, str], seen: set[date]
) -> Iterator[str]:
    """Say everything that is wrong with the day itself.

    A day added that is a bank holiday already is let be: the next release will
    know it, and must not be stopped by the file that was right before it came.
    """
    if not isinstance(day, date) or isinstance(day, datetime):
        yield f"'{day}' is not a date. Write it without quotation marks: 2022-09-19"
    elif not KNOWN_FROM <= day <= KNOWN_TO:
        yield (
            f"{words.day(day)} is outside what is known here, which is "
            f"{words.day(KNOWN_FROM)} to {words.day(KNOWN_TO)}. Check the year."
        )
    elif day in seen:
        yield f"{words.day(day)} is here twice. Delete one of them."
    elif day.weekday() >= _SATURDAY:
        yield f"{words.day(day)} is at a weekend, and closed anyway. Check the date."
    elif what == "remove" and closed and day not in closed:
        yield (
            f"{words.day(day)} is not a bank holiday. Check the date, or delete this "
            "day if a newer release has taken it in."
        )


if __name__ == "__main__":
    sys.stdout.write(_ask_the_library(*sys.argv[1:]))
