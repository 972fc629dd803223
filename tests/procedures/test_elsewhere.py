"""Procedures of other authorities need no program: only their file.

The files under ``elsewhere`` are invented. They ask for what the five documents do
not: windows, exact days, a clock of the police, days that compete, two tracks from
one alert. Each date was worked out by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from bot.core.events import Moment
from bot.core.faults import faults, read
from bot.core.progress import lines
from bot.core.words import LONDON, moment
from bot.offices import load_offices
from tests.core.calendar_words import calendar_day

ELSEWHERE = Path(__file__).parent / "elsewhere"
ENGLAND = load_offices("ENG")


def at(day: str, hour: int) -> datetime:
    found = calendar_day(day)
    return datetime(found.year, found.month, found.day, hour, tzinfo=LONDON)


def dates(name: str, anchors: Mapping[str, Moment]) -> dict[str, str]:
    procedure = read((ELSEWHERE / f"{name}.toml").read_text(encoding="utf-8"), name)
    found = lines(procedure, anchors, ENGLAND)
    return {
        line.part: moment(line.due.due)
        for line in found
        if line.due and line.due.due is not None
    }


# Day 0 is Thu 24 Dec 2026, 4pm. Hours run through Christmas: 24 hours is Fri 25, 4pm.
#   Fri 25 Christmas Day, Sat, Sun, Mon 28 for Boxing Day; Tue 29 Dec 1, Wed 30 2,
#   Thu 31 3, Fri 1 Jan New Year's Day, Sat, Sun, Mon 4 Jan 4, Tue 5 Jan 5.
# The notification is sent on Tue 5 Jan 2027, day 0 of the second clock.
#   Wed 6 1, 7 2, 8 3, Mon 11 4, 12 5, 13 6, 14 7, 15 8, Mon 18 9, 19 10, 20 11, 21 12,
#   22 13, Mon 25 14, Tue 26 15, Wed 27 Jan 16. Two months: Fri 5 Mar.
def test_windows_exact_days_and_the_same_day() -> None:
    found = dates(
        "fenmoor",
        {
            "aware": at("Thu 24 Dec 2026", 16),
            "sin-sent": calendar_day("Tue 5 Jan 2027"),
        },
    )
    assert found == {
        "strategy": "Friday 25 December 2026, 4pm",
        "notify": "Tuesday 5 January 2027",
        "panel-letter": "Wednesday 27 January 2027",
        "staff-letter": "Wednesday 27 January 2027",
        "learning": "Friday 5 March 2027",
    }


# Incident Mon 22 Mar 2027; council Wed 24 Mar, 3pm; police Thu 25 Mar, 10pm.
#   72 hours run over the change to summer time (Sun 28 Mar): Sun 28 Mar, 11pm.
#   From Wed 24: Thu 25 1, Good Friday, Sat, Sun, Easter Monday, Tue 30 Mar 2,
#   Wed 31 3, Thu 1 Apr 4, Fri 2 Apr 5. From Mon 22, day 10 is Wed 7 Apr: later.
KNOWN = {
    "incident": calendar_day("Mon 22 Mar 2027"),
    "aware": at("Wed 24 Mar 2027", 15),
    "police-aware": at("Thu 25 Mar 2027", 22),
}


def test_a_clock_of_the_police_over_easter_and_the_change_to_summer_time() -> None:
    found = dates("carrow", KNOWN)
    assert found == {
        "track": "Tuesday 30 March 2027",
        "police-first-report": "Sunday 28 March 2027, 11pm",
        "notify": "Friday 2 April 2027",
    }


# Referral accepted Wed 31 Mar: Thu 1 Apr 1, Fri 2 2, Mon 5 3, 6 4, 7 5, 8 6, 9 7,
# Mon 12 Apr 8. Notification sent Thu 1 Apr: Fri 2 1, ... Thu 15 Apr 10; one month is
# Sat 1 May, four weeks from the referral Wed 28 Apr, which is earlier.
def test_days_that_compete_follow_what_is_known() -> None:
    referral = {**KNOWN, "referral-accepted": calendar_day("Wed 31 Mar 2027")}
    assert dates("carrow", referral)["meeting"] == "Monday 12 April 2027"
    both = {**referral, "sin-sent": calendar_day("Thu 1 Apr 2027")}
    found = dates("carrow", both)
    assert found["meeting"] == "Thursday 15 April 2027"
    assert found["write-up"] == "Saturday 1 May 2027"


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("aware + 24 hours", "aware + 1 shift", "is not a unit this understands"),
        ("aware + 24 hours", "aware + 10", "has no unit"),
        ("on sin-sent + 16 working days", "on day 16", "is not the name of an anchor"),
        (
            "on sin-sent + 16 working days",
            "as soon as practicable",
            "Write the deadline",
        ),
        ("same day as panel-letter", "same day as pannel-letter", "panel-letter"),
        ("aware + 24 hours", "police-aware + 24 hours", "no anchor called"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(
    was: str, now: str, says: str
) -> None:
    text = (ELSEWHERE / "fenmoor.toml").read_text(encoding="utf-8")
    assert was in text
    told = " ".join(fault.said for fault in faults(text.replace(was, now)))
    assert says in told
