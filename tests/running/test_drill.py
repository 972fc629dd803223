"""The drill: a backup made while people work, and the work taken up elsewhere."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import psycopg
import pytest

from bot.core.errors import Refused
from bot.store import Store, dumps, facts, index, outbox
from bot.store.backups import RESTORED
from bot.store.standing import BACKUP
from bot.store.verify import verify
from bot.vault import Vault
from tests.desk.wessex import Wessex
from tests.store.words import by_hand
from tests.verbs.line import SECRET, Line


def backed_up(here: Line, folder: Path) -> Path:
    """Make a backup, and find it."""
    folder.mkdir(exist_ok=True)
    before = set(folder.iterdir())
    said = here.type("backup", str(folder))
    assert said.code == 0, said.err
    (file,) = (one for one in set(folder.iterdir()) - before if one.suffix != ".sha256")
    assert str(file) in said.out
    return file


def taken_up(elsewhere: str, folder: Path) -> Wessex:
    """Go on with the record on the other machine."""
    store = Store(elsewhere, Vault(bytes.fromhex(SECRET)))
    (folder / "taken-up").mkdir(exist_ok=True)
    return Wessex(store, folder / "taken-up")


def test_what_is_backed_up_under_load_goes_on_on_another_machine(
    working: Wessex, here: Line, there: Line, elsewhere: str, tmp_path: Path
) -> None:
    ref = working.alert()
    stop, begun = threading.Event(), threading.Event()
    written: list[str] = []

    def write() -> None:
        while not stop.is_set():
            written.append(working.alert())
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        begun.wait()
        file = backed_up(here, tmp_path / "backups")
        written_by_then = len(written)
    finally:
        stop.set()
        writer.join()
    assert len(written) >= written_by_then
    with working.store.reading() as tx:
        assert facts.get(tx, BACKUP) == here.now.isoformat()

    said = there.type("restore", str(file))
    assert said.code == 0, said.err
    assert "Every entry is as it was recorded." in said.out
    again = taken_up(elsewhere, tmp_path)
    try:
        assert verify(again.store) == []
        with again.store.reading() as tx:
            cases = [row.ref for row in index.cases(tx)]
            assert facts.get(tx, RESTORED) == there.now.isoformat()
        # A whole number of alerts is in it, the first one among them, and no half.
        assert set(cases) <= {ref, *written}
        assert ref in cases
        again.must(
            "helen", "decide", f"{ref}/consult-partners", choice="agreed", note="x"
        )
        assert again.alert() == f"WVX-2026-{len(cases) + 1:03}"
        assert verify(again.store) == []
    finally:
        again.store.close()


@pytest.mark.parametrize("held", [True, False], ids=["held", "going on"])
def test_what_waited_is_held_or_looked_for_before_it_goes(
    working: Wessex,
    here: Line,
    there: Line,
    elsewhere: str,
    tmp_path: Path,
    held: bool,
) -> None:
    option = () if held else ("--go-on",)
    working.alert()
    with working.store.reading() as tx:
        waiting = outbox.waiting(tx)
    assert waiting
    file = backed_up(here, tmp_path / "backups")
    said = there.type("restore", str(file), *option)
    assert said.code == 0, said.err
    assert "still to go, the oldest of Friday 18 December 2026" in said.out
    assert ("deliver --again" in said.out) is held
    again = taken_up(elsewhere, tmp_path)
    try:
        with again.store.reading() as tx:
            rows = outbox.find(tx)
            assert len(outbox.dead(tx)) == (waiting if held else 0)
            assert outbox.waiting(tx) == (0 if held else waiting)
        assert all(row.doubt for row in rows)
        if held:
            with again.store.writing() as tx:
                assert all(outbox.revive(tx, row.key, again.now) for row in rows)
                assert all(row.doubt for row in outbox.find(tx))
    finally:
        again.store.close()


def test_a_place_that_is_not_empty_is_left_alone(
    working: Wessex, here: Line, tmp_path: Path
) -> None:
    working.alert()
    file = backed_up(here, tmp_path / "backups")
    said = here.type("restore", str(file))
    assert said.code == 2
    assert "There is a record already" in said.err


def test_a_backup_of_another_secret_is_refused_before_anything_is_touched(
    working: Wessex, here: Line, there: Line, tmp_path: Path
) -> None:
    working.alert()
    with working.store.writing() as tx:
        assert facts.claim(tx)
    file = backed_up(here, tmp_path / "backups")
    there.environ = {**there.environ, "DAYZERO_SECRET": "cd" * 32}
    said = there.type("restore", str(file))
    assert said.code == 2
    assert "another secret" in said.err
    assert not (tmp_path / "another-machine").exists()


def test_what_somebody_altered_is_not_taken_for_a_record(
    working: Wessex, here: Line, there: Line, tmp_path: Path
) -> None:
    ref = working.alert()
    change = "UPDATE journal SET by_person = 'zed' WHERE case_ref = 'IT' AND n = 2"
    by_hand(working.store, change, IT=ref)
    said = there.type("restore", str(backed_up(here, tmp_path / "backups")))
    assert said.code == 1
    assert f"Entry 2 of {ref} has been changed" in said.err
    assert "not to be used" in said.err
    assert not (tmp_path / "another-machine/dayzero.sqlite3").exists()


def test_a_backup_that_lost_a_bit_is_refused(
    working: Wessex, here: Line, there: Line, tmp_path: Path
) -> None:
    working.alert()
    file = backed_up(here, tmp_path / "backups")
    with file.open("r+b") as opened:
        opened.seek(-1, 2)
        opened.write(b"?")
    said = there.type("restore", str(file))
    assert said.code == 2
    assert "its checksum is another" in said.err


def test_a_dump_is_not_put_into_the_other_kind_of_database(
    working: Wessex, here: Line, there: Line, elsewhere: str, tmp_path: Path
) -> None:
    working.alert()
    file = backed_up(here, tmp_path / "backups")
    other = (
        "postgresql://nobody@127.0.0.1:1/none"
        if elsewhere.startswith("sqlite")
        else f"sqlite:///{tmp_path}/another-machine/dayzero.sqlite3"
    )
    there.environ = {"DAYZERO_DATABASE_URL": other}
    said = there.type("restore", str(file))
    assert said.code == 2
    assert "of the other kind of database" in said.err


def test_only_the_newest_are_kept_and_only_their_owner_may_read_them(
    working: Wessex, here: Line, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    end = ".sqlite3" if working.store.on_sqlite else ".pgdump"
    for day in (1, 2, 3):
        old = folder / f"dayzero-202612{day:02}T030000Z{end}"
        old.write_bytes(b"an older one")
        shutil.copy(old, f"{old}.sha256")
    said = here.type("backup", str(folder), "--keep", "2")
    assert said.code == 0
    assert "2 older ones deleted; 2 kept." in said.out
    there = sorted(folder.iterdir())
    assert [one.name for one in there] == [
        f"dayzero-20261203T030000Z{end}",
        f"dayzero-20261203T030000Z{end}.sha256",
        f"dayzero-20261218T103000Z{end}",
        f"dayzero-20261218T103000Z{end}.sha256",
    ]
    assert {one.stat().st_mode & 0o777 for one in there[2:]} == {0o600}
    assert "THE MASTER SECRET IS NOT IN IT" in said.err
    assert bytes.fromhex(SECRET) not in there[2].read_bytes()
    assert here.type("backup", str(folder)).code == 2  # of the same second
    assert here.type("backup", str(folder), "--keep", "0").code == 2


def test_what_the_engine_noted_on_its_tables_comes_along(
    postgres_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """The job queue notes its release as a remark, and refuses tables without one."""
    request.getfixturevalue("clients")
    url, file = postgres_url, tmp_path / "a.pgdump"
    copy: str = request.getfixturevalue("elsewhere")
    with psycopg.connect(url) as own:
        own.execute("COMMENT ON TABLE lanes IS 'a remark'")
    dumps.dump(url, file)
    dumps.restore(file, copy)
    with psycopg.connect(copy) as other:
        said = other.execute("SELECT obj_description('lanes'::regclass, 'pg_class')")
        assert said.fetchone() == ("a remark",)
    with psycopg.connect(url) as own:
        own.execute("COMMENT ON TABLE lanes IS NULL")


def test_a_server_that_is_older_than_the_client_is_filled_all_the_same(
    clients: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer client begins with a line that an older server does not know."""
    asked = tmp_path / "asked"
    stand_in = tmp_path / "bin" / "pg_restore"
    stand_in.parent.mkdir()
    stand_in.write_text(
        f'#!/bin/sh\necho "$@" >> {asked}\n'
        'echo "pg_restore: error: could not execute query: ERROR:  unrecognized'
        ' configuration parameter \\"transaction_timeout\\"" >&2\nexit 1\n'
    )
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{stand_in.parent}:{os.environ['PATH']}")
    dumps.restore(tmp_path / "a.pgdump", "postgresql://dayzero@127.0.0.1:1/none")
    first, second = asked.read_text("utf-8").splitlines()
    assert "--single-transaction" in first
    assert "--single-transaction" not in second

    text = stand_in.read_text().replace("exit 1", 'echo "error: another" >&2; exit 1')
    stand_in.write_text(text)
    with pytest.raises(Refused, match="transaction_timeout"):
        dumps.restore(tmp_path / "a.pgdump", "postgresql://dayzero@127.0.0.1:1/none")
