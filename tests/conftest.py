"""What every test may ask for: above all a record, on each of the two databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import certifi
import pytest

from bot.store import Store
from bot.store.migrate import migrate
from bot.vault import Vault
from tests.postgres import KEEPER, Database, Server, running

BROWSER = "tests/browser/"
THE_RECORD = ("tests/store/", "tests/fleet/", "tests/partnerships/")
"""What has something to say of PostgreSQL that it does not say of SQLite."""
ANOTHER_WAY = ("tests/architecture/", "tests/cli/test_program.py", "tests/running/")
"""What reads the program, or runs all of it, and goes over what others go over."""

SECRET = b"a secret that is only for the tests, of 32 bytes or more"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the browser to the end, so that it is seldom started: that takes long.

    What a test does on SQLite it does again on PostgreSQL; so there, too, what it
    goes over is not counted a second time.
    """
    for item in items:
        name = item.nodeid
        again = "[postgres" in name and not name.startswith(THE_RECORD)
        if again or name.startswith(ANOTHER_WAY):
            item.add_marker(pytest.mark.long)
    items.sort(key=lambda item: item.nodeid.startswith(BROWSER))


@pytest.fixture(scope="session", autouse=True)
def one_authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Trust one authority and no more: each client reads anew all that there are."""
    end = "-----END CERTIFICATE-----\n"
    first, _, _ = Path(certifi.where()).read_text("utf-8").partition(end)
    file = tmp_path_factory.mktemp("trusted") / "authority.pem"
    file.write_text(first + end, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(file))
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_database(postgres: Server) -> Database:
    postgres.run("CREATE DATABASE trials")
    migrate(postgres.url("trials"))
    database = Database(postgres.url("trials"), postgres.url("trials", KEEPER))
    database.remember()
    return database


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of an empty, migrated SQLite file."""
    shutil.copy(sqlite_template, tmp_path / "dayzero.sqlite")
    return f"sqlite:///{tmp_path}/dayzero.sqlite"


@pytest.fixture
def postgres_url(postgres_database: Database) -> Iterator[str]:
    """The address of an empty, migrated PostgreSQL database."""
    yield postgres_database.url
    postgres_database.empty()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty, migrated database: each test runs on both kinds."""
    address: str = request.getfixturevalue(f"{request.param}_url")
    return address


@pytest.fixture
def vault() -> Vault:
    return Vault(SECRET)


@pytest.fixture
def store(url: str, vault: Vault) -> Iterator[Store]:
    """An empty record: each test runs on both kinds of database."""
    opened = Store(url, vault)
    yield opened
    opened.close()
