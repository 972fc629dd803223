"""A record to watch over, a clock to move, and somebody to be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.store import Store
from bot.vault import Vault
from bot.watching import Watch
from tests.log_lines import Written, caught

FRIDAY = datetime(2026, 11, 27, 2, 10, tzinfo=UTC)


@dataclass
class Told:
    """Somebody who is told, and keeps what they were told."""

    letters: list[tuple[str, str, str]] = field(default_factory=list)
    away: bool = False

    def __call__(self, subject: str, text: str, key: str) -> None:
        if self.away:
            raise ConnectionRefusedError
        self.letters.append((subject, text, key))

    @property
    def subjects(self) -> list[str]:
        return [subject for subject, _, _ in self.letters]


@dataclass
class Ticking:
    """A clock that a test moves, in seconds."""

    seconds: float = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(autouse=True)
def logged() -> Iterator[Written]:
    """What is logged meanwhile, as the running program logs it."""
    with caught() as written:
        yield written


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def ticking() -> Ticking:
    return Ticking()


@pytest.fixture
def record(sqlite_url: str, vault: Vault) -> Iterator[Store]:
    """An empty record in a file: what is asked of it is the same on a server."""
    opened = Store(sqlite_url, vault)
    yield opened
    opened.close()


@dataclass
class Looking:
    """A dead-man's switch at a time of the test's own."""

    store: Store
    home: Path
    told: Told
    now: datetime = FRIDAY

    def watch(self) -> Watch:
        return Watch(self.store, self.home, lambda: self.now, self.told)


@pytest.fixture
def looking(record: Store, tmp_path: Path, told: Told) -> Looking:
    return Looking(record, tmp_path, told)
