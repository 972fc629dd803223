"""The filter of a register, as it is typed on a command line."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Final

from bot.core.errors import Unknown
from bot.registers import Wanted, read_wanted
from bot.store import Store, roster
from bot.verbs.printed import shown

_DATE: Final = "a day, such as 2026-11-27"


def arguments(parser: argparse.ArgumentParser, statuses: Mapping[str, str]) -> None:
    """Describe a filter, and how and where to write what it finds."""
    parser.add_argument("--from", dest="since", metavar="DATE", help=f"{_DATE}")
    parser.add_argument("--to", dest="until", metavar="DATE", help=f"{_DATE}")
    parser.add_argument(
        "--on",
        choices=("raised", "due"),
        default="raised",
        help="whether those days are the day raised, unless you say, or the day due",
    )
    parser.add_argument("--status", choices=tuple(statuses), help="only those")
    parser.add_argument(
        "--format", choices=("csv", "xlsx"), default="csv", help="csv, unless you say"
    )
    parser.add_argument(
        "--outside",
        action="store_true",
        help="counts alone, the small ones hidden, for somebody outside",
    )
    parser.add_argument("--partnership", metavar="NAME", help="whose; if there are two")
    parser.add_argument(
        "--into",
        metavar="PATH",
        help="a file or a folder, or - for the screen; otherwise a file here that "
        "is called by the date",
    )


def wanted_of(
    args: argparse.Namespace, statuses: Mapping[str, str], **more: str
) -> Wanted:
    """Read the filter that was typed.

    Raises:
        Refused: It cannot be read; says all that is wrong with it.
    """
    typed = {
        "from": args.since or "",
        "to": args.until or "",
        "on": args.on,
        "status": args.status or "",
    }
    return read_wanted({**typed, **more}, statuses)


def the_partnership(store: Store, named: str | None) -> str:
    """Find whose register is meant: the only one there is, or the one named.

    Raises:
        Unknown: There is none, or no such one, or nobody said which.
    """
    with store.reading() as tx:
        known = roster.partnerships(tx)
    if named in known:
        return str(named)
    if len(known) == 1 and not named:
        return known[0]
    if not known:
        raise Unknown(
            "No partnership has a roster here yet.",
            next_step="Import one first, with: dayzero roster import FILE",
        )
    said = (
        f"There is no partnership called {shown(named[:40])}."
        if named
        else ("There is more than one partnership here.")
    )
    names = ", ".join(known)
    raise Unknown(said, next_step=f"Name one with --partnership: {names}.")
