"""Telling that the database went away from something being wrong with us."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree

from bot.core.errors import Refused

_KINDS: Final = (OperationalError, InterfaceError, NoneFree, ConnectionError)


def gone() -> tuple[type[Exception], ...]:
    """List the kinds of trouble that may be over if something is tried again.

    So it is when a server has been restarted, a line was cut, a disk is full for a
    moment, or two waited for one another. Whatever else is raised is a fault of ours.
    """
    # What used the driver without the library between is told of in its own words.
    driver = sys.modules.get("psycopg")
    own = (driver.OperationalError, driver.InterfaceError) if driver else ()
    return (*_KINDS, *own)


@contextmanager
def reached() -> Iterator[None]:
    """Begin something that cannot be begun without the database.

    Raises:
        Refused: It cannot be reached.
    """
    try:
        yield
    except gone() as trouble:
        if isinstance(getattr(trouble, "orig", None), sqlite3.Error):
            raise  # a file is there or not, and says itself what is wrong with it
        raise Refused(
            "The database cannot be reached, or does not let us in.",
            next_step="Check DAYZERO_DATABASE_URL, and that the server is running.",
        ) from trouble
