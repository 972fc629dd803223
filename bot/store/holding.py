"""Locks of PostgreSQL that stand for what is being done, and for no row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Final

import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

_NO_LONGER: Final = "SET LOCAL idle_in_transaction_session_timeout = '60s'"
"""After this, what is done alone is not done alone any more."""
_ALONE: Final = text("SELECT pg_try_advisory_xact_lock(:key)")

_log = structlog.get_logger()


@contextmanager
def alone(
    writing: Callable[[], AbstractContextManager[Connection]], name: str
) -> Iterator[bool]:
    """Do something on one replica at a time; ``False`` if another is at it.

    Args:
        writing: Begins the transaction that holds it, and in which nothing is done.
        name: What it is that is done.
    """
    held = writing()
    tx = held.__enter__()
    try:
        tx.exec_driver_sql(_NO_LONGER)
        yield bool(tx.scalar(_ALONE, {"key": key("alone", name)}))
    finally:
        try:
            held.__exit__(None, None, None)
        except SQLAlchemyError:  # what was done has been recorded all the same
            _log.warning("claim.lost", kind=name)


def key(way: str, name: str) -> int:
    """Make the number of a lock; each way of holding something has its own."""
    digest = hashlib.sha256(f"dayzero {way} {name}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
