"""A database is brought to the shape that the program expects, whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.store import Store
from bot.store.connecting import opened
from bot.store.migrate import HEAD, MIGRATIONS, migrate, schema_version
from bot.tables import metadata
from bot.vault import Vault
from tests.postgres import Server


def settings() -> Config:
    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS))
    return found


@pytest.fixture(params=["sqlite", "postgres"])
def nothing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it at all."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new/folder/100%.sqlite"
        return
    server: Server = request.getfixturevalue("postgres")
    server.run("CREATE DATABASE nothing")
    yield server.url("nothing")
    server.run("DROP DATABASE nothing WITH (FORCE)")


def test_an_empty_database_is_made_and_then_left_alone(
    nothing: str, vault: Vault
) -> None:
    assert migrate(nothing)
    assert not migrate(nothing)

    store = Store(nothing, vault)
    assert schema_version(store) == HEAD
    store.close()


def test_a_database_that_was_never_migrated_has_no_version(
    nothing: str, vault: Vault, tmp_path: Path
) -> None:
    (tmp_path / "new/folder").mkdir(parents=True)
    store = Store(nothing, vault)
    assert schema_version(store) is None
    store.close()


def test_migrations_make_the_very_tables_the_program_expects(url: str) -> None:
    engine = opened(url)
    with engine.connect() as tx:
        context = MigrationContext.configure(
            tx, opts={"compare_type": True, "compare_server_default": True}
        )
        differences = compare_metadata(context, metadata)
    engine.dispose()

    assert differences == []


def test_the_program_knows_which_migration_is_the_last() -> None:
    assert ScriptDirectory.from_config(settings()).get_current_head() == HEAD


def test_going_back_is_refused(url: str, vault: Vault) -> None:
    engine = opened(url)
    config = settings()
    with engine.connect() as tx:
        config.attributes["connection"] = tx
        with pytest.raises(NotImplementedError, match="restore a backup"), tx.begin():
            command.downgrade(config, "0001")
    engine.dispose()

    store = Store(url, vault)
    assert schema_version(store) == HEAD
    store.close()


def test_only_its_owner_may_read_a_new_sqlite_file(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path}/dayzero.sqlite")

    assert (tmp_path / "dayzero.sqlite").stat().st_mode & 0o077 == 0


def test_a_start_with_nothing_to_do_does_not_load_alembic(sqlite_url: str) -> None:
    program = (
        "import sys; from bot.store.migrate import migrate;"
        " assert not migrate(sys.argv[1]); assert 'alembic' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", program, sqlite_url], check=True)


def test_a_program_that_is_to_run_for_long_migrates_apart(tmp_path: Path) -> None:
    program = (
        "import sys; from bot.store.migrate import migrate, migrate_apart;"
        " migrate_apart(sys.argv[1]); assert 'alembic' not in sys.modules;"
        " assert not migrate(sys.argv[1]); migrate_apart(sys.argv[1])"
    )
    address = "sqlite:///not yet/100%.sqlite"

    run = [sys.executable, "-c", program, address]
    subprocess.run(run, cwd=tmp_path, check=True)

    assert (tmp_path / "not yet/100%.sqlite").is_file()
