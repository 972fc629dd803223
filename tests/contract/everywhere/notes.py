"""What a story found at one platform, and how it is held beside the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from tests.contract.everywhere.person import Cannot, Seen, tokens

_LONG: Final = 30
"""How much of what a button is called every platform has room for."""


@dataclass
class Notes:
    """What was seen while a story was played at one platform.

    Attributes:
        same: What has to be the same at every platform that can do it.
        says: Texts, of which the shortest has to be in every other's words.
        able: For each thing that a person wants to do, why it cannot be done here;
            empty where it was done.
    """

    same: dict[str, Any] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)
    able: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def doing(self, row: str) -> Iterator[None]:
        """Do something that a platform may have no way to do, and note which it was."""
        assert row not in self.able, f"{row!r} is done twice"
        try:
            yield
        except Cannot as why:
            self.able[row] = str(why)
        else:
            self.able[row] = ""

    def card(self, what: str, seen: Seen) -> None:
        """Note a card: every word of it, and every button.

        What a button is called may be cut short where it is long.
        """
        buttons = tuple(label[:_LONG] for label in seen.buttons)
        self.same[what] = (tokens(seen.text), buttons)


def apart(found: Mapping[str, Notes]) -> list[str]:
    """Say in what the platforms differ, where they may not."""
    wrong = []
    for what in dict.fromkeys(w for one in found.values() for w in one.same):
        values = {p: one.same[what] for p, one in found.items() if what in one.same}
        first = next(iter(values.values()))
        if any(value != first for value in values.values()):
            wrong.append(f"{what}: {_told(values)}")
    for what in dict.fromkeys(w for one in found.values() for w in one.says):
        said = {p: one.says[what] for p, one in found.items() if what in one.says}
        least = min(said.values(), key=lambda text: len(tokens(text)))
        assert tokens(least), f"nobody is told anything: {what}"
        wrong += [
            f"{what}: {platform} lacks {sorted(tokens(least) - tokens(text))}: {text!r}"
            for platform, text in said.items()
            if not tokens(least) <= tokens(text)
        ]
    return wrong


def _told(values: Mapping[str, Any]) -> str:
    """Say how values differ; of texts, only the words that are not shared."""
    if not all(
        isinstance(v, tuple) and v and isinstance(v[0], frozenset)
        for v in values.values()
    ):
        return str(dict(values))
    shared = frozenset.intersection(*(v[0] for v in values.values()))
    return str({p: (sorted(v[0] - shared), v[1]) for p, v in values.items()})
