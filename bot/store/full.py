"""Telling that a disk was full from anything else that went wrong."""

from __future__ import annotations

import errno
from typing import Final

NO_ROOM: Final = (
    "There is no room on the disk for the record.",
    (
        "Make room there, and try again. What was recorded is whole; what was not has "
        "been left out altogether."
    ),
)
"""What is said of it, and what to do then."""
_ON_SQLITE: Final = ("SQLITE_FULL", "SQLITE_IOERR_SHM", "SQLITE_IOERR_WRITE")
_ON_POSTGRES: Final = "53100"
_OF_THE_SYSTEM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def full(trouble: BaseException | None) -> bool:
    """Say whether something went wrong because a disk has no room."""
    while trouble is not None:
        name = str(getattr(trouble, "sqlite_errorname", ""))
        if name.startswith(_ON_SQLITE):
            return True
        if getattr(trouble, "sqlstate", "") == _ON_POSTGRES:
            return True
        if isinstance(trouble, OSError) and trouble.errno in _OF_THE_SYSTEM:
            return True
        trouble = trouble.__cause__
    return False
