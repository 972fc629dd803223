"""Replies read from a mailbox on a real IMAP server, which is left as it was."""

from __future__ import annotations

import asyncio
import imaplib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.received import LARGEST
from bot.settings_graph import Imap, Security
from integrations.mail.imap import EVERY, ReplyBox
from tests.contract.imap_server import LOOPBACK, Mailbox, open_mailbox
from tests.contract.post_office import a_free_port
from tests.contract.replies_by_mail import FILE, LETTER, REPLY

FRIDAY = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


@dataclass
class Reader:
    """Somebody who takes what is read, and remembers how far it was read."""

    taken: list[bytes] = field(default_factory=list)
    kept: str | None = None
    now: datetime = FRIDAY
    trouble: list[Exception] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    most_waits: int = 1

    def take(self, letter: bytes) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.taken.append(letter)

    def keep(self, mark: str) -> None:
        self.kept = mark

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        if len(self.waits) >= self.most_waits:
            raise asyncio.CancelledError

    def box(self, at: Imap, mailbox: Mailbox | None = None) -> ReplyBox:
        return ReplyBox(
            at,
            self.take,
            lambda: self.kept,
            self.keep,
            lambda: self.now,
            trust=mailbox.trusted() if mailbox else None,
            timeout=5,
            sleep=self.sleep,
        )


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Mailbox]:
    with open_mailbox() as opened:
        yield opened


@pytest.fixture
def at(mailbox: Mailbox, request: pytest.FixtureRequest) -> Imap:
    """Give each test a folder of its own."""
    folder = f'of "{request.node.name}"'[:60]
    with imaplib.IMAP4(LOOPBACK, mailbox.port, timeout=5) as line:
        line.login(mailbox.username, mailbox.password)
        line.create(quoted(folder))
    return Imap(
        LOOPBACK, mailbox.port, mailbox.username, mailbox.password, "none", folder
    )


def quoted(folder: str) -> str:
    return '"' + folder.replace('"', '\\"') + '"'


def deliver(mailbox: Mailbox, at: Imap, *letters: bytes) -> None:
    for letter in letters:
        mailbox.deliver(letter, quoted(at.folder))


def test_a_reply_is_read_and_the_mailbox_stays_as_it_was(
    mailbox: Mailbox, at: Imap
) -> None:
    deliver(mailbox, at, LETTER, REPLY % 1)
    reader = Reader()

    assert reader.box(at).look() is False

    assert reader.taken == [REPLY % 1]
    flags = mailbox.flags(quoted(at.folder))
    assert len(flags) == 2
    assert not any("Seen" in flag or "Deleted" in flag for flag in flags)


def test_what_was_read_is_not_read_again_and_what_comes_later_is(
    mailbox: Mailbox, at: Imap
) -> None:
    deliver(mailbox, at, REPLY % 1, LETTER)
    reader = Reader()
    reader.box(at).look()
    reader.box(at).look()
    deliver(mailbox, at, REPLY % 2)
    reader.box(at).look()

    assert reader.taken == [REPLY % 1, REPLY % 2]


def test_numbers_that_the_mailbox_gave_anew_are_begun_anew(
    mailbox: Mailbox, at: Imap
) -> None:
    deliver(mailbox, at, REPLY % 1)
    reader = Reader(kept="7/4000")

    reader.box(at).look()

    assert reader.taken == [REPLY % 1]
    assert reader.kept is not None
    assert reader.kept.endswith("/1")


def test_of_what_came_long_before_nothing_is_read(mailbox: Mailbox, at: Imap) -> None:
    deliver(mailbox, at, REPLY % 1)
    reader = Reader(now=datetime(2100, 1, 1, tzinfo=UTC))

    reader.box(at).look()

    assert reader.taken == []


def test_a_file_that_is_a_calendar_is_read(mailbox: Mailbox, at: Imap) -> None:
    deliver(mailbox, at, FILE)
    reader = Reader()

    reader.box(at).look()

    assert reader.taken == [FILE]


def test_a_letter_of_great_length_is_left_alone(mailbox: Mailbox, at: Imap) -> None:
    deliver(mailbox, at, REPLY % 1 + b"x" * LARGEST, REPLY % 2)
    reader = Reader()

    reader.box(at).look()

    assert reader.taken == [REPLY % 2]


def test_a_letter_that_cannot_be_understood_keeps_no_other_from_being_read(
    mailbox: Mailbox, at: Imap
) -> None:
    deliver(mailbox, at, REPLY % 1, REPLY % 2)
    reader = Reader(trouble=[ValueError("not a calendar")])

    reader.box(at).look()

    assert reader.taken == [REPLY % 2]


