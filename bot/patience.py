"""A question that may never be answered, asked without waiting for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Generic, TypeVar

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Answer(Generic[Told]):
    """What came of asking.

    Attributes:
        told: What was answered, if anything was.
        trouble: Why there is no answer; that it took too long is one reason.
    """

    told: Told | None = None
    trouble: Exception | None = None


class Patience(Generic[Told]):
    """Asks in a thread of its own, and remembers the answer for a while.

    A database that has gone may leave a question hanging. Then no second one is
    begun: whoever asks meanwhile is told that there is no answer.

    Args:
        ask: Asks it. What it raises is an answer too.
        seconds: How long to wait for an answer.
        fresh: For how many seconds an answer, or that there is none, still holds.
        monotonic: A clock that never steps back, in seconds.
    """

    def __init__(
        self,
        ask: Callable[[], Told],
        seconds: float,
        fresh: float = 0.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._seconds = seconds
        self._fresh = fresh
        self._monotonic = monotonic
        self._turn = threading.Lock()
        self._asking: _Asking[Told] | None = None
        self._kept: Answer[Told] | None = None
        self._until = 0.0

    def __call__(self) -> Answer[Told]:
        """Give the answer, or why there is none."""
        with self._turn:
            if self._kept is None or self._monotonic() >= self._until:
                self._kept = self._answered()
                self._until = self._monotonic() + self._fresh
            return self._kept

    def _answered(self) -> Answer[Told]:
        if self._asking is None:
            self._asking = _Asking(self._ask)
        if not self._asking.ended.wait(self._seconds):
            return Answer(trouble=TimeoutError())
        asked, self._asking = self._asking, None
        return Answer(asked.told, asked.trouble)


class _Asking(Generic[Told]):
    """One question that is being asked; what it raises is kept, for whoever asked."""

    def __init__(self, ask: Callable[[], Told]) -> None:
        self.ended: Final = threading.Event()
        self.told: Told | None = None
        self.trouble: Exception | None = None
        self._ask = ask
        # A daemon: one that hangs for ever must not keep the program from ending.
        threading.Thread(target=self._run, name="dayzero-asks", daemon=True).start()

    def _run(self) -> None:
        with self:
            self.told = self._ask()

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Keep what was raised."""
        del kind, trace
        self.trouble = trouble if isinstance(trouble, Exception) else None
        self.ended.set()
        return self.trouble is not None
