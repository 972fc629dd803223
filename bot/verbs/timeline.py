"""``dayzero timeline``: every deadline of a procedure, from the anchors given."""

from __future__ import annotations

import argparse
import json
from typing import Final

from bot.core import words
from bot.core.progress import lines
from bot.offices import OfficesProblem, load_offices
from bot.verbs.anchors import read_anchors
from bot.verbs.means import Means
from bot.verbs.papers import find, folder, read_paper
from bot.verbs.printed import say, width
from bot.verbs.rows import Rows, row
from bot.verbs.told import told

NAME: Final = "timeline"
FINE, FAULTY, PAST_WHAT_IS_KNOWN = 0, 1, 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    parser.add_argument(
        "procedure", metavar="PROCEDURE", help="such as dorset, or a TOML file's path"
    )
    parser.add_argument(
        "anchors",
        metavar="ANCHOR=DAY",
        nargs="*",
        help="such as aware=2026-12-18, or aware=2026-12-18T16:30 (London time)",
    )
    parser.add_argument("--json", action="store_true", help="print a list of objects")
    parser.add_argument(
        "--explain", action="store_true", help="say how each day was come by"
    )


def run(args: argparse.Namespace, means: Means) -> int:
    """Work out every deadline of a procedure from the days you know.

    Prints one row for each deadline. Ends with 0 when all is well, 1 when the
    procedure's file is faulty, 2 when something you typed cannot be understood,
    and 3 when a date lies past what GOV.UK has published: that one is not
    worked out, and every other is.
    """
    settings = means.settings()
    paper = read_paper(find(args.procedure, folder(settings)))
    if paper.procedure is None:
        for problem in paper.problems:
            say(means.err, f"{paper.name}, {problem.said}")
        return FAULTY
    procedure = paper.procedure
    anchors = read_anchors(args.anchors, procedure.anchor)
    try:
        offices = load_offices(procedure.holidays, settings.announced_holidays)
    except OfficesProblem as wrong:
        say(means.err, str(wrong))
        return FAULTY
    found = Rows(procedure, anchors, offices, lines(procedure, anchors, offices))
    if args.json:
        rows = [row(line, found, explain=args.explain) for line in found.lines]
        means.out.write(f"{json.dumps(rows, indent=2)}\n")
    else:
        for said in told(found, width(), explain=args.explain):
            say(means.out, said)
    refused: dict[str, list[str]] = {}
    for line in found.lines:
        if line.refused:
            refused.setdefault(line.refused, []).append(line.part)
    for why, parts in refused.items():
        say(means.err, f"{words.listed(parts)}: {why}")
    return PAST_WHAT_IS_KNOWN if refused else FINE
