"""A record that somebody altered is found each night, and a person hears of it."""

from __future__ import annotations

import os
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from bot.store import Store
from bot.vault import Vault
from tests.contract.post_office import SENDER, PostOffice, open_post_office
from tests.desk.wessex import Wessex
from tests.store.words import by_hand
from tests.verbs.line import SECRET, Line

CHANGE = "UPDATE journal SET by_person = 'zed' WHERE case_ref = 'IT' AND n = 2"
DAY = timedelta(days=1)
OLD = "dayzero-20261201T030000Z.sqlite3"


@pytest.fixture
def nightly(sqlite_url: str, tmp_path: Path) -> Line:
    """What is typed each night, and one older backup."""
    store = Store(sqlite_url, Vault(bytes.fromhex(SECRET)))
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / OLD).write_bytes(b"an older one")
    environ = {"DAYZERO_DATABASE_URL": sqlite_url}
    return Line(tmp_path / "home", Wessex(store, tmp_path), environ)


def backup(line: Line, folder: Path) -> tuple[int, str]:
    said = line.type("backup", str(folder / "backups"), "--keep", "1", "--verify")
    return said.code, said.out + said.err


def test_a_fault_is_told_by_e_mail_and_no_older_backup_is_deleted(
    nightly: Line, tmp_path: Path
) -> None:
    assert nightly.wessex
    ref = nightly.wessex.alert()
    by_hand(nightly.wessex.store, CHANGE, IT=ref)
    code, said = backup(nightly, tmp_path)
    assert code == 1
    assert "Nobody was told: DAYZERO_OPERATOR is not set." in said
    office = PostOffice()
    with open_post_office(office) as mail:
        nightly.environ = {
            **nightly.environ,
            "DAYZERO_SMTP_HOST": "127.0.0.1",
            "DAYZERO_SMTP_PORT": str(mail.port),
            "DAYZERO_SMTP_STARTTLS": "no",
            "DAYZERO_ORGANISER": SENDER,
            "DAYZERO_OPERATOR": "on-call@example.org",
        }
        nightly.wessex.now += DAY
        assert backup(nightly, tmp_path)[0] == 1
        office.at_recipient = "550 No such mailbox"
        nightly.wessex.now += DAY
        assert "Nobody could be told" in backup(nightly, tmp_path)[1]
    (letter,) = [
        message_from_bytes(one.original_content or b"") for one in office.taken
    ]
    assert letter["Subject"] == "Dayzero: the record is not what was recorded"
    text = letter.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert f"Entry 2 of {ref} has been changed" in text.decode()
    assert "Verify finds a fault" in text.decode()
    assert len([*(tmp_path / "backups").glob("*.sqlite3")]) == 4
    assert (tmp_path / "backups" / OLD).exists()


def test_a_sound_record_is_said_to_be_so(nightly: Line, tmp_path: Path) -> None:
    assert nightly.wessex
    nightly.wessex.alert()
    code, said = backup(nightly, tmp_path)
    assert code == 0
    assert "The record is as it was recorded." in said
    assert not (tmp_path / "backups" / OLD).exists()


def test_a_record_that_is_just_being_made_is_not_backed_up(tmp_path: Path) -> None:
    line = Line(tmp_path / "home")
    line.home.mkdir()
    (line.home / "dayzero.sqlite3").touch()
    said = line.type("backup", str(tmp_path))
    assert said.code == 2
    assert "There is no record in that database." in said.err
    assert [one.name for one in tmp_path.iterdir()] == ["home"]


def test_what_was_left_of_a_backup_that_was_killed_is_cleared_away(
    nightly: Line, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    old, new = folder / ".dayzero-backup-old", folder / ".dayzero-backup-new"
    for left, day in ((old, 1), (new, 0)):
        left.touch()
        when = folder.stat().st_mtime - day * DAY.total_seconds()
        os.utime(left, (when, when))
    assert backup(nightly, tmp_path)[0] == 0
    assert (old.exists(), new.exists()) == (False, True)
