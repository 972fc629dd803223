"""A dead process cannot tell of itself, so a timer asks, and writes to a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from bot import doctors
from bot.core.errors import Unknown, Unreachable
from bot.settings import Settings, read_settings
from bot.store import Store, facts
from bot.verbs import verb
from bot.verbs.means import Means
from tests.contract.post_office import SENDER, PostOffice, open_post_office
from tests.verbs.line import Line
from tests.watching.conftest import FRIDAY


@dataclass
class Timer:
    """Types ``dayzero watch`` every few minutes."""

    line: Line
    store: Store

    def asks(self) -> tuple[int, str]:
        self.line.now += timedelta(minutes=5)
        printed = self.line.type("watch")
        return printed.code, printed.out

    def ticked(self, ago: timedelta) -> None:
        with self.store.writing() as tx:
            facts.set_(tx, facts.LAST_TICK, (self.line.now - ago).isoformat())


def environ(port: int) -> dict[str, str]:
    return {
        "DAYZERO_SMTP_HOST": "127.0.0.1",
        "DAYZERO_SMTP_PORT": str(port),
        "DAYZERO_SMTP_STARTTLS": "no",
        "DAYZERO_ORGANISER": SENDER,
        "DAYZERO_OPERATOR": "on-call@example.org",
    }


@pytest.fixture
def timer(record: Store, tmp_path: Path) -> Timer:
    line = Line(tmp_path / "home", now=FRIDAY, store=record)
    line.home.mkdir()
    return Timer(line, record)


@contextmanager
def post(timer: Timer) -> Iterator[PostOffice]:
    office = PostOffice()
    with open_post_office(office) as mail:
        timer.line.environ = environ(mail.port)
        yield office


def test_it_ends_with_0_while_all_is_well(timer: Timer) -> None:
    timer.ticked(timedelta(minutes=-4))
    assert timer.asks() == (0, "All is well.\n")


def test_it_writes_once_by_e_mail_and_once_when_it_is_over(timer: Timer) -> None:
    timer.ticked(timedelta(minutes=30))
    with post(timer) as office:
        first, second = timer.asks(), timer.asks()
        timer.ticked(timedelta(0))
        third = timer.asks()

    assert (first[0], second[0], third[0]) == (1, 1, 0)
    assert "Nobody looks at what is due any more." in first[1]
    # What the letter says it prints too: the letter may be what does not go.
    assert "Nothing falls due today or tomorrow." in first[1]
    assert "by hand" in first[1]
    letters = [message_from_bytes(one.original_content or b"") for one in office.taken]
    assert [one["Subject"] for one in letters] == [
        "Dayzero: nobody looks at what is due",
        "Dayzero: over: nobody looks at what is due",
    ]
    assert letters[0]["To"] == "Whoever runs Dayzero <on-call@example.org>"
    text = letters[0].get_payload(decode=True)
    assert isinstance(text, bytes)
    assert b"dayzero timeline" not in text
    assert "Do first:" in text.decode()


def test_a_mail_server_that_refuses_is_tried_again_the_next_time(timer: Timer) -> None:
    timer.ticked(timedelta(minutes=30))
    with post(timer) as office:
        office.at_recipient = "550 No such mailbox"
        assert timer.asks()[0] == 1
        office.at_recipient = "451 Later"
        assert timer.asks()[0] == 1
        office.at_recipient = ""
        assert timer.asks()[0] == 1
    assert len(office.taken) == 1


def test_what_stops_again_within_the_hour_is_told_in_a_letter_of_its_own(
    timer: Timer,
) -> None:
    # Many mailboxes show one letter of those with the same Message-ID.
    with post(timer) as office:
        for _ in range(2):
            timer.ticked(timedelta(minutes=30))
            assert timer.asks()[0] == 1
            timer.ticked(timedelta(0))
            assert timer.asks()[0] == 0
    letters = [message_from_bytes(one.original_content or b"") for one in office.taken]
    assert len({one["Message-ID"] for one in letters}) == len(letters) == 4


@pytest.mark.parametrize(
    "trouble", [ConnectionRefusedError(), Unreachable("Gone."), Unknown("Gone.")]
)
def test_a_record_that_cannot_be_opened_is_told_once(
    timer: Timer, tmp_path: Path, trouble: Exception
) -> None:
    def opening() -> Store:
        raise trouble

    with post(timer) as office:
        line = timer.line
        means = Means(
            settings=lambda: settings_of(line),
            now=lambda: line.now,
            out=(tmp_path / "out").open("w"),
            err=(tmp_path / "err").open("w"),
            store=opening,
            desk=line._desk,
            teller=doctors.teller,
        )
        asked = [verb("watch").run(None, means) for _ in range(2)]  # type: ignore[arg-type]
        means.out.close()
        means.err.close()
    assert asked == [1, 1]
    (letter,) = office.taken
    assert b"the database cannot be reached" in (letter.original_content or b"")
    assert "cannot reach its database" in (tmp_path / "out").read_text("utf-8")


def settings_of(line: Line) -> Settings:
    return read_settings({"DAYZERO_HOME": str(line.home), **line.environ})


def test_nobody_is_written_to_where_nobody_is_named(timer: Timer) -> None:
    assert doctors.teller(settings_of(timer.line), lambda: FRIDAY) is None
    timer.ticked(timedelta(minutes=30))
    assert timer.asks()[0] == 1
