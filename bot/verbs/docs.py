"""``dayzero docs``: what each procedure file makes of its document, for people."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from bot.core import words
from bot.verbs.means import Means
from bot.verbs.pages.comparison import NAME as NAME_OF_ALL
from bot.verbs.pages.comparison import compared
from bot.verbs.papers import folder, read_paper
from bot.verbs.printed import say
from bot.verbs.retold import retold

NAME: Final = "docs"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    parser.add_argument(
        "--check", action="store_true", help="write nothing; say what is out of date"
    )


def run(args: argparse.Namespace, means: Means) -> int:
    """Write down what each procedure file makes of its document, for people to read.

    Beside each file, such as dorset.toml, stands dorset.md: paragraph by
    paragraph what is done with it, how it was understood and who confirmed that,
    who signs in what order, who may do what, the routes, the forms and letters,
    what is due when, and what was left out. comparison.md puts all of them side by
    side. Ends with 0 when they are up to date, and 1 when a procedure is faulty,
    one could not be written or, with --check, one is missing or out of date.
    """
    where = folder(means.settings())
    wrong = 0
    papers = [read_paper(path, kept=True) for path in sorted(where.glob("*.toml"))]
    sound = [paper.procedure for paper in papers if paper.procedure]
    for paper in papers:
        if paper.procedure is None:
            say(means.err, f"{paper.name} is faulty. To see why, run: dayzero check")
            wrong += 1
        else:
            text = retold(paper.procedure)
            wrong += not _kept(paper.path.with_suffix(".md"), text, args, means)
    if sound and not wrong:
        wrong += not _kept(where / NAME_OF_ALL, compared(sound), args, means)
    if not wrong:
        count = words.counted(len(papers) + bool(papers), "paper")
        say(means.out, f"{count} up to date.")
    return 1 if wrong else 0


def _kept(path: Path, text: str, args: argparse.Namespace, means: Means) -> bool:
    """Bring one paper up to date, or say that it is not."""
    try:
        if path.exists() and path.read_bytes() == text.encode():
            return True
        if args.check:
            say(
                means.err,
                f"{path} is out of date. To write it again, run dayzero docs.",
            )
            return False
        path.write_bytes(text.encode())
    except OSError as wrong:
        say(means.err, f"{path} cannot be kept up to date: {wrong.strerror}.")
        return False
    say(means.out, f"{path} is written.")
    return True
