"""A partnership's people, agencies and absences, from a file and back.

A roster file is written by hand, by somebody who has never programmed: as TOML, or
as a table in a spreadsheet saved as CSV. So everything wrong with one is told at
once, each with its line or row and what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from bot.core.errors import Unknown
from bot.core.faults import Fault, Faulty
from bot.core.people import Roster
from bot.core.procedure import Procedure
from bot.core.sheet import Wrong
from bot.core.toml_lines import Path
from bot.rosters.changes import changes
from bot.rosters.checked import wrong_with
from bot.rosters.csv_file import from_csv
from bot.rosters.docs import from_doc, to_doc
from bot.rosters.fitting import fits, misfitting, unmanned
from bot.rosters.toml_file import from_toml
from bot.rosters.written import Written

__all__ = [
    "changes", "fits", "from_doc", "read_file", "read_roster", "to_doc", "unmanned",
]  # fmt: skip

_TABLES: Final = (".csv", ".tsv", ".txt")
_ZIPPED: Final = b"PK"
"""How a spreadsheet begins that was not saved as CSV."""


def read_roster(text: str, name: str = "") -> Roster:
    """Read a roster file written as TOML.

    Args:
        text: What the file says.
        name: What the file is called, to say so if something is wrong with it.

    Raises:
        Faulty: Something is wrong with it; every problem at once.
    """
    written = from_toml(text, name)
    if problems := written.faults(wrong_with(written)):
        raise Faulty(problems, name)
    return from_doc(written.raw)


def read_file(
    content: bytes, name: str, rules: Callable[[str], Procedure]
) -> tuple[Roster, Procedure]:
    """Read a roster file of either sort, against the procedure that it names.

    Args:
        content: What the file holds.
        name: What the file is called: its ending says what sort it is, and without
            one its first line does.
        rules: Finds a procedure by its name.

    Raises:
        Faulty: Something is wrong with it; every problem at once.
    """
    written = _written(content, name)
    found = list(wrong_with(written))
    slug = written.raw.get("procedure")
    procedure = None
    if isinstance(slug, str) and slug.strip():
        try:
            procedure = rules(slug)
        except Unknown as refusal:
            place: Path = ("procedure",)
            found.append(Wrong(place, refusal.reason, refusal.next_step))
        else:
            found += misfitting(written, procedure)
    problems = written.faults(found)
    if problems or procedure is None:
        raise Faulty(problems, name)
    return from_doc(written.raw), procedure


def _written(content: bytes, name: str) -> Written:
    if content.startswith(_ZIPPED):
        save = "In the spreadsheet choose “Save as”, then “CSV UTF-8”, and import that."
        fault = Fault(1, "", "This is a spreadsheet as it is kept, not a CSV.", save)
        raise Faulty((fault,), name)
    ending = PurePath(name).suffix.lower()
    if ending in _TABLES or (not ending and _is_table(content)):
        return from_csv(content, name)
    try:
        return from_toml(content.decode("utf-8"), name)
    except UnicodeDecodeError:
        save = "Save it again as text in UTF-8; a table needs a name ending in .csv."
        fault = Fault(1, "", "This cannot be read as text.", save)
        raise Faulty((fault,), name) from None


def _is_table(content: bytes) -> bool:
    """Say whether what has no name is a table: TOML begins in another way."""
    for line in content.splitlines():
        said = line.strip()
        if said.lower().startswith(b"sep="):
            return True  # as one spreadsheet program begins a table
        if said and not said.startswith(b"#"):
            return b"=" not in said and not said.startswith(b"[")
    return False
