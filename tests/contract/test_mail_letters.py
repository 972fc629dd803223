"""Letters: what any mail program must be able to make of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.people import Person
from bot.core.words import LONDON
from bot.gateways import Letter, Undeliverable
from integrations.mail.letters import POLICY, compose, message_id, token

SENDER = "safeguarding@example.org"
KEY = "DOR-2026-004/7/0/bo"
BO = Person("bo", "Bo Lindqvist", "bo@example.org", "health", frozenset())
INVITATION = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
LETTER = Letter(
    to=BO,
    subject="DOR-2026-004: Rapid Review Meeting",
    text="Please read the case page first.",
    sent_at=datetime(2026, 7, 1, 9, 30, tzinfo=LONDON),
    calendar=INVITATION,
    method="REQUEST",
)
HOSTILE = 'Bo\r\nBcc: eve@example.org\n\n<eve@example.org>, \u202e\u2066😀 "Eve" \x00'


def posted(letter: Letter, key: str = KEY) -> EmailMessage:
    """Write a letter, and read it as whoever gets it does."""
    written = compose(letter, key, SENDER).as_bytes()
    assert b"\n" not in written.replace(b"\r\n", b"")
    return message_from_bytes(written, policy=POLICY)


def test_a_letter_says_who_to_whom_when_and_about_what() -> None:
    message = posted(LETTER)

    assert message["From"] == "Dayzero <safeguarding@example.org>"
    assert message["To"] == "Bo Lindqvist <bo@example.org>"
    assert message["Subject"] == "DOR-2026-004: Rapid Review Meeting"
    assert message["Date"].datetime == LETTER.sent_at
    assert message["Auto-Submitted"] == "auto-generated"


def test_an_invitation_is_the_other_way_to_read_the_letter() -> None:
    message = posted(LETTER)

    assert message.get_content_type() == "multipart/alternative"
    text, invitation = message.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert invitation.get_content_type() == "text/calendar"
    assert invitation["Content-Type"].params["method"] == "REQUEST"
    assert invitation["Content-Type"].params["charset"] == "utf-8"


@pytest.mark.parametrize("said", ["plain", "é and 😀"])
def test_an_invitation_arrives_byte_for_byte(said: str) -> None:
    invitation = INVITATION.replace(b"METHOD", f"X-SAID:{said}\r\nMETHOD".encode())

    _, part = posted(replace(LETTER, calendar=invitation)).iter_parts()

    assert isinstance(part, EmailMessage)
    assert part.get_content().encode() == invitation


def test_a_letter_without_an_invitation_is_plain_text() -> None:
    message = posted(replace(LETTER, calendar=b"", method=""))

    assert message.get_content_type() == "text/plain"
    assert message.get_content() == "Please read the case page first.\r\n"


def test_the_same_letter_under_the_same_key_is_the_same_bytes() -> None:
    first, second = (compose(LETTER, KEY, SENDER).as_bytes() for _ in range(2))

    assert first == second


def test_a_letter_is_known_by_its_key_and_names_nobody() -> None:
    known = posted(LETTER)["Message-ID"]

    assert known == message_id(KEY, "BO@example.org", SENDER)
    assert known.startswith("<DOR-2026-004-7-0-")
    assert known.endswith("@example.org>")
    assert "bo" not in known


@pytest.mark.parametrize(
    ("key", "to"),
    [("DOR-2026-004/7/1/bo", "bo@example.org"), (KEY, "cy@example.org")],
    ids=["another delivery", "another person"],
)
def test_another_delivery_is_another_letter(key: str, to: str) -> None:
    assert message_id(key, to, SENDER) != message_id(KEY, "bo@example.org", SENDER)


@pytest.mark.parametrize(
    ("key", "begins"),
    [
        ("DOR-2026-004/7/0", "DOR-2026-004-7-0-"),
        ("DOR-2026-004/7/zephyrine", "DOR-2026-004-7-"),
        ("DOR-2026-004/7zephyrine", "DOR-2026-004-"),
        ("DOR-2026-004" + "/1" * 500, "DOR-2026-004-1-1-1-1-1-1-"),
        ("digest/zephyrine", ""),
        ("../../etc/passwd", ""),
        ("\ud800\r\n/\0", ""),
    ],
)
def test_of_a_key_only_the_place_in_the_journal_is_shown(key: str, begins: str) -> None:
    named = token(key, "bo@example.org")

    assert named.startswith(begins)
    assert len(named) == len(begins) + 32
    assert set(named[len(begins) :]) <= set("0123456789abcdef")


@given(name=st.text(), subject=st.text(), text=st.text(), key=st.text())
def test_nothing_typed_makes_a_header(
    name: str, subject: str, text: str, key: str
) -> None:
    plain = Letter(
        to=replace(BO, name=name + HOSTILE + name),
        subject=subject + HOSTILE,
        text=text + HOSTILE,
        sent_at=LETTER.sent_at,
    )

    message = posted(plain, key)

    assert [address.addr_spec for address in message["To"].addresses] == [BO.email]
    assert [header.lower() for header in message] == [
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "auto-submitted",
        "content-type",
        "content-transfer-encoding",
        "mime-version",
    ]
    assert not message.defects
    assert "\u202e" not in message["To"] + message["Subject"]


@pytest.mark.parametrize("name", ["Smith, " * 40, "O'Neil-Søndergård (QA)", "", "李"])
def test_a_long_or_unusual_name_is_still_one_address(name: str) -> None:
    message = posted(replace(LETTER, to=replace(BO, name=name)))

    (address,) = message["To"].addresses
    assert address.addr_spec == "bo@example.org"


@pytest.mark.parametrize(
    "email",
    [
        "",
        "bo",
        "bo@",
        "@example.org",
        "bo@example.org\r\nBcc: eve@example.org",
        "bo@example.org, eve@example.org",
        "Bo <bo@example.org>",
        "b..o@example.org",
        "bø@example.org",
        "bo@example.org ",
    ],
)
def test_what_is_not_an_address_is_not_written_to(email: str) -> None:
    with pytest.raises(Undeliverable, match="not an e-mail address"):
        compose(replace(LETTER, to=replace(BO, email=email)), KEY, SENDER)


def test_every_line_can_pass_an_old_post_office() -> None:
    wordy = replace(LETTER, text="é" * 5000 + "a" * 5000, subject="é" * 500)

    written = compose(wordy, KEY, SENDER).as_bytes()

    assert written.isascii()
    assert max(map(len, written.split(b"\r\n"))) <= 998
