"""``dayzero simulate``: a year of every partnership, in some minutes."""

from __future__ import annotations

import argparse
from typing import Final

from bot.verbs.means import Means

NAME: Final = "simulate"
_YEAR: Final = 2027
_PARTNERSHIPS: Final = 150
_ALERTS: Final = 375
_JOBS: Final = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    for name, usual, said in (
        ("--year", _YEAR, "which year"),
        ("--partnerships", _PARTNERSHIPS, "how many partnerships"),
        ("--seed", 1, "what all chance in it is drawn from"),
        ("--alerts", _ALERTS, "alerts in a year over 150 partnerships, on average"),
        ("--weeks", 0, "only its first weeks; 0 for the whole year"),
        ("--jobs", _JOBS, "how many processes share the work"),
    ):
        text = f"{said} ({usual} if not given)"
        parser.add_argument(name, type=_whole, default=usual, metavar="N", help=text)
    parser.add_argument("--out", metavar="FOLDER", help="where a page of charts goes")
    parser.add_argument(
        "--procedures",
        metavar="FOLDER",
        help="procedure files to follow instead of those that are set, or our own",
    )


def _whole(written: str) -> int:
    """Read a whole number, as it was written on the command line."""
    try:
        return int(written)
    except ValueError:
        message = f"{written!r} is not a whole number; write one such as 7"
        raise argparse.ArgumentTypeError(message) from None


def run(args: argparse.Namespace, means: Means) -> int:
    """Live through a year of every partnership, and count what became of it.

    The desk, the courier and the timetable are the real ones, in a time that goes from
    one thing that happens to the next; people, partnerships and the outside are
    invented, and the outside fails. The same seed gives the same tables, but for how
    long it took and how much room. Ends with 0, with 1 when something is found wrong
    at the end, and 2 when it cannot be done.
    """
    return means.year(args, means)
