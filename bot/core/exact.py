"""Values that look right to a lenient reader, and would be taken for something else.

A time written 9.00 would be read as nine seconds past midnight, and a number in
quotes would escape the checks on numbers. So what is true or false, a number or a
time of day has to be written as one, and a list of who comes names somebody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time
from typing import Final

from bot.core.sheet import Sheet, Wrong, everything, tables

_TRUE_OR_FALSE: Final = frozenset(
    {
        "fact",
        "hide_guests",
        "needs_views",
        "optional",
        "outside",
        "past",
        "planned",
        "repeats",
    }
    | {"required", "several"}
)
_FORM: Final = "This has the wrong form."


def _plain(sheet: Sheet) -> Iterator[Wrong]:
    """Find what is to be true or false, and is written otherwise."""
    for path, table in everything(sheet.raw):
        for word in _TRUE_OR_FALSE.intersection(table):
            # Under when, a fact of the alert may have such a name.
            under = {part for part in path if isinstance(part, str)}
            if not isinstance(table[word], bool) and not under & {"when", "advise"}:
                then = "Write true or false, without quotes."
                yield Wrong((*path, word), _FORM, then)


def _times(sheet: Sheet) -> Iterator[Wrong]:
    """Find times of day that are written as something else."""
    hours = sheet.raw.get("hours")
    if not isinstance(hours, dict):
        return
    for word in ("opens", "closes", "digest"):
        if not isinstance(hours.get(word, time()), time):
            then = "Write a time of day, such as 09:00:00."
            yield Wrong(("hours", word), _FORM, then)


def _seats(sheet: Sheet) -> Iterator[Wrong]:
    """Find numbers of signatures that are written as text."""
    for path, step in sheet.steps:
        for where, link in tables(step.get("chain"), (*path, "chain")):
            need = link.get("need", "all")
            if need != "all" and (isinstance(need, bool) or not isinstance(need, int)):
                then = 'Write a whole number without quotes, or "all".'
                yield Wrong((*where, "need"), _FORM, then)


def _invited(sheet: Sheet) -> Iterator[Wrong]:
    """Find meetings to which nobody is invited."""
    for path, step in sheet.steps:
        if step.get("invite") == []:
            then = 'List who must come, such as invite = ["director"].'
            yield Wrong((*path, "invite"), "Nobody is invited to this meeting.", then)


CHECKS: Final[tuple[Callable[[Sheet], Iterator[Wrong]], ...]] = (
    _plain, _times, _seats, _invited,
)  # fmt: skip
"""Each is a function from the sheet to what it finds wrong."""
