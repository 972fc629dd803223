"""Two versions work on one database, side by side, while one takes over from the other.

The next version is made up: it is this program with a migration more, which only
adds; and the one after that, which takes away, and says so in the database.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from bot.core.errors import Refused
from bot.store import Store
from bot.store.migrate import (
    HEAD,
    MIGRATIONS,
    Release,
    fits,
    migrate,
    migrate_apart,
    schema_version,
)
from bot.store.verify import verify
from bot.vault import Vault
from tests.desk.wessex import Wessex
from tests.postgres import Server

WRITTEN = '''
"""Made up, for a test."""
import sqlalchemy as sa
from alembic import op

revision, down_revision = {this!r}, {before!r}
branch_labels = depends_on = None

def upgrade():
    {does}
'''
EXPANDS = """op.add_column("outbox", sa.Column("hint", sa.Text()))
    op.add_column("journal", sa.Column("hint", sa.Text()))
    op.create_table("hints", sa.Column("name", sa.Text(), primary_key=True))"""
CONTRACTS = """op.drop_column("outbox", "hint")
    op.execute("UPDATE facts SET value = '9001' WHERE key = 'schema/oldest'")"""
NEXT, AFTER = "9001", "9002"
EACH = 6


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The migrations of two versions to come."""
    made = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, made)
    for this, before, does in ((NEXT, HEAD, EXPANDS), (AFTER, NEXT, CONTRACTS)):
        file = made / "versions" / f"{this}_made_up.py"
        file.write_text(WRITTEN.format(this=this, before=before, does=does))
    return made


@pytest.fixture(params=["sqlite", "postgres"])
def shared(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[str]:
    """The address of a database of its own, in the shape of this version."""
    if request.param == "sqlite":
        yield sqlite_url
        return
    server: Server = request.getfixturevalue("postgres")
    server.run("CREATE DATABASE rolling")
    migrate(server.url("rolling"))
    yield server.url("rolling")
    server.run("DROP DATABASE rolling WITH (FORCE)")


def test_the_next_version_takes_over_while_this_one_works(
    shared: str, folder: Path, vault: Vault, tmp_path: Path
) -> None:
    of_next = Release(NEXT, folder)
    here, there = Store(shared, vault), Store(shared, vault)
    mine, halfway = Wessex(here, tmp_path), threading.Event()

    def work(whose: Wessex, half: Callable[[], None]) -> list[str]:
        refs = []
        for number in range(EACH):
            refs.append(whose.alert())
            if number == EACH // 2:
                half()
        return refs

    with ThreadPoolExecutor(1) as beside:
        old = beside.submit(work, mine, halfway.set)
        assert halfway.wait(60)
        assert migrate(shared, of_next)
        yours = Wessex(there, tmp_path, now=mine.now)
        new = work(yours, lambda: None)
        refs = [*old.result(), *new]
    mine.carry()
    yours.carry()

    assert len(set(refs)) == 2 * EACH
    assert mine.waiting() == 0
    assert verify(there) == []
    assert schema_version(here) == NEXT
    assert (fits(here), fits(there, of_next)) == ("", "")
    assert not migrate(shared)
    migrate_apart(shared)
    for store in (here, there):
        store.close()


def test_what_takes_away_waits_until_the_older_version_is_gone(
    shared: str, folder: Path, vault: Vault
) -> None:
    store = Store(shared, vault)
    migrate(shared, Release(AFTER, folder))

    assert "no longer suits" in fits(store)
    assert fits(store, Release(NEXT, folder)) == ""
    for start in (migrate, migrate_apart):
        with pytest.raises(Refused, match="at migration 9002") as refused:
            start(shared)
        assert "Run the newer version" in refused.value.next_step
    with store.writing() as tx:
        names = inspect(tx).get_table_names()
        tx.execute(text("UPDATE alembic_version SET version_num = '0003'"))
    assert "hints" in names
    assert "at migration 0003" in fits(store)
    store.close()
