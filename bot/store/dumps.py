"""Dumps of PostgreSQL, made and put back by PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url

from bot.core.errors import Refused

_WHOSE: Final = "-c dayzero.partnership=*"
"""Rows are guarded by their partnership; a backup is of all of them."""
_BEGINS: Final = b"PGDMP"
_TOO_NEW: Final = 'unrecognized configuration parameter "transaction_timeout"'
"""How a server says no to a client of PostgreSQL 17 or later, where it is older."""
_BARE: Final = ("--no-owner", "--no-privileges")
_NOT_WHOLE: Final = (
    " Where it is the file that is not whole, fetch it again, or take another backup."
)


def is_dump(file: Path) -> bool:
    """Say whether a file is such a dump."""
    with file.open("rb") as opened:
        return opened.read(len(_BEGINS)) == _BEGINS


def dump(url: str, to: Path) -> None:
    """Write everything that is in a database to a file, as it stands at one moment.

    Raises:
        Refused: PostgreSQL's program is missing, or says no.
    """
    told = ("--format=custom", "--enable-row-security", *_BARE, f"--file={to}")
    _checked("pg_dump", _asked("pg_dump", url, *told))


def restore(file: Path, url: str) -> None:
    """Fill an empty database from such a file: all of it, or nothing.

    Raises:
        Refused: PostgreSQL's program is missing, or says no.
    """
    told = ("--single-transaction", "--exit-on-error", *_BARE, str(file))
    said = _asked("pg_restore", url, *told)
    if _TOO_NEW in said.stderr:
        # It begins by setting what an older server does not know, and no harm is done
        # without. Nothing was kept; so again, and that one line may be refused.
        said = _asked("pg_restore", url, *_BARE, str(file))
        if said.stderr.count("error:") == 1 and _TOO_NEW in said.stderr:
            return
    _checked("pg_restore", said)


def fact(file: Path, key: str) -> str:
    """Read one of the small settings in a dump; empty if it is not there.

    Raises:
        Refused: PostgreSQL's program is missing, or says no.
    """
    told = ("--data-only", "--table=facts", "--file=-", str(file))
    found = _checked("pg_restore", _asked("pg_restore", "", *told))
    rows = (line.split("\t") for line in found.splitlines())
    return next((row[1] for row in rows if row[0] == key and len(row) > 1), "")


def _asked(name: str, url: str, *told: str) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs, to its end."""
    program = shutil.which(name)
    if program is None:
        raise Refused(
            f"{name} is not on this machine.",
            next_step="Install PostgreSQL’s client, as new as the server or newer: "
            "on Debian or Ubuntu, apt-get install postgresql-client.",
        )
    environ = {**os.environ, "LC_ALL": "C"}
    where: tuple[str, ...] = ()
    if url:
        # The password goes where no list of processes shows it.
        address = make_url(url)
        environ["PGPASSWORD"] = str(address.password or environ.get("PGPASSWORD", ""))
        options = str(address.query.get("options", environ.get("PGOPTIONS", "")))
        environ["PGOPTIONS"] = f"{options} {_WHOSE}".strip()
        where = (f"--dbname={_without_password(address)}",)
    return subprocess.run(  # noqa: S603 - PostgreSQL's own, with what is set
        [program, *where, *told],
        env=environ,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _checked(name: str, said: subprocess.CompletedProcess[str]) -> str:
    """Give what a program has written, or refuse with what it first found wrong."""
    if said.returncode:
        lines = said.stderr.strip().splitlines() or ["it did not say why"]
        first = next((line for line in lines if "error:" in line), lines[-1])
        raise Refused(
            f"{name} did not succeed: {first}",
            next_step="Put that right, and try again."
            + (_NOT_WHOLE if name == "pg_restore" else ""),
        )
    return said.stdout


def _without_password(address: URL) -> str:
    query = {key: said for key, said in address.query.items() if key != "options"}
    whole = URL.create(
        "postgresql",
        address.username,
        host=address.host,
        port=address.port,
        database=address.database,
        query=query,
    ).render_as_string()
    # PostgreSQL's programs take a plus for a plus, and not for a space.
    where, mark, rest = whole.partition("?")
    return f"{where}{mark}{rest.replace('+', '%20')}"
