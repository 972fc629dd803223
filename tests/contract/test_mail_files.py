"""Letters as files: written once, whole, and read back as they were sent."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.people import Person
from bot.gateways import Letter, Undeliverable
from integrations.mail.files import MailFiles, StoredLetter, write_whole

SENDER = "safeguarding@example.org"
KEY = "DOR-2026-004/7/0/bo"
BO = Person("bo", "Zephyrine Bo", "bo@example.org", "health", frozenset())
CY = Person("cy", "Cy Marlowe", "cy@example.org", "police", frozenset())
LETTER = Letter(
    to=BO,
    subject="DOR-2026-004: Rapid Review Meeting",
    text="Please read the case page first.",
    sent_at=datetime(2026, 11, 27, 9, 30, tzinfo=UTC),
    calendar=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
    method="REQUEST",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "mail"


def send(folder: Path, letter: Letter, key: str = KEY) -> str:
    return asyncio.run(MailFiles(folder, SENDER).send(letter, key))


def test_a_letter_is_read_back_as_it_was_sent(folder: Path) -> None:
    receipt = send(folder, LETTER)

    (file,) = folder.iterdir()
    assert receipt == f"<{file.stem}@example.org>"
    assert MailFiles(folder, SENDER).listed() == [
        StoredLetter(
            key=KEY,
            to="bo@example.org",
            subject="DOR-2026-004: Rapid Review Meeting",
            sent_at=LETTER.sent_at,
            text="Please read the case page first.\r\n",
            calendar=LETTER.calendar,
            method="REQUEST",
            file=file.name,
        )
    ]


def test_a_letter_without_an_invitation_has_none(folder: Path) -> None:
    send(folder, replace(LETTER, calendar=b"", method=""))

    (kept,) = MailFiles(folder, SENDER).listed()
    assert (kept.calendar, kept.method) == (None, "")


def test_the_same_key_again_changes_nothing(folder: Path) -> None:
    first = send(folder, LETTER)
    (file,) = folder.iterdir()
    before = file.read_bytes()

    second = send(folder, replace(LETTER, text="Something else."))

    assert first == second
    assert [kept.read_bytes() for kept in folder.iterdir()] == [before]


def test_a_letter_sent_before_can_be_found_and_another_cannot(folder: Path) -> None:
    receipt = send(folder, LETTER)
    mail = MailFiles(folder, SENDER)

    assert asyncio.run(mail.find(LETTER, KEY)) == receipt
    assert asyncio.run(mail.find(LETTER, "DOR-2026-004/8/0/bo")) is None
    assert asyncio.run(mail.find(replace(LETTER, to=CY), KEY)) is None


@pytest.mark.parametrize(
    "key", [KEY, "digest/dorset/2026-11-27/zephyrine", "a b\r\nBcc: x@example.org\x00é"]
)
def test_a_file_is_named_after_no_person(folder: Path, key: str) -> None:
    send(folder, LETTER, key)

    (file,) = folder.iterdir()
    (kept,) = MailFiles(folder, SENDER).listed()
    assert kept.key == key
    assert "zephyrine" not in file.name.lower()
    assert set(file.name) <= set("DOR0123456789abcdef-.eml")


def test_a_long_key_comes_back_whole(folder: Path) -> None:
    key = "DOR-2026-004/7/0/" + "a-long-name/" * 60

    send(folder, LETTER, key)

    assert MailFiles(folder, SENDER).listed()[0].key == key


def test_letters_are_listed_by_the_time_they_were_written(folder: Path) -> None:
    for hours in (2, 0, 1):
        sent_at = LETTER.sent_at + timedelta(hours=hours)
        to = BO if hours else CY
        send(folder, replace(LETTER, to=to, sent_at=sent_at), f"DOR-2026-004/{hours}/0")

    mail = MailFiles(folder, SENDER)
    assert [kept.key[-3] for kept in mail.listed()] == ["0", "1", "2"]
    assert [kept.key[-3] for kept in mail.of_person("BO@example.org")] == ["1", "2"]


def test_nobody_else_on_the_machine_can_read_the_letters(folder: Path) -> None:
    send(folder, LETTER)

    (file,) = folder.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    assert file.stat().st_mode & 0o077 == 0


def test_an_address_that_is_none_leaves_no_file(folder: Path) -> None:
    with pytest.raises(Undeliverable):
        send(folder, replace(LETTER, to=replace(BO, email="bo")))

    assert list(folder.iterdir()) == []


def test_what_a_crash_left_half_written_is_not_a_letter(folder: Path) -> None:
    send(folder, LETTER)
    (folder / ".half.part").write_bytes(b"From: Day")

    assert len(MailFiles(folder, SENDER).listed()) == 1


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    taken = tmp_path / "taken.eml"
    taken.mkdir()
    (taken / "inside").touch()

    with pytest.raises(OSError, match="taken"):
        write_whole(taken, b"a letter")

    assert os.listdir(tmp_path) == ["taken.eml"]  # noqa: PTH208 - hidden ones too
