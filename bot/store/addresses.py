"""The addresses of databases: which are, and where the file of one is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

_KINDS: Final = ("sqlite", "postgresql")


def read(given: str) -> str:
    """Read the address of a database as it was typed; empty if it is none."""
    try:
        address = make_url(given)
    except ArgumentError:
        return ""
    known = address.get_backend_name() in _KINDS and address.database
    return address.render_as_string(hide_password=False) if known else ""


def same(one: str, other: str) -> bool:
    """Say whether two addresses name one database, however they are written.

    Example:
        >>> same("postgresql+psycopg://db/dayzero", "postgresql://db/dayzero")
        True
    """
    first, second = (make_url(each) for each in (one, other))
    kind = first.get_backend_name()
    return first.set(drivername=kind) == second.set(
        drivername=second.get_backend_name()
    )


def file_of(url: str) -> Path | None:
    """Find the file that a database is; nothing, where it is a server."""
    address = make_url(url)
    is_file = address.get_backend_name() == "sqlite"
    return Path(address.database or "") if is_file else None
