"""How much a mailbox takes at once, and how long it wants to be left in peace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Final

from bot.gateways import TryLater

AT_ONCE: Final = 4
"""Requests that Graph serves at once for one app and one mailbox."""
PATIENCE: Final = frozenset({429, 503, 504, 509})
"""Answers that ask for patience."""
_WAIT: Final = 10.0
"""Seconds to wait where it is not said how long."""
_LEAST: Final = 1.0
_MOST: Final = 3600.0


class Mailbox:
    """What is going on with one mailbox: a few at once, and a pause for all of them.

    Used from one loop only.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._room = asyncio.Semaphore(AT_ONCE)
        self._until: datetime | None = None
        self._asked = 0.0

    async def __aenter__(self) -> None:
        self.refuse_in_pause()
        await self._room.acquire()
        try:
            # What was answered to the one before may ask for patience.
            self.refuse_in_pause()
        except TryLater:
            self._room.release()
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._room.release()

    def pause(self, headers: Mapping[str, str]) -> TryLater:
        """Leave the mailbox in peace for as long as an answer asks."""
        now = self._now()
        said, sent = headers.get("Retry-After", ""), headers.get("Date", "")
        seconds = retry_after(said, now, sent)
        until = now + timedelta(seconds=seconds)
        if self._until is None or until > self._until:
            self._until, self._asked = until, seconds
        return TryLater(seconds)

    def refuse_in_pause(self) -> None:
        """Refuse at once while the mailbox wants to be left in peace.

        Raises:
            TryLater: For the rest of the pause.
        """
        if self._until is None:
            return
        left = (self._until - self._now()).total_seconds()
        # A clock that was put back must not make the pause any longer.
        if 0 < left <= self._asked:
            raise TryLater(left)
        self._until = None


def retry_after(said: str, now: datetime, sent: str = "") -> float:
    """Read for how many seconds we are asked to wait: a number of them, or a date.

    Args:
        said: What was asked.
        now: The time here.
        sent: The time there, where it was said; ours may be a rehearsal's.

    Example:
        >>> at = datetime(2026, 11, 27, 9, tzinfo=UTC)
        >>> retry_after("30", at), retry_after("Fri, 27 Nov 2026 09:01:00 GMT", at)
        (30.0, 60.0)
    """
    if (count := said.strip()).isascii() and count.isdigit():
        return min(max(float(count), _LEAST), _MOST)
    until, there = _date(said), _date(sent)
    if until is None:
        return _WAIT
    seconds = (until - now).total_seconds()
    if there is not None and not 0 <= seconds <= _MOST:
        seconds = (until - there).total_seconds()
    return min(max(seconds, _LEAST), _MOST)


def _date(said: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(said)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
