"""A rehearsal is started on any procedure, and on a file that stands anywhere."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.core.errors import Refused
from bot.settings import read_settings
from bot.shelf import OURS, Shelf
from bot.stage import chosen, forget
from bot.store import Store, played, roster
from bot.vault import Vault
from tests.cli.program import ROOT, Program
from tests.contract.post_office import a_free_port
from tests.core.small import SMALL, broken

KEY = b"k" * 32
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
CHANGED = broken('title = "Decide"', 'title = "Decide now"')


def test_a_file_of_ones_own_is_rehearsed_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "draft 3.toml").write_text(SMALL, encoding="utf-8")
    port = a_free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "rehearse", "draft 3.toml", "--port", str(port)],
        cwd=tmp_path,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("DAYZERO_")},
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        },
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout
        said = [running.stdout.readline() for _ in range(3)]
        page = ""
        while not page:  # it says where it is a moment before it answers
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
                    page = answer.read().decode()
            except urllib.error.URLError:
                if running.poll() is not None:
                    raise
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 0
    assert said[1] == "It follows the procedure of Northshire.\n"
    assert "follows the procedure of Northshire, read from “A guide, invented”." in page
    home = tmp_path / ".dayzero" / "rehearsal-northshire"
    with closing(sqlite3.connect(home / "dayzero.sqlite3")) as record:
        began = "SELECT count(*) FROM facts WHERE key = 'rehearsal/began'"
        assert record.execute(began).fetchone() == (1,)
    assert not (tmp_path / "northshire.toml").exists()


def test_a_mistake_in_the_name_lists_what_there_is(program: Program) -> None:
    said = program.run("rehearse", "dorst")
    assert said.returncode == 2
    assert said.stderr.startswith(
        "There is no procedure called dorst.\nDid you mean dorset? There are: "
    )
    assert not program.home.exists()


def test_a_file_that_is_not_sound_is_not_rehearsed(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(broken('owner = "manager"', 'owner = "x"'), encoding="utf-8")
    with pytest.raises(Refused, match="cannot be rehearsed as it is") as refusal:
        chosen(str(path), read_settings({}))
    assert refusal.value.next_step == (
        f"To see what to put right, run: dayzero check {path}"
    )


def test_a_file_that_is_being_changed_stands_as_it_last_was_sound(
    tmp_path: Path,
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(SMALL, encoding="utf-8")
    shelf = chosen(str(path), read_settings({})).shelf
    assert path in tuple(shelf.files())
    for text, stands in (
        (SMALL, SMALL),
        ("half a li", SMALL),
        (CHANGED, CHANGED),
        (broken('slug = "northshire"', 'slug = "other"'), CHANGED),
    ):
        path.write_text(text, encoding="utf-8")
        assert shelf.text("northshire") == stands
    path.unlink()
    assert shelf.text("northshire") == CHANGED


def test_a_procedure_that_comes_with_it_has_a_rehearsal_of_its_own() -> None:
    play = chosen("dorset", read_settings({}))
    assert (play.procedure.name, play.home) == ("Dorset", ".dayzero/rehearsal-dorset")
    assert set(play.shelf.files()) >= set(Shelf(OURS).files())


@pytest.mark.parametrize("words", [("rehearse",), ("rehearse", "--new")])
def test_a_real_record_is_neither_rehearsed_with_nor_thrown_away(
    sqlite_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    with closing(Store(sqlite_url, Vault(KEY))) as store, store.writing() as tx:
        roster.write(tx, "wessex-vale", {}, NOW)
    monkeypatch.setenv("DAYZERO_HOME", str(tmp_path))
    monkeypatch.setenv("DAYZERO_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("DAYZERO_SECRET", KEY.hex())

    assert main(list(words)) == 2

    assert "is a real one, and no rehearsal" in capsys.readouterr().err
    with closing(Store(sqlite_url, Vault(KEY))) as store, store.reading() as tx:
        assert roster.partnerships(tx) == ["wessex-vale"]


def test_what_was_rehearsed_in_a_folder_of_ones_own_is_thrown_away(
    sqlite_url: str, tmp_path: Path
) -> None:
    given = {"DAYZERO_HOME": str(tmp_path), "DAYZERO_DATABASE_URL": sqlite_url}
    settings = read_settings(given)
    with closing(Store(sqlite_url, Vault(KEY))) as store, store.writing() as tx:
        roster.write(tx, "wessex-vale", {}, NOW)
        assert played.real(tx)
        played.begin(tx, NOW)
        assert not played.real(tx)

    forget(settings)

    assert settings.database_file
    assert not settings.database_file.exists()
