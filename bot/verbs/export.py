"""``dayzero export``: a case as CSV, XLSX or a page to print."""

from __future__ import annotations

import argparse
from typing import Final

from bot.caseload import Opened
from bot.core.asking import BOT
from bot.export import as_csv, as_page, as_xlsx
from bot.verbs.cases import the_case
from bot.verbs.means import Means
from bot.verbs.taken import put

NAME: Final = "export"
FORMATS: Final = ("csv", "xlsx", "html")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    parser.add_argument("ref", metavar="REF", help="the case, such as WVX-2026-001")
    parser.add_argument(
        "--format", choices=FORMATS, default="csv", help="csv, unless you say"
    )
    parser.add_argument(
        "--to",
        metavar="PATH",
        help="a file or a folder, or - for the screen; otherwise a file here that "
        "is called by the case's reference",
    )


def run(args: argparse.Namespace, means: Means) -> int:
    """Write a case to a file: its dates, its meetings, its journal with the seals.

    Nothing that anybody wrote in a form is in it. A file that is there already
    is replaced. Ends with 0 when it is written, and 2 when there is no such case
    or it cannot be written.
    """
    opened = _opened(args.ref, means)
    made = _made(args.format, opened)
    put(made, f"{opened.case.ref}.{args.format}", args.to, "--to", means)
    return 0


def _opened(ref: str, means: Means) -> Opened:
    store = means.store()
    row = the_case(store, ref)
    desk = means.desk(store, row.partnership)
    with desk.store.reading() as tx:
        return desk.open(tx, row.ref, BOT, means.now(), whole=True)


def _made(form: str, opened: Opened) -> bytes:
    case, asking, entries = opened.case, opened.asking, opened.entries
    if form == "xlsx":
        return as_xlsx(case, asking, entries)
    if form == "html":
        return as_page(case, asking, entries).encode()
    return as_csv(case, asking, entries)
