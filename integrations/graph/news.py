"""What Graph told of, and nobody has looked at yet; what is told twice, once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

Lifecycle: TypeAlias = Literal[
    "reauthorizationRequired", "subscriptionRemoved", "missed"
]
"""What Graph tells of the line itself, in its own words."""

_MOST: Final = 2000
"""Events that are remembered one by one; past that, everything is looked through."""


@dataclass(frozen=True, slots=True)
class News:
    """What has been told since the last look.

    Attributes:
        events: Events that were made, changed or deleted.
        line: What was told of the line by which Graph tells.
    """

    events: frozenset[str] = frozenset()
    line: frozenset[Lifecycle] = frozenset()


@dataclass(slots=True)
class Heap:
    """Gathers what is told on one loop for whoever looks at it on another."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _events: set[str] = field(default_factory=set)
    _line: set[Lifecycle] = field(default_factory=set)
    _wake: Callable[[], object] = lambda: None

    def tell(self, events: Iterable[str], line: Iterable[Lifecycle] = ()) -> None:
        """Take what was told. Returns at once; called from any thread."""
        with self._lock:
            self._events.update(events)
            self._line.update(line)
            if len(self._events) > _MOST:
                self._events.clear()
                self._line.add("missed")
            wake = self._wake
        with suppress(RuntimeError):  # whoever waited is about to end
            wake()

    async def come(self) -> None:
        """Wait until there is something to look at."""
        loop, come = asyncio.get_running_loop(), asyncio.Event()
        with self._lock:
            self._wake = lambda: loop.call_soon_threadsafe(come.set)
            if self._events or self._line:
                return
        await come.wait()

    def take(self) -> News:
        """Take everything that was told since the last time."""
        with self._lock:
            news = News(frozenset(self._events), frozenset(self._line))
            self._events.clear()
            self._line.clear()
        return news
