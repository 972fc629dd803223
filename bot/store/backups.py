"""The whole record as one file, made while it is in use; and such a file put back.

The file holds what the database holds. The master secret is never in it: without
it nothing that was typed can be read, and whoever has both can read everything.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from sqlalchemy import inspect, make_url

from bot.core.errors import Refused
from bot.store import dumps, facts
from bot.store.connecting import opened

NO_RECORD: Final = "There is no record in that database."
"""What is said of a database with nothing in it."""
RESTORED: Final = "restored/at"
"""Where it stands when this record was put back from a backup, as ISO text."""

_BESIDE: Final = ("", "-wal", "-shm")
"""How the names of the files end that SQLite keeps for one database."""
_LABELLED: Final = ".sha256"
_A_PIECE: Final = 1 << 20
_A_DAY: Final = 86_400.0


def suffix(url: str) -> str:
    """Say how the name of a backup of this database ends."""
    return ".sqlite3" if _is_file(url) else ".pgdump"


def make(url: str, to: Path) -> None:
    """Copy the whole record into one file, as it stands at one moment.

    Whoever works with it goes on meanwhile. The file is there whole or not at all,
    is for nobody but its owner to read, and has its checksum beside it.

    Raises:
        Refused: There is no record, or it cannot be copied there.
    """
    if not _is_file(url) and is_empty(url):
        raise Refused(
            NO_RECORD, next_step="Check DAYZERO_DATABASE_URL. dayzero run makes one."
        )
    draft = _draft(to.parent, ".dayzero-backup-", stale=_A_DAY)
    try:
        if _is_file(url):
            _copy(_file(url), draft)
            if _is_bare(draft):  # it is being made at this very moment
                raise Refused(NO_RECORD, next_step="Try again in a minute.")
        else:
            dumps.dump(url, draft)
        label = draft.with_name(draft.name + _LABELLED)
        label.touch(mode=0o600)
        label.write_text(f"{_checksum(draft)}  {to.name}\n", encoding="utf-8")
        _settle(draft)
        label.replace(to.with_name(to.name + _LABELLED))
        draft.replace(to)
        _settle(to.parent)
    finally:
        for left in (*_beside(draft), draft.with_name(draft.name + _LABELLED)):
            left.unlink(missing_ok=True)


def forget(file: Path) -> None:
    """Delete a backup, and what lies beside it."""
    file.unlink(missing_ok=True)
    file.with_name(file.name + _LABELLED).unlink(missing_ok=True)


def is_whole(file: Path) -> bool | None:
    """Say whether a backup is as it was made; ``None`` if nothing says how it was."""
    label = file.with_name(file.name + _LABELLED)
    if not label.exists():
        return None
    return label.read_text(encoding="utf-8").split()[:1] == [_checksum(file)]


def mark_of(file: Path) -> str:
    """Say by which secret a backup was sealed; empty if it does not say.

    Raises:
        Refused: It is no backup of ours.
    """
    if dumps.is_dump(file):
        return dumps.fact(file, facts.VAULT_MARK)
    try:
        with closing(_read_only(file)) as copy:
            row = copy.execute(
                "SELECT value FROM facts WHERE key = ?", (facts.VAULT_MARK,)
            ).fetchone()
    except sqlite3.Error:
        raise Refused(
            f"{file} is not a backup of Dayzero, or not the whole of one.",
            next_step="Name a file that dayzero backup has made, or fetch it again.",
        ) from None
    return str(row[0]) if row else ""


@contextmanager
def put_back(file: Path, url: str) -> Iterator[str]:
    """Put a backup into an empty place, to be looked at before it is kept.

    Yields:
        The address at which it can be looked at. If that ends in an exception, an
        SQLite file is not kept; what came to a server stays there.

    Raises:
        Refused: The place is not empty, or of the other kind.
    """
    if dumps.is_dump(file) is _is_file(url):
        raise Refused(
            f"{file} is of the other kind of database than DAYZERO_DATABASE_URL.",
            next_step="Restore it to the same kind; dayzero copy takes it across.",
        )
    if not is_empty(url):
        raise Refused(
            "There is a record already where this one should be put.",
            next_step="Put that one aside first, or name another place.",
        )
    if not _is_file(url):
        dumps.restore(file, url)
        yield url
        return
    place = _file(url)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _draft(place.parent, ".dayzero-restored-", stale=0)
    try:
        _copy(file, draft)
        yield f"sqlite:///{draft}"
        draft.replace(place)
        _settle(place.parent)
    finally:
        for left in _beside(draft):
            left.unlink(missing_ok=True)


def _draft(folder: Path, prefix: str, *, stale: float) -> Path:
    """Begin a file, and clear away what was left of those that were killed.

    Such a file holds the whole record, and nobody would ever count it as a backup.
    """
    handle, name = tempfile.mkstemp(dir=folder, prefix=prefix)
    os.close(handle)
    draft = Path(name)
    begun = draft.stat().st_mtime
    for left in folder.glob(f"{prefix}*"):
        with suppress(OSError):
            if left != draft and begun - left.stat().st_mtime >= stale:
                left.unlink()
    return draft


def _copy(file: Path, to: Path) -> None:
    """Copy a database by SQLite's own means, which see what is still in its log."""
    if not file.exists():
        raise Refused(
            f"There is no database at {file}.",
            next_step="Check DAYZERO_HOME, and the folder you are in.",
        )
    try:
        with closing(_read_only(file)) as source, closing(sqlite3.connect(to)) as copy:
            # In one go: in pieces it would begin again whenever somebody writes.
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as wrong:
        raise Refused(
            f"{file} could not be copied: {wrong}.",
            next_step="See that there is room, and that this account may read it.",
        ) from None
    if found != "ok":
        raise Refused(
            f"{file} is damaged: {found}.",
            next_step="Put back the last backup that verifies.",
        )


def _read_only(file: Path) -> sqlite3.Connection:
    # Not `immutable`: half of what was written last may be in the log beside it.
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


def _is_bare(file: Path) -> bool:
    with closing(_read_only(file)) as copy:
        return not copy.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()


def is_empty(url: str) -> bool:
    """Say whether there is nothing at all in a database, or no file."""
    if _is_file(url):
        return not any(one.exists() for one in _beside(_file(url)))
    engine = opened(url)
    try:
        return not inspect(engine).get_table_names()
    finally:
        engine.dispose()


def _is_file(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _file(url: str) -> Path:
    return Path(make_url(url).database or "")


def _beside(file: Path) -> list[Path]:
    return [file.with_name(file.name + end) for end in _BESIDE]


def _checksum(file: Path) -> str:
    found = hashlib.sha256()
    with file.open("rb") as opened_file:
        while piece := opened_file.read(_A_PIECE):
            found.update(piece)
    return found.hexdigest()


def _settle(path: Path) -> None:
    """See that it is on the disk, and not only on its way there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network drives cannot promise it of a folder
            os.fsync(handle)
    finally:
        os.close(handle)
