"""How much Teams takes in each place, and how text is made to fit there.

Teams drops a card that weighs more than 28 kB as it is sent, without a word to
anybody. Weight is counted in bytes, spaces between the parts included, so that
whoever writes it out cannot make it heavier than it was counted here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

Json: TypeAlias = dict[str, Any]

REFUSED_WEIGHT: Final = 28_000
"""What Teams would drop, in bytes, with everything around the card."""
WEIGHT: Final = 25_000
"""What a card or a dialog may weigh, so that there is always something to spare."""

ACTIONS: Final = 6
"""Buttons in one row: Teams hides the seventh behind a sign that few people press."""
BUTTON: Final = 45
"""The longest label that a button shows whole; a longer one stands above it."""
CARRIED: Final = 1_000
"""What the address of an act may weigh for a button to carry it."""
TITLE: Final = 60
"""The longest title of a dialog that is shown whole."""
HEADING: Final = 250
SUMMARY: Final = 250
"""What a notification shows of a message."""
SPOKEN: Final = 3_000
WATCHERS: Final = 60
"""The most people for whom Teams draws a card in their own way."""
CHOICES: Final = 10
"""The most answers that are all shown at once; more are a list that opens."""

_written: Final = json.JSONEncoder(ensure_ascii=False).encode
"""Made once: what is drawn is weighed part by part, for every press."""
_DOTS: Final = "…"
_WORTH_A_WORD: Final = 0.6
"""A text is cut between words if that leaves this much of what would fit."""


def weight(part: object) -> int:
    r"""Say how many bytes something takes when it is sent.

    Example:
        >>> weight("é"), weight(["a", "b"]), weight("\n")
        (4, 10, 4)
    """
    return len(_written(part).encode(errors="replace"))


def short(text: str, most: int) -> str:
    """Shorten a text that would not fit, and show that it was shortened.

    Example:
        >>> short("Read and sign off", 20), short("Read and sign off", 12)
        ('Read and sign off', 'Read and…')
    """
    if len(text) <= most:
        return text
    head = text[: most - len(_DOTS)].rstrip()
    cut = max(head.rfind(" "), head.rfind("\n"))
    return (head[:cut].rstrip() if cut >= most * _WORTH_A_WORD else head) + _DOTS


def light(text: str, most: int) -> str:
    """Shorten a text until it weighs so little, and show that it was shortened.

    Example:
        >>> light("one two", 20), light("éééé", 9)
        ('one two', 'éé…')
    """
    if weight(text) <= most:
        return text
    room = most - weight(_DOTS) + 2
    return next(iter(pieces(text, max(room, 6))), "").rstrip() + _DOTS


def pieces(text: str, most: int) -> Iterator[str]:
    r"""Cut a text into pieces, none heavier than ``most``; joined, they are the text.

    A piece ends after a line, else after a word, else anywhere.

    Example:
        >>> list(pieces("one two three", 10))
        ['one two ', 'three']
    """
    start = 0
    while start < len(text):
        end = _reach(text, start, most)
        if end < len(text):
            end = _break(text, start, end)
        yield text[start:end]
        start = end


def as_many(weights: Iterable[int], room: int) -> int:
    """Say how many in a row fit into so much room.

    Example:
        >>> as_many([4, 4, 4], 9)
        2
    """
    count = 0
    for one in weights:
        room -= one
        if room < 0:
            break
        count += 1
    return count


def _reach(text: str, start: int, most: int) -> int:
    """Find the furthest end that a piece can have: at least one sign further on."""
    least, reach = start + 1, min(len(text), start + most)
    if weight(text[start:reach]) <= most:
        return reach  # as most of what people write is short
    while least < reach:
        middle = (least + reach + 1) // 2
        if weight(text[start:middle]) <= most:
            least = middle
        else:
            reach = middle - 1
    return least


def _break(text: str, start: int, end: int) -> int:
    """Find the best place at or before the end to cut a text."""
    least = start + int((end - start) * _WORTH_A_WORD)
    for sign in ("\n", " "):
        place = text.rfind(sign, start, end) + 1
        if place > least:
            return place
    return end
