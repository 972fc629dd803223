"""A roster as a table, as a spreadsheet saves it: a row for each part.

The column ``kind`` says what a row is: the partnership (once), an agency, a person or
an absence. A row with nothing under ``kind`` is a person. A person's own row may carry
one absence under ``first``, ``last`` and ``deputy``; more are rows of their own. There
is an example in ``deploy/roster-example.csv``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.core.faults import Fault, Faulty
from bot.core.sheet import Wrong, nearest, unknown
from bot.core.toml_lines import Path
from bot.rosters.cells import LISTS, cell, decoded, delimiter, tidy
from bot.rosters.written import Written

_COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "partnership": {
        "id": "partnership", "name": "title", "procedure": "procedure",
        "prefix": "prefix", "channel": "channel", "slack": "slack",
        "teams": "teams", "organiser": "organiser",
        "retentiondays": "retention_days",
    },
    "agency": {
        "id": "id", "name": "name", "statutory": "statutory", "contact": "contact",
        "manager": "manager",
    },
    "person": {
        "id": "id", "name": "name", "email": "email", "agency": "agency",
        "roles": "roles", "registered": "registered", "slack": "slack",
        "teams": "teams",
        "invitations": "invitations",
    },
    "absence": {"id": "person", "first": "first", "last": "last", "deputy": "deputy"},
}  # fmt: skip
"""What each column means in a row of each kind, as a roster's own words."""
_AWAY: Final[tuple[str, ...]] = ("first", "last", "deputy")
COLUMNS: Final = (
    "kind", "id", "name", "email", "agency", "roles", "registered", *_AWAY,
    "statutory", "contact", "manager", "procedure", "prefix", "channel", "slack",
    "teams", "invitations", "organiser", "retentiondays",
)  # fmt: skip
"""Every column there is; the order does not matter, and most may be left out."""
_WORDS: Final = {
    ("" if kind == "partnership" else kind, word): column
    for kind, columns in _COLUMNS.items()
    for column, word in columns.items()
}


def from_csv(content: bytes, name: str = "") -> Written:
    """Read a roster saved as CSV, as far as it can be read.

    Raises:
        Faulty: It is no table, or its first row does not name the columns.
    """
    rows = list(_rows(content, name))
    if not rows:
        fault = Fault(1, "", "There is nothing in this file.", _NEXT_FOR_HEADER)
        raise Faulty((fault,), name)
    at, header = rows[0]
    columns = [
        tidy(title).lower().replace(" ", "").replace("_", "") for title in header
    ]
    table = _Table(columns, at)
    table.check_header()
    for number, cells in rows[1:]:
        table.take(number, cells)
    return table.written()


_NEXT_FOR_HEADER: Final = f"Name the columns in the first row: {', '.join(COLUMNS)}."


def _rows(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """List the rows that have anything in them, each with its number from 1."""
    text = decoded(content)
    separator, text, skipped = delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = skipped
    try:
        for cells in reader:
            number += 1
            if any(tidy(one) for one in cells):
                yield number, cells
    except csv.Error:
        says = "The quotation marks in this row, or after it, do not close."
        then = "Take them out, or save the table from the spreadsheet again."
        raise Faulty((Fault(number + 1, "", says, then),), name) from None


class _Table:
    """A roster as it comes together, row by row."""

    def __init__(self, columns: list[str], header: int) -> None:
        self.columns = columns
        self.header = header
        self.raw: dict[str, Any] = {"agency": [], "person": [], "absence": []}
        self.places: dict[Path, int] = {(): header}
        self.found: list[Wrong] = []
        self.partnership = 0

    def check_header(self) -> None:
        """Find columns that are not known, or that come twice."""
        for place, column in enumerate(self.columns):
            path: Path = ("column", place)
            self.places[path] = self.header
            if column and column not in COLUMNS:
                self.found.append(unknown(path, "column", column, COLUMNS))
            elif column and column in self.columns[:place]:
                says = f'There are two columns called "{column}".'
                self.found.append(Wrong(path, says, "Leave only one of them."))
        if "id" not in self.columns:
            self.places["header",] = self.header
            says = "The first row does not name the columns."
            self.found.append(Wrong(("header",), says, _NEXT_FOR_HEADER))

    def take(self, number: int, cells: list[str]) -> None:
        """Take one row."""
        given: dict[str, str] = {}
        for place, written in enumerate(cells):
            value = tidy(written)
            column = self.columns[place] if place < len(self.columns) else ""
            if value and not column:
                where: Path = ("row", number, place)
                self.places[where] = number
                says = f"“{value[:40]}” stands in a column without a name."
                self.found.append(Wrong(where, says, "Name the column, or clear it."))
            elif value:
                given[column] = value
        kind = given.pop("kind", "person").lower()
        if kind not in _COLUMNS:
            where = ("row", number)
            self.places[where] = number
            self.found.append(unknown(where, "kind", kind, _COLUMNS))
            return
        away = {word: given.pop(word) for word in _AWAY if word in given}
        if kind == "absence":
            self._add(kind, {**given, **away}, number)
        else:
            self._add(kind, given, number)
            if away:
                self._add("absence", {**away, "id": given.get("id", "")}, number)

    def _add(self, kind: str, given: Mapping[str, str], number: int) -> None:
        part: dict[str, Any] = {}
        path: Path = ()
        if kind == "partnership":
            self._one_partnership(number)
            part = self.raw
        else:
            path = (kind, len(self.raw[kind]))
            self.raw[kind].append(part)
        self.places[path] = number
        for column, written in given.items():
            word = _COLUMNS[kind].get(column)
            if word is None:
                where = (*path, column)
                self.places[where] = number
                self.found.append(_misplaced(where, kind, column))
                continue
            part[word] = cell(word, written)
            self.places[(*path, word)] = number
            if word in LISTS:
                for place, _ in enumerate(part[word]):
                    self.places[(*path, word, place)] = number

    def _one_partnership(self, number: int) -> None:
        if self.partnership:
            where: Path = ("row", number)
            self.places[where] = number
            says = f"Row {self.partnership} says already which partnership this is."
            self.found.append(Wrong(where, says, "Leave only one such row."))
        self.partnership = self.partnership or number

    def written(self) -> Written:
        """Give what has come together."""
        if not self.partnership:
            says = "No row says which partnership this is."
            then = "Add a row with partnership under kind, and its id, name, "
            then += "procedure and prefix."
            self.found.append(Wrong((), says, then))
        raw = {k: v for k, v in self.raw.items() if v or k == "absence"}
        return Written(raw, self.places, _WORDS, tuple(self.found))


def _misplaced(where: Path, kind: str, column: str) -> Wrong:
    known = nearest(column, _COLUMNS[kind])
    then = f"Did you mean “{known}”?" if known else "Clear it."
    return Wrong(where, f"A row of the kind {kind} has no “{column}”.", then)
