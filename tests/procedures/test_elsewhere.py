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


def at(day: str, hour: int, minute: int = 0) -> datetime:
    found = calendar_day(day)
    return datetime(found.year, found.month, found.day, hour, minute, tzinfo=LONDON)


def dates(name: str, anchors: Mapping[str, Moment]) -> dict[str, str]:
    procedure = read((ELSEWHERE / f"{name}.toml").read_text(encoding="utf-8"), name)
    found = lines(procedure, anchors, load_offices(procedure.holidays))
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


# Aware Wed 23 Dec 2026, 3pm: Thu 24 1, Fri 25, Sat, Sun, Mon 28 off, Tue 29 2,
# Wed 30 3, Thu 31 4, Fri 1 Jan, Sat, Sun off, Mon 4 Jan 5. Sent Mon 4 Jan: Tue 5 1,
# 6 2, 7 3, 8 4, Mon 11 5, 12 6, 13 7, 14 8, 15 9, Mon 18 10, 19 11, 20 12, 21 13,
# 22 14, Mon 25 15. Last report Thu 14 Jan: Fri 15 1, Mon 18 2. Hospital told Wed 23
# Dec, 4pm: 48 hours is Fri 25, 4pm; 12 weeks Wed 17 Mar. Published Mon 1 Mar: three
# months is Tue 1 Jun.
def test_three_tracks_a_clock_of_the_hospital_and_one_from_the_last_report() -> None:
    found = dates(
        "thames-seven",
        {
            "aware": at("Wed 23 Dec 2026", 15),
            "cdr-known": at("Wed 23 Dec 2026", 16),
            "sin-sent": calendar_day("Mon 4 Jan 2027"),
            "reports-in": calendar_day("Thu 14 Jan 2027"),
            "published": calendar_day("Mon 1 Mar 2027"),
        },
    )
    assert found == {
        "route": "Thursday 24 December 2026",
        "escalate-1": "Wednesday 30 December 2026",
        "escalate-2": "Thursday 31 December 2026",
        "send-sin": "Monday 4 January 2027",
        "reports/send": "Monday 4 January 2027",
        "reports": "Wednesday 13 January 2027",
        "collate": "Monday 18 January 2027",
        "rapid-review/invite": "Tuesday 5 January 2027",
        "rapid-review": "Wednesday 20 January 2027",
        "tell-panel": "Monday 25 January 2027",
        "cdr-form": "Friday 25 December 2026, 4pm",
        "cdr-meeting": "Wednesday 17 March 2027",
        "progress": "Tuesday 1 June 2027",
    }


# Aware Mon 29 Nov 2027; the document's working day 5 counts that day, so Fri 3 Dec.
# Sent Fri 3 Dec: Mon 6 1 ... Fri 10 5, Mon 13 6, 14 7, 15 8, 16 9, 17 10, Mon 20 11,
# 21 12, 22 13, 23 14, Fri 24 15, Mon 27 and Tue 28 off for Christmas, Wed 29 16.
# Three weeks is Fri 24, four Fri 31. Planned Tue 4 Jan 2028: Mon 3 is off for New
# Year, so one working day before it is Fri 31 Dec. Six months is Sat 3 Jun 2028.
# Before Fri 3 Dec: Thu 2 1, Wed 1 2, Tue 30 Nov 3, Mon 29 4, Fri 26 5.
def test_a_document_that_counts_the_first_day_and_a_day_before_a_planned_one() -> None:
    found = dates(
        "high-fells",
        {
            "aware": at("Mon 29 Nov 2027", 10),
            "alert-sent": at("Mon 29 Nov 2027", 10, 30),
            "sin-sent": calendar_day("Fri 3 Dec 2027"),
            "target-publication": calendar_day("Tue 4 Jan 2028"),
        },
    )
    assert found == {
        "acknowledge": "Tuesday 30 November 2027",
        "decide": "Tuesday 30 November 2027, 10:30am",
        "sign": "Tuesday 30 November 2027",
        "send": "Friday 3 December 2027",
        "notes/send": "Monday 6 December 2027",
        "notes": "Tuesday 14 December 2027",
        "meeting/invite": "Friday 26 November 2027",
        "meeting": "Friday 17 December 2027",
        "minutes": "Friday 17 December 2027",
        "letter": "Wednesday 29 December 2027",
        "plan-publication": "Friday 31 December 2027",
        "tell-family": "Friday 31 December 2027",
        "publish": "Saturday 3 June 2028",
    }


# Police Sat 24 Oct 2026, 11:30pm, and four hours run over the clocks going back on
# Sun 25 (2am is 1am again): 2:30am. Hospital Sun 25, 12:30am: later. 24 hours of the
# police: Sun 25, 10:30pm. From Sat 24: Mon 26 1, 27 2, 28 3; from Mon 26: 27 1, 28 2,
# Thu 29 3, Fri 30 4, Mon 2 Nov 5. Incident Sat 24 + 10 is Fri 6 Nov: later.
BOTH = {
    "incident": calendar_day("Sat 24 Oct 2026"),
    "aware": at("Mon 26 Oct 2026", 9),
    "police-aware": at("Sat 24 Oct 2026", 23, 30),
    "hospital-aware": at("Sun 25 Oct 2026", 0, 30),
}


def test_clocks_that_compete_over_the_night_the_clocks_go_back() -> None:
    found = dates("blackbrook", BOTH)
    assert found["first-known"] == "Sunday 25 October 2026, 2:30am"
    assert found["strategy"] == "Sunday 25 October 2026, 10:30pm"
    assert found["joint"] == "Thursday 29 October 2026"
    assert found["decision"] == "Friday 30 October 2026"
    assert found["send"] == "Monday 2 November 2026"


def test_a_clock_that_is_missing_leaves_the_others_to_say() -> None:
    known = {name: BOTH[name] for name in ("aware", "hospital-aware")}
    found = dates("blackbrook", known)
    # 12:30am in summer time, and six hours later 5:30am in winter time.
    assert found["first-known"] == "Sunday 25 October 2026, 5:30am"
    assert found["strategy"] == "Sunday 25 October 2026, 11:30pm"
    assert "joint" not in found  # the later of two waits for both


# Wed 23 Dec 2026, 10pm, in Scotland: 72 hours is Sat 26, 10pm. Thu 24 1, Fri 25 and
# Mon 28 off, Tue 29 2, Wed 30 3, Thu 31 4, Fri 1 Jan off, Mon 4 Jan off for Sat 2,
# Tue 5 5, 6 6, 7 7, 8 8, Mon 11 9, Tue 12 10 (in England it is Mon 11).
def test_the_holidays_of_scotland_make_new_year_longer() -> None:
    assert dates("firth", {"logged": at("Wed 23 Dec 2026", 22)}) == {
        "track": "Saturday 26 December 2026, 10pm",
        "gold-group": "Wednesday 6 January 2027",
        "silver-group": "Tuesday 12 January 2027",
        "debrief": "Tuesday 23 March 2027",
    }


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("aware + 24 hours", "aware + 1 shift", "is not a unit this understands"),
        ("aware + 24 hours", "aware + 10", "has no unit"),
        ("on sin-sent + 16 working days", "on day 16", "what it is counted from"),
        ("on sin-sent + 16 working days", "as soon as practicable", "gives no day"),
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
