"""One cell of a table, as spreadsheets write it, and as a roster has it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

LISTS: Final = ("roles", "registered")
_DAYS: Final = ("first", "last")
_SMALL: Final = (
    "id", "partnership", "procedure", "channel", "email", "agency", "person", "deputy",
    "contact", "manager", "teams", "invitations", "organiser",
)  # fmt: skip
"""What a spreadsheet may have begun with a capital letter."""
_GREAT: Final = ("prefix", "slack")
"""What is all capital letters, and may not have been written so."""
_YES: Final = ("yes", "y", "true", "1", "x", "wahr", "vrai")
_NO: Final = ("no", "n", "false", "0")
_SEPARATORS: Final = ";,\t"
_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
_DATE: Final = re.compile(
    r"(\d{1,2})[/. -](\d{1,2}|[a-z]{3,9})[/. -](\d{4}|\d{2})", re.ASCII | re.IGNORECASE
)
_MIDNIGHT: Final = re.compile(r"[ T]0{1,2}:00(:00)?$")
_MONTHS: Final = {f"{date(2026, n, 1):%b}".lower(): n for n in range(1, 13)}
_CENTURY: Final = 2000


def decoded(content: bytes) -> str:
    r"""Read a file's text, in whichever of the usual ways it was saved.

    Example:
        >>> decoded(b"\xef\xbb\xbfid"), decoded(b"Ren\xe9e"), decoded(b"\xff\xfei\0")
        ('id', 'Renée', 'i')
    """
    if content.startswith(_MARKS):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def delimiter(text: str) -> tuple[str, str, int]:
    r"""Find what separates the cells, the text after any line that says so.

    Returns:
        The separator, the text, and how many rows come before it.

    Example:
        >>> delimiter("sep=;\nid;name")
        (';', 'id;name', 1)
        >>> delimiter('id,"a;b"')[0]
        ','
    """
    first, _, rest = text.partition("\n")
    named = first.strip().strip('"')
    if named.lower().startswith("sep=") and len(named) == len("sep=;"):
        return named[-1], rest, 1
    header = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", header)
    return max(_SEPARATORS, key=bare.count), text, 0


def tidy(written: str) -> str:
    r"""Take away what cannot be seen at both ends of a cell.

    Example:
        >>> tidy("\xa0 Amina\u200b ")
        'Amina'
    """
    return written.replace("\xa0", " ").strip("\u200b\ufeff \t\r\n")


def cell(word: str, written: str) -> object:
    """Read a cell as what its word asks for; as it stands, if it cannot be.

    Example:
        >>> cell("first", "24/12/2026"), cell("roles", "Chair; scribe")
        (datetime.date(2026, 12, 24), ['chair', 'scribe'])
        >>> cell("statutory", "Yes"), cell("prefix", "wvx"), cell("last", "soon")
        (True, 'WVX', 'soon')
        >>> cell("retention_days", "2555"), cell("retention_days", "a while")
        (2555, 'a while')
    """
    small = written.lower()
    if word in LISTS:
        return [one for one in map(tidy, re.split(r"[;,\n]", small)) if one]
    if word in _DAYS:
        return _day(small) or written
    if word == "statutory":
        return True if small in _YES else False if small in _NO else written
    if word == "retention_days":
        return int(small) if small.isdecimal() else written
    if word in _GREAT:
        return written.upper()
    # The id of a channel in Teams is told from another by its capitals too.
    return small if word in _SMALL and not written.startswith("19:") else written


def _day(written: str) -> date | None:
    """Read a date with its day first, or as the international standard has it."""
    bare = _MIDNIGHT.sub("", written)
    found = _DATE.fullmatch(bare)
    try:
        if found is None:
            return date.fromisoformat(bare)
        day, month, year = found.groups()
        number = _MONTHS.get(month[:3]) or int(month)
        full = int(year) + (_CENTURY if len(year) == len("26") else 0)
        return date(full, number, int(day))
    except ValueError:
        return None
