"""The Dorset file says what the Dorset document says, and its dates are the document's.

The dates were worked out by hand, with the document and a calendar.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.core.faults import faults, read
from bot.core.procedure import Procedure
from bot.core.progress import lines
from bot.offices import load_offices
from tests.core.calendar_words import calendar_day

FILE = Path(__file__).parents[2] / "bot" / "procedures" / "dorset.toml"
ENGLAND = load_offices("ENG")

# Clock A. Day 0 is Fri 18 Dec 2026, when the council became aware.
#   Mon 21 Dec 1, Tue 22 Dec 2, Wed 23 Dec 3, Thu 24 Dec 4,
#   Fri 25 Dec Christmas Day, Sat and Sun, Mon 28 Dec for Boxing Day: not counted,
#   Tue 29 Dec 5.
# Clock B. Day 0 is Tue 29 Dec 2026, when the notification was sent.
#   Wed 30 Dec 1, Thu 31 Dec 2, Fri 1 Jan New Year's Day, Sat and Sun: not counted,
#   Mon 4 Jan 3, Tue 5 Jan 4, Wed 6 Jan 5, Thu 7 Jan 6, Fri 8 Jan 7,
#   Mon 11 Jan 8, Tue 12 Jan 9, Wed 13 Jan 10, Thu 14 Jan 11, Fri 15 Jan 12,
#   Mon 18 Jan 13, Tue 19 Jan 14, Wed 20 Jan 15.
CHRISTMAS = {
    # 2.3, 3.4, 3.6, 2.6: by day 5 of clock A
    "criteria": "Tue 29 Dec 2026",
    "looked-after-death": "Tue 29 Dec 2026",
    "care-leaver-death": "Tue 29 Dec 2026",
    "sign-sin": "Tue 29 Dec 2026",
    "send-sin": "Tue 29 Dec 2026",
    "save-copy": "Tue 29 Dec 2026",
    "upload-copy": "Tue 29 Dec 2026",
    "send-copies": "Tue 29 Dec 2026",
    "tell-leadership": "Tue 29 Dec 2026",
    "tell-other-partnerships": "Tue 29 Dec 2026",
    "hand-over": "Tue 29 Dec 2026",
    # 5.9: within 2 working days of submission
    "panel-asks": "Thu 31 Dec 2026",
    # 5.3: day 0 of clock B
    "appoint-author": "Tue 29 Dec 2026",
    # 5.6, 5.8: day 1
    "identify-agencies": "Wed 30 Dec 2026",
    "rapid-review/invite": "Wed 30 Dec 2026",
    # 5.7, 5.11, 5.12: day 2
    "briefing-reports/send": "Thu 31 Dec 2026",
    "leadership/invite": "Thu 31 Dec 2026",
    "action-planning/invite": "Thu 31 Dec 2026",
    # 5.4: day 5, and regularly from day 0 (5.15), read as every 5
    "council-report": "Wed 6 Jan 2027",
    "update-locality": "Wed 6 Jan 2027",
    # 5.13: day 6
    "assure-council-report": "Thu 7 Jan 2027",
    # 5.7, 5.13, 5.5: day 8
    "briefing-reports": "Mon 11 Jan 2027",
    "sign-council-report": "Mon 11 Jan 2027",
    "pass-on-council-report": "Mon 11 Jan 2027",
    # 5.14: day 9
    "send-pack": "Tue 12 Jan 2027",
    # 6.2, 6.3, 4.3: day 11
    "rapid-review": "Thu 14 Jan 2027",
    "agree-wording": "Thu 14 Jan 2027",
    "recommend-review": "Thu 14 Jan 2027",
    "still-met": "Thu 14 Jan 2027",
    "complete-template": "Thu 14 Jan 2027",
    # 6.4: day 12
    "check-template": "Fri 15 Jan 2027",
    # 6.5, 6.7: day 14
    "leadership": "Tue 19 Jan 2027",
    "sign-recommendation": "Tue 19 Jan 2027",
    "share-with-family": "Tue 19 Jan 2027",
    # 6.6: day 15
    "send-to-panel": "Wed 20 Jan 2027",
    "save-panel-copy": "Wed 20 Jan 2027",
    # 5.5 and 6.8 wait: for the report to arrive, and for the Panel to meet
    "check-council-report": "",
    "panel-answers": "",
    # 7 waits: for the Panel to recommend a review, and for a target
    **dict.fromkeys(
        (
            *("set-timeline", "first-panel/invite", "first-panel"),
            *("terms-of-reference", "family-involved", "agree-returns"),
            *("reports-and-chronologies/send", "reports-and-chronologies"),
            *("sign-chronology", "submit-chronology", "update-locality-on-review"),
            *("final-panel", "family-plan", "comms-planning", "approve-report"),
            *("what-is-published", "send-report", "send-report-to-ofsted"),
            *("reason-for-delay", "publish"),
        ),
        "",
    ),
}


@pytest.fixture(scope="module", name="dorset")
def the_dorset_procedure() -> Procedure:
    return read(FILE.read_text(encoding="utf-8"), FILE.name)


def due_days(procedure: Procedure, **known: str) -> dict[str, date | None]:
    anchors = {k.replace("_", "-"): calendar_day(v) for k, v in known.items()}
    return {line.part: line.day for line in lines(procedure, anchors, ENGLAND)}


def test_the_file_has_no_faults() -> None:
    assert faults(FILE.read_text(encoding="utf-8")) == ()


def test_every_date_over_christmas_is_the_one_worked_out_by_hand(
    dorset: Procedure,
) -> None:
    found = due_days(dorset, aware="Fri 18 Dec 2026", sin_sent="Tue 29 Dec 2026")

    by_hand = {k: calendar_day(v) if v else None for k, v in CHRISTMAS.items()}
    assert found == by_hand


def test_what_waits_for_a_day_has_one_when_the_day_is_known(dorset: Procedure) -> None:
    # Ten working days from Wed 3 Feb 2027: to Wed 10 Feb are 5, to Wed 17 Feb are 10.
    found = due_days(
        dorset, la_report_received="Tue 5 Jan 2027", panel_date="Wed 3 Feb 2027"
    )

    assert found["check-council-report"] == calendar_day("Tue 5 Jan 2027")
    assert found["panel-answers"] == calendar_day("Wed 17 Feb 2027")


def test_a_practice_review_is_counted_from_the_recommendation_and_from_the_target(
    dorset: Procedure,
) -> None:
    # Three weeks from Fri 20 Nov 2026 are to Fri 11 Dec, six months to Thu 20 May 2027.
    # Back from Tue 6 Apr 2027: five weeks to Tue 2 Mar, four to Tue 9 Mar, and seven
    # working days, over Easter, to Wed 24 Mar (Thu 25 Mar is 6; Fri 26 and Mon 29 Mar
    # are bank holidays; Tue 30 Mar is 5, Mon 5 Apr is 1).
    found = due_days(
        dorset,
        panel_recommended="Fri 20 Nov 2026",
        review_decided="Mon 23 Nov 2026",
        target_publication="Tue 6 Apr 2027",
    )

    assert found["set-timeline"] == calendar_day("Tue 24 Nov 2026")
    assert found["first-panel/invite"] == calendar_day("Tue 24 Nov 2026")
    assert found["first-panel"] == calendar_day("Fri 11 Dec 2026")
    assert found["publish"] == calendar_day("Thu 20 May 2027")
    assert found["reason-for-delay"] == calendar_day("Thu 20 May 2027")
    assert found["final-panel"] == calendar_day("Tue 2 Mar 2027")
    assert found["comms-planning"] == calendar_day("Tue 9 Mar 2027")
    assert found["send-report"] == calendar_day("Wed 24 Mar 2027")
    assert found["send-report-to-ofsted"] == calendar_day("Wed 24 Mar 2027")


def test_without_a_recommendation_a_review_is_counted_from_the_decision(
    dorset: Procedure,
) -> None:
    # Three weeks from Wed 17 Feb 2027 are to Wed 10 Mar, six months to Tue 17 Aug.
    found = due_days(dorset, review_decided="Wed 17 Feb 2027")

    assert found["first-panel"] == calendar_day("Wed 10 Mar 2027")
    assert found["publish"] == calendar_day("Tue 17 Aug 2027")


def test_nothing_of_the_rapid_review_is_due_before_the_notification_is_sent(
    dorset: Procedure,
) -> None:
    found = due_days(dorset, aware="Fri 18 Dec 2026")

    stage = {step.id for step in dorset.step if step.stage == "rapid-review"}
    assert all(
        day is None for part, day in found.items() if part.split("/")[0] in stage
    )


def test_an_ordinary_fortnight_is_counted_in_working_days(dorset: Procedure) -> None:
    # Aware Fri 20 Nov, so day 5 is Fri 27 Nov. Sent that day: day 11 is Mon 14 Dec
    # (Fri 4 Dec 5, Fri 11 Dec 10), and day 15 is Fri 18 Dec.
    found = due_days(dorset, aware="Fri 20 Nov 2026", sin_sent="Fri 27 Nov 2026")

    assert found["send-sin"] == calendar_day("Fri 27 Nov 2026")
    assert found["rapid-review"] == calendar_day("Mon 14 Dec 2026")
    assert found["send-to-panel"] == calendar_day("Fri 18 Dec 2026")
