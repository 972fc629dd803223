"""Invitations to times that are held, and around the changes of the clocks."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import icalendar
import pytest

from bot.core.cards import HELD
from bot.gateways import Letter
from integrations.calendars.ics import IcsCalendar, bytes_of, diary, read
from integrations.mail.letters import compose
from tests.contract.test_ics import BO, MOVED, ORGANISER, REVIEW, PostOffice, lines

PENCILLED = replace(REVIEW, tentative=True, subject=f"{HELD}{REVIEW.subject}")
CONFIRMED = replace(
    REVIEW, sequence=1, changed=REVIEW.changed + timedelta(days=1), confirmed=True
)
LET_GO = replace(
    PENCILLED,
    sequence=1,
    stood_down=True,
    subject=REVIEW.subject,
    changed=REVIEW.changed + timedelta(days=1),
)
WITHDRAWN = replace(MOVED, sequence=2, stood_down=True, withdrawn=True)
LINK = "https://dayzero.example.org/open/DOR-2026-004"


def letter(invite: Any) -> Letter:
    post = PostOffice()
    at = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)
    asyncio.run(IcsCalendar(post, ORGANISER).invite(invite, BO, "k", at))
    return post.sent["k"]


def test_a_time_that_is_held_is_tentative_in_every_calendar() -> None:
    written = lines(PENCILLED)

    assert "METHOD:REQUEST" in written
    assert "STATUS:TENTATIVE" in written
    assert "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE" in written
    assert "X-MICROSOFT-CDO-INTENDEDSTATUS:TENTATIVE" in written
    assert "SUMMARY:Time held: DOR-2026-004: Rapid Review Meeting" in written


def test_a_time_that_is_confirmed_is_the_same_meeting_and_certain() -> None:
    written = lines(CONFIRMED)

    assert f"UID:{PENCILLED.uid}" in written
    assert "SEQUENCE:1" in written
    assert "STATUS:CONFIRMED" in written
    assert "X-MICROSOFT-CDO-BUSYSTATUS:BUSY" in written
    (item,) = diary(bytes_of(one, ORGANISER, BO)[1] for one in (CONFIRMED, PENCILLED))
    assert (item.status, item.subject) == ("CONFIRMED", REVIEW.subject)


def test_a_time_that_is_let_go_is_cancelled() -> None:
    written = lines(LET_GO)

    assert "METHOD:CANCEL" in written
    assert "STATUS:CANCELLED" in written
    assert "X-MICROSOFT-CDO-BUSYSTATUS:FREE" in written
    assert any(line.endswith("mailto:bo@example.org") for line in written)


@pytest.mark.parametrize(
    ("invite", "subject", "says"),
    [
        (PENCILLED, "Time held: DOR-2026-004: Rapid Review Meeting", "It is online."),
        (
            replace(PENCILLED, sequence=1),
            "Time held: DOR-2026-004: Rapid Review Meeting",
            "It is online.",
        ),
        (CONFIRMED, "Confirmed: DOR-2026-004: Rapid Review Meeting", "It is online."),
        (
            LET_GO,
            "No longer held: DOR-2026-004: Rapid Review Meeting",
            "This time is no longer held.",
        ),
        (
            WITHDRAWN,
            "No longer needed: DOR-2026-004: Rapid Review Meeting",
            "You are not asked to this meeting any more.",
        ),
        (
            replace(PENCILLED, stood_down=True, withdrawn=True),
            "No longer needed: DOR-2026-004: Rapid Review Meeting",
            "You are not asked to this meeting any more.",
        ),
    ],
    ids=["held", "held, moved", "confirmed", "let go", "withdrawn", "hold withdrawn"],
)
def test_a_letter_says_how_a_time_stands(invite: Any, subject: str, says: str) -> None:
    sent = letter(invite)

    assert sent.subject == subject
    assert says in sent.text


def test_the_way_to_the_case_stands_in_the_calendar_and_the_letter() -> None:
    invite = replace(REVIEW, link=LINK)
    _, written = bytes_of(invite, ORGANISER, BO)
    item = read(written)

    assert item.link == LINK
    assert item.text.splitlines()[-1] == f"The case: {LINK}"
    assert f"The case: {LINK}" in letter(invite).text
    assert not any(line.startswith("URL") for line in lines(REVIEW))


def test_nobody_is_offered_to_propose_another_time() -> None:
    assert "X-MICROSOFT-DISALLOW-COUNTER:TRUE" in lines(REVIEW)


def test_a_letter_carries_the_invitation_as_mail_programs_want_it() -> None:
    sent = letter(PENCILLED)
    raw = bytes(compose(sent, "k", ORGANISER))
    message: Any = message_from_bytes(raw, policy=policy.default)
    text, calendar = message.iter_parts()

    assert message.get_content_type() == "multipart/alternative"
    assert text.get_content_type() == "text/plain"
    assert calendar.get_content_type() == "text/calendar"
    assert calendar["content-type"].params["method"] == "REQUEST"
    assert calendar["content-type"].params["charset"] == "utf-8"
    assert calendar.get_payload(decode=True) == sent.calendar
    event = icalendar.Calendar.from_ical(sent.calendar).walk("VEVENT")[0]
    organiser = str(event["organizer"]).removeprefix("mailto:")
    assert message["from"].addresses[0].addr_spec == organiser
    assert b"\n" not in raw.replace(b"\r\n", b"")


# How Outlook reads a time: by the two rules that are sent along, and nothing else.


def offset_by_the_rules(zone: list[str], local: datetime) -> timedelta:
    """Read the offset of a local time from the rules, as a calendar program does."""
    found: list[tuple[datetime, timedelta]] = []
    kind: dict[str, str] = {}
    for line in zone:
        name, _, value = line.partition(":")
        kind[name] = value
        if line.startswith("END:") and value in ("STANDARD", "DAYLIGHT"):
            rule = dict(part.split("=") for part in kind["RRULE"].split(";"))
            assert (rule["FREQ"], rule["BYDAY"]) == ("YEARLY", "-1SU")
            for year in (local.year - 1, local.year):
                day = last_sunday(year, int(rule["BYMONTH"]))
                time = datetime.strptime(kind["DTSTART"][9:], "%H%M%S").time()  # noqa: DTZ007
                hours = int(kind["TZOFFSETTO"][:3])
                found.append((datetime.combine(day, time), timedelta(hours=hours)))
    return max(one for one in found if one[0] <= local.replace(tzinfo=None))[1]


def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - timedelta(days=day.isoweekday() % 7)


@pytest.mark.parametrize(
    "around", ["2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31"]
)
def test_every_start_around_a_change_of_the_clocks_is_the_instant_it_was(
    around: str,
) -> None:
    first = datetime.fromisoformat(around).replace(tzinfo=UTC) - timedelta(hours=12)
    for halves in range(72):
        start = first + timedelta(minutes=30 * halves)
        written = lines(replace(REVIEW, start=start, minutes=60))
        zone = written[
            written.index("BEGIN:VTIMEZONE") : written.index("END:VTIMEZONE")
        ]
        for name, instant in (
            ("DTSTART", start),
            ("DTEND", start + timedelta(hours=1)),
        ):
            (line,) = (li for li in written[len(zone) :] if li.startswith(name))
            said = line.rpartition(":")[2]
            if said.endswith("Z"):
                read_as = datetime.strptime(said, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            else:
                assert line.startswith(f"{name};TZID=Europe/London:")
                local = datetime.strptime(said, "%Y%m%dT%H%M%S")  # noqa: DTZ007
                offset = offset_by_the_rules(zone, local)
                read_as = (local - offset).replace(tzinfo=UTC)
            assert read_as == instant


def test_an_hour_that_comes_twice_is_written_without_doubt() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    first = second - timedelta(hours=1)

    assert "DTSTART:20261025T013000Z" in lines(replace(REVIEW, start=second))
    assert "DTSTART:20261025T003000Z" in lines(replace(REVIEW, start=first))
    for start in (first, second):
        invite = replace(REVIEW, start=start, minutes=15)
        item = read(bytes_of(invite, ORGANISER, BO)[1])
        assert item.start.astimezone(UTC) == start
        assert item.minutes == 15
