"""Where there is no record, or not the one expected, it is said and nothing is made."""

from __future__ import annotations

import argparse
import errno
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.core.errors import Refused
from bot.store.migrate import migrate_apart
from bot.store.shut import shut
from bot.verbs import in_words
from tests.postgres import KEEPER, Server

KEY = "ab" * 32


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for everything kept, with nothing in it and nothing else set."""
    for name in ("ENGINE", "DATABASE_URL", "SECRET", "SECRET_FILE"):
        monkeypatch.delenv(f"DAYZERO_{name}", raising=False)
    monkeypatch.setenv("DAYZERO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize("verb", ["digest", "verify", "watch"])
def test_what_only_reads_makes_no_record(
    home: Path, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    assert main([verb]) == 2
    assert "There is no database at" in capsys.readouterr().err
    assert not home.exists()


def test_an_empty_server_is_not_taken_for_a_record_that_is_whole(
    home: Path,
    postgres: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    postgres.run("CREATE DATABASE nothing_yet")
    monkeypatch.setenv("DAYZERO_DATABASE_URL", postgres.url("nothing_yet"))
    assert main(["verify"]) == 2
    assert "There is no record in that database." in capsys.readouterr().err
    assert main(["doctor"]) == 0
    assert "There is no record in that database." in capsys.readouterr().out
    assert not home.exists()
    postgres.run("DROP DATABASE nothing_yet WITH (FORCE)")


def test_no_secret_is_made_beside_a_record_on_a_server(
    home: Path,
    postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DAYZERO_DATABASE_URL", postgres_url)
    assert main(["verify"]) == 2
    assert "secret is missing, and the record needs it" in capsys.readouterr().err
    assert not (home / "secret").exists()


def test_the_doctor_leaves_a_record_of_an_earlier_release_as_it_is(
    home: Path,
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DAYZERO_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("DAYZERO_SECRET", KEY)
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as record:
        record.execute("UPDATE alembic_version SET version_num = '0003'")
        record.commit()
        assert main(["doctor"]) == 1
        assert "is at migration 0003" in capsys.readouterr().out
        (version,) = record.execute("SELECT * FROM alembic_version").fetchone()
    assert version == "0003"
    assert not home.exists()


@pytest.mark.parametrize("words", [("verify",), ("copy", "--to")])
def test_a_server_that_is_not_there_is_said_in_words(
    home: Path,
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    nowhere = f"postgresql://nobody@/nothing?host={home}"
    given = sqlite_url if words[-1] == "--to" else nowhere
    monkeypatch.setenv("DAYZERO_DATABASE_URL", given)
    monkeypatch.setenv("DAYZERO_SECRET", KEY)
    assert main([*words, nowhere][: len(words) + (given is sqlite_url)]) == 4
    assert "The database cannot be reached" in capsys.readouterr().err


def test_why_a_database_cannot_be_brought_up_to_date_is_said_in_words(
    postgres: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    postgres.run("CREATE DATABASE anothers", role=KEEPER)
    with pytest.raises(Refused, match="permission denied for schema public"):
        migrate_apart(postgres.url("anothers"))
    assert capfd.readouterr() == ("", "")
    postgres.run("DROP DATABASE anothers WITH (FORCE)", role=KEEPER)


@pytest.mark.parametrize(
    "trouble",
    [
        PermissionError(errno.EACCES, "Permission denied", "/var/lib/dayzero/secret"),
        OSError(errno.EROFS, "Read-only file system", "/var/lib/dayzero/secret"),
    ],
)
def test_a_file_that_is_shut_to_us_is_named(trouble: Exception) -> None:
    def perform(_args: argparse.Namespace) -> int:
        raise trouble

    with pytest.raises(Refused, match="secret cannot be opened or written") as refused:
        in_words(perform)(argparse.Namespace())
    assert "belong to the account" in refused.value.next_step


def test_a_database_that_is_shut_to_us_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError) as raised:
        sqlite3.connect(tmp_path / "no-such-folder" / "dayzero.sqlite3")
    assert shut(raised.value) is not None
    assert shut(ZeroDivisionError()) is None
