"""What a verb works with: each thing is only opened when it is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from bot.alarms import Tell
    from bot.counter import Counter
    from bot.settings import Settings
    from bot.store import Store
    from bot.verbs.examined import Finding


def _no_chats(_settings: Settings, _store: Store) -> Iterable[Finding]:
    return ()


def _no_more(_settings: Settings) -> Iterable[Finding]:
    return ()


def _nobody(_settings: Settings, _now: Callable[[], datetime]) -> Tell | None:
    return None


def _anybody(_url: str) -> AbstractContextManager[None]:
    return nullcontext()


def _no_year(_args: argparse.Namespace, _means: Means) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Means:
    """What a verb works with.

    Attributes:
        settings: Reads the settings, or refuses with all that is wrong with them.
        now: Says what time it is.
        out: Where what was asked for is written.
        err: Where it is said what went wrong, and what to do.
        store: Opens the record, and brings it to the shape this program expects.
        desk: Finds the desk of a partnership.
        ask: Asks the person at the keyboard, and returns what they typed.
        chats: Examines the chats that are configured.
        letters: Examines the mail server and the mailbox that are configured.
        calendars: Examines the shared calendar that is configured.
        teller: Makes what writes to whoever runs this, if anybody is to be told.
        sole: Makes sure that nobody else works on a database meanwhile.
        year: Lives through a year, with all the parts put together.
    """

    settings: Callable[[], Settings]
    now: Callable[[], datetime]
    out: TextIO
    err: TextIO
    store: Callable[[], Store]
    desk: Callable[[Store, str], Counter]
    ask: Callable[[str], str] = input
    chats: Callable[[Settings, Store], Iterable[Finding]] = _no_chats
    letters: Callable[[Settings], Iterable[Finding]] = _no_more
    calendars: Callable[[Settings], Iterable[Finding]] = _no_more
    teller: Callable[[Settings, Callable[[], datetime]], Tell | None] = _nobody
    sole: Callable[[str], AbstractContextManager[None]] = _anybody
    year: Callable[[argparse.Namespace, Means], int] = _no_year


class Verb(Protocol):
    """A module of this package."""

    NAME: str

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Describe what may follow the verb."""

    def run(self, args: argparse.Namespace, means: Means) -> int:
        """Do it, and return the exit code."""
