"""``dayzero simulate``, from the side of the parts that it puts together."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.core import words
from bot.core.errors import Refused
from bot.verbs.means import Means
from bot.verbs.printed import say, table, width

if TYPE_CHECKING:
    from bot.national.tally import Tally
    from bot.national.told import Table

PAGE: Final = "year.html"
TEXT: Final = "year.txt"


def year(args: argparse.Namespace, means: Means) -> int:
    """Live through a year; print its tables, and write its page where one is wanted.

    Raises:
        Refused: It cannot be lived through, or its page cannot be written.
    """
    # Read in only here: nothing else on the command line needs so much.
    from bot.national import page, performing, terms, told  # noqa: PLC0415

    given = terms.Terms(
        args.year, args.partnerships, args.seed, args.alerts, args.weeks,
        _folder(args, means),
    )  # fmt: skip
    terms.refuse_impossible(given, args.jobs)
    out = _made(args.out)
    begun = time.perf_counter()

    def hear(done: int, whole: int) -> None:
        say(means.err, f"{done} of {whole} stores lived through")
        means.err.flush()

    tally = performing.perform(given, args.jobs, hear)
    tables = told.tables(given, tally)
    lines = list(_printed(tables))
    machine = _of_the_machine(time.perf_counter() - begun, args.jobs, tally)
    for line in (*lines, "", *machine):
        say(means.out, line)
    if out is not None:
        _write(out / TEXT, "\n".join(lines) + "\n")
        _write(out / PAGE, page.drawn(given, tally, tables, machine))
        say(means.out, f"The charts are in {out / PAGE}")
    return 1 if tally.faults else 0


def _folder(args: argparse.Namespace, means: Means) -> str:
    """Find the folder of the procedures: given, set, or our own."""
    if args.procedures:
        if not Path(args.procedures).is_dir():
            raise Refused(
                f"There is no folder {args.procedures}.",
                next_step="Check its name, and the folder you are in.",
            )
        return str(Path(args.procedures).resolve())
    kept = means.settings().procedures
    return str(kept) if kept else ""


def _made(out: str | None) -> Path | None:
    """Make the folder of the page before the work is begun, not after."""
    if out is None:
        return None
    folder = Path(out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            f"{out} cannot be made into a folder ({error.strerror}).",
            next_step="Choose another folder with --out.",
        ) from None
    for file in (folder / TEXT, folder / PAGE):
        _try_out(file)
    return folder


def _try_out(file: Path) -> None:
    """Make sure that a file can be written; one that is there stays as it is."""
    known = file.exists()
    with _writing(file), file.open("a", encoding="utf-8"):
        pass
    if not known:
        file.unlink()


def _write(file: Path, text: str) -> None:
    with _writing(file):
        file.write_text(text, encoding="utf-8")


@contextmanager
def _writing(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Refused(
            f"{file} cannot be written ({error.strerror}).",
            next_step="Choose another folder with --out, or none: the tables are "
            "printed all the same.",
        ) from None


def _printed(tables: tuple[Table, ...]) -> list[str]:
    lines: list[str] = []
    for one in tables:
        lines += ["", one.title, one.note, ""]
        lines += table(one.rows, _wide(), indent="  ")
    return lines[1:]


def _wide() -> int:
    return max(width(), 132)


def _of_the_machine(seconds: float, jobs: int, tally: Tally) -> list[str]:
    """Tell what is another on every machine, and in every run."""
    minutes, rest = divmod(round(seconds), 60)
    processes = words.counted(jobs, "process", "processes")
    return [
        "What depends on the machine",
        f"  Time taken: {minutes} min {rest:02} s, with {processes}",
        f"  Time that processors worked: {tally.worked:,.0f} s",
        f"  Size of the record: {tally.size / 1_000_000:,.1f} MB",
        "  The stores were thrown away, and nothing waited for the disk.",
    ]
