"""Words in Markdown and in diagrams, taken for nothing but words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

Row: TypeAlias = Sequence[str]


def table(columns: Row, rows: Iterable[Row]) -> Iterator[str]:
    """Write a table; a cell that begins with a backquote is written as it is.

    Each line of a cell stands on a line of its own.
    """
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        cells = (c if c.startswith("`") else _cell(c) for c in row)
        yield f"| {' | '.join(cells)} |"


def _cell(written: str) -> str:
    return "<br>".join(map(text, written.split("\n")))


def text(written: str) -> str:
    """Write words so that Markdown takes them for nothing but words."""
    plain = " ".join(written.split())
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", plain)


def label(written: str) -> str:
    """Write words so that a diagram takes them for nothing but words."""
    plain = " ".join(written.split()).replace("#", "#35;")
    return plain.replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
