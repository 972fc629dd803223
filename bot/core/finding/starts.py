"""The starts there are on a day, and sets of them as whole numbers, a bit for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

EVERY: Final = 30
"""Minutes between one start and the next: on the hour, and on the half hour."""


class Starts(NamedTuple):
    """When a meeting of some length can start on a day.

    Attributes:
        first: The minute of the first of them.
        number: How many there are.
        minutes: How long the meeting lasts.
    """

    first: int
    number: int
    minutes: int

    @property
    def every(self) -> int:
        """Every one of them."""
        return (1 << self.number) - 1

    def touching(self, begin: int, end: int) -> int:
        """Mark those from which it would lie over some minutes, in part or whole.

        Example:
            >>> nine_to_noon = Starts(9 * 60, number=5, minutes=60)
            >>> [*marked(nine_to_noon.touching(10 * 60, 10 * 60 + 15))]
            [1, 2]
        """
        low = max(0, (begin - self.minutes - self.first) // EVERY + 1)
        high = min(self.number, -((self.first - end) // EVERY))
        return (1 << high) - (1 << low) if low < high else 0

    def within(self, begin: int, end: int) -> int:
        """Mark those from which it would lie whole between two minutes.

        Example:
            >>> nine_to_noon = Starts(9 * 60, number=5, minutes=60)
            >>> [*marked(nine_to_noon.within(9 * 60 + 10, 11 * 60 + 10))]
            [1, 2]
        """
        low = max(0, -((self.first - begin) // EVERY))
        high = min(self.number, (end - self.minutes - self.first) // EVERY + 1)
        return (1 << high) - (1 << low) if low < high else 0

    def minute(self, which: int) -> int:
        """Say in which minute one of them is."""
        return self.first + EVERY * which


def marked(bits: int) -> Iterator[int]:
    """List what is marked, the first of it first.

    Example:
        >>> [*marked(0b1010)]
        [1, 3]
    """
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
