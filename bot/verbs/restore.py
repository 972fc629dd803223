"""``dayzero restore``: put a record back from a backup, and prove it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.core import words
from bot.core.errors import Refused
from bot.settings import Settings, master_secret
from bot.store import Store, backups, facts, index, roster
from bot.store.migrate import migrate_apart
from bot.store.taken_over import Waited, take_over
from bot.store.verify import Fault, verify
from bot.vault import Vault
from bot.verbs.means import Means
from bot.verbs.printed import say

NAME: Final = "restore"
_FAULTY: Final = 1


class _Unsound(Exception):  # noqa: N818 - it ends the look at a backup, and no more
    """The backup is not what was recorded."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    parser.add_argument("file", metavar="FILE", help="what dayzero backup has made")
    parser.add_argument(
        "--go-on",
        action="store_true",
        help="let what waited go as soon as the bot runs, each looked for first; "
        "otherwise it is held until somebody says so",
    )


def run(args: argparse.Namespace, means: Means) -> int:
    """Put a record back from a backup into an empty place, and prove it.

    The master secret has to be there already: none is made. A backup that is not
    as it was made, or was sealed with another secret, is refused. Every seal is
    checked before anything is kept. What waited to be sent may have gone since,
    so it is held, and looked for before it goes. Ends with 0 when the record is
    there and as it was recorded, 1 when it is not what was recorded, and 2 when
    nothing was put back.
    """
    settings, now = means.settings(), means.now()
    file = Path(args.file).expanduser()
    vault = Vault(_secret(settings))
    _examined(file, vault, means)
    try:
        with backups.put_back(file, settings.database_url) as url:
            migrate_apart(url)
            store = Store(url, vault)
            try:
                waited = _settled(store, now, means, hold=not args.go_on)
            finally:
                store.close()
    except _Unsound:
        say(means.err, "It is not to be used. Take an older backup, and keep this one.")
        return _FAULTY
    _told(waited, means, hold=not args.go_on)
    return 0


def _secret(settings: Settings) -> bytes:
    """Find the secret; a new one would be of no use to an old record."""
    if settings.secret is None and not settings.secret_file.exists():
        raise Refused(
            f"There is no master secret at {settings.secret_file}.",
            next_step="Put back the one that belongs to the backup: mode 600, and "
            "owned by the account that will run this.",
        )
    return master_secret(settings)


def _examined(file: Path, vault: Vault, means: Means) -> None:
    """See that it is a backup, whole, and sealed with the secret that is set."""
    if not file.is_file():
        raise Refused(f"There is no file {file}.", next_step="Name a backup.")
    whole = backups.is_whole(file)
    if whole is False:
        raise Refused(
            f"{file} is not as it was made: its checksum is another.",
            next_step="Fetch it again, or take another backup.",
        )
    if whole is None:
        say(means.err, f"No checksum lies beside {file.name}; its seals must do.")
    if backups.mark_of(file) not in {"", vault.mark}:
        raise Refused(
            "The backup was sealed with another secret than the one that is set.",
            next_step="Put back the secret that belongs to it; nothing was changed.",
        )


def _settled(store: Store, now: datetime, means: Means, *, hold: bool) -> Waited:
    """Prove what was put back, and see to what waited in it."""
    faults = verify(store)
    for fault in faults:
        whose = fault.case or fault.partnership or "The record"
        say(means.err, f"{whose}: {fault.says}")
    if any(fault.what != "index" for fault in faults):
        raise _Unsound
    with store.writing() as tx:
        facts.set_(tx, backups.RESTORED, now.isoformat())
        waited = take_over(tx, now, hold=hold)
    _counted(store, faults, means)
    return waited


def _counted(store: Store, faults: Sequence[Fault], means: Means) -> None:
    with store.reading() as tx:
        rows, people = index.cases(tx), roster.partnerships(tx)
    entries = words.counted(sum(row.head_n for row in rows), "entry", "entries")
    whose = words.counted(len(people), "partnership")
    cases = words.counted(len(rows), "case")
    say(means.out, f"{whose}, {cases} and {entries} were put back.")
    if faults:
        say(means.err, "An index is wrong, and no more. Run: dayzero rebuild")
    else:
        say(means.out, "Every entry is as it was recorded.")
    for name in sorted({row.partnership for row in rows}.difference(people)):
        say(means.err, f"{name} has cases and no roster: dayzero roster import FILE")


def _told(waited: Waited, means: Means, *, hold: bool) -> None:
    """Say what waited, and what is to be thought of after a restore."""
    if waited.oldest is not None:
        number = words.counted(waited.number, "delivery", "deliveries")
        were = "was" if waited.number == 1 else "were"
        since = words.moment(waited.oldest)
        say(means.out, f"{number} {were} still to go, the oldest of {since}.")
        say(means.out, _HELD if hold else _GOING)
    say(means.out, _AFTER)


_HELD: Final = (
    "They may have gone since, so they are held among what could not be delivered. "
    "dayzero deliver --again lets them go; each is looked for first."
)
_GOING: Final = "They go as soon as the bot runs; each is looked for first."
_AFTER: Final = (
    "What was recorded after the backup is not in it: ask people. Erase again what "
    "was erased since. Then run dayzero doctor, and start it."
)
