"""What a procedure says of a meeting's quorum and notice, and what is wrong with it."""

from __future__ import annotations

import pytest

from bot.core.faults import faults, read
from bot.core.procedure import Meeting
from bot.verbs.pages.schedule import meetings
from tests.core.small import SMALL, broken

INVITED = 'invite = ["every-agency", "director"]'


def wrap_up(*lines: str) -> str:
    return broken(INVITED, "\n".join((INVITED, *lines)))


def test_a_meeting_needs_everybody_and_a_days_notice_unless_it_says_otherwise() -> None:
    step = read(SMALL).by_id["wrap-up"]

    assert isinstance(step, Meeting)
    assert (step.quorum, step.notice) == ((), 1)


def test_a_quorum_and_a_notice_are_read() -> None:
    text = wrap_up('quorum = ["director"]', "notice = 3")
    step = read(text).by_id["wrap-up"]

    assert isinstance(step, Meeting)
    assert (step.quorum, step.notice) == (("director",), 3)


def test_the_chair_and_every_agency_may_be_a_quorum() -> None:
    lines = 'chair = "manager"', 'quorum = ["manager", "every-agency"]'

    assert faults(wrap_up(*lines)) == ()


@pytest.mark.parametrize(
    ("written", "says", "next_step"),
    [
        (
            'quorum = ["directr"]',
            'There is no role called "directr".',
            'Did you mean "director"?',
        ),
        (
            'quorum = ["manager"]',
            '"manager" must be there, and is not invited.',
            "Add it to invite, or take it out here.",
        ),
        (
            'quorum = "director, manager"',
            "This has the wrong form.",
            "Write a list in square brackets.",
        ),
        (
            'notice = "two"',
            "This has the wrong form.",
            "Write a whole number, without quotes.",
        ),
        (
            "notice = -1",
            "This cannot be used: it should be greater than or equal to 0.",
            "Change it, or take it out.",
        ),
    ],
)
def test_what_is_wrong_with_a_quorum_or_a_notice_is_told(
    written: str, says: str, next_step: str
) -> None:
    found = [(fault.says, fault.next_step) for fault in faults(wrap_up(written))]

    assert (says, next_step) in found


def test_the_page_of_meetings_tells_them() -> None:
    text = wrap_up('quorum = ["director"]', "notice = 3")

    page = "\n".join(meetings(read(text)))

    assert "; it cannot be held without Director" in page
    assert "; with 3 working days of notice" in page
