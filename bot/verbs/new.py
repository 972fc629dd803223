"""``dayzero new``: a procedure file to begin with."""

from __future__ import annotations

import argparse
import re
import shlex
import unicodedata
from pathlib import Path
from typing import Final

from bot.core.errors import Refused
from bot.verbs.means import Means
from bot.verbs.printed import say, shown

NAME: Final = "new"
SKELETON: Final = Path(__file__).with_name("skeleton.toml")
"""What every file begins as."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    parser.add_argument(
        "authority", metavar="AUTHORITY", nargs="+", help="its name, such as Northshire"
    )
    parser.add_argument(
        "--into",
        metavar="FOLDER",
        type=Path,
        default=Path(),
        help="the folder to write it in; this one if none is named",
    )


def run(args: argparse.Namespace, means: Means) -> int:
    """Begin the procedure file of an authority, for you to go through.

    What is written is short, has notes in it, and is accepted by dayzero check at
    once. A file that is there already is left as it is. Ends with 0 when the file
    is written, and 2 when it cannot be.
    """
    name = " ".join(" ".join(args.authority).split())
    slug = slug_of(name)
    path = args.into / f"{slug}.toml"
    text = SKELETON.read_text(encoding="utf-8").replace("SLUG", slug)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text.replace("NAME", name))
    except FileExistsError:
        raise Refused(
            f"{shown(str(path))} is there already, and was left as it is.",
            next_step="Give another name, or another folder with --into FOLDER.",
        ) from None
    except OSError as wrong:
        raise Refused(
            f"{shown(str(path))} cannot be written: {wrong.strerror}.",
            next_step="Name a folder that is there, with --into FOLDER.",
        ) from None
    say(means.out, f"{path} is written, and can be changed with any text editor.")
    typed = shlex.quote(str(path))
    say(means.out, f"To see what is still to be settled, run: dayzero check {typed}")
    say(means.out, f"To try it with invented people, run: dayzero rehearse {typed}")
    return 0


def slug_of(name: str) -> str:
    """Make the short name of an authority, as files and cases know it.

    Raises:
        Refused: It has no letter to begin with, or cannot be written in a file.

    Example:
        >>> slug_of("Bath & North East Somerset"), slug_of("King’s Lynn")
        ('bath-north-east-somerset', 'kings-lynn')
    """
    plain = unicodedata.normalize("NFKD", re.sub(r"['’]", "", name))
    letters = plain.encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if not slug[:1].isalpha() or not name.isprintable() or {'"', "\\"} & set(name):
        raise Refused(
            f"A file cannot be called after “{shown(name)}”.",
            next_step="Give the authority’s name in letters, such as: "
            "dayzero new Northshire",
        )
    return slug
