"""A case for somebody outside: as CSV, as XLSX, and as a page to print.

All three say the same, which is in :mod:`bot.particulars`: dates, offices and the
journal with its seals, and nothing that anybody wrote in a form.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Final

from bot.core import words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.events import Entry
from bot.particulars import Part, parts
from bot.spreadsheets import Cell, NoSpreadsheets, Sheet, plain, written
from bot.spreadsheets import as_xlsx as sheets_as_xlsx

__all__ = ["STYLE", "NoSpreadsheets", "as_csv", "as_page", "as_xlsx"]


def as_csv(case: Case, asking: Asking, entries: Sequence[Entry]) -> bytes:
    """Write a case as CSV: each row begins with the part that it belongs to."""
    text = io.StringIO()
    writer = csv.writer(text)  # quotes as RFC 4180 does, and ends lines with CRLF
    for part in parts(case, asking, entries):
        writer.writerow(["Part", *part.columns])
        for row in part.rows:
            writer.writerow([written(cell) for cell in (part.title, *row)])
    return text.getvalue().encode("utf-8-sig")  # the mark by which Excel knows UTF-8


def as_xlsx(case: Case, asking: Asking, entries: Sequence[Entry]) -> bytes:
    """Write a case as XLSX: a sheet for each part.

    Raises:
        NoSpreadsheets: The library that writes it is not installed.
    """
    sheets = [Sheet(p.title, p.columns, p.rows) for p in parts(case, asking, entries)]
    return sheets_as_xlsx(sheets, case.ref, asking.now)


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


def _html(text: str) -> str:
    return escape(plain(text))


def _section(part: Part) -> str:
    name = part.title.lower().replace(" ", "-")
    heading = f'<h2 id="{name}">{_html(part.title)}</h2>'
    if not part.rows:
        return f"<section>{heading}<p>{_html(part.empty)}</p></section>"
    head = "".join(f'<th scope="col">{_html(column)}</th>' for column in part.columns)
    body = "\n".join(f"<tr>{_row(part, row)}</tr>" for row in part.rows)
    return (
        # A table wider than the screen is scrolled by keyboard too.
        f'<section tabindex="0" aria-labelledby="{name}">{heading}\n'
        f'<table aria-labelledby="{name}">\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></section>"
    )


def _row(part: Part, row: Sequence[Cell]) -> str:
    return "".join(
        f'<td class="seal">{_said(cell)}</td>'
        if column == "Seal"
        else f"<td>{_said(cell)}</td>"
        for column, cell in zip(part.columns, row, strict=True)
    )


def _said(cell: Cell) -> str:
    if isinstance(cell, date):
        return _html(words.moment(cell))
    return "" if cell is None else _html(str(cell))
