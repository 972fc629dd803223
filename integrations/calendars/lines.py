"""The lines of an iCalendar text, as they are meant: unfolded, named and taken apart.

What comes by e-mail may be anything. A line that is none is passed over, and nothing
is made of what is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_MOST: Final = 2_000
"""Lines that are read; a reply to an invitation has some twenty."""
_LONGEST: Final = 10_000
_FOLD: Final = re.compile(r"(?:\r\n|\r|\n)[ \t]")
_ENDS: Final = re.compile(r"\r\n|\r|\n")
_NAME: Final = re.compile(r"[A-Za-z0-9-]{1,60}")
_PARAMETER: Final = re.compile(r';([A-Za-z0-9-]{1,60})=("[^"]*"|[^";:,]*)')
_MORE: Final = re.compile(r',("[^"]*"|[^";:,]*)')


@dataclass(frozen=True, slots=True)
class Line:
    """One property of a calendar, with where it stands.

    Attributes:
        name: What it is called, in capitals.
        params: What is said beside it, by name in capitals.
        inside: The components around it, the outermost first.
    """

    name: str
    value: str
    params: Mapping[str, str]
    inside: tuple[str, ...]


def unfolded(text: str) -> list[Line]:
    r"""Take an iCalendar text apart into its lines.

    Example:
        >>> text = "BEGIN:VCALENDAR\r\nMETHOD:RE\r\n PLY\r\nEND:VCALENDAR"
        >>> [(line.name, line.value, line.inside) for line in unfolded(text)]
        [('METHOD', 'REPLY', ('VCALENDAR',))]
    """
    found: list[Line] = []
    inside: tuple[str, ...] = ()
    for written in _ENDS.split(_FOLD.sub("", text.lstrip("\ufeff")))[:_MOST]:
        line = _line(written, inside)
        if line is None:
            continue
        name = line.value.strip().upper()
        if line.name == "BEGIN":
            inside = (*inside, name)
        elif line.name == "END":
            inside = inside[:-1]
        else:
            found.append(line)
    return found


def component(lines: list[Line], inside: tuple[str, ...]) -> list[Line]:
    """Give the lines that stand directly in a component, and in none within it."""
    return [line for line in lines if line.inside == inside]


def _line(written: str, inside: tuple[str, ...]) -> Line | None:
    name = _NAME.match(written)
    if name is None or len(written) > _LONGEST:
        return None
    at, params = name.end(), {}
    while parameter := _PARAMETER.match(written, at):
        params[parameter[1].upper()] = parameter[2].strip('"')
        at = parameter.end()
        while more := _MORE.match(written, at):
            at = more.end()
    if not written.startswith(":", at):
        return None
    return Line(name[0].upper(), written[at + 1 :], params, inside)
