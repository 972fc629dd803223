"""The courier woken inside this one process: nothing to install, nothing to run.

The rows in the outbox are the queue. This holds no work of its own, so a crash
loses nothing; it only makes sure that one process at a time does the work.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from bot.core.errors import Refused


class AlreadyRunning(Refused):
    """Dayzero is already running on this database."""

    code = "already-running"


class Embedded:
    """Run the courier until stopped, and wake it when something is queued."""

    def __init__(self, database: Path | None = None) -> None:
        """Work beside an SQLite file, or beside none where a server guards itself."""
        self._lock = database.with_name(f"{database.name}.lock") if database else None
        self._held: int | None = None
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()
        self._stopping = False

    def claim(self) -> None:
        """Make this the one process that works on the database.

        ``run`` does this too; done first, a second process is refused before it
        has touched anything. The claim ends with the process, however it ends.

        Raises:
            AlreadyRunning: Another process has it.
        """
        if self._lock is None or self._held is not None:
            return
        handle = os.open(self._lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(handle, 20).decode(errors="replace").strip()
            os.close(handle)
            raise _already_running(holder) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        self._held = handle

    def release(self) -> None:
        """Let another process work on the database."""
        # The file stays: removing it would let two processes hold two files.
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def wake(self) -> None:
        """Say that something was queued. Called after the commit, from any thread."""
        with self._guard:
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._woken.set)

    async def run(self, deliver: Callable[[], Awaitable[float]]) -> None:
        """Call ``deliver`` until stopped, sleeping as long as it says, or until woken.

        What ``deliver`` raises ends this and is raised: a courier that cannot go
        on must be seen to have stopped.

        Args:
            deliver: Delivers what is due, and says how many seconds it can sleep.

        Raises:
            AlreadyRunning: Another process works on the database.
        """
        self.claim()
        with self._guard:
            self._loop = asyncio.get_running_loop()
        try:
            while not self._stopping:
                # Cleared before looking: what is queued while it looks wakes it again.
                self._woken.clear()
                seconds = await deliver()
                await self._sleep(seconds)
        finally:
            with self._guard:
                self._loop = None
            self.release()

    def stop(self) -> None:
        """End ``run`` once what is in hand has been settled. From any thread."""
        self._stopping = True
        self.wake()

    async def _sleep(self, seconds: float) -> None:
        if self._stopping:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()


def _already_running(holder: str) -> AlreadyRunning:
    which = f" (process {holder})" if holder.isdigit() else ""
    return AlreadyRunning(
        f"Dayzero is already running on this database{which}.",
        next_step="Use the one that is running, or stop it and start this again.",
    )
