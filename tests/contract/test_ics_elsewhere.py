"""Other programs read the same meeting from an invitation as we wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import icalendar
import pytest

from bot.core.cards import Invite
from bot.core.people import Person
from bot.core.words import LONDON
from integrations.calendars.ics import bytes_of
from tests.contract.outlook_reading import starts_and_ends
from tests.node import running

US: Final = "dayzero@example.org"
BO: Final = Person("bo", "Bo Lindqvist", "bo@example.org", "health", frozenset())
REVIEW: Final = Invite(
    uid="DOR-2026-004/rapid-review@dayzero.example.org",
    sequence=0,
    start=datetime(2026, 12, 14, 10, 0, tzinfo=LONDON),
    minutes=90,
    subject="DOR-2026-004: Rapid Review Meeting; part 1, at Wareham’s",
    text="Please read the case page first; bring your return, signed.\nIt is online.",
    required=True,
    stood_down=False,
    changed=datetime(2026, 11, 27, 16, 30, tzinfo=UTC),
    link="https://dayzero.example.org/open/DOR-2026-004",
)
CHANGES: Final = (
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2027, 10, 31, 1, tzinfo=UTC),
    datetime(2028, 3, 26, 1, tzinfo=UTC),
)
"""When clocks change, in the years that cases now begun will meet in."""
MOMENTS: Final = (
    datetime(2026, 12, 14, 10, tzinfo=UTC),
    datetime(2027, 6, 14, 9, 30, tzinfo=UTC),
    *(c + timedelta(minutes=m) for c in CHANGES for m in range(-150, 151, 30)),
)
INVITES: Final = [
    *(replace(REVIEW, start=when.astimezone(LONDON)) for when in MOMENTS),
    replace(REVIEW, sequence=3),
    replace(REVIEW, sequence=4, stood_down=True),
    replace(REVIEW, required=False),
    replace(REVIEW, tentative=True),
    replace(REVIEW, text="Überall: 7 °C – “quoted”, \\ and a tail " + "long " * 40),
]


@pytest.fixture(scope="module")
def written() -> list[bytes]:
    return [bytes_of(invite, US, BO)[1] for invite in INVITES]


@pytest.fixture(scope="module")
def meant(written: list[bytes]) -> list[dict[str, Any]]:
    """What ical.js takes all of them for, read in one go."""
    read: list[dict[str, Any]] = running.run(
        "read_ics.mjs", [text.decode() for text in written]
    )
    return read


def seconds(invite: Invite) -> tuple[float, float]:
    start = invite.start.timestamp()
    return start, start + invite.minutes * 60


def test_another_program_reads_the_same_times_all_through_the_year(
    meant: list[dict[str, Any]],
) -> None:
    for invite, one in zip(INVITES, meant, strict=True):
        assert (one["start"], one["end"]) == seconds(invite)


def test_outlook_reads_the_same_times_all_through_the_year(
    written: list[bytes],
) -> None:
    """By two rules, and nothing that is listed beside them."""
    read = [starts_and_ends(text) for text in written]
    assert [(a.timestamp(), b.timestamp()) for a, b in read] == [
        seconds(invite) for invite in INVITES
    ]


def test_a_zone_of_dates_alone_would_be_read_wrongly_by_outlook() -> None:
    """What the library writes by itself is why two rules are written here."""
    calendar = icalendar.Calendar()
    event = icalendar.Event()
    event.add("dtstart", datetime(2027, 6, 14, 10, tzinfo=LONDON))
    event.add("dtend", datetime(2027, 6, 14, 11, tzinfo=LONDON))
    calendar.add_component(event)
    calendar.add_missing_timezones()
    with pytest.raises((AssertionError, KeyError)):
        starts_and_ends(calendar.to_ical())


def test_another_program_reads_the_same_meeting_and_what_has_become_of_it(
    meant: list[dict[str, Any]],
) -> None:
    for invite, read in zip(INVITES, meant, strict=True):
        assert (read["uid"], read["sequence"]) == (invite.uid, invite.sequence)
        assert read["method"] == ("CANCEL" if invite.stood_down else "REQUEST")
        assert read["organiser"] == f"mailto:{US}"
        assert read["class"] == "PRIVATE"
        assert read["url"] == invite.link
        assert read["summary"].endswith(invite.subject)
        assert read["description"].split() == (
            f"{invite.text}\nThe case: {invite.link}".split()
        )
        status = "TENTATIVE" if invite.tentative else "CONFIRMED"
        assert read["status"] == ("CANCELLED" if invite.stood_down else status)
        (somebody,) = read["attendees"]
        role = "REQ-PARTICIPANT" if invite.required else "OPT-PARTICIPANT"
        assert somebody == {
            "address": "mailto:bo@example.org",
            "name": "Bo Lindqvist",
            "role": role,
            "replies": "TRUE",
        }
