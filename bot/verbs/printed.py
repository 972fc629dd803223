"""Text for a screen: tables in columns, and nothing in it that a screen obeys."""

from __future__ import annotations

import shutil
import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, TextIO

NARROW: Final = 80
_WIDE: Final = 132
_USUAL: Final = 100
_GAP: Final = "  "
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, marks that turn the direction of writing, and halves of characters."""


def shown(text: str) -> str:
    r"""Write what a screen would obey, and not show, so that it can be read.

    Example:
        >>> shown("\x1b[31mred")
        '\\x1b[31mred'
    """
    if text.isprintable():
        return text
    return "".join(_visible(one) for one in text)


def say(out: TextIO, text: str = "") -> None:
    """Print some lines; what the screen has no letter for becomes a question mark."""
    lines = "\n".join(shown(line) for line in text.split("\n"))
    encoding = getattr(out, "encoding", None) or "utf-8"
    out.write(lines.encode(encoding, "replace").decode(encoding) + "\n")


def width() -> int:
    """Say how wide a table may be."""
    columns = shutil.get_terminal_size((_USUAL, 24)).columns
    return max(NARROW, min(columns, _WIDE))


def table(rows: Sequence[Sequence[str]], most: int, indent: str = "") -> Iterator[str]:
    """Put rows in columns. The last takes what is left, and goes on underneath.

    A new line in the last column begins a line of its own.

    Args:
        rows: The rows, all of one length.
        most: How wide the table may be.
        indent: What each line begins with.

    Example:
        >>> for line in table([("Due", "What"), ("Friday", "Send it")], 80):
        ...     print(line)
        Due     What
        Friday  Send it
    """
    if not rows:
        return
    safe = [[*map(shown, row[:-1]), row[-1]] for row in rows]
    widths = [max(map(len, column)) for column in zip(*safe, strict=True)]
    taken = len(indent) + sum(len(_GAP) + one for one in widths[:-1])
    last = max(most - taken, 20)
    for row in safe:
        said = map(shown, row[-1].split("\n"))
        under = [
            piece
            for one in said
            for piece in textwrap.wrap(one, last, break_on_hyphens=False) or [""]
        ]
        for place, piece in enumerate(under):
            cells = row[:-1] if place == 0 else [""] * (len(row) - 1)
            padded = [cell.ljust(w) for cell, w in zip(cells, widths, strict=False)]
            yield (indent + _GAP.join((*padded, piece))).rstrip()


def wrapped(text: str, most: int, indent: str = "") -> str:
    """Fold a sentence into lines."""
    return textwrap.fill(
        shown(text),
        most,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,  # a path is copied whole
        break_on_hyphens=False,
    )


def _visible(one: str) -> str:
    if unicodedata.category(one) not in _UNSEEN:
        return one
    return one.encode("unicode_escape").decode("ascii")
