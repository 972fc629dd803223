"""``dayzero tracker``: the actions of one case, or of all, as CSV or XLSX."""

from __future__ import annotations

import argparse
from typing import Final

from bot.core.asking import BOT
from bot.registers import TRACKER_STATUSES, tracker, tracker_file
from bot.verbs import filters
from bot.verbs.cases import the_case
from bot.verbs.means import Means
from bot.verbs.taken import put

NAME: Final = "tracker"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    parser.add_argument(
        "ref", metavar="REF", nargs="?", help="one case; all of them, if not given"
    )
    parser.add_argument(
        "--exceptions",
        action="store_true",
        help="only what is late, reopened, or not looked at 3 months after it was done",
    )
    filters.arguments(parser, TRACKER_STATUSES)


def run(args: argparse.Namespace, means: Means) -> int:
    """Write the action tracker to a file: a sheet for each stage.

    Owners, days and how each action stands; what is to be done is for those who
    may read it, on the page. Ends with 0 when it is written, and 2 when there is
    no such case or it cannot be written.
    """
    store = means.store()
    row = the_case(store, args.ref) if args.ref else None
    wanted = filters.wanted_of(
        args,
        TRACKER_STATUSES,
        case=row.ref if row else "",
        exceptions="yes" if args.exceptions else "",
    )
    whose = row.partnership if row else filters.the_partnership(store, args.partnership)
    found = tracker(means.desk(store, whose), BOT, means.now(), wanted)
    made = tracker_file(found, args.format, outside=args.outside)
    put(made.content, made.name, args.into, "--into", means)
    return 0
