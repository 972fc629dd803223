"""A year as one page: charts and tables, with nothing to fetch and nothing to run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Final

from bot.core import words
from bot.national.charts import charts
from bot.national.tally import Outcome, Tally
from bot.national.terms import Terms
from bot.national.told import NAMED, Table

_STYLE: Final = Path(__file__).with_name("year.css")
MEANT: Final[dict[Outcome, str]] = {
    "met": "done by its last day",
    "late": "done after it",
    "open": "its last day passed, and it was not done",
    "left": "not due yet, and not done, when its case was closed",
    "to come": "not due until after the end",
    "no date": "counted from something that has not happened yet",
}
"""What each outcome means."""


def drawn(
    terms: Terms, tally: Tally, tables: Sequence[Table], machine: Sequence[str]
) -> str:
    """Write the page.

    Args:
        terms: The year.
        tally: What happened in it.
        tables: The same in tables.
        machine: What depends on the machine, line by line.
    """
    called = terms.called[0].lower() + terms.called[1:]
    title = f"A national year, simulated: {called}"
    many = words.counted(terms.partnerships, "invented partnership")
    said = (
        f"{many}, seed {terms.seed}. The desk, the courier and the timetable are the "
        "real ones; everybody, and everything that goes wrong outside, is invented."
    )
    key = "".join(
        f'<li><i class="{name.replace(" ", "-")}"></i>{escape(called)}</li>'
        for name, called in NAMED.items()
    )
    meant = " ".join(f"{called}: {MEANT[name]}." for name, called in NAMED.items())
    figures = "".join(
        f"<section><h3>{escape(name)}</h3><p>{escape(says)}</p>{marks}</section>"
        for name, says, marks in charts(tally)
    )
    last = "".join(f"<p>{escape(line.strip())}</p>" for line in machine[1:])
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body>\n"
        f"<main>\n<h1>{escape(title)}</h1>\n<p>{escape(said)}</p>\n"
        f'<h2>Charts</h2>\n<ul class="key">{key}</ul>\n'
        f"<p>{escape(meant)}</p>\n"
        f'<div class="charts">{figures}</div>\n<h2>Tables</h2>\n'
        f"{''.join(map(_table, tables))}\n"
        f"<section><h3>{escape(machine[0])}</h3>{last}</section>\n"
        "</main>\n</body>\n</html>\n"
    )


def _table(one: Table) -> str:
    head, *rows = one.rows
    many = len(head) > len(("What", "How much", "More"))
    titles = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(_cells(head, row))}</tr>" for row in rows)
    kind = ' class="many"' if many else ""
    return (
        f"<section><h3>{escape(one.title)}</h3><p>{escape(one.note)}</p>"
        f"<table{kind}><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>"
        "</section>"
    )


def _cells(head: Sequence[str], row: Iterable[str]) -> Iterable[str]:
    """Write a row; on a narrow screen each number stands beside its own title."""
    for place, (title, said) in enumerate(zip(head, row, strict=True)):
        if not place:
            yield f'<th scope="row">{escape(said)}</th>'
        else:
            nil = ' class="nil"' if said == "0" else ""
            yield f'<td{nil} data-of="{escape(title)}">{escape(said)}</td>'
