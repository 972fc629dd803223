"""What only one of several replicas does at a time, and who it is just now.

On PostgreSQL each claim is a lock that ends with the connection that took it, so a
replica that dies leaves nothing behind. A replica that only stands still, or a
machine that the network has lost, says nothing any more: after a quarter of a
minute the server ends its connection, and another replica takes over. So a claim
spares work done twice. That nothing is said twice rests on keys and fences.

On SQLite there is one process, and every claim is granted.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final, NoReturn

import structlog
from sqlalchemy import Connection, NullPool, create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from bot.store.connecting import LINE, must_speak
from bot.store.holding import key
from bot.store.opening import Transaction, on_sqlite

EVERY: Final = 5.0
"""Seconds between two looks at whether a claim still stands, or has come free."""
_IDLE: Final = "SET idle_session_timeout = '15s'"
"""A silence after which the server lets somebody else have the claims."""
_ANYBODY: Final = text("SELECT 1")
_TRY: Final = text("SELECT pg_try_advisory_lock(:key)")
_TRY_SHARED: Final = text("SELECT pg_try_advisory_lock_shared(:key)")
_LET_GO: Final = text("SELECT pg_advisory_unlock(:key)")
_LET_GO_SHARED: Final = text("SELECT pg_advisory_unlock_shared(:key)")
_WAIT: Final = text("SELECT pg_advisory_xact_lock(:key)")

_log = structlog.get_logger()


def in_turn(tx: Transaction, name: str) -> None:
    """Wait until nobody else who is in this turn writes, for what is read first.

    On SQLite one writes at a time as it is.
    """
    if not on_sqlite(tx):
        tx.execute(_WAIT, {"key": key("turn", name)})


class Claims:
    """What this process has claimed of one database, on a connection of its own.

    Args:
        url: The database's address.
    """

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self._on_sqlite = address.get_backend_name() == "sqlite"
        if not self._on_sqlite:
            must_speak()
            address = address.set(drivername="postgresql+psycopg")
        self._engine = create_engine(
            address,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={} if self._on_sqlite else LINE,
        )
        self._line: Connection | None = None
        self._held: dict[str, bool] = {}
        self._turn = threading.Lock()

    def take(self, name: str, *, shared: bool = False) -> bool:
        """Claim something; ``False`` if another has it.

        Args:
            name: What is claimed. What is held already stays as it is.
            shared: Whether others may claim it in the same way.

        Raises:
            SQLAlchemyError: The database has gone; every claim is lost with it.
        """
        if self._on_sqlite:
            return True
        with self._turn, self._kept() as line:
            if name not in self._held:
                taking = _TRY_SHARED if shared else _TRY
                if not line.scalar(taking, {"key": key("claim", name)}):
                    return False
                self._held[name] = shared
            return True

    def holds(self, name: str) -> bool:
        """Look whether a claim still stands. Asking is what keeps it.

        Raises:
            SQLAlchemyError: The database has gone; every claim is lost with it.
        """
        if self._on_sqlite:
            return True
        with self._turn, self._kept() as line:
            line.execute(_ANYBODY)
            return name in self._held

    def let_go(self, name: str) -> None:
        """Let another have it."""
        with self._turn, suppress(SQLAlchemyError):
            shared = self._held.pop(name, None)
            if shared is not None and self._line is not None:
                ending = _LET_GO_SHARED if shared else _LET_GO
                self._line.execute(ending, {"key": key("claim", name)})

    def close(self) -> None:
        """Let go of everything."""
        with self._turn:
            self._forget()

    @contextmanager
    def _kept(self) -> Iterator[Connection]:
        """Give the connection, and forget it, and all claims, once it has gone."""
        try:
            if self._line is None:
                self._line = self._engine.connect()
                self._line.exec_driver_sql(_IDLE)
            yield self._line
        except SQLAlchemyError:
            self._forget()
            raise

    def _forget(self) -> None:
        line, self._line = self._line, None
        self._held.clear()
        if line is not None:
            _let_be(line)


async def standing(
    claims: Claims,
    name: str,
    act: Callable[[], Awaitable[object]],
    every: float = EVERY,
) -> NoReturn:
    """Do something that has no end on one replica, for as long as its claim stands.

    The others wait, and look every few seconds whether it has come free.

    Args:
        claims: This process's claims.
        name: What it is that is done, such as ``mailbox``.
        act: Does it. What it raises is raised, once the claim is let go.
        every: Seconds between two looks.
    """
    while True:
        if await _stands(claims.take, name):
            try:
                await _while_held(claims, name, act, every)
            finally:
                await asyncio.to_thread(claims.let_go, name)
        await asyncio.sleep(every)


async def _while_held(
    claims: Claims, name: str, act: Callable[[], Awaitable[object]], every: float
) -> None:
    doing = asyncio.ensure_future(act())
    try:
        while not doing.done():
            await asyncio.wait({doing}, timeout=every)
            if not doing.done() and not await _stands(claims.holds, name):
                _log.warning("claim.lost", kind=name)
                return
        doing.result()
    finally:
        doing.cancel()
        await asyncio.wait({doing})


async def _stands(asked: Callable[[str], bool], name: str) -> bool:
    try:
        return await asyncio.to_thread(asked, name)
    except SQLAlchemyError:
        return False  # nobody can be asked, so nobody holds anything


def _let_be(line: Connection) -> None:
    """Close a connection, whether or not anybody is left at its other end."""
    try:
        line.close()
    except SQLAlchemyError:
        _log.warning("claim.lost")
        line.invalidate()
