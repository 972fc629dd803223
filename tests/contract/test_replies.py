"""Answers to invitations, as the programs that people use write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from integrations.calendars.replies import Heard, read
from tests.contract.replying import AT, EVENT, UID, letter

CORPUS = Path(__file__).parent / "replies"


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("outlook", Heard(UID, "bo@example.org", "declined", AT, 1)),
        ("exchange", Heard(UID, "bo@example.org", "accepted", AT, 2)),
        ("exchange-utf-16", Heard(UID, "bo@example.org", "tentative", AT, 0)),
        ("exchange-delegate", Heard(UID, "bo@example.org", "accepted", AT, 1)),
        ("gmail", Heard(UID, "bo@example.org", "accepted", AT, 0)),
        ("gmail-attachment", Heard(UID, "bo@example.org", "tentative", AT, 0)),
        ("apple", Heard(UID, "bo@example.org", "declined", AT, 3)),
        ("thunderbird", Heard(UID, "bo@example.org", "accepted", AT, 0)),
    ],
)
def test_an_answer_is_read_as_each_program_writes_it(name: str, heard: Heard) -> None:
    raw = (CORPUS / f"{name}.eml").read_bytes().replace(b"\n", b"\r\n")

    assert read(raw) == heard


@pytest.mark.parametrize(
    "name",
    [
        "counter",
        "request",
        "out-of-office",
        "forwarded",
        "forged",
        "bounced",
    ],
)
def test_what_is_no_answer_of_whoever_sends_it_is_none(name: str) -> None:
    raw = (CORPUS / f"{name}.eml").read_bytes().replace(b"\n", b"\r\n")

    assert read(raw) is None


@pytest.mark.parametrize("encoding", ["7bit", "8bit", "base64", "quoted-printable"])
def test_an_answer_is_read_however_it_is_encoded(encoding: str) -> None:
    assert read(letter(encoding=encoding)) == Heard(
        UID, "bo@example.org", "declined", AT, 1
    )


@pytest.mark.parametrize(
    ("charset", "written"),
    [
        ("utf-16", EVENT.encode("utf-16")),
        ("utf-8", EVENT.encode("utf-16")),
        (
            "utf-16",
            b"\xfe\xff" + EVENT.encode("utf-16-be"),
        ),
        ("utf-8", b"\xef\xbb\xbf" + EVENT.encode()),
        ("windows-1252", EVENT.replace("CN=Bo", "CN=Bö").encode("cp1252")),
        ("us-ascii", EVENT.replace("CN=Bo", "CN=Bö").encode("cp1252")),
        ("nobody-knows-it", EVENT.encode()),
        ("rot13", EVENT.encode()),
    ],
)
def test_an_answer_is_read_in_any_alphabet(charset: str, written: bytes) -> None:
    heard = read(
        letter(
            kind=f"text/calendar; charset={charset}; method=REPLY",
            encoding="base64",
            body=written,
        )
    )

    assert heard == Heard(UID, "bo@example.org", "declined", AT, 1)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("PARTSTAT=ACCEPTED", "accepted"),
        ("partstat=accepted", "accepted"),
        ('PARTSTAT="TENTATIVE"', "tentative"),
        ("PARTSTAT=DECLINED;RSVP=FALSE", "declined"),
        (
            'DELEGATED-TO="mailto:x@example.org","mailto:y@example.org";PARTSTAT=DELEGATED',
            "declined",
        ),
        ("PARTSTAT=NEEDS-ACTION", None),
        ("PARTSTAT=X-SOMETHING", None),
        ("ROLE=REQ-PARTICIPANT", None),
    ],
)
def test_every_answer_there_is_comes_to_one_of_three(
    said: str, answer: str | None
) -> None:
    heard = read(letter(EVENT.replace("PARTSTAT=DECLINED", said)))

    assert (heard.answer if heard else None) == answer


@pytest.mark.parametrize(
    ("attendee", "sender"),
    [
        ("mailto:bo@example.org", "bo@example.org"),
        ("MAILTO:Bo@Example.ORG", "BO@example.org"),
        ("mailto:bo%40example.org", '"Lindqvist, Bo" <bo@example.org>'),
        ("bo@example.org", "=?utf-8?q?B=C3=B6?= <bo@example.org>"),
    ],
)
def test_an_address_is_known_however_it_is_written(attendee: str, sender: str) -> None:
    heard = read(
        letter(EVENT.replace("mailto:bo@example.org", attendee), sender=sender)
    )

    assert heard is not None
    assert heard.email == "bo@example.org"


@pytest.mark.parametrize(
    ("sent_by", "sender", "taken"),
    [
        ("sam@example.org", "sam@example.org", True),
        ("SAM@example.org", "Sam <sam@Example.org>", True),
        ("sam@example.org", "eve@example.org", False),
        ("eve@elsewhere.example.org", "eve@elsewhere.example.org", False),
        ("", "eve@example.org", False),
    ],
)
def test_a_colleague_may_answer_for_whom_they_serve(
    sent_by: str, sender: str, *, taken: bool
) -> None:
    said = (
        f'PARTSTAT=DECLINED;SENT-BY="mailto:{sent_by}"'
        if sent_by
        else "PARTSTAT=DECLINED"
    )

    heard = read(letter(EVENT.replace("PARTSTAT=DECLINED", said), sender=sender))

    assert (heard is not None) == taken


def test_of_several_people_the_one_who_writes_is_heard() -> None:
    others = (
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@example.org\nATTENDEE;PARTSTAT=DECLINED"
    )

    heard = read(letter(EVENT.replace("ATTENDEE;PARTSTAT=DECLINED", others)))

    assert heard is not None
    assert (heard.email, heard.answer) == ("bo@example.org", "declined")


def test_who_says_two_things_at_once_says_nothing() -> None:
    both = (
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@example.org\nATTENDEE;PARTSTAT=DECLINED"
    )

    assert read(letter(EVENT.replace("ATTENDEE;PARTSTAT=DECLINED", both))) is None


def test_lines_that_were_folded_are_put_together() -> None:
    folded = EVENT.replace("PARTSTAT=DEC", "PART\n STAT=DEC").replace(
        "mailto:bo@", "mail\n\tto:bo@"
    )

    assert read(letter(folded)) == Heard(UID, "bo@example.org", "declined", AT, 1)


def test_a_time_without_its_mark_is_taken_as_the_standard_has_it() -> None:
    heard = read(letter(EVENT.replace("20261130T091502Z", "20261130T091502")))

    assert heard is not None
    assert heard.at == AT


@pytest.mark.parametrize(
    ("number", "sequence"), [("SEQUENCE:0", 0), ("SEQUENCE:x", None), ("X-NO:1", None)]
)
def test_which_change_was_answered_is_known_or_not(
    number: str, sequence: int | None
) -> None:
    heard = read(letter(EVENT.replace("SEQUENCE:1", number)))

    assert heard is not None
    assert heard.sequence == sequence
