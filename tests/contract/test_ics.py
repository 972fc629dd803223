"""Invitations: what Outlook, Google and Apple must be able to make of them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cards import Invite
from bot.core.people import Person
from bot.core.words import LONDON
from bot.gateways import Letter
from integrations.calendars.ics import IcsCalendar, bytes_of, diary, read

ORGANISER = "dayzero@example.org"
BO = Person("bo", "Bo Lindqvist", "bo@example.org", "health", frozenset())
REVIEW = Invite(
    uid="DOR-2026-004-rapid-review@dayzero",
    sequence=0,
    start=datetime(2026, 12, 14, 10, 0, tzinfo=LONDON),
    minutes=90,
    subject="DOR-2026-004: Rapid Review Meeting",
    text="Please read the case page first; bring your return, signed.\nIt is online.",
    required=True,
    stood_down=False,
    changed=datetime(2026, 11, 27, 16, 30, tzinfo=UTC),
)
MOVED = replace(
    REVIEW,
    sequence=1,
    start=REVIEW.start + timedelta(days=1),
    changed=REVIEW.changed + timedelta(hours=1),
)
STOOD_DOWN = replace(
    MOVED, sequence=2, stood_down=True, changed=MOVED.changed + timedelta(hours=1)
)


@dataclass
class PostOffice:
    """Mail that remembers, so that a test can look."""

    sent: dict[str, Letter] = field(default_factory=dict)

    async def send(self, letter: Letter, key: str) -> str:
        self.sent.setdefault(key, letter)
        return f"<{key}>"

    async def find(self, letter: Letter, key: str) -> str | None:
        return f"<{key}>" if key in self.sent else None


def lines(invite: Invite, to: Person = BO) -> list[str]:
    """Unfold an invitation into the lines it means."""
    _, written = bytes_of(invite, ORGANISER, to)
    return written.decode().replace("\r\n ", "").split("\r\n")


def test_an_invitation_asks_one_person_to_come() -> None:
    method, _ = bytes_of(REVIEW, ORGANISER, BO)
    written = lines(REVIEW)

    assert method == "REQUEST"
    assert "METHOD:REQUEST" in written
    assert "UID:DOR-2026-004-rapid-review@dayzero" in written
    assert "SEQUENCE:0" in written
    assert "DTSTAMP:20261127T163000Z" in written
    assert "DTSTART;TZID=Europe/London:20261214T100000" in written
    assert "DTEND;TZID=Europe/London:20261214T113000" in written
    assert "STATUS:CONFIRMED" in written
    assert "CLASS:PRIVATE" in written
    assert "ORGANIZER:mailto:dayzero@example.org" in written
    (attendee,) = (line for line in written if line.startswith("ATTENDEE"))
    said, _, address = attendee.partition(":")
    assert address == "mailto:bo@example.org"
    assert set(said.split(";")) == {
        "ATTENDEE",
        'CN="Bo Lindqvist"',
        "CUTYPE=INDIVIDUAL",
        "PARTSTAT=NEEDS-ACTION",
        "ROLE=REQ-PARTICIPANT",
        "RSVP=TRUE",
    }


def test_whoever_need_not_come_is_asked_as_such() -> None:
    (attendee,) = (
        line
        for line in lines(replace(REVIEW, required=False))
        if line.startswith("ATTENDEE")
    )

    assert "ROLE=OPT-PARTICIPANT" in attendee


def test_a_change_is_the_same_meeting_with_a_higher_number() -> None:
    written = lines(MOVED)

    assert "UID:DOR-2026-004-rapid-review@dayzero" in written
    assert "SEQUENCE:1" in written
    assert "METHOD:REQUEST" in written


def test_standing_down_is_a_cancel_of_the_same_meeting() -> None:
    method, _ = bytes_of(STOOD_DOWN, ORGANISER, BO)
    written = lines(STOOD_DOWN)

    assert method == "CANCEL"
    assert "METHOD:CANCEL" in written
    assert "STATUS:CANCELLED" in written
    assert "SEQUENCE:2" in written
    assert "UID:DOR-2026-004-rapid-review@dayzero" in written


def test_london_is_two_rules_that_outlook_reads() -> None:
    written = lines(REVIEW)

    zone = written[written.index("BEGIN:VTIMEZONE") : written.index("END:VTIMEZONE")]
    assert [line for line in zone if line.startswith("DTSTART")] == [
        "DTSTART:19700329T010000",
        "DTSTART:19701025T020000",
    ]
    assert sum(line.startswith("RRULE:FREQ=YEARLY;BYDAY=-1SU;") for line in zone) == 2
    assert not any(line.startswith("RDATE") for line in zone)


@pytest.mark.parametrize(
    "start",
    [
        # each side of both changes of 2026, and of Christmas
        "2026-03-28T10:00",
        "2026-03-30T10:00",
        "2026-10-24T10:00",
        "2026-10-26T10:00",
        "2026-12-24T16:30",
    ],
)
def test_the_two_rules_say_what_london_says(start: str) -> None:
    local = datetime.fromisoformat(start).replace(tzinfo=LONDON)
    _, written = bytes_of(replace(REVIEW, start=local), ORGANISER, BO)
    calendar = icalendar.Calendar.from_ical(written)
    zone = calendar.timezones[0].to_tz(lookup_tzid=False)

    by_the_rules = local.replace(tzinfo=zone)

    assert by_the_rules.utcoffset() == local.utcoffset()


def test_a_time_kept_elsewhere_is_written_as_london_reads_it() -> None:
    summer = replace(REVIEW, start=datetime(2026, 7, 1, 9, 0, tzinfo=UTC))

    assert "DTSTART;TZID=Europe/London:20260701T100000" in lines(summer)


def test_a_meeting_across_the_change_of_the_clocks_lasts_as_long_as_it_should() -> None:
    night = datetime(2026, 3, 29, 0, 30, tzinfo=LONDON)
    _, written = bytes_of(replace(REVIEW, start=night), ORGANISER, BO)

    item = read(written)

    assert item.minutes == 90
    assert f"{item.end:%H:%M}" == "03:00"


def test_lines_end_and_fold_as_the_standard_asks() -> None:
    wordy = replace(REVIEW, text="é" * 500)

    _, written = bytes_of(wordy, ORGANISER, BO)

    assert written.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert max(map(len, written.split(b"\r\n"))) <= 75


@given(name=st.text(), subject=st.text(), text=st.text())
def test_nothing_typed_adds_a_line_to_an_invitation(
    name: str, subject: str, text: str
) -> None:
    hostile = "\r\nATTENDEE:mailto:eve@example.org\nEND:VEVENT\u202e\"';:,\\"
    invite = replace(REVIEW, subject=subject + hostile, text=text + hostile)

    written = lines(invite, replace(BO, name=name + hostile))

    kinds = [line.partition(":")[0].partition(";")[0] for line in written]
    assert kinds.count("ATTENDEE") == 1
    assert kinds.count("END") == 5
    _, again = bytes_of(invite, ORGANISER, replace(BO, name=name + hostile))
    assert read(again).attendee == "bo@example.org"


def test_what_is_written_can_be_read_back() -> None:
    _, written = bytes_of(REVIEW, ORGANISER, BO)

    item = read(written)

    assert (item.uid, item.sequence) == (REVIEW.uid, 0)
    assert (item.start, item.minutes) == (REVIEW.start, 90)
    assert (item.subject, item.text) == (REVIEW.subject, REVIEW.text)
    assert (item.method, item.status) == ("REQUEST", "CONFIRMED")
    assert (item.organiser, item.attendee) == (ORGANISER, "bo@example.org")
    assert item.changed == REVIEW.changed
    assert item.required
    assert item.private
    assert not item.stood_down


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"not a calendar",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ],
)
def test_what_is_not_an_invitation_is_not_read_as_one(written: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read(written)


@pytest.mark.parametrize("arrived", [*permutations([REVIEW, MOVED, STOOD_DOWN])])
def test_the_last_change_stands_however_letters_arrive(
    arrived: tuple[Invite, ...],
) -> None:
    (item,) = diary(bytes_of(invite, ORGANISER, BO)[1] for invite in arrived)

    assert item.sequence == 2
    assert item.stood_down


def test_a_diary_is_in_order_with_one_entry_for_each_meeting() -> None:
    later = replace(REVIEW, uid="b", start=REVIEW.start + timedelta(days=9))
    earlier = replace(REVIEW, uid="a", start=REVIEW.start - timedelta(days=9))

    items = diary(
        bytes_of(i, ORGANISER, BO)[1] for i in (later, REVIEW, earlier, MOVED)
    )

    assert [(item.uid, item.sequence) for item in items] == [
        ("a", 0),
        (REVIEW.uid, 1),
        ("b", 0),
    ]


@pytest.mark.parametrize(
    ("invite", "subject", "says"),
    [
        (REVIEW, "DOR-2026-004: Rapid Review Meeting", "It is online."),
        (MOVED, "Changed: DOR-2026-004: Rapid Review Meeting", "It is online."),
        (
            STOOD_DOWN,
            "Called off: DOR-2026-004: Rapid Review Meeting",
            "This meeting will not take place.",
        ),
    ],
    ids=["new", "moved", "stood down"],
)
def test_the_letter_says_in_words_what_the_calendar_says(
    invite: Invite, subject: str, says: str
) -> None:
    post = PostOffice()
    calendar = IcsCalendar(post, ORGANISER)
    at = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)

    receipt = asyncio.run(calendar.invite(invite, BO, "DOR-2026-004/7/0", at))

    letter = post.sent["DOR-2026-004/7/0"]
    assert receipt == "<DOR-2026-004/7/0>"
    assert (letter.subject, letter.to, letter.sent_at) == (subject, BO, at)
    assert says in letter.text
    assert "10am, for 1 hour and 30 minutes" in letter.text
    assert (letter.method, letter.calendar) == bytes_of(invite, ORGANISER, BO)


def test_an_invitation_already_sent_can_be_found() -> None:
    calendar = IcsCalendar(PostOffice(), ORGANISER)

    async def before_and_after() -> tuple[str | None, str | None]:
        before = await calendar.find(REVIEW, BO, "DOR-2026-004/7/0")
        await calendar.invite(REVIEW, BO, "DOR-2026-004/7/0", REVIEW.changed)
        return before, await calendar.find(REVIEW, BO, "DOR-2026-004/7/0")

    assert asyncio.run(before_and_after()) == (None, "<DOR-2026-004/7/0>")
