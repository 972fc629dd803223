"""``dayzero copy``: take the whole record to another database."""

from __future__ import annotations

import argparse
from typing import Final

from bot.core import words
from bot.core.errors import Refused
from bot.settings import Settings
from bot.store import Store, addresses
from bot.store.copying import NotSound, copy
from bot.store.migrate import migrate_apart
from bot.verbs.means import Means
from bot.verbs.printed import say

NAME: Final = "copy"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Describe what may follow the verb."""
    parser.add_argument(
        "--to",
        required=True,
        metavar="URL",
        help="a database with nothing in it, such as "
        "postgresql://dayzero@db.example.org/dayzero; its password may be given by "
        "PGPASSWORD, where no list of processes shows it",
    )


def run(args: argparse.Namespace, means: Means) -> int:
    """Copy the whole record to an empty database: from SQLite to PostgreSQL, say.

    Stop the bot first: what is in use is not copied. It is all copied or nothing
    is; as many rows must arrive as left, and every seal is checked there. The
    record here stays as it is. Nothing that waits is lost: what was being carried
    is looked for before it is sent again. Ends with 0 when the copy is there and
    is as it was recorded, and 2 when nothing was copied.
    """
    settings = means.settings()
    to = _address(settings, args.to)
    with means.sole(settings.database_url), means.sole(to):
        source = means.store()
        migrate_apart(to)
        target = Store(to, source.vault)
        try:
            copied = copy(source, target, means.now())
        except NotSound as wrong:
            for fault in wrong.faults:
                say(means.err, fault.says)
            raise
        finally:
            target.close()
            source.close()
    cases = words.counted(copied["cases"], "case")
    entries = words.counted(copied["journal"], "entry", "entries")
    whose = words.counted(copied["roster"], "partnership")
    rows = words.counted(sum(copied.values()), "row")
    say(means.out, f"{whose}, {cases} and {entries} were copied: {rows} in all.")
    say(means.out, "Every entry there is as it was recorded.")
    say(
        means.out,
        "Set DAYZERO_DATABASE_URL to the new database, keep the same master secret, "
        "and start. Put the old database away: from now on it is out of date.",
    )
    return 0


def _address(settings: Settings, given: str) -> str:
    """Read where the record should go.

    Raises:
        Refused: That is no address of a database, or the one it comes from.
    """
    to = addresses.read(given)
    if not to:
        raise Refused(
            "That is not the address of a database.",
            next_step="Write one such as postgresql://dayzero@db.example.org/dayzero.",
        )
    if addresses.same(to, settings.database_url):
        raise Refused(
            "The record is in that database already.",
            next_step="Name another one, with nothing in it.",
        )
    return to
