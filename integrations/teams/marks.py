r"""Text that reads exactly as it was written, where Teams would read marks into it.

Teams reads a part of Markdown in every text of a card: stars and underscores become
bold or slanted, a number at the beginning of a line a list, brackets a link. One new
line becomes a space. So each such sign is written with a backslash before it, and
each line stands by itself.
"""

from __future__ import annotations

import re
from typing import Final

from bot.core.fields import clean

_ANYWHERE: Final = re.compile(
    r"[`*_\[]|\\(?=[!-/:-@\[-`{-~]|$)|~(?=~)|<(?=[a-zA-Z/!?])|(?<=\{)\{|&(?=#?\w+;)"
)
"""No more than has to be: some clients show the backslash before other signs."""
_AT_THE_START: Final = re.compile(r"^(?:[#>=]|[-+](?=\s|$|-))")
_NUMBERED: Final = re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.ASCII)
_INDENTED: Final = re.compile(r"^[ \t]+")
_UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufeff\ufffe\uffff]"
)
_LINES: Final = re.compile(r"[\n\v\f\x85\u2028\u2029]")
_HARD_SPACE: Final = "\u00a0"


def lines(text: str) -> list[str]:
    r"""Take a text apart into its lines, without signs that nobody can see.

    Example:
        >>> lines("one\r\n\x00two")
        ['one', 'two']
    """
    return _LINES.split(_UNSEEN.sub("", clean(text)))


def one_line(text: str) -> str:
    r"""Put a text on one line.

    Example:
        >>> one_line(" one\n  two ")
        'one two'
    """
    return " ".join(" ".join(lines(text)).split())


def escaped(line: str) -> str:
    r"""Write one line so that Teams reads no marks, list, link or mention into it.

    Example:
        >>> print(escaped("1. *Bo* & <at>Al</at>"))
        1\. \*Bo\* & \<at>Al\</at>
    """
    said = _ANYWHERE.sub(lambda found: f"\\{found[0]}", line)
    indent = _INDENTED.match(said)
    if indent:
        return _HARD_SPACE * indent.end() + _begun(said[indent.end() :])
    return _begun(said)


def _begun(said: str) -> str:
    said = _NUMBERED.sub(r"\1\\\2", said)
    return _AT_THE_START.sub(lambda found: f"\\{found[0]}", said)
