"""``dayzero check``: what is wrong with the procedures, and what nobody confirmed."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.core import words
from bot.core.notices import notices
from bot.offices import OfficesProblem, load_offices
from bot.verbs.means import Means
from bot.verbs.papers import Paper, folder, read_paper
from bot.verbs.printed import say, width, wrapped

NAME: Final = "check"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        help="procedure files; every one in use if none is named",
    )


def run(args: argparse.Namespace, means: Means) -> int:
    """Say everything that is wrong with the procedures, and what to know about them.

    Each problem is told with its file, its line and what to do. Then come the
    notices, which stop nothing: readings nobody has confirmed, steps with no
    date, dates that can fall after the national limit. Ends with 0 when every
    procedure is sound, and 1 when one is not.
    """
    settings = means.settings()
    if args.files:
        papers = [read_paper(Path(name)) for name in dict.fromkeys(args.files)]
    else:
        where = folder(settings)
        papers = [read_paper(path, kept=True) for path in sorted(where.glob("*.toml"))]
        if not papers:
            say(means.err, f"{where}: there is no procedure here. Put one in it.")
            return 1
    problems = [said for paper in papers for said in _problems(paper)]
    problems += _offices_problems(papers, settings.announced_holidays)
    for said in problems:
        say(means.err, said)
    if not problems:
        for paper in papers:
            _tell(paper, settings.announced_holidays, means)
    counted = words.counted(len(papers), "procedure")
    sound = "is sound" if len(papers) == 1 else "are sound"
    to_do = words.counted(len(problems), "problem")
    say(means.out, f"{to_do} to put right." if problems else f"{counted} {sound}.")
    return 1 if problems else 0


def _problems(paper: Paper) -> Iterator[str]:
    for problem in paper.problems:
        where = f"{problem.where}: " if problem.where else ""
        says = f"{where}{problem.says} {problem.next_step}".strip()
        yield f"{paper.name}:{problem.line}: {says}"


def _offices_problems(papers: list[Paper], announced: Path | None) -> list[str]:
    """Find what is wrong with the days announced since, once for all procedures."""
    nations = {p.procedure.holidays for p in papers if p.procedure} or {"ENG"}
    found: dict[str, None] = {}
    for nation in sorted(nations):
        try:
            load_offices(nation, announced)
        except OfficesProblem as wrong:
            found.update(dict.fromkeys(wrong.problems))
    return list(found)


def _tell(paper: Paper, announced: Path | None, means: Means) -> None:
    if paper.procedure is None:
        return
    offices = load_offices(paper.procedure.holidays, announced)
    found = notices(paper.procedure, offices)
    say(means.out, f"{paper.name}: {words.counted(len(found), 'notice')}")
    for notice in found:
        say(means.out, wrapped(f"- {notice}", width(), "  "))
    say(means.out)
