"""What can be wrong with what hangs on a step: letters, returns and packs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from bot.core.sheet import Sheet, Wrong, ids, nearest, tables, text, texts, unknown

GAPS: Final = ("reference", "agency", "asks_for", "due", "partnership")
"""Everything that can be filled in, in a letter."""
GAP: Final = re.compile(r"\{([^{}]*)\}")
"""A gap in a letter, such as ``{agency}``."""

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_OURS: Final = ("on", "note")
"""What a return is asked besides its form: the day it came, and why it was late."""


def _letters(sheet: Sheet) -> Iterator[Wrong]:
    """Letters that are not there, or with gaps that nothing can fill."""
    letters = tuple(tables(sheet.raw.get("letter"), ("letter",)))
    known = ids(letters)
    for path, step in sheet.steps:
        written = text(step, "letter")
        if written and written not in known:
            yield unknown((*path, "letter"), "letter", written, known)
    for path, letter in letters:
        for where, line in texts(letter.get("text"), (*path, "text")):
            for gap in dict.fromkeys(GAP.findall(line)):
                if gap not in GAPS:
                    yield _no_gap((*path, "text", *where[-1:]), gap)


def _no_gap(where: tuple[str | int, ...], gap: str) -> Wrong:
    close = nearest(gap, GAPS)
    some = ", ".join(f"{{{name}}}" for name in GAPS)
    meant = f"Did you mean {{{close}}}? " if close else ""
    return Wrong(
        where,
        f"Nothing can be filled in for {{{gap}}}.",
        f"{meant}These are filled in: {some}. Write anything else in square "
        "brackets, to be filled in by hand.",
    )


def _returns(sheet: Sheet) -> Iterator[Wrong]:
    """Forms for returns that are not there, or that ask what is asked already."""
    used: set[str] = set()
    for path, step in sheet.steps:
        written = text(step, "returns")
        if not written:
            continue
        used.add(written)
        if written not in sheet.form_ids:
            yield unknown((*path, "returns"), "form", written, sheet.form_ids)
        elif written == "alert":
            yield Wrong(
                (*path, "returns"),
                "The alert's own form cannot be a return.",
                "Give the return a form of its own.",
            )
    for number, path, question in sheet.questions:
        mine = text(sheet.forms[number][1], "id") in used
        if mine and text(question, "id") in _OURS:
            yield Wrong(
                (*path, "id"),
                f'A return is asked "{text(question, "id")}" already.',
                "Give the question another name. The day it came, and why it was "
                "late, are asked with every return.",
            )


def _packs(sheet: Sheet) -> Iterator[Wrong]:
    """Packs of what nobody was asked for, and registrations without a use."""
    asked = ids(s for s in sheet.steps if s[1].get("kind") == "request")
    for path, step in sheet.steps:
        written = text(step, "pack")
        if written and written not in asked:
            yield unknown((*path, "pack"), "request", written, asked)
        held = text(step, "registered")
        if held and not _NAME.fullmatch(held):
            yield Wrong(
                (*path, "registered"),
                f'"{held}" cannot be the name of a registration.',
                "Use small letters, figures and hyphens, such as portal, and write "
                "the same under registered on the roster.",
            )
        if held and text(step, "awaits"):
            yield Wrong(
                (*path, "registered"),
                "Somebody outside does this, so nobody here has to be registered.",
                "Take registered out, or take awaits out.",
            )


CHECKS: Final[tuple[Callable[[Sheet], Iterator[Wrong]], ...]] = (
    _letters, _returns, _packs,
)  # fmt: skip
"""Each is a function from the sheet to what it finds wrong."""
