"""The Dorset file says what the Dorset document says, and its dates are the document's.

The dates were worked out by hand, with the document and a calendar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.core.faults import faults, read
from bot.core.notices import notices
from bot.core.procedure import Decision, Meeting, Procedure, SignOff, Task
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


def paragraphs(procedure: Procedure) -> Iterator[str]:
    """Every paragraph the file says that it read, one by one."""
    sources = [step.source.para for step in procedure.step]
    sources += [step.source.para for step in procedure.reading]
    sources += [role.source.para for role in procedure.role.values()]
    sources += [anchor.source.para for anchor in procedure.anchor.values()]
    sources += [passage.para for passage in procedure.left_out]
    for source in sources:
        for first, last in re.findall(r"(\d\.\d+)(?: to (\d\.\d+))?", source):
            yield first
            if last:
                stage, start = first.split(".")
                for number in range(int(start), int(last.split(".")[1]) + 1):
                    yield f"{stage}.{number}"


def test_every_paragraph_of_the_document_is_used_or_left_out_with_a_reason(
    dorset: Procedure,
) -> None:
    # The document's last numbered paragraph of each of its eight parts.
    last = {1: 4, 2: 6, 3: 7, 4: 3, 5: 15, 6: 8, 7: 21, 8: 9}
    every = {f"{part}.{n}" for part, most in last.items() for n in range(1, most + 1)}
    # 3.1 says only that the steps below it are followed.
    assert every - set(paragraphs(dorset)) == {"3.1"}


def test_no_paragraph_is_named_that_the_document_does_not_have(
    dorset: Procedure,
) -> None:
    last = {1: 4, 2: 6, 3: 7, 4: 3, 5: 15, 6: 8, 7: 21, 8: 9}
    for paragraph in paragraphs(dorset):
        part, number = map(int, paragraph.split("."))
        assert number <= last[part], paragraph


def test_the_notification_is_signed_by_all_three_levels_in_order(
    dorset: Procedure,
) -> None:
    step = dorset.by_id["sign-sin"]
    assert isinstance(step, SignOff)

    assert [link.named for link in step.links] == [
        ("corporate-director-qa",),
        ("other-corporate-director",),
        ("executive-director",),
    ]
    assert step.links[1].need == "all"


def test_the_three_partners_agree_the_wording_side_by_side(dorset: Procedure) -> None:
    step = dorset.by_id["agree-wording"]
    assert isinstance(step, SignOff)

    (link,) = step.links
    assert link.roles == ("partner-council", "partner-police", "partner-health")
    assert link.need == "all"


def test_the_meetings_come_in_their_order(dorset: Procedure) -> None:
    later = {
        step.id: step.later_than for step in dorset.step if isinstance(step, Meeting)
    }

    assert later == {
        "rapid-review": (),
        "leadership": ("rapid-review",),
        "action-planning": ("rapid-review",),
    }


def test_only_the_sending_of_the_notification_starts_the_rapid_review(
    dorset: Procedure,
) -> None:
    setters = [step.id for step in dorset.step if step.sets == "sin-sent"]

    assert setters == ["send-sin"]


def test_whoever_stands_in_at_the_portal_first_asks_its_permission(
    dorset: Procedure,
) -> None:
    step = dorset.by_id["send-sin"]
    assert isinstance(step, Task)

    assert (step.owner, step.deputy) == ("head-of-qa", "corporate-director-qa")
    assert step.stand_in_after == ("portal-permission",)


def test_every_step_tells_a_newcomer_what_to_do(dorset: Procedure) -> None:
    assert all(step.doing.endswith(".") for step in dorset.step)


def test_every_deadline_that_is_law_names_the_national_rule(dorset: Procedure) -> None:
    for step in dorset.step:
        assert bool(step.national) == (step.limit != "local"), step.id


def test_everyone_who_signs_or_decides_may_read(dorset: Procedure) -> None:
    deciding = {s.owner for s in dorset.step if isinstance(s, Decision)}
    signing = {
        role
        for step in dorset.step
        if isinstance(step, SignOff)
        for link in step.links
        for role in (step.owner, *link.named)
    }
    assert deciding | signing <= set(dorset.readers)


def test_no_reading_has_been_confirmed_by_anybody_yet(dorset: Procedure) -> None:
    readings = list(dorset.readings())

    assert len(readings) > 30
    assert not any(part.confirmed for _, part in readings)
    assert len(dorset.unconfirmed("send-sin")) == 2


def test_the_notices_name_what_the_document_leaves_open(dorset: Procedure) -> None:
    said = notices(dorset, ENGLAND)

    assert any(
        n.startswith("action-planning: the document gives no date") for n in said
    )
    assert any(n.startswith("who-chairs: nobody has confirmed") for n in said)
    assert not any("after the national limit" in n for n in said)


def test_no_mailbox_and_no_telephone_number_is_in_the_file() -> None:
    text = FILE.read_text(encoding="utf-8")

    assert "@" not in text
    assert not re.search(r"\b0\d{9,10}\b|\b0\d{4} ?\d{6}\b", text)
