"""What this process has done, counted: how often, how it ended, how long it took.

Only what stands in the list below can be counted, and each label only as one of the
few words that are given for it; whatever else is passed counts as ``other``. So no
partnership, case, person or typed word can reach whoever reads the counts.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

OTHER: Final = "other"
PLATFORMS: Final = ("slack", "teams", "web")
_QUICK: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds that somebody waits."""
_PATIENT: Final = (0.05, 0.1, 0.5, 1.2, 5.0, 15.0, 60.0, 300.0, 1_800.0, 7_200.0)
"""Seconds that a delivery is late by."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that is counted.

    Attributes:
        says: What it is, in a sentence.
        labels: By what it is told apart, and the only words there are for each.
        edges: Where it is a length of time: the seconds it is sorted by.
    """

    says: str
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    edges: tuple[float, ...] = ()

    def vetted(self, given: Mapping[str, str]) -> tuple[str, ...]:
        """Give the words for the labels in their order; ``other`` for any unknown."""
        found = ((given.get(name, ""), known) for name, known in self.labels.items())
        return tuple(word if word in known else OTHER for word, known in found)


_OUTCOMES: Final = ("sent", "dropped", "dead", "postponed", "lost")
_WAYS: Final = ("chat", "mail", "calendar", "shared", "none")

COUNTED: Final[Mapping[str, Counted]] = {
    "presses": Counted(
        "Presses that were taken, by where they came from and how they ended.",
        {"platform": PLATFORMS, "outcome": ("recorded", "refused", "failed")},
    ),
    "press_seconds": Counted(
        "How long the desk took over a press.", {"platform": PLATFORMS}, _QUICK
    ),
    "commands": Counted(
        "What the bot itself, or somebody at a terminal, had the desk do.",
        {"outcome": ("recorded", "refused", "failed")},
    ),
    "command_seconds": Counted("How long the desk took over one.", {}, _QUICK),
    "deliveries": Counted(
        "Deliveries, by the way they went and how that ended.",
        {"way": _WAYS, "outcome": _OUTCOMES},
    ),
    "delivery_delay_seconds": Counted(
        "How long after its time a delivery was sent.", {"way": _WAYS}, _PATIENT
    ),
    "delivery_seconds": Counted(
        "How long a delivery was in somebody's hands.", {}, _QUICK
    ),
    "leases_lost": Counted("Deliveries that another courier took over meanwhile."),
    "ticks": Counted(
        "Looks at what is due, by how they ended.",
        {"outcome": ("well", "partly", "failed")},
    ),
    "tick_seconds": Counted("How long a look at what is due took.", {}, _QUICK),
    "digests": Counted("Digests that were queued."),
    "heartbeats": Counted(
        "Signs of life that were sent, by how that ended.",
        {"outcome": ("sent", "failed")},
    ),
    "alarms": Counted(
        "Letters to whoever runs this, by how that ended.",
        {"outcome": ("sent", "failed")},
    ),
}
"""Everything that is counted, by its name; the name that is published is longer."""


@dataclass(slots=True)
class Spread:
    """How long something took, sorted by length.

    Attributes:
        below: How often it took no longer than each edge, and how often longer.
        total: All the seconds together.
    """

    below: list[int]
    total: float = 0.0


class Tally:
    """Counts what is on the list. Cheap enough for every press."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._counts: dict[tuple[str, tuple[str, ...]], int] = {}
        self._spreads: dict[tuple[str, tuple[str, ...]], Spread] = {}

    def add(self, name: str, number: int = 1, **labels: str) -> None:
        """Count something that happened.

        Raises:
            KeyError: It is not on the list.
        """
        at = name, COUNTED[name].vetted(labels)
        with self._turn:
            self._counts[at] = self._counts.get(at, 0) + number

    def took(self, name: str, seconds: float, **labels: str) -> None:
        """Note how long something took.

        Raises:
            KeyError: It is not on the list.
        """
        counted = COUNTED[name]
        at = name, counted.vetted(labels)
        place = bisect_left(counted.edges, seconds)
        with self._turn:
            if at not in self._spreads:
                self._spreads[at] = Spread([0] * (len(counted.edges) + 1))
            spread = self._spreads[at]
            spread.below[place] += 1
            spread.total += max(0.0, seconds)

    def counts(self) -> Iterator[tuple[str, tuple[str, ...], int]]:
        """List what was counted: its name, its labels, and how often."""
        with self._turn:
            found = list(self._counts.items())
        for (name, labels), number in found:
            yield name, labels, number

    def spreads(self) -> Iterator[tuple[str, tuple[str, ...], Spread]]:
        """List how long things took: the name, the labels, and how that is spread."""
        with self._turn:
            found = [
                (at, Spread(list(one.below), one.total))
                for at, one in self._spreads.items()
            ]
        for (name, labels), spread in found:
            yield name, labels, spread


TALLY: Final = Tally()
"""The one of this process."""
