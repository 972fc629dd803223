"""What the doctor looks at around the bot: the machine, the server, and who watches."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.core import words
from bot.settings import Settings
from bot.store import Store
from bot.store import server as servers
from bot.store.standing import standing
from bot.troubles import LEAST_FREE, STALE
from bot.verbs.examined import Finding, fault, fine, look

_OLDEST: Final = 15
"""The first PostgreSQL that is used."""
_ASTRAY: Final = timedelta(seconds=5)
"""How far two clocks may be apart before somebody should look."""
_MOUNTS: Final = Path("/proc/mounts")
_DISTANT: Final = frozenset(
    {"9p", "afs", "ceph", "cifs", "fuse.sshfs", "glusterfs", "lustre", "nfs", "nfs4"}
    | {"smb2", "smb3", "smbfs", "virtiofs"}
)
"""File systems on which a lock is not always one."""


def engine(
    settings: Settings, store: Store, mounts: Path = _MOUNTS
) -> Iterator[Finding]:
    """See that the database is one on which the chosen engine can be relied on."""
    server = servers.server(store)
    if server is None:
        yield _of_file(settings.database_file, mounts)
        return
    if server.version < _OLDEST:
        yield fault(
            f"The server is PostgreSQL {server.version}.",
            f"Dayzero needs {_OLDEST} or later: have it upgraded.",
        )
    else:
        yield fine(f"The server is PostgreSQL {server.version}.")
    fleet = settings.engine == "fleet"
    if server.all_powerful:
        tell = fault if fleet else look
        yield tell(
            "The account in DAYZERO_DATABASE_URL passes every rule by which the"
            " database keeps partnerships apart.",
            "Make it an ordinary one: ALTER ROLE … NOSUPERUSER NOBYPASSRLS.",
        )
    if servers.shut(store):
        yield fault(
            "The server answers, and takes nothing down.",
            "See whether it is a stand-by, and whether its disk is full.",
        )
    if not server.durable:
        yield look(
            "The server says that it has recorded what it may still lose.",
            "Turn fsync on, and set synchronous_commit to on, for this database.",
        )
    if fleet:
        yield from _of_fleet(store, has_jobs=server.has_jobs)


def _of_fleet(store: Store, *, has_jobs: bool) -> Iterator[Finding]:
    if not has_jobs:
        then = "They are made when a replica starts: dayzero run."
        yield look("The job queue has no tables yet.", then)
    with store.reading() as tx:
        count = servers.replicas(tx)
    yield fine(f"{words.counted(count, 'replica works', 'replicas work')} on it now.")
    if servers.hears(store):
        yield fine("The server calls the replicas when something is to be delivered.")
    else:
        yield fault(
            "The server does not call the replicas: what is to be delivered waits"
            " up to a second.",
            "Do not put a pool that works by transaction in between, or let it work"
            " by session: see deploy/README.md.",
        )


def _of_file(file: Path | None, mounts: Path) -> Finding:
    kind = _kind_of(file, mounts) if file else ""
    if kind in _DISTANT:
        return fault(
            f"The database is on a network file system ({kind}), where two processes"
            " can both believe that they have it alone.",
            "Keep it on a disk of this machine, or use PostgreSQL.",
        )
    return fine("The database is a file on a disk of this machine.")


def _kind_of(file: Path, mounts: Path) -> str:
    """Find which kind of file system a file is on; nothing where that is not told."""
    if not mounts.exists():
        return ""
    found = [line.split() for line in mounts.read_text("utf-8").splitlines()]
    holding = [
        (len(place), kind)
        for _, place, kind, *_ in found
        if file.resolve().is_relative_to(place.replace("\\040", " "))
    ]
    return max(holding, default=(0, ""))[1]


def clock(store: Store, now: datetime) -> Iterator[Finding]:
    """See that this machine and the database server agree what time it is."""
    told = servers.clock(store)
    if told is None:
        return
    apart = abs(now - told)
    if apart <= _ASTRAY:
        yield fine("This machine and the database server agree what time it is.")
        return
    seconds = words.counted(round(apart.total_seconds()), "second")
    says = f"This machine’s clock and the database server’s are {seconds} apart."
    # Which of the two is wrong cannot be told from here.
    yield look(says, "Turn on time synchronisation on both.")


def disk(settings: Settings, least: int = LEAST_FREE) -> Iterator[Finding]:
    """See that there is room to write."""
    home = settings.home
    where = next(path for path in (home, *home.parents) if path.exists())
    free = shutil.disk_usage(where).free
    said = f"{free // (1024 * 1024):,} MB are free where DAYZERO_HOME is"
    if free < least:
        then = "Free some room, and never by deleting a file of the database."
        yield fault(f"{said}.", then)
    else:
        yield fine(f"{said}.")


def backup(store: Store, now: datetime) -> Iterator[Finding]:
    """See that there is a fresh backup, as far as is known here."""
    with store.reading() as tx:
        at = standing(tx, now).backed_up
    then = "Have dayzero backup run each night, and try a restore."
    if at is None:
        yield look("No backup was made with dayzero backup.", then)
    elif now - at > STALE:
        yield fault(f"The last backup is of {words.moment(at)}.", then)
    else:
        yield fine(f"The last backup is of {words.moment(at)}.")


def watchers(settings: Settings) -> Iterator[Finding]:
    """See that somebody is told when the bot itself is in trouble."""
    watching = settings.watching
    if watching.operator:
        yield fine(f"When the bot is in trouble, {watching.operator} is told.")
    else:
        yield look(
            "Nobody is told when the bot is in trouble.",
            "Set DAYZERO_OPERATOR to the address of whoever runs this.",
        )
    if watching.heartbeat:
        yield fine("A sign of life goes out every minute.")
    else:
        yield look(
            "Nobody outside notices when the whole machine stops.",
            "Set DAYZERO_HEARTBEAT_URL to an address of a monitoring service, or"
            " have dayzero watch run on another machine.",
        )
    if watching.traces and importlib.util.find_spec("opentelemetry.sdk") is None:
        yield fault(
            "DAYZERO_TRACES_URL is set, and what sends traces is not installed.",
            "Install it with: deploy/install.sh full",
        )
