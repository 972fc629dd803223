"""A record at work, and another machine to bring it to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Store
from bot.vault import Vault
from tests.desk.wessex import Wessex
from tests.postgres import Server
from tests.verbs.line import SECRET, Line

HERE, THERE = "trials", "elsewhere"


@pytest.fixture
def working(url: str, tmp_path: Path) -> Iterator[Wessex]:
    """The invented partnership, on a record of each kind."""
    store = Store(url, Vault(bytes.fromhex(SECRET)))
    yield Wessex(store, tmp_path)
    store.close()


@pytest.fixture
def clients(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have PostgreSQL's own programs found, of the very server of the tests."""
    if "postgres" in str(request.node.name) or "postgres_url" in request.fixturenames:
        server: Server = request.getfixturevalue("postgres")
        found = [*server.folder.glob("*/**/bin/pg_dump")]
        found += Path("/usr/lib/postgresql").glob("*/bin/pg_dump")
        folders = [str(one.parent) for one in sorted(found, reverse=True)]
        monkeypatch.setenv("PATH", os.pathsep.join([*folders, os.environ["PATH"]]))


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty place on another machine, of the same kind."""
    asked = "url" if "url" in request.fixturenames else "postgres_url"
    url: str = request.getfixturevalue(asked)
    if url.startswith("sqlite"):
        return f"sqlite:///{tmp_path}/another-machine/dayzero.sqlite3"
    server: Server = request.getfixturevalue("postgres")
    server.run(
        f"DROP DATABASE IF EXISTS {THERE} WITH (FORCE)", f"CREATE DATABASE {THERE}"
    )
    return url.replace(f"/{HERE}", f"/{THERE}", 1)


@pytest.fixture
def here(url: str, tmp_path: Path, clients: None) -> Line:
    """The command line on the machine where it runs."""
    return Line(tmp_path / "home", environ={"DAYZERO_DATABASE_URL": url})


@pytest.fixture
def there(elsewhere: str, tmp_path: Path, clients: None) -> Line:
    """The command line on another machine, to which only the secret was brought."""
    return Line(tmp_path / "another-home", environ={"DAYZERO_DATABASE_URL": elsewhere})
