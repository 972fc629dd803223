"""A PostgreSQL that may die: what it has said yes to, it keeps all the same."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

from bot.store.migrate import migrate
from tests.postgres import Server, _as, _owner, running

# No machine loses its power here, so nothing has to be waited for on a disk; but
# what was answered with a yes must be there after the server was killed.
_OPTIONS: Final = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=on"
    " -c full_page_writes=off -c shared_buffers=64MB -c max_connections=200"
    " -c deadlock_timeout=200ms"
)
_TEMPLATE: Final = "empty"


@dataclass
class Served:
    """A server, and the empty, migrated database that others are copied from."""

    server: Server
    number: Iterator[int] = field(default_factory=lambda: count(1))

    def fresh(self) -> str:
        """Make an empty, migrated database; returns its address."""
        name = f"faults_{next(self.number)}"
        self.server.run(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        return self.server.url(name)

    def restart(self, mode: str = "immediate") -> None:
        """Kill it on the spot, unless told otherwise, and start it again."""
        found = [*self.server.folder.glob("**/bin/pg_ctl")]
        found += sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))[::-1]
        folder = self.server.folder
        subprocess.run(
            [
                *(found[0], "restart", "--silent", "--wait", f"--mode={mode}"),
                *(f"--pgdata={folder / 'data'}", f"--log={folder / 'log'}"),
                f"--options=-k {folder} {_OPTIONS}",
            ],
            **_as(_owner()),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=True,
        )


@contextmanager
def served() -> Iterator[Served]:
    """Start a server that may die, and stop it afterwards."""
    with running() as server:
        its = Served(server)
        its.restart("fast")
        server.run(f"CREATE DATABASE {_TEMPLATE}")
        migrate(server.url(_TEMPLATE))
        yield its
