"""A case for somebody outside: as CSV, as XLSX, and as a page to print.

All three say the same, which is in :mod:`bot.particulars`: dates, offices and the
journal with its seals, and nothing that anybody wrote in a form.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from html import escape
from string import ascii_uppercase
from typing import TYPE_CHECKING, Final

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.errors import Refused
from bot.core.events import Entry
from bot.particulars import Part, parts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_TITLE_MOST: Final = 31
"""Letters in the name of a sheet, by the spreadsheet's own rule."""
_COLUMN_MOST: Final = 60


class NoSpreadsheets(Refused):
    """This cannot be written as XLSX, because openpyxl is not installed."""

    code = "no-spreadsheets"


def as_csv(case: Case, asking: Asking, entries: Sequence[Entry]) -> bytes:
    """Write a case as CSV: each row begins with the part that it belongs to."""
    text = io.StringIO()
    writer = csv.writer(text)  # quotes as RFC 4180 does, and ends lines with CRLF
    for part in parts(case, asking, entries):
        writer.writerow(["Part", *part.columns])
        for row in part.rows:
            writer.writerow([_cell(cell) for cell in (part.title, *row)])
    return text.getvalue().encode("utf-8-sig")  # the mark by which Excel knows UTF-8


def as_xlsx(case: Case, asking: Asking, entries: Sequence[Entry]) -> bytes:
    """Write a case as XLSX: a sheet for each part.

    Raises:
        NoSpreadsheets: The library that writes it is not installed.
    """
    try:
        from openpyxl import Workbook  # noqa: PLC0415 - an extra, and large
    except ImportError:
        raise NoSpreadsheets(
            next_step="Install it with: pip install 'dayzero[xlsx]'. Or export as CSV, "
            "which any spreadsheet opens."
        ) from None
    book = Workbook()
    book.properties.creator = "Dayzero"
    book.properties.title = case.ref
    # The moment of the export, as the record tells time; not when a file was made.
    book.properties.created = book.properties.modified = asking.now.replace(tzinfo=None)
    first: Worksheet | None = book.active
    for part in parts(case, asking, entries):
        sheet = first or book.create_sheet()
        first = None
        _fill(sheet, part)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def as_page(
    case: Case,
    asking: Asking,
    entries: Sequence[Entry],
    *,
    style: str | None = None,
) -> str:
    """Write a case as one page of HTML that prints well and needs nothing else.

    Args:
        case: The case.
        asking: Under which rules it is read.
        entries: Its whole journal.
        style: The address of a style sheet; the page's own styles if not given.
    """
    title = f"{_html(case.ref)}: {_html(asking.roster.title)}"
    look = (
        f"<style>{STYLE}</style>"
        if style is None
        else f'<link rel="stylesheet" href="{_html(style)}">'
    )
    made = f"Made {_html(words.moment(asking.now))}."
    tables = "\n".join(_section(part) for part in parts(case, asking, entries))
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>{title}</title>\n{look}\n'
        f"</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"<p>{made} This holds references, steps, dates and offices. What people "
        "wrote is not in it.</p>\n"
        f"{tables}\n</main>\n</body>\n</html>\n"
    )


STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;color:#0b0c0c;background:#fff;"
    "margin:2rem auto;max-width:70rem;padding:0 1rem}"
    "section{overflow-x:auto}"
    "table{border-collapse:collapse;width:100%;font-size:.875rem}"
    "th,td{border-bottom:1px solid #b1b4b6;padding:.3rem .6rem .3rem 0;"
    "text-align:left;vertical-align:top}"
    "thead{display:table-header-group}tr{break-inside:avoid}"
    ".seal{font-family:monospace;font-size:.7rem;word-break:break-all}"
    "@media print{body{margin:0;max-width:none}h2{break-after:avoid}"
    "section{overflow:visible}}"
)
"""How the page looks on a screen and on paper."""


# --- The three ways of writing them ---------------------------------------------------


def _plain(text: str) -> str:
    """Leave out what is not seen: it would only deceive a reader, or stop a program."""
    return "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)


def _cell(text: str) -> str:
    """Write a cell that no spreadsheet takes for a formula."""
    plain = _plain(text)
    risky = text.startswith(_FORMULA) or plain.lstrip().startswith(_FORMULA)
    return f"'{plain}" if risky else plain


def _fill(sheet: Worksheet, part: Part) -> None:
    sheet.title = part.title[:_TITLE_MOST]
    rows = [part.columns, *part.rows]
    for at, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(at, place)
            cell.value = _plain(text)
            cell.data_type = "s"  # always words: never a formula, whatever they are
    for place, column in enumerate(zip(*rows, strict=True)):
        widest = max(map(len, column)) + 2
        letter = ascii_uppercase[place]
        sheet.column_dimensions[letter].width = min(widest, _COLUMN_MOST)
    sheet.freeze_panes = "A2"


def _html(text: str) -> str:
    return escape(_plain(text))


def _section(part: Part) -> str:
    name = part.title.lower().replace(" ", "-")
    heading = f'<h2 id="{name}">{_html(part.title)}</h2>'
    if not part.rows:
        return f"<section>{heading}<p>{_html(part.empty)}</p></section>"
    head = "".join(f'<th scope="col">{_html(column)}</th>' for column in part.columns)
    body = "\n".join(f"<tr>{_row(part, row)}</tr>" for row in part.rows)
    return (
        f'<section>{heading}\n<table aria-labelledby="{name}">\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></section>"
    )


def _row(part: Part, row: Sequence[str]) -> str:
    return "".join(
        f'<td class="seal">{_html(text)}</td>'
        if column == "Seal"
        else f"<td>{_html(text)}</td>"
        for column, text in zip(part.columns, row, strict=True)
    )
