"""``dayzero roster``: take a partnership's people from a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from bot import rosters
from bot.core import words
from bot.core.errors import Unknown
from bot.core.faults import Faulty
from bot.shelf import OURS, Shelf
from bot.store import roster
from bot.verbs.means import Means
from bot.verbs.printed import say

NAME: Final = "roster"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    parser.add_argument(
        "act", choices=("import",), metavar="import", help="read a file"
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the roster, as TOML")


def run(args: argparse.Namespace, means: Means) -> int:
    """Take a partnership's people, agencies and absences from a file.

    What was there before is replaced; cases and their records stay. Says who is
    still missing for the procedure it follows. Ends with 0 when it is taken, and
    1 when something is wrong with the file: then nothing is changed.
    """
    try:
        text = args.file.read_text(encoding="utf-8")
        people = rosters.read_roster(text, args.file.name)
        rules, _ = Shelf(means.settings().procedures or OURS).current(people.procedure)
    except (OSError, UnicodeDecodeError):
        say(means.err, f"{args.file} cannot be read as text. Check its name.")
        return 1
    except Faulty as faulty:
        for problem in faulty.problems:
            say(means.err, f"{args.file.name}: {problem.said}")
        return 1
    except Unknown as refusal:
        say(means.err, f"{args.file.name}: {refusal}")
        return 1
    with means.store().writing() as tx:
        roster.write(tx, people.partnership, rosters.to_doc(people), means.now())
    for missing in rosters.fits(people, rules):
        say(means.err, missing)
    counted = words.counted(len(people.people), "person", "people")
    say(means.out, f"{people.title}: {counted} on the roster.")
    return 0
