"""Nobody is named in a procedure: it carries roles, never a mailbox or a number.

People change, and a file is read by more people than a roster. A name cannot be
told from any other word; a mailbox and a telephone number can.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.core.sheet import Sheet, Wrong, everything, texts

_MAILBOX: Final = re.compile(r"[\w.+’'-]+@[\w-]+(\.[\w-]+)+")
_NUMBER: Final = re.compile(r"(?<![\w.])(\+44\s?|\(?0)\d(?:[\s()-]{0,2}\d){8,9}\b")
_KINDS: Final = (
    (_MAILBOX, "a mailbox"),
    (_NUMBER, "a telephone number"),
)


def named(sheet: Sheet) -> Iterator[Wrong]:
    """Find mailboxes and telephone numbers, wherever they are written.

    Example:
        >>> [w.says for w in named(Sheet({"name": "Ring 01632 960 123"}))]
        ['This has a telephone number in it.']
    """
    for path, table in everything(sheet.raw):
        for word, value in table.items():
            for where, written in texts(value, (*path, word)):
                for pattern, what in _KINDS:
                    if pattern.search(written):
                        yield Wrong(
                            where,
                            f"This has {what} in it.",
                            "Name the role instead; how people are reached stands on "
                            "the roster.",
                        )
