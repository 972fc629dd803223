"""Telling that the database went away from something being wrong with us."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree

from bot.core.errors import Unreachable

T = TypeVar("T")

# A server that can only be read for a while, as one that has stood by for another,
# or whose disk is nearly full, says so as something internal.
_KINDS: Final = (
    OperationalError,
    InterfaceError,
    InternalError,
    NoneFree,
    ConnectionError,
)
ONLY_READ: Final = "25006"
"""How PostgreSQL says that a transaction may write nothing."""
_PAUSES: Final = (0.05, 0.3, 1.0)
"""Seconds before each further try: a chat is to have its answer within three."""


def gone() -> tuple[type[Exception], ...]:
    """List the kinds of trouble that may be over if something is tried again.

    So it is when a server has been restarted, a line was cut, a disk is full for a
    moment, or two waited for one another. Whatever else is raised is a fault of ours.
    """
    # What used the driver without the library between is told of in its own words.
    driver = sys.modules.get("psycopg")
    if driver is None:
        return _KINDS
    own = (driver.OperationalError, driver.InterfaceError, driver.InternalError)
    return (*_KINDS, *own)


async def tried_again(
    act: Callable[[], Awaitable[T]],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> T:
    """Do something for somebody who waits, and again if its line was cut meanwhile.

    A server that was restarted is there again within a second. What had been recorded
    when the line was cut is known at the desk as a repeat.

    Args:
        act: Does it; what it had written is undone where its line was cut.
        sleep: Waits; a test passes its own.

    Raises:
        Exception: What the last try ended with; or the first that is no cut line.
    """
    for pause in _PAUSES:
        try:
            return await act()
        except gone() as trouble:
            if not _may_pass(trouble):
                raise
        await sleep(pause)
    return await act()


def _may_pass(trouble: Exception) -> bool:
    """Say whether it may be over in a moment; who waited in vain has waited enough."""
    on_sqlite = isinstance(getattr(trouble, "orig", None), sqlite3.Error)
    return not (on_sqlite or isinstance(trouble, NoneFree))


@contextmanager
def reached() -> Iterator[None]:
    """Begin something that cannot be begun without the database.

    Raises:
        Unreachable: It cannot be reached, or takes nothing down.
    """
    try:
        yield
    except gone() as trouble:
        if isinstance(getattr(trouble, "orig", None), sqlite3.Error):
            raise  # a file is there or not, and says itself what is wrong with it
        if getattr(getattr(trouble, "orig", None), "sqlstate", "") == ONLY_READ:
            raise Unreachable(
                "The database answers, and takes nothing down.",
                next_step="See whether it is a stand-by, and whether its disk is full.",
            ) from trouble
        raise Unreachable(
            "The database cannot be reached, or does not let us in.",
            next_step="Check its address and password, in DAYZERO_DATABASE_URL or as "
            "typed, and that the server is running.",
        ) from trouble
