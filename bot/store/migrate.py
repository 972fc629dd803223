"""Bring a database to the shape this program expects, before anything else is done."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.core.errors import Refused
from bot.store.connecting import BEGIN, opened
from bot.store.opening import EVERYONE, Store

if TYPE_CHECKING:
    from alembic.config import Config

HEAD: Final = "0004"
"""The migration this program was written for."""
OLDEST: Final = "schema/oldest"
"""Where a database says from which migration on a program may still work on it."""

MIGRATIONS: Final = Path(__file__).parent.parent / "migrations"


_A_MOMENT: Final = 300
"""Milliseconds that others may have to wait behind us; less than breaks a ring."""
_WAITED: Final = ("55P03", "40P01")
"""How PostgreSQL says that something was not free, or that two waited in a ring."""
_PAUSE: Final = 0.2
_TRIES: Final = 1500
"""How often it is tried, over some minutes: as long as a long look may take."""
_TABLES: Final = text(
    "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()"
    " AND tablename NOT LIKE 'procrastinate%' ORDER BY tablename"
)


@dataclass(frozen=True, slots=True)
class Release:
    """A version of this program, as far as databases are concerned.

    Attributes:
        head: The migration it was written for.
        folder: Where its migrations are.
    """

    head: str
    folder: Path


OURS: Final = Release(HEAD, MIGRATIONS)
"""The version that this is."""


def migrate(url: str, release: Release = OURS) -> bool:
    """Create or upgrade a database; leave a newer one that we may work on as it is.

    Nothing is loaded and nothing is locked when there is nothing to do, which is
    every start but the first after an upgrade.

    Args:
        url: The address of the database.
        release: Whose shape it is to have.

    Returns:
        Whether anything had to be done.

    Raises:
        Refused: A newer program has changed it beyond what this one can work on.
    """
    _prepare(url)
    engine = opened(url)
    try:
        return not _is_ready(engine, release) and _upgrade(engine, release)
    finally:
        engine.dispose()


def migrate_apart(url: str) -> None:
    """Do the same in a process of its own, for a program that is to run for long.

    What it takes to migrate is large and Python never gives it back. The address
    may hold a password, so it is handed over where no list of processes shows it.

    Raises:
        Refused: A newer program has changed it beyond what this one can work on, or
            it did not succeed, and why.
    """
    _prepare(url)
    engine = opened(url)
    try:
        if _is_ready(engine, OURS):
            return
    finally:
        engine.dispose()
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        address = address.set(database=str(Path(address.database).absolute()))
    done = subprocess.run(  # noqa: S603 - this module, and nothing from outside
        [sys.executable, "-m", __spec__.name],
        cwd=Path(__file__).parents[2],
        input=address.render_as_string(hide_password=False).encode(),
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        why = done.stdout.decode().strip() or "it did not say why"
        raise Refused(
            f"The database could not be brought up to date: {why}.",
            next_step="Put that right, and try again. The account has to own the"
            " database, as deploy/README.md says. Nothing was changed.",
        )


def schema_version(store: Store) -> str | None:
    """Say which migration a database is at; ``None`` if it has never had one."""
    with store.engine.connect() as tx:
        return _version(tx)


def version_of(url: str) -> str | None:
    """Say which migration a database is at, without changing anything of it."""
    engine = opened(url)
    try:
        with engine.connect() as tx:
            return _version(tx)
    finally:
        engine.dispose()


def fits(store: Store, release: Release = OURS) -> str:
    """Say what is wrong if a database is not one this program may work on.

    Empty if it may. Asked again and again, because a newer program may have come
    to the same database since this one began.
    """
    with store.engine.connect() as tx:
        return _wrong(tx, _version(tx), release.head)


def _is_ready(engine: Engine, release: Release) -> bool:
    """Say whether a database can be worked on as it is; ``False`` if it is older."""
    with engine.connect() as tx:
        version = _version(tx)
        if version is None or version < release.head:
            return False
        wrong = _wrong(tx, version, release.head)
    if wrong:
        raise Refused(
            wrong,
            next_step="Run the newer version of the program here as well, or restore"
            " the backup from before the upgrade: deploy/RUNBOOK.md says how."
            " Nothing was changed.",
        )
    return True


def _wrong(tx: Connection, version: str | None, head: str) -> str:
    if version is None or version < head:
        return (
            f"The database is at migration {version or 'none'}, and this program"
            f" needs {head}."
        )
    if version == head:
        return ""
    oldest = tx.scalar(
        text("SELECT value FROM facts WHERE key = :key"), {"key": OLDEST}
    )
    if (oldest or version) <= head:
        return ""
    return (
        f"The database is at migration {version}, of a newer version of this program."
        f" It no longer suits one that was written for {head}."
    )


def _version(tx: Connection) -> str | None:
    if not inspect(tx).has_table("alembic_version"):
        return None
    version: str | None = tx.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _upgrade(engine: Engine, release: Release) -> bool:
    # Imported only here: it is large, and hardly ever needed.
    from alembic.config import Config  # noqa: PLC0415

    settings = Config()
    folder = str(release.folder).replace("%", "%%")
    settings.set_main_option("script_location", folder)
    pause = threading.Event()
    for left in range(_TRIES, 0, -1):
        try:
            with engine.connect() as tx:
                return _upgraded(tx, settings, release.head)
        except OperationalError as trouble:
            # Whoever works with it goes first; what waits too long is begun again.
            if left == 1 or getattr(trouble.orig, "sqlstate", "") not in _WAITED:
                raise
            pause.wait(_PAUSE)
    raise AssertionError  # the loop returns or raises


def _upgraded(tx: Connection, settings: Config, head: str) -> bool:
    from alembic import command  # noqa: PLC0415 - likewise

    on_sqlite = tx.dialect.name == "sqlite"
    tx.execution_options(**{BEGIN: f"BEGIN{' IMMEDIATE' * on_sqlite}"})
    with tx.begin():
        if not on_sqlite:
            # Several replicas may start at once; one of them does the work.
            tx.execute(text("SELECT pg_advisory_xact_lock(7391460)"))
            tx.execute(text(f"SET LOCAL dayzero.partnership = '{EVERYONE}'"))
        if (_version(tx) or "") >= head:
            return False
        if not on_sqlite:
            _have_to_itself(tx)
        settings.attributes["connection"] = tx
        command.upgrade(settings, head)
    return True


def _have_to_itself(tx: Connection) -> None:
    """Wait for everything first, a moment each: so that nobody waits in a ring.

    What is taken one by one, as it is changed, would be waited for by somebody who
    has what is changed next; and then somebody's press might be what comes to nothing.
    """
    tx.execute(text(f"SET LOCAL lock_timeout = '{_A_MOMENT}ms'"))
    if names := list(tx.scalars(_TABLES)):
        tx.execute(text(f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE"))


def _prepare(url: str) -> None:
    """Make an SQLite file that only its owner may read, in a folder that exists."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        file = Path(address.database)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)


def _said(trouble: DBAPIError) -> str:
    """Give the first line of what the database itself has said."""
    lines = str(trouble.orig).strip().splitlines() or [type(trouble.orig).__name__]
    return lines[0].rstrip(".")


if __name__ == "__main__":
    try:
        migrate(sys.stdin.read())
    except DBAPIError as wrong:
        sys.stdout.write(_said(wrong))
        sys.exit(1)
