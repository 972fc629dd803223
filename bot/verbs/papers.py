"""Procedure files, as the command line finds and reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.core import faults
from bot.core.errors import Unknown
from bot.core.faults import Fault, Faulty
from bot.core.procedure import Procedure
from bot.core.sheet import nearest
from bot.core.toml_lines import line_of, lines_of
from bot.settings import Settings
from bot.verbs.printed import shown

OURS: Final = Path(__file__).parent.parent / "procedures"
"""The folder of the procedure files that come with the bot."""
MOST: Final = 4_000_000
"""Bytes. Many times the longest procedure; more is some other file."""
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Paper:
    """A procedure file that has been read.

    Attributes:
        name: The file, as it is called here.
        procedure: What it says; nothing where it is faulty.
        problems: Everything wrong with it.
    """

    path: Path
    name: str
    procedure: Procedure | None
    problems: tuple[Fault, ...] = ()


def folder(settings: Settings) -> Path:
    """Find the folder of the procedures in use."""
    return settings.procedures or OURS


def read_paper(path: Path, *, kept: bool = False) -> Paper:
    """Read one procedure file; what cannot be read is a fault in it.

    Args:
        path: The file.
        kept: Whether it is found by its name, so that the name must be its slug.
    """
    name = _called(path)
    text = _text(path)
    if isinstance(text, Fault):
        return Paper(path, name, None, (text,))
    try:
        made = faults.read(text)
    except Faulty as faulty:
        return Paper(path, name, None, faulty.problems)
    if kept and made.slug != path.stem:
        line = line_of(("slug",), lines_of(text.removeprefix("\ufeff")))
        says = f'The file is called {path.name}, and its slug is "{made.slug}".'
        then = f'Call the file {made.slug}.toml, or write slug = "{path.stem}".'
        return Paper(path, name, None, (Fault(line, "slug", says, then),))
    return Paper(path, name, made)


def find(written: str, where: Path) -> Path:
    """Find the file that a slug or a path on the command line means.

    Raises:
        Unknown: There is no such file.
    """
    kept = sorted(path.stem for path in where.glob("*.toml"))
    said = shown(written)
    if _SLUG.fullmatch(written) and written in kept:
        return where / f"{written}.toml"
    path = Path(written or "?")  # an empty path would be this folder
    try:
        if path.is_file():
            return path
        folder_meant = path.is_dir()
    except (OSError, ValueError):  # too long to be a path, or holds a NUL
        folder_meant = False
    if folder_meant:
        raise Unknown(f"{said} is a folder.", next_step="Name one TOML file in it.")
    if "/" in written or written.endswith(".toml"):
        raise Unknown(f"There is no file called {said}.", next_step="Check the path.")
    close = nearest(written.lower(), kept)
    guess = f"Did you mean {close}? " if close else ""
    raise Unknown(
        f"There is no procedure called {said}.",
        next_step=f"{guess}There are: {', '.join(kept) or 'none yet'}. "
        "Or give the path of a TOML file.",
    )


def _text(path: Path) -> str | Fault:
    try:
        if path.is_dir():
            return Fault(1, "", "This is a folder.", "Name a TOML file.")
        if not path.exists():
            return Fault(1, "", "There is no such file.", "Check the path.")
        if not path.is_file() or path.stat().st_size > MOST:
            return Fault(1, "", "This is not a procedure file.", "Check the path.")
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        says = "Here is something that is not text in UTF-8."
        return Fault(line, "", says, "Save the file again as plain text in UTF-8.")
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", None) or "its name is not one a file can have"
        return Fault(1, "", f"This cannot be read: {why}.", "Check the path.")


def _called(path: Path) -> str:
    """Name a file as somebody standing here would."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
