"""Which passages of its document a part cites, and in what order they stand there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

Place: TypeAlias = tuple[int, tuple[tuple[int, int, str], ...]]
"""Where a passage stands: under which heading, and then by its numbers and words."""

_ONE: Final = r"[A-Za-z]{0,4}-?[A-Za-z]?\d+(?:\.\d+)*[a-z]?"
_NUMBERED: Final = re.compile(rf"{_ONE}(?: (?:to|and) {_ONE})?")
_LAST: Final = re.compile(r"[Aa]ppendix(?: \w+)?")
_PIECES: Final = re.compile(r"(\d+)")


def passages(para: str, contents: Sequence[str] = ()) -> tuple[str, ...]:
    """List the passages that a citation names, one by one.

    Args:
        para: What a part cites, such as ``5.8, 6.1``.
        contents: The headings of a document whose paragraphs have no numbers.

    Example:
        >>> passages("5.8, 6.1")
        ('5.8', '6.1')
        >>> passages("Letter, second point")
        ('Letter, second point',)
    """
    found: list[str] = []
    for piece in filter(None, re.split(r"\s*;\s*", para.strip())):
        words = re.split(r"\s*,\s*", piece)
        numbered = not contents and bool(_NUMBERED.fullmatch(words[0]))
        joined = 0
        while words:
            taken = _begins(words, contents, numbered=numbered)
            if taken or not joined:
                found.append(words[0][:1].upper() + words[0][1:])
            else:
                found[-1] += f", {words[0]}"
            for word in words[1:taken]:
                found[-1] += f", {word}"
            words = words[taken or 1 :]
            joined += 1
    return tuple(found)


def _begins(words: list[str], contents: Sequence[str], *, numbered: bool) -> int:
    """Count the words with which another passage begins; none if it goes on."""
    if numbered:
        return int(bool(_NUMBERED.fullmatch(words[0]) or _LAST.fullmatch(words[0])))
    for heading in sorted(contents, key=len, reverse=True):
        count = heading.count(",") + 1
        if _fits(", ".join(words[:count]), heading):
            return count
    return 0


def place(passage: str, contents: Sequence[str] = ()) -> Place:
    """Say where a passage stands in its document, to sort by.

    Numbers come in their own order, headings in the order of the contents, and an
    appendix last.

    Example:
        >>> sorted(["Appendix", "2.10", "2.9"], key=place)
        ['2.9', '2.10', 'Appendix']
    """
    pieces = (piece for piece in _PIECES.split(passage.lower()) if piece)
    natural = tuple(
        (0, int(piece), "") if piece.isdecimal() else (_rank(piece), 0, piece)
        for piece in pieces
    )
    return _under(passage, contents), natural


def heading_of(passage: str, contents: Sequence[str]) -> str:
    """Find the heading that a passage stands under, or an empty string."""
    number = _under(passage, contents)
    return contents[number] if number < len(contents) else ""


def _rank(piece: str) -> int:
    return 2 if piece.startswith("appendix") else 1


def _under(passage: str, contents: Sequence[str]) -> int:
    """Find the longest heading that a passage begins with."""
    fits = [
        (len(heading), -number)
        for number, heading in enumerate(contents)
        if _fits(passage, heading)
    ]
    return -max(fits)[1] if fits else len(contents)


def _fits(passage: str, heading: str) -> bool:
    """Say whether a passage begins with a heading, and not within a word of it."""
    if not passage.lower().startswith(heading.lower()):
        return False
    rest = passage[len(heading) :]
    return not rest[:1].isalnum() or (rest[0].isdecimal() and heading[-1].isalpha())
