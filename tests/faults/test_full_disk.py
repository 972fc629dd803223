"""A disk with no room: said in words, and nothing lost by it."""

from __future__ import annotations

import errno
import os
import resource
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from bot.store import Store
from bot.store.full import full
from bot.store.verify import verify
from bot.vault import Vault
from tests.desk.wessex import ALERT, Wessex

SMALL = 4096
"""Bytes that a file may have: too few for what SQLite needs beside its own file."""
LONG: dict[str, Any] = {**ALERT, "what-happened": "It is a long account. " * 400}


@pytest.mark.parametrize("verb", ["verify", "doctor"])
def test_a_full_disk_is_said_in_words(sqlite_template: Path, verb: str) -> None:
    environ = {
        **{k: v for k, v in os.environ.items() if not k.startswith("DAYZERO_")},
        "DAYZERO_HOME": str(sqlite_template.parent),
        "DAYZERO_DATABASE_URL": f"sqlite:///{sqlite_template}",
        "DAYZERO_SECRET": "ab" * 32,
    }
    said = subprocess.run(
        [sys.executable, "-m", "bot", verb],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL)),
    )
    heard = " ".join((said.stdout + said.stderr).split())
    assert said.returncode
    assert "There is no room on the disk for the record." in heard
    assert "program.fell" not in heard


def test_a_press_on_a_full_disk_leaves_no_trace_and_is_recorded_once_there_is_room(
    sqlite_url: str, vault: Vault, tmp_path: Path
) -> None:
    wessex = Wessex(Store(sqlite_url, vault), tmp_path)
    pages = [1]

    def fill(tx: Connection) -> None:
        driver: Any = tx.connection.driver_connection
        driver.execute(f"PRAGMA max_page_count={pages[0]}").fetchall()

    event.listen(wessex.store.engine, "begin", fill)
    with pytest.raises(OperationalError) as trouble:
        wessex.press("amina", "raise-alert", "", "browser/full", **LONG)
    assert full(trouble.value)
    assert verify(wessex.store) == []
    assert wessex.rows() == []

    pages[0] = 2**30
    answer = wessex.press("amina", "raise-alert", "", "browser/full", **LONG)
    assert answer.code == ""
    assert verify(wessex.store) == []
    assert wessex.rows()
    wessex.store.close()


def test_other_trouble_is_not_a_full_disk() -> None:
    assert not full(sqlite3.OperationalError("database is locked"))
    assert not full(OSError(errno.EACCES, "no"))
    assert full(OSError(errno.ENOSPC, "no room"))
