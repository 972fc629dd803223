"""How much Slack takes in each place, and how text is made to fit there.

The numbers are those that Slack publishes for blocks, objects and views. Length is
counted in the stricter of the ways Slack may count: in UTF-16 units, and with the
three signs it escapes written out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
MESSAGE_TEXT: Final = 4_000
MESSAGE_WEIGHT: Final = 9_000
VIEW_WEIGHT: Final = 60_000
AROUND: Final = 20
"""What may be said in all the blocks of a message or a view, counting ``AROUND`` for
each block, text and button.

Slack refuses a message of some 12,000 characters, counting what is around them in a
way it does not publish, and a view of 250 kB: this is well below both.
"""
VIEW_SIZE: Final = 235_000
"""The blocks of a view, in bytes; Slack refuses a view of more than 250 kB."""

HEADER: Final = 150
SECTION: Final = 3_000
FIELD: Final = 2_000
FIELDS: Final = 10
ELEMENTS: Final = 25
"""Buttons in one row."""
CONTEXT: Final = 10

BUTTON: Final = 75
BUTTON_VALUE: Final = 2_000
ACTION_ID: Final = 255
BLOCK_ID: Final = 255

LABEL: Final = 2_000
HINT: Final = 2_000
PLACEHOLDER: Final = 150
TYPED: Final = 3_000
"""What one box takes."""
OPTION: Final = 75
OPTION_VALUE: Final = 75
OPTIONS: Final = 100
GROUPS: Final = 100
RADIOS: Final = 10
CHECKBOXES: Final = 10

VIEW_TITLE: Final = 24
SUBMIT: Final = 24
METADATA: Final = 3_000
CALLBACK_ID: Final = 255

_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_DOTS: Final = "…"
_WORTH_A_WORD: Final = 0.6
"""A text is cut between words if that leaves this much of what would fit."""


def length(text: str) -> int:
    r"""Say how long a text is, as strictly as Slack may count it.

    Example:
        >>> length("a & b"), length("\N{GRINNING FACE}")
        (9, 2)
    """
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    return units + sum(
        text.count(sign) * (len(said) - 1) for sign, said in _ESCAPES.items()
    )


def escaped(text: str) -> str:
    """Write a text so that Slack reads no mention, link or channel into it.

    Example:
        >>> escaped("<!channel> & so on")
        '&lt;!channel&gt; &amp; so on'
    """
    return "".join(_ESCAPES.get(sign, sign) for sign in text)


def fits(text: str, most: int) -> bool:
    """Say whether a text fits."""
    return length(text) <= most


def short(text: str, most: int) -> str:
    """Shorten a text that would not fit, and show that it was shortened.

    Example:
        >>> short("Read and sign off", 20), short("Read and sign off", 12)
        ('Read and sign off', 'Read and…')
    """
    if fits(text, most):
        return text
    kept = text[: _reach(text, most - 1)]
    words = kept.rstrip().rpartition(" ")[0].rstrip()
    enough = len(words) >= len(kept) * _WORTH_A_WORD
    return f"{words if enough else kept.rstrip()}{_DOTS}"


def pieces(text: str, most: int) -> Iterator[str]:
    r"""Cut a text into pieces that fit; joined again they are exactly the text.

    A piece ends after a line, else after a word, else anywhere.

    Example:
        >>> list(pieces("one two three", 8))
        ['one two ', 'three']
    """
    rest = text
    while rest:
        reach = _reach(rest, most)
        if reach < len(rest):
            reach = _break(rest, reach)
        yield rest[:reach]
        rest = rest[reach:]


def grouped(sizes: Iterable[int], most: int) -> Iterator[int]:
    """Say how many in a row fit together, group after group.

    Example:
        >>> list(grouped([4, 4, 4, 9, 1], 9))
        [2, 1, 1, 1]
    """
    count = total = 0
    for size in sizes:
        if count and total + size > most:
            yield count
            count = total = 0
        count, total = count + 1, total + size
    if count:
        yield count


def numbered(labels: Iterable[str], most: int) -> tuple[str, ...]:
    """Shorten names so that they fit, and no two of them are the same.

    Example:
        >>> numbered(["Open", "Sign", "Open"], 75)
        ('Open', 'Sign', 'Open (2)')
    """
    taken: list[str] = []
    for label in labels:
        name, count = short(label, most), 1
        while name in taken:
            count += 1
            tail = f" ({count})"
            name = f"{short(label, most - len(tail))}{tail}"
        taken.append(name)
    return tuple(taken)


def _reach(text: str, most: int) -> int:
    """Find how many signs of a text fit."""
    head = text[:most]
    if length(head) == len(head):
        return len(head)
    least, reach = 0, len(head)
    while least < reach:
        middle = (least + reach + 1) // 2
        if length(text[:middle]) <= most:
            least = middle
        else:
            reach = middle - 1
    return max(least, 1)


def _break(text: str, reach: int) -> int:
    """Find the best place at or before ``reach`` to cut a text."""
    least = int(reach * _WORTH_A_WORD)
    for sign in ("\n", " "):
        place = text.rfind(sign, 0, reach) + 1
        if place > least:
            return place
    return reach
