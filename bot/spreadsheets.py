"""Tables as CSV and as XLSX: real dates, and nothing that a spreadsheet would run.

A word that begins like a formula is written so that it stays a word, in both.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import wrap
from typing import TYPE_CHECKING, Final, TypeAlias

from bot.core.errors import Refused
from bot.core.words import LONDON

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as Square
    from openpyxl.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

Cell: TypeAlias = str | int | date | None
"""Words, a number, a day or an instant; or nothing."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet takes for the beginning of a formula; in some parts of the world
also when it is written wide."""
_BREAK: Final = re.compile("\r\n|[\t\n\v\f\r\x85\u2028\u2029]")
"""What parts two words, or two lines, without being seen itself."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
TITLE_MOST: Final = 31
"""Letters in the name of a sheet, by the spreadsheet's own rule."""
_NOT_IN_A_TITLE: Final = frozenset("[]:*?/\\'")
_WRAPPED_MOST: Final = 32
"""Letters across, where the rest goes on underneath: a wide sheet prints too small."""
_DAY: Final = "ddd d mmm yyyy"
_INSTANT: Final = "ddd d mmm yyyy, h:mm AM/PM"
_LINE: Final = 15
_HIGHEST: Final = 400
"""Points: how high a line is, and how high a spreadsheet lets a row be, about."""
_ARROW: Final = 3
"""Letters that the arrow of a filter covers."""
_A3: Final = "8"
_A4: Final = "9"
_WIDE: Final = 10
"""Columns, past which a sheet is printed on the larger paper."""


class NoSpreadsheets(Refused):
    """This cannot be written as XLSX, because openpyxl is not installed."""

    code = "no-spreadsheets"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table, with a heading for each column."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()


def plain(text: str) -> str:
    r"""Leave out what is not seen: it would only deceive a reader, or stop a program.

    What stood on two lines stands on one, with a space between.

    Example:
        >>> plain("one\r\ntwo\0\u202e")
        'one two'
    """
    return _seen(_BREAK.sub(" ", text))


def _seen(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)


def _in_lines(text: str) -> str:
    """Leave out the same, but keep the lines: a square of a sheet can hold several."""
    lines = map(_seen, _BREAK.sub(_line_break, text).split("\n"))
    return "\n".join(lines).strip("\n")


def _line_break(found: re.Match[str]) -> str:
    return " " if found[0] == "\t" else "\n"


def safe_cell(text: str) -> str:
    """Write a cell that no spreadsheet takes for a formula.

    Example:
        >>> safe_cell("=1+1"), safe_cell("as it was")
        ("'=1+1", 'as it was')
    """
    clear = plain(text)
    return f"'{clear}" if _risky(text) else clear


def _risky(text: str) -> bool:
    """Say whether a spreadsheet could take a text for a formula."""
    return text.startswith(_FORMULA) or plain(text).lstrip().startswith(_FORMULA)


