"""Bring a database to the shape this program expects, before anything else is done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, inspect, make_url, text

from bot.store.opening import Store, opened

HEAD: Final = "0003"
"""The migration this program was written for."""

MIGRATIONS: Final = Path(__file__).parent.parent / "migrations"


def migrate(url: str) -> bool:
    """Create or upgrade a database.

    Nothing is loaded and nothing is locked when there is nothing to do, which is
    every start but the first after an upgrade.

    Returns:
        Whether anything had to be done.
    """
    _prepare(url)
    engine = opened(url)
    try:
        with engine.connect() as tx:
            if _version(tx) == HEAD:
                return False
        _upgrade(engine)
    finally:
        engine.dispose()
    return True


def migrate_apart(url: str) -> None:
    """Do the same in a process of its own, for a program that is to run for long.

    What it takes to migrate is large and Python never gives it back. The address
    may hold a password, so it is handed over where no list of processes shows it.

    Raises:
        subprocess.CalledProcessError: It did not succeed, and has said why.
    """
    _prepare(url)
    engine = opened(url)
    try:
        with engine.connect() as tx:
            if _version(tx) == HEAD:
                return
    finally:
        engine.dispose()
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        address = address.set(database=str(Path(address.database).absolute()))
    subprocess.run(  # noqa: S603 - this module, and nothing from outside
        [sys.executable, "-m", __spec__.name],
        cwd=Path(__file__).parents[2],
        input=address.render_as_string(hide_password=False).encode(),
        check=True,
    )


def schema_version(store: Store) -> str | None:
    """Say which migration a database is at; ``None`` if it has never had one."""
    with store.engine.connect() as tx:
        return _version(tx)


def _version(tx: Connection) -> str | None:
    if not inspect(tx).has_table("alembic_version"):
        return None
    version: str | None = tx.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def _upgrade(engine: Engine) -> None:
    # Imported only here: it is large, and hardly ever needed.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect() as tx:
        tx.execution_options(dayzero_begin="BEGIN IMMEDIATE")
        with tx.begin():
            if tx.dialect.name == "postgresql":
                # Several replicas may start at once; one of them does the work.
                tx.execute(text("SELECT pg_advisory_xact_lock(7391460)"))
            settings.attributes["connection"] = tx
            command.upgrade(settings, "head")


def _prepare(url: str) -> None:
    """Make an SQLite file that only its owner may read, in a folder that exists."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database:
        file = Path(address.database)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)


if __name__ == "__main__":
    migrate(sys.stdin.read())
