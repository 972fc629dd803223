"""What is no backup, or cannot become one, is said in words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import make_url

from bot.store import Store
from bot.store.connecting import opened
from bot.store.migrate import HEAD, MIGRATIONS, migrate, schema_version
from bot.vault import Vault
from tests.postgres import Server
from tests.verbs.line import SECRET, Line


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path / "home")


def test_where_there_is_no_record_there_is_nothing_to_copy(
    line: Line, tmp_path: Path
) -> None:
    said = line.type("backup", str(tmp_path))
    assert said.code == 2
    assert "There is no database" in said.err
    assert not [one for one in tmp_path.iterdir() if one.is_file()]


def test_a_folder_that_is_not_there_is_named(line: Line, tmp_path: Path) -> None:
    said = line.type("backup", str(tmp_path / "not-there" / "file.sqlite3"))
    assert said.code == 2
    assert "cannot be written" in said.err


@pytest.mark.parametrize("made", ["nothing", "a letter"])
def test_what_is_no_backup_is_not_restored(
    line: Line, tmp_path: Path, made: str
) -> None:
    file = tmp_path / "letter.txt"
    if made == "a letter":
        file.write_text("Dear Amina", encoding="utf-8")
    said = line.type("restore", str(file))
    assert said.code == 2
    assert ("not a backup" in said.err) is (made == "a letter")
    assert ("There is no file" in said.err) is (made == "nothing")


def test_half_a_dump_is_said_to_be_no_whole_file(
    postgres_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "half.pgdump"
    file.write_bytes(b"PGDMP\x01\x0e")
    line = Line(tmp_path / "home", environ={"DAYZERO_DATABASE_URL": postgres_url})
    said = line.type("restore", str(file))
    assert said.code == 2
    assert "pg_restore did not succeed" in said.err
    assert "fetch it again, or take another backup" in said.err


def test_no_secret_is_made_for_a_record_that_has_one(
    tmp_path: Path, sqlite_url: str
) -> None:
    line = Line(tmp_path / "home", environ={"DAYZERO_SECRET": ""})
    said = line.type("restore", sqlite_url.removeprefix("sqlite:///"))
    assert said.code == 2
    assert "There is no master secret" in said.err
    assert not (tmp_path / "home" / "secret").exists()


def test_a_copy_without_its_checksum_is_taken_with_a_word(
    line: Line, tmp_path: Path, sqlite_url: str
) -> None:
    said = line.type("restore", sqlite_url.removeprefix("sqlite:///"))
    assert said.code == 0
    assert "No checksum" in said.err
    assert "0 partnerships, 0 cases and 0 entries were put back." in said.out


def test_a_stopped_record_and_a_file_of_ones_own_name_will_do(tmp_path: Path) -> None:
    database = tmp_path / "home" / "dayzero.sqlite3"
    database.parent.mkdir()
    migrate(f"sqlite:///{database}")
    line = Line(tmp_path / "home")
    file = tmp_path / "mine.sqlite3"
    assert line.type("backup", str(file)).code == 0
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == [
        "mine.sqlite3",
        "mine.sqlite3.sha256",
    ]
    assert "is there already" in line.type("backup", str(file)).err


def test_the_key_that_is_given_in_a_file_is_the_one_that_is_named(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    migrate(f"sqlite:///{home}/dayzero.sqlite3")
    (home / "secret").write_text(SECRET)
    (home / "secret").chmod(0o600)
    line = Line(home, environ={"DAYZERO_SECRET": ""})
    said = line.type("backup", str(tmp_path))
    assert f"Keep a copy of {home / 'secret'} somewhere else" in said.err


def test_a_machine_without_the_client_of_postgresql_says_what_to_install(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path / "bin"
    nowhere.mkdir()
    monkeypatch.setenv("PATH", os.fspath(nowhere))
    line = Line(tmp_path / "home", environ={"DAYZERO_DATABASE_URL": postgres_url})
    said = line.type("backup", str(tmp_path))
    assert said.code == 2
    assert "pg_dump is not on this machine" in said.err


def test_a_server_that_will_not_is_said_without_its_password(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in = tmp_path / "bin" / "pg_dump"
    stand_in.parent.mkdir()
    stand_in.write_text('#!/bin/sh\necho "$@" >&2; echo "no route" >&2; exit 1\n')
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{stand_in.parent}:{os.environ['PATH']}")
    line = Line(tmp_path / "home", environ={"DAYZERO_DATABASE_URL": postgres_url})
    said = line.type("backup", str(tmp_path))
    assert said.code == 2
    assert "no route" in said.err
    assert str(make_url(postgres_url).password) not in said.err


def test_an_empty_database_is_not_backed_up(
    postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres.run("CREATE DATABASE nothing")
    environ = {"DAYZERO_DATABASE_URL": postgres.url("nothing")}
    said = Line(tmp_path / "home", environ=environ).type("backup", str(tmp_path))
    assert said.code == 2
    assert "There is no record in that database" in said.err
    postgres.run("DROP DATABASE nothing WITH (FORCE)")


def test_a_backup_of_an_earlier_release_is_brought_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "earlier.sqlite3"
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    engine = opened(f"sqlite:///{file}")
    with engine.connect() as tx, tx.begin():
        settings.attributes["connection"] = tx
        command.upgrade(settings, "0003")
    engine.dispose()
    line = Line(tmp_path / "home")
    assert line.type("restore", str(file)).code == 0
    again = Store(
        f"sqlite:///{tmp_path}/home/dayzero.sqlite3", Vault(bytes.fromhex(SECRET))
    )
    assert schema_version(again) == HEAD
    again.close()
