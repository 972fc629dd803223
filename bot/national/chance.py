"""Chance that comes out the same every time, whoever asks first.

Each question is asked under a name of its own, so that what one partnership does
moves nothing for another, and neither the number of processes nor their order counts.
"""

from __future__ import annotations

import math
from random import Random


def chance(seed: int, *names: object) -> Random:
    """Give the chance that goes with a question.

    Args:
        seed: The seed of the whole year.
        names: What is asked about; the same names always get the same answers.

    Example:
        >>> chance(7, "rain").random() == chance(7, "rain").random()
        True
    """
    # A text seeds by its digest, and not by Python's own hash of it.
    return Random("/".join(map(str, (seed, *names))))


def happens(share: float, seed: int, *names: object) -> bool:
    """Say whether something happens that happens to a share of all."""
    return chance(seed, *names).random() < share


def how_many(mean: float, drawn: Random) -> int:
    """Draw how often something happens that happens so often on average."""
    found, left = 0, drawn.random()
    while left > math.exp(-mean):
        left *= drawn.random()
        found += 1
    return found
