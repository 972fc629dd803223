"""Letters through a real mail server, on this machine, with its moods."""

from __future__ import annotations

import asyncio
import socket
from email import message_from_bytes
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPServerDisconnected,
)

import pytest

from bot.gateways import TryLater, Undeliverable
from integrations.mail.letters import POLICY
from integrations.mail.smtp import SmtpMail
from tests.contract.post_office import (
    KEY,
    LETTER,
    LOOPBACK,
    SENDER,
    PostOffice,
    a_free_port,
    open_post_office,
    send,
)


def test_a_letter_arrives_whole_at_one_address() -> None:
    office = PostOffice()

    with open_post_office(office) as mail:
        receipt = send(mail)

    (envelope,) = office.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == (SENDER, ["bo@example.org"])
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, policy=POLICY)
    assert message["Message-ID"] == receipt
    text, invitation = message.iter_parts()
    assert isinstance(text, type(message))
    assert text.get_content().strip() == LETTER.text
    assert invitation.get_payload(decode=True) == LETTER.calendar


def test_we_do_not_give_our_machine_away() -> None:
    office = PostOffice()

    with open_post_office(office) as mail:
        send(mail)

    assert office.known_as == ["example.org"]


@pytest.mark.parametrize(
    "office",
    [
        PostOffice(at_sender="451 Come back"),
        PostOffice(at_recipient="450 Greylisted, bo@example.org"),
        PostOffice(at_letter="452 Full"),
    ],
    ids=["the sender", "the recipient", "the letter"],
)
def test_a_server_that_asks_for_patience_gets_it(office: PostOffice) -> None:
    with open_post_office(office) as mail, pytest.raises(TryLater) as later:
        send(mail)

    assert later.value.seconds == 60


@pytest.mark.parametrize(
    "office",
    [
        PostOffice(at_recipient="550 No such person bo@example.org"),
        PostOffice(at_letter="554 Not this"),
    ],
    ids=["the recipient", "the letter"],
)
def test_a_letter_that_can_never_arrive_is_given_up_without_repeating_the_address(
    office: PostOffice,
) -> None:
    with open_post_office(office) as mail, pytest.raises(Undeliverable) as given_up:
        send(mail)

    assert "55" in str(given_up.value)
    assert "@" not in str(given_up.value)


def test_a_server_that_will_not_have_us_is_not_the_letters_fault() -> None:
    office = PostOffice(at_sender="550 Who are you?")

    with open_post_office(office) as mail, pytest.raises(SMTPException) as refused:
        send(mail)

    assert not isinstance(refused.value, TryLater | Undeliverable)


def test_an_answer_that_is_none_is_trouble_to_try_again() -> None:
    office = PostOffice(at_letter="999 What?")

    with open_post_office(office) as mail, pytest.raises(SMTPDataError):
        send(mail)


def test_a_line_that_drops_with_the_letter_in_hand_is_trouble_to_try_again() -> None:
    office = PostOffice(at_letter="hang up")

    with open_post_office(office) as mail, pytest.raises(SMTPServerDisconnected):
        send(mail)


def test_a_letter_that_was_taken_is_sent_however_the_server_parts() -> None:
    office = PostOffice(at_parting="500 Never")

    with open_post_office(office) as mail:
        receipt = send(mail)

    assert receipt.startswith("<DOR-2026-004-7-0-")
    assert len(office.taken) == 1


def test_no_server_is_trouble_to_try_again() -> None:
    with pytest.raises(ConnectionRefusedError):
        send(SmtpMail(LOOPBACK, a_free_port(), SENDER, timeout=5))


def test_a_server_that_says_nothing_is_not_waited_for_long() -> None:
    with socket.create_server((LOOPBACK, 0)) as silent:
        mail = SmtpMail(LOOPBACK, silent.getsockname()[1], SENDER, timeout=0.05)

        with pytest.raises(OSError, match="timed out"):
            send(mail)


def test_a_mail_server_cannot_be_asked_what_it_sent() -> None:
    mail = SmtpMail(LOOPBACK, 25, SENDER)

    assert asyncio.run(mail.find(LETTER, KEY)) is None


def test_a_password_is_not_shown() -> None:
    assert "hunter2" not in repr(SmtpMail(LOOPBACK, 25, SENDER, password="hunter2"))
