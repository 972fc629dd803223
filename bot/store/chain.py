"""One case's journal, checked entry by entry: what is wrong, and where it begins.

A case's entries are few enough to hold, so the check can do better than stop at
the first broken seal: it finds where a misplaced entry belongs, tells a removed
entry from an altered one, and goes on from the seal that stands, so that one
change is one fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, Literal, TypeAlias

from bot.store.journal import SEALED
from bot.vault import Vault

Line: TypeAlias = dict[str, Any]
"""A row of the journal exactly as it is stored."""
What: TypeAlias = Literal["changed", "removed", "re-ordered", "added", "index", "root"]

_ROUNDS: Final = 3
"""How often: finding where one entry belongs can settle the one that followed it."""
_SEARCHED: Final = 200
"""How many broken entries, and how many empty places, are tried with each other."""


@dataclass(frozen=True, slots=True)
class Break:
    """One thing wrong with one case's journal.

    Attributes:
        n: The entry where it begins.
        last: The entry where it ends, often the same.
        stands: For an entry out of its place, where it is found.
        belongs: And where it was written.
    """

    n: int
    what: What
    last: int
    stands: int = 0
    belongs: int = 0


def sealed(vault: Vault, line: Line, before: str) -> str:
    """Work out the seal an entry ought to have, after the seal before it."""
    return vault.seal([before, *(line[name] for name in SEALED)])


def begins(vault: Vault, lines: Sequence[Line]) -> bool:
    """Tell whether a case's first entry is one of ours."""
    return bool(lines[0]["seal"] == sealed(vault, lines[0], ""))


@dataclass(slots=True)
class Chain:
    """The entries of one case, and what else in the record says about its length.

    Attributes:
        lines: The rows, by their place and then by when they were recorded.
        head: The last place that anything else in the record knows of.
        good: The entries that fit where they stand, by place.
        bad: The others.
        home: Where each of those belongs that is whole but moved, by its index.
    """

    vault: Vault
    lines: Sequence[Line]
    head: int
    good: dict[int, Line] = field(default_factory=dict)
    bad: list[Line] = field(default_factory=list)
    home: dict[int, int] = field(default_factory=dict)

    def breaks(self) -> list[Break]:
        """Find everything that is wrong, in the order of the journal."""
        self._walk()
        for _ in range(_ROUNDS):
            self._find_homes()
        found = [*self._misfits(), *self._missing()]
        return sorted(found, key=lambda broken: broken.n)

    def _walk(self) -> None:
        """Keep each entry that fits where it stands; set the others aside."""
        seals: list[str] | None = [""]
        reached = 0
        for line in self.lines:
            n = line["n"]
            if not isinstance(n, int) or n in self.good:
                self.bad.append(line)
                continue
            if n != reached + 1:
                seals = None  # what stood before it is gone, and its seal with it
            if self._fits(line, seals):
                self.good[n] = line
                seals = [line["seal"]]
            else:
                self.bad.append(line)
                if n > self.head:
                    continue
                # Its own seal still anchors the next, unless the seal is what
                # was changed: then the one it ought to have does.
                ought = [self._sealed(line, before) for before in seals or ()]
                seals = [line["seal"], *ought[:3]]
            reached = n

    def _fits(self, line: Line, seals: Sequence[str] | None) -> bool:
        if seals is None:
            return bool(line["n"] <= self.head)
        return line["seal"] in [self._sealed(line, before) for before in seals]

    def _sealed(self, line: Line, before: str, **moved: Any) -> str:
        return sealed(self.vault, {**line, **moved}, before)

    def _find_homes(self) -> None:
        shift = searched = 0
        for index, line in enumerate(self.bad):
            if index in self.home:
                continue
            # Most often a whole run has been pushed along by the same distance.
            place = self._pushed(index, shift) if shift else None
            if place is None and searched < _SEARCHED:
                searched += 1
                place = self._belongs(line)
            if place is not None:
                self.home[index] = place
                shift = place - line["n"] if isinstance(line["n"], int) else 0

    def _pushed(self, index: int, shift: int) -> int | None:
        line, before = self.bad[index], self.bad[index - 1]
        if not isinstance(line["n"], int):
            return None
        place: int = line["n"] + shift
        fits = self._sealed(line, before["seal"], n=place) == line["seal"]
        return place if fits else None

    def _belongs(self, line: Line) -> int | None:
        """Find the place an entry was written in, if it is whole but moved."""
        at = {other["n"]: other for other in self.lines}
        homed = {n: self.bad[index]["seal"] for index, n in self.home.items()}
        stands = next(i for i, other in enumerate(self.lines) if other is line)
        neighbour = self.lines[stands - 1]["seal"] if stands else ""
        for n in self._free_places():
            before = {neighbour, *(at[k]["seal"] for k in (n - 1, n) if k in at)}
            before.add("" if n == 1 else homed.get(n - 1, neighbour))
            for seq in {line["seq"], at.get(n, line)["seq"]}:
                tried = (self._sealed(line, seal, n=n, seq=seq) for seal in before)
                if line["seal"] in tried:
                    return n
        return None

    def _free_places(self) -> list[int]:
        taken = {line["n"] for line in self.bad[:_SEARCHED]}
        free = {n for n in taken if isinstance(n, int)}
        for first, last in self._gaps():
            free |= set(range(first, min(last, first + _SEARCHED) + 1))
        return sorted(free)

    def _gaps(self) -> list[tuple[int, int]]:
        """Find the runs of places where nothing stands and something should."""
        furthest = max([self.head, *self.good])
        numbers = {line["n"] for line in self.lines if isinstance(line["n"], int)}
        there = sorted({0, furthest + 1, *(n for n in numbers if 0 < n <= furthest)})
        return [(a + 1, b - 1) for a, b in pairwise(there) if b - a > 1]

    def _misfits(self) -> Iterator[Break]:
        taken = set(self.home.values())
        empty = self._gaps()
        shift, reached = 0, 0
        for index, line in enumerate(self.bad):
            n = line["n"] if isinstance(line["n"], int) else 0
            belongs = self.home.get(index)
            if belongs == n:
                continue  # in its place, once the one before it is back in its own
            if belongs is None:
                shift, reached = self._shift_after(index), n
                yield Break(n, self._unknown(n, taken, shift), n)
            elif shift and belongs - n == shift and n == reached + 1:
                reached = n  # only pushed along by the fault before it
            else:
                shift, reached = belongs - n, n
                vacant = any(first <= belongs <= last for first, last in empty)
                named = belongs if vacant else n
                yield Break(named, "re-ordered", named, n, belongs)

    def _unknown(self, n: int, taken: set[int], shift: int) -> What:
        if n > self.head or n in self.good or n in taken:
            return "added"
        return "removed" if shift > 0 else "changed"

    def _shift_after(self, index: int) -> int:
        belongs = self.home.get(index + 1)
        return belongs - self.bad[index + 1]["n"] if belongs is not None else 0

    def _missing(self) -> Iterator[Break]:
        found = sorted(set(self.home.values()))
        for first, last in self._gaps():
            inside = [n for n in found if first <= n <= last]
            for a, b in pairwise([first - 1, *inside, last + 1]):
                if b - a > 1:
                    yield Break(a + 1, "removed", b - 1)
