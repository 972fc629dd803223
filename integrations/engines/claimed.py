"""Which process may work on a database: one alone, or the replicas of a fleet."""

from __future__ import annotations

import asyncio
from typing import Final, NoReturn

import structlog

from bot.core.errors import Refused
from bot.store.alone import EVERY, Claims
from bot.store.gone import gone

_NAME: Final = "engine"

_log = structlog.get_logger()


class AlreadyRunning(Refused):
    """Dayzero is already running on this database."""

    code = "already-running"


class Place:
    """The right to work on a database that is a server.

    Args:
        claims: This process's claims there.
        shared: Whether others may work on it in the same way, as replicas do.
        every: Seconds between two looks at whether it is held.
    """

    def __init__(self, claims: Claims, *, shared: bool, every: float = EVERY) -> None:
        self._every = every
        self._claims = claims
        self._shared = shared

    def claim(self) -> None:
        """Take it; it ends with the process, however that ends.

        Raises:
            AlreadyRunning: Another process has it, and does not share it.
        """
        if self._claims.take(_NAME, shared=self._shared):
            return
        if self._shared:
            raise AlreadyRunning(
                "Dayzero is already running on this database, as one process.",
                next_step="Stop it, set DAYZERO_ENGINE=fleet, and start it again.",
            )
        if self._claims.take(_NAME, shared=True):
            self._claims.let_go(_NAME)
            raise AlreadyRunning(
                "The replicas of a fleet are running on this database.",
                next_step="Set DAYZERO_ENGINE=fleet here too, or stop all of them.",
            )
        raise already_running()

    async def keep(self) -> NoReturn:
        """Keep it, and take it again where the database was restarted.

        Raises:
            AlreadyRunning: Another process took it meanwhile.
        """
        while True:
            await asyncio.sleep(self._every)
            try:
                if not await asyncio.to_thread(self._claims.holds, _NAME):
                    await asyncio.to_thread(self.claim)
                    _log.info("engine.claimed-again")
            except gone():
                _log.info("engine.place-unknown")

    def release(self) -> None:
        """Let another process work on the database."""
        self._claims.let_go(_NAME)


def already_running(holder: str = "") -> AlreadyRunning:
    """Say that another process works on the database, and which if it is known."""
    which = f" (process {holder})" if holder.isdigit() else ""
    return AlreadyRunning(
        f"Dayzero is already running on this database{which}.",
        next_step="Use the one that is running, or stop it and start this again.",
    )
