"""The courier woken inside this one process: nothing to install, nothing to run.

The rows in the outbox are the queue. This holds no work of its own, so a crash
loses nothing; it only makes sure that one process at a time does the work.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.store.alone import Claims
from integrations.engines.claimed import AlreadyRunning, Place, already_running
from integrations.engines.waking import Waking

if TYPE_CHECKING:
    from bot.store import Transaction

__all__ = ["AlreadyRunning", "Embedded"]


class Embedded:
    """Run the courier until stopped, and wake it when something is queued.

    Args:
        database: The SQLite file to work beside, or ``None``.
        claims: What is claimed of a database that is a server, or ``None``.
    """

    def __init__(
        self, database: Path | None = None, claims: Claims | None = None
    ) -> None:
        self._lock = database.with_name(f"{database.name}.lock") if database else None
        self._place = Place(claims, shared=False) if claims and not database else None
        self._held: int | None = None
        self._waking = Waking()

    def claim(self) -> None:
        """Make this the one process that works on the database.

        ``run`` does this too; done first, a second process is refused before it
        has touched anything. The claim ends with the process, however it ends.

        Raises:
            AlreadyRunning: Another process has it.
        """
        if self._place is not None:
            self._place.claim()
        if self._lock is None or self._held is not None:
            return
        handle = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 20).decode(errors="replace").strip()
            os.close(handle)
            raise already_running(holder) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        self._held = handle

    def release(self) -> None:
        """Let another process work on the database."""
        if self._place is not None:
            self._place.release()
        # The file stays: removing it would let two processes hold two files.
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def enqueue(self, tx: Transaction) -> None:
        """Do nothing: the rows are the queue."""

    def wake(self) -> None:
        """Say that something was queued. Called after the commit, from any thread."""
        self._waking.wake()

    async def run(self, deliver: Callable[[], Awaitable[float]]) -> None:
        """Call ``deliver`` until stopped, sleeping as long as it says, or until woken.

        What ``deliver`` raises ends this and is raised, unless the database has only
        gone for a while.

        Args:
            deliver: Delivers what is due, and says how many seconds it can sleep.

        Raises:
            AlreadyRunning: Another process works on the database.
        """
        self.claim()
        try:
            beside = (self._place.keep,) if self._place else ()
            await self._waking.go_on(deliver, *beside)
        finally:
            await asyncio.to_thread(self.release)

    def stop(self) -> None:
        """End ``run`` once what is in hand has been settled. From any thread."""
        self._waking.stop()
