"""A roster file as it was written, and how whoever wrote it is told what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.core.faults import Fault, place
from bot.core.sheet import Wrong
from bot.core.toml_lines import Path, line_of

EXAMPLES: Final[Mapping[str, Mapping[str, str]]] = {
    "": {
        "partnership": '"wessex-vale"',
        "title": '"Wessex Vale Safeguarding Children Partnership"',
        "procedure": '"dorset"',
        "prefix": '"WVX"',
        "channel": '"safeguarding"',
        "slack": '"T0123ABCD"',
        "teams": '"0f5e1c9a-3b7d-4e21-8c46-5a9d02b7e613"',
        "organiser": '"safeguarding@example.org"',
        "retention_days": "2555",
        "agency": "",
        "person": "",
        "absence": "",
    },
    "agency": {
        "id": '"police"',
        "name": '"Wessex Vale Police"',
        "statutory": "true",
        "contact": '"amina"',
        "manager": '"bo"',
    },
    "person": {
        "id": '"amina"',
        "name": '"Amina Yusuf"',
        "email": '"amina.yusuf@example.org"',
        "agency": '"police"',
        "roles": '["partner-police"]',
        "registered": '["portal"]',
        "slack": '"U0123ABCD"',
        "teams": '"7d24b8f0-61ce-4a95-b3d8-e0f19c52a748"',
        "invitations": '"email"',
    },
    "absence": {
        "person": '"amina"',
        "first": "2026-12-21",
        "last": "2026-12-24",
        "deputy": '"bo"',
    },
}
"""Every word of a roster, by the part it stands in, with what it looks like."""
OPTIONAL: Final = frozenset(
    {"channel", "statutory", "contact", "manager", "roles", "registered"}
    | {"deputy", "absence", "slack", "teams", "invitations"}
    | {"organiser", "retention_days"}
)


@dataclass(frozen=True, slots=True)
class Written:
    """A roster file as it was written.

    Attributes:
        raw: Its parts as plain data, whatever sort of file it was.
        places: The line, or row, of each part.
        columns: In a table, the column of each word; nothing, in TOML.
        found: What was wrong with the file before anybody asked what it means.
    """

    raw: Mapping[str, Any]
    places: Mapping[Path, int]
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    found: tuple[Wrong, ...] = ()

    def missing(self, kind: str, word: str) -> str:
        """Say how to write what is missing."""
        example = EXAMPLES[kind][word]
        if not self.columns:
            line = f"{word} = {example}" if example else f"[[{word}]]"
            return f"Add a line such as: {line}"
        if not example:
            return f"Add a row with {word} under kind."
        column = self.columns[kind, word]
        return f"Fill in the column “{column}”, such as: {_plain(example)}"

    def form(self, kind: str, word: str) -> str:
        """Say how a word is written."""
        example = EXAMPLES[kind][word]
        if not self.columns:
            return f"{word} = {example}"
        return f"{_plain(example)} (column “{self.columns[kind, word]}”)"

    def faults(self, found: Iterable[Wrong]) -> tuple[Fault, ...]:
        """Put everything that was found in the order of its lines."""
        said = {
            Fault(
                line_of(wrong.path, self.places)
                if wrong.path
                else self.places.get((), 1),
                place(wrong.path, self.raw),
                wrong.says,
                wrong.next_step,
            )
            for wrong in (*self.found, *found)
        }
        return tuple(sorted(said))


def _plain(example: str) -> str:
    """Write an example as it stands in a cell.

    Example:
        >>> _plain('["partner-police"]'), _plain("2026-12-21"), _plain("true")
        ('partner-police', '21/12/2026', 'yes')
    """
    if example[:4].isdigit():
        year, month, day = example.split("-")
        return f"{day}/{month}/{year}"
    return "yes" if example == "true" else example.strip('[]"')
