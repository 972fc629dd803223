"""Putting something down where somebody asked for it: a file, a folder, the screen."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from bot.core.errors import Refused
from bot.verbs.means import Means
from bot.verbs.printed import say, shown

HERE: Final = "-"
"""Stands for the screen, where a file would be named."""


def put(made: bytes, name: str, where: str | None, option: str, means: Means) -> None:
    """Write something to a file whole or not at all, or to the screen.

    Args:
        made: What is written.
        name: What the file is called, unless another name is given.
        where: A file or a folder, or ``HERE``; or nothing, for a file in this folder.
        option: What the option is called that names another place.
        means: Where it is said that it was written.

    Raises:
        Refused: It cannot be written there.
    """
    if where == HERE:
        _print(made, means)
        return
    path = Path(where) if where else Path(name)
    try:
        path = path / name if path.is_dir() else path
        _write(path, made)
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", None) or "it is not a name a file can have"
        raise Refused(
            f"{shown(str(path))} cannot be written: {why}.",
            next_step=f"Name another place with {option}.",
        ) from None
    say(means.out, f"{name.rpartition('.')[0]} is written to {path}.")


def _print(made: bytes, means: Means) -> None:
    binary = getattr(means.out, "buffer", None)
    if binary is None:
        means.out.write(made.decode("utf-8-sig", "replace"))
        return
    means.out.flush()
    binary.write(made)
    binary.flush()


def _write(path: Path, made: bytes) -> None:
    """Write a file for nobody but its owner to read."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".dayzero-")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(made)
        Path(draft).replace(path)
    except (OSError, ValueError):
        Path(draft).unlink(missing_ok=True)
        raise
