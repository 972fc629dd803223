"""The Dorset file says who does what as the Dorset document does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.faults import read
from bot.core.notices import notices
from bot.core.procedure import Decision, Meeting, Procedure, SignOff, Task
from bot.offices import load_offices

FILE = Path(__file__).parents[2] / "bot" / "procedures" / "dorset.toml"
ENGLAND = load_offices("ENG")


@pytest.fixture(scope="module", name="dorset")
def the_dorset_procedure() -> Procedure:
    return read(FILE.read_text(encoding="utf-8"), FILE.name)


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
    assert every == set(paragraphs(dorset))


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
        "meet-authors": (),
        "first-panel": (),
        "review-panels": ("first-panel",),
        "learning-events": ("first-panel",),
        "final-panel": ("first-panel",),
        "leadership-approval": ("final-panel",),
        "comms-planning": (),
        "review-action-planning": ("final-panel",),
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
    assert step.registered == "portal"


def test_the_council_s_chronology_passes_four_offices_in_order(
    dorset: Procedure,
) -> None:
    step = dorset.by_id["sign-chronology"]
    assert isinstance(step, SignOff)

    assert (step.owner, *(link.named for link in step.links)) == (
        "qa-service-manager",
        ("head-of-locality",),
        ("head-of-qa",),
        ("corporate-director-qa",),
    )


def test_the_copy_of_the_notification_goes_to_each_that_is_listed(
    dorset: Procedure,
) -> None:
    assert set(dorset.by_id["send-copies"].tell) == {
        *("corporate-director-qa", "other-corporate-director", "head-of-locality"),
        *("pdscp-leadership", "independent-chair", "business-manager", "scrutineer"),
        "senior-solicitor",
    }


@pytest.mark.parametrize(
    ("step", "written"),
    [
        ("publish", "6 months"),
        ("first-panel", "3 weeks"),
        ("final-panel", "5 weeks"),
        ("comms-planning", "4 weeks"),
        ("send-report", "7 working days"),
    ],
)
def test_each_span_of_the_review_is_the_document_s(
    dorset: Procedure, step: str, written: str
) -> None:
    assert written in dorset.by_id[step].due


def test_a_review_goes_on_until_it_is_published_and_every_action_done(
    dorset: Procedure,
) -> None:
    until = {s.id: s.until for s in dorset.step if isinstance(s, Task) and s.repeats}

    assert until == {
        "present-to-subgroup": "all-actions-done",
        "present-to-maqpag": "all-actions-done",
        "report-to-qpag": "all-actions-done",
        "keep-versions": "publish",
        "update-after-panel": "final-panel-told",
    }


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
    assert len(dorset.unconfirmed("send-sin")) == 3


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