def as_csv(sheets: Sequence[Sheet]) -> bytes:
    """Write tables as one CSV: those after the first under headings of their own.

    Days are written as 2026-11-27, which every spreadsheet reads as a day.
    """
    text = io.StringIO()
    writer = csv.writer(text)  # quotes as RFC 4180 does, and ends lines with CRLF
    columns: tuple[str, ...] = ()
    for sheet in sheets:
        if sheet.columns != columns:
            columns = sheet.columns
            writer.writerow([safe_cell(column) for column in columns])
        writer.writerows([written(cell) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")  # the mark by which Excel knows UTF-8


def as_xlsx(sheets: Sequence[Sheet], title: str, now: datetime) -> bytes:
    """Write tables as XLSX: a sheet for each, its headings frozen at the top.

    Args:
        sheets: The tables.
        title: What the whole is called: references and dates, and nothing else.
        now: The moment it is made, as the record tells time.

    Raises:
        NoSpreadsheets: The library that writes it is not installed.
    """
    book = new_book(title, now)
    del book[book.sheetnames[0]]
    names: set[str] = set()
    for table in sheets:
        _fill(book.create_sheet(_name(table.title, names)), table)
    return saved(book)


def new_book(title: str, now: datetime) -> Workbook:
    """Begin a workbook, with the one empty sheet that it comes with.

    Raises:
        NoSpreadsheets: The library that writes it is not installed.
    """
    try:
        from openpyxl import Workbook  # noqa: PLC0415 - an extra, and large
    except ImportError:
        raise NoSpreadsheets(
            next_step="Install it with: deploy/install.sh full. Or export as CSV, "
            "which any spreadsheet opens."
        ) from None
    book = Workbook()
    book.properties.creator = "Dayzero"
    book.properties.title = title
    # The moment of the export, as the record tells time; not when a file was made.
    book.properties.created = book.properties.modified = now.replace(tzinfo=None)
    return book


def saved(book: Workbook) -> bytes:
    """Give a workbook as the file it will be."""
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def written(cell: Cell) -> str:
    """Write a cell as a CSV holds it: days as every spreadsheet reads them."""
    if isinstance(cell, datetime):
        return f"{cell.astimezone(LONDON):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return (
        safe_cell(cell) if isinstance(cell, str) else str("" if cell is None else cell)
    )


def _name(title: str, taken: set[str]) -> str:
    """Name a sheet: what a spreadsheet allows, and no two alike."""
    clear = "".join(c for c in plain(title) if c not in _NOT_IN_A_TITLE).strip()
    if len(clear) > TITLE_MOST:  # at a word, where there is one
        clear = clear[: TITLE_MOST + 1].rpartition(" ")[0] or clear
    wanted = name = clear[:TITLE_MOST].strip() or "Sheet"
    number = 1
    while name.lower() in taken:
        number += 1
        ending = f" ({number})"
        name = wanted[: TITLE_MOST - len(ending)] + ending
    taken.add(name.lower())
    return name


def _fill(sheet: Worksheet, table: Sheet) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - as above

    top = Alignment(horizontal="left", vertical="top", wrap_text=True)
    bold = Font(name="Calibri", size=11, bold=True)
    widths = _widths(table)
    for at, row in enumerate((table.columns, *table.rows), start=1):
        for place, given in enumerate(row, start=1):
            square = sheet.cell(at, place)
            _put(square, given)
            square.alignment = top
            if at == 1:
                square.font = bold
        # Not every program finds for itself how high a row of folded words is.
        deep = max(map(_deep, row, widths), default=1)
        sheet.row_dimensions[at].height = min(deep * _LINE, _HIGHEST)
    for place, wide in enumerate(widths, start=1):
        letter = sheet.cell(1, place).coordinate.rstrip("1")
        sheet.column_dimensions[letter].width = wide
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    _lay_out(sheet, table)


def _lay_out(sheet: Worksheet, table: Sheet) -> None:
    """Say how a sheet is printed: across one page, its headings on each."""
    from openpyxl.worksheet.properties import (  # noqa: PLC0415 - as above
        PageSetupProperties,
    )

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A3 if len(table.columns) > _WIDE else _A4
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes, each one wide
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.4


def _widths(table: Sheet) -> list[int]:
    """Find how wide each column is: as its widest words, up to where they fold."""
    found = []
    for place, title in enumerate(table.columns):
        lengths = [len(word) + _ARROW for word in title.split()]
        lengths += [_length(row[place]) for row in table.rows]
        found.append(min(max(lengths) + 2, _WRAPPED_MOST))
    return found


def _deep(cell: Cell, width: int) -> int:
    """Say how many lines a cell takes when it is folded."""
    parts = str(cell).splitlines() if isinstance(cell, str) else [""]
    return sum(len(wrap(part, width - 2)) or 1 for part in parts)


def _put(square: Square | MergedCell, given: Cell) -> None:
    if isinstance(given, datetime):
        # A spreadsheet knows no zones: what it shows is the time in London.
        square.value = given.astimezone(LONDON).replace(tzinfo=None)
        square.number_format = _INSTANT
    elif isinstance(given, date):
        square.value = given
        square.number_format = _DAY
    elif isinstance(given, str):
        square.value = _in_lines(given)
        square.data_type = "s"  # always words: never a formula, whatever they are
        square.quotePrefix = _risky(given)  # nor once somebody has edited it
    else:
        square.value = given


def _length(cell: Cell) -> int:
    if isinstance(cell, datetime):
        return len("Wed 30 Sep 2026, 12:30 PM")
    return len("Wed 30 Sep 2026") if isinstance(cell, date) else len(str(cell or ""))
