"""``dayzero docs``: what each procedure file makes of its document, for people."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from bot.core import words
from bot.verbs.means import Means
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
    who signs in what order, who may do what, and what was left out. Ends with 0
    when they are up to date, and 1 when a procedure is faulty, one could not be
    written or, with --check, one is out of date.
    """
    where = folder(means.settings())
    wrong = 0
    papers = sorted(where.glob("*.toml"))
    for path in papers:
        paper = read_paper(path, kept=True)
        if paper.procedure is None:
            say(means.err, f"{paper.name} is faulty. To see why, run: dayzero check")
            wrong += 1
        else:
            wrong += not _kept(
                path.with_suffix(".md"), retold(paper.procedure), args, means
            )
    if not wrong:
        count = words.counted(len(papers), "paper")
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