def test_a_letter_that_could_not_be_recorded_is_read_again(
    mailbox: Mailbox, at: Imap
) -> None:
    deliver(mailbox, at, REPLY % 1, REPLY % 2)
    reader = Reader(trouble=[OSError("the disk is full")])
    with pytest.raises(OSError, match="full"):
        reader.box(at).look()

    reader.box(at).look()

    assert reader.taken == [REPLY % 1, REPLY % 2]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_line_can_be_secret(mailbox: Mailbox, at: Imap, security: Security) -> None:
    deliver(mailbox, at, REPLY % 1)
    port = mailbox.tls if security == "tls" else mailbox.port
    secret = replace(at, security=security, port=port)
    reader = Reader()

    reader.box(secret, mailbox).look()

    assert reader.taken == [REPLY % 1]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_nobody_vouches_for_is_not_told_the_password(
    mailbox: Mailbox, at: Imap, security: Security
) -> None:
    port = mailbox.tls if security == "tls" else mailbox.port

    with pytest.raises(OSError, match="certificate verify failed"):
        Reader().box(replace(at, security=security, port=port)).look()


def test_a_mailbox_that_cannot_be_read_is_asked_again_ever_more_rarely(
    at: Imap,
) -> None:
    reader = Reader(most_waits=6)
    box = reader.box(replace(at, port=a_free_port()))
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(box.run())

    assert reader.waits == [60, 120, 240, 480, 900, 900]
    assert box.says() == {"last_read": None, "failures": 6}
    assert box.well
    reader.now += timedelta(hours=1)
    assert not box.well


def test_a_mailbox_that_does_not_let_us_in_is_trouble_to_try_again(at: Imap) -> None:
    for wrong in replace(at, password="a guess"), replace(at, folder="nowhere"):
        with pytest.raises(imaplib.IMAP4.error):
            Reader().box(wrong).look()


def test_replies_are_looked_for_again_and_again(mailbox: Mailbox, at: Imap) -> None:
    deliver(mailbox, at, REPLY % 1)
    reader = Reader(most_waits=2)
    box = reader.box(at)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(box.run())

    assert reader.waits == [EVERY, EVERY]
    assert reader.taken == [REPLY % 1]
    assert box.says() == {"last_read": FRIDAY.isoformat(), "failures": 0}
    assert box.well


def test_a_server_that_falls_silent_does_not_hold_up_the_end(at: Imap) -> None:
    reached, hung_up = threading.Event(), threading.Event()

    def silent(asked: socket.socket) -> None:
        line, _ = asked.accept()
        with line, line.makefile("rb") as said:
            line.sendall(b"* OK here\r\n")
            tag = said.readline().split()[0]
            line.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")
            said.readline()  # who we are, which is never answered
            reached.set()
            said.readline()
            hung_up.set()

    async def stopped() -> None:
        reading = asyncio.create_task(Reader().box(replace(at, port=port)).run())
        await asyncio.to_thread(reached.wait, 5)
        reading.cancel()
        assert await asyncio.to_thread(hung_up.wait, 3)

    with socket.create_server((LOOPBACK, 0)) as asked:
        port = asked.getsockname()[1]
        server = threading.Thread(target=silent, args=(asked,))
        server.start()
        asyncio.run(stopped())
        server.join()


def test_a_letter_that_the_server_never_gives_is_passed_over_in_the_end(
    at: Imap,
) -> None:
    """As of one that is broken on its disk: those after it are read all the same."""
    script = {
        b"CAPABILITY": b"* CAPABILITY IMAP4rev1\r\n",
        b"EXAMINE": b"* OK [UIDVALIDITY 3] is\r\n",
        b"SEARCH": b"* SEARCH 8\r\n",
    }
    reader = Reader(most_waits=6)

    def broken(asked: socket.socket) -> None:
        for _ in range(6):
            line, _ = asked.accept()
            with line, line.makefile("rb") as said:
                line.sendall(b"* OK here\r\n")
                for heard in said:
                    tag = heard.split()[0]
                    told = next((t for w, t in script.items() if w in heard), b"")
                    word = b"NO" if b"FETCH" in heard else b"OK"
                    line.sendall(told + tag + b" " + word + b" so it is\r\n")

    with socket.create_server((LOOPBACK, 0)) as asked:
        server = threading.Thread(target=broken, args=(asked,))
        server.start()
        box = reader.box(replace(at, port=asked.getsockname()[1]))
        with pytest.raises(asyncio.CancelledError):
            asyncio.run(box.run())
        server.join()

    assert reader.waits == [60, 120, 240, 480, 900, EVERY]
    assert reader.kept == "3/8"
