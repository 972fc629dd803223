"""What is no answer to an invitation, or one that nobody may give."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.calendars.replies import read
from tests.contract.replying import EVENT, UID, letter, without

ALARM = "BEGIN:VALARM\nUID:an-alarm\nATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@example.org\n"


def test_what_stands_in_an_alarm_is_not_the_meetings() -> None:
    heard = read(letter(EVENT.replace("END:VEVENT", f"{ALARM}END:VALARM\nEND:VEVENT")))

    assert heard is not None
    assert (heard.uid, heard.answer) == (UID, "declined")


@pytest.mark.parametrize(
    "calendar",
    [
        "",
        "no calendar at all",
        EVENT.replace("METHOD:REPLY", "METHOD:COUNTER"),
        EVENT.replace("METHOD:REPLY", "METHOD:REPLY\nMETHOD:REQUEST"),
        without("METHOD"),
        without("UID"),
        without("DTSTAMP"),
        without("ATTENDEE"),
        EVENT.replace("20261130T091502Z", "20261330T091502Z"),
        EVENT.replace("20261130T091502Z", "yesterday"),
        EVENT.replace(UID, UID + "x" * 300),
        EVENT.replace(UID, ""),
        EVENT.replace("END:VCALENDAR", EVENT[EVENT.index("BEGIN:VEVENT") :]),
        EVENT.replace("ATTENDEE;PARTSTAT=DECLINED;CN=Bo Lindqvist", 'ATTENDEE;CN="Bo'),
        EVENT.replace("ATTENDEE;", "ATTENDEE;CN=" + "x" * 20_000 + ";"),
        "BEGIN:VEVENT\n" * 5_000 + EVENT,
    ],
)
def test_a_calendar_that_says_too_little_or_too_much_says_nothing(
    calendar: str,
) -> None:
    assert read(letter(calendar)) is None


@pytest.mark.parametrize(
    "sender",
    [
        "eve@example.org",
        "Bo Lindqvist <eve@example.org>",
        '"bo@example.org" <eve@example.org>',
        "bo@example.org, eve@example.org",
        "bo@example.org <eve@example.org>",
        "",
        "nobody",
    ],
)
def test_nobody_answers_for_somebody_else(sender: str) -> None:
    assert read(letter(sender=sender)) is None


def test_a_letter_with_two_senders_has_none() -> None:
    raw = letter().replace(b"To:", b"From: eve@example.org\r\nTo:", 1)

    assert read(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0\xff" * 100,
        letter() + b" " * 1_000_000,
        letter(kind="text/plain; charset=utf-8"),
        letter(kind="multipart/mixed"),
        letter(kind="text/calendar; method=REPLY", encoding="base64", body=b"\xff"),
        b"From: bo@example.org\r\n"
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
            for n in range(3_000)
        ),
        b"From: bo@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Type: text/plain\r\n\r\nno\r\n" * 500
        + b"--b\r\n"
        + letter(),
    ],
    ids=range(8),
)
def test_whatever_comes_is_survived(raw: bytes) -> None:
    assert read(raw) is None


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 900))
def test_a_letter_that_was_tampered_with_is_survived(junk: bytes, at: int) -> None:
    raw = letter()

    heard = read(raw[:at] + junk + raw[at:])

    assert heard is None or heard.email == "bo@example.org"
