"""``dayzero backup``: the whole record as one file, made while it is in use."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.core import words
from bot.core.errors import Refused
from bot.settings import Settings, master_secret
from bot.store import Store, backups, facts
from bot.store.standing import BACKUP
from bot.store.verify import Fault
from bot.vault import Vault
from bot.verbs.means import Means
from bot.verbs.printed import say
from bot.verbs.verify import described, found

NAME: Final = "backup"
KEPT: Final = 35
"""How many backups are kept in a folder, where nobody says otherwise."""
_A_MEGABYTE: Final = 1_000_000
_LISTED: Final = 10
_TITLE: Final = "Dayzero: the record is not what was recorded"
_MORE: Final = "More: deploy/RUNBOOK.md, under “Verify finds a fault”"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    parser.add_argument(
        "where",
        metavar="PLACE",
        help="a folder, in which it is named after the time; or a new file",
    )
    parser.add_argument(
        "--keep",
        type=int,
        default=KEPT,
        metavar="N",
        help=f"how many to keep in a folder, the newest; {KEPT} if not said",
    )

    parser.add_argument(
        "--verify",
        action="store_true",
        help="then check the record as dayzero verify does; where something is wrong, "
        "write to DAYZERO_OPERATOR, and delete no older backup",
    )


def run(args: argparse.Namespace, means: Means) -> int:
    """Copy the whole record into one file, while it is in use.

    SQLite is copied by its own means, PostgreSQL by pg_dump. The file is there
    whole or not at all, only its owner may read it, and its checksum is beside
    it. The master secret is never in it: keep that elsewhere, for without it a
    backup is worth nothing. Ends with 0 when the backup is there, 1 when it is
    there and --verify found a fault in the record, and 2 when it could not be made.
    """
    if args.keep < 1:
        raise Refused("At least one has to be kept.", next_step="Write --keep 1.")
    settings, now = means.settings(), means.now()
    place = Path(args.where).expanduser()
    in_folder = place.is_dir()
    end = backups.suffix(settings.database_url)
    name = f"dayzero-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{end}"
    file = place / name if in_folder else place
    _made(settings, file)
    size = max(1, round(file.stat().st_size / _A_MEGABYTE))
    say(means.out, f"The record is copied to {file}, {size} MB.")
    _noted(settings, now)
    faults = _faults(means) if args.verify else ()
    if faults:
        _tell(faults, settings, means)
    elif in_folder and (gone := _thinned(place, end, args.keep)):
        say(means.out, f"{words.counted(gone, 'older one')} deleted; {args.keep} kept.")
    say(means.err, _apart(settings))
    return 1 if faults else 0


def _made(settings: Settings, file: Path) -> None:
    if file.exists():
        raise Refused(
            f"{file} is there already.", next_step="Name another file, or a folder."
        )
    try:
        backups.make(settings.database_url, file)
    except OSError as wrong:
        raise Refused(
            f"{file} cannot be written: {wrong.strerror or type(wrong).__name__}.",
            next_step="Name a folder that is there, has room, and is open to us.",
        ) from None


def _faults(means: Means) -> Sequence[Fault]:
    store = means.store()
    faults = found(store, means)
    if not faults:
        say(means.out, "The record is as it was recorded.")
    return faults


def _tell(faults: Sequence[Fault], settings: Settings, means: Means) -> None:
    """Say that the record is not what was recorded, and to a person too.

    No older backup is deleted then: one of them may be the last that is sound.
    """
    lines = [*described(faults[:_LISTED]), "No older backup was deleted."]
    if len(faults) > _LISTED:
        lines.insert(_LISTED, f"And {len(faults) - _LISTED} more: dayzero verify")
    for line in lines:
        say(means.err, line)
    tell = means.teller(settings, means.now)
    if tell is None:
        say(means.err, "Nobody was told: DAYZERO_OPERATOR is not set.")
        return
    text = "\n\n".join([*lines, _MORE])
    try:
        tell(_TITLE, text, f"verify/{means.now().date()}")
    except RuntimeError:
        say(means.err, "Nobody could be told: the mail server did not take the letter.")


def _thinned(folder: Path, end: str, keep: int) -> int:
    """Delete the oldest beyond those that are kept; their names tell their time."""
    there = sorted(folder.glob(f"dayzero-*Z{end}"), reverse=True)
    for file in there[keep:]:
        backups.forget(file)
    return len(there[keep:])


def _noted(settings: Settings, now: datetime) -> None:
    """Note in the record that was copied when that was, so that it can be watched."""
    secret = master_secret(settings, recorded=True)
    store = Store(settings.database_url, Vault(secret))
    try:
        with store.writing() as tx:
            facts.set_(tx, BACKUP, now.isoformat())
    finally:
        store.close()


def _apart(settings: Settings) -> str:
    given = settings.secret is not None
    where = (
        "what DAYZERO_SECRET or DAYZERO_SECRET_FILE gives"
        if given
        else str(settings.secret_file)
    )
    return (
        f"THE MASTER SECRET IS NOT IN IT. Keep a copy of {where} somewhere else: "
        "without it nothing in the backup can be read or proved."
    )
