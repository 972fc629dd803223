"""Telling that a file is shut to this account from anything else that went wrong."""

from __future__ import annotations

import errno
from typing import Final

_SHUT: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_ON_SQLITE: Final = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")
_THEN: Final = (
    "Have it belong to the account that this runs as, with its folder: what root has "
    "put back or copied belongs to root."
)


def shut(trouble: BaseException | None) -> tuple[str, str] | None:
    """Say what is shut to us and what to do, where something went wrong by that."""
    while trouble is not None:
        if str(getattr(trouble, "sqlite_errorname", "")).startswith(_ON_SQLITE):
            return "The file of the database cannot be opened or written.", _THEN
        if isinstance(trouble, OSError) and trouble.errno in _SHUT and trouble.filename:
            return f"{trouble.filename} cannot be opened or written.", _THEN
        trouble = trouble.__cause__
    return None
