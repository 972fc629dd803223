"""Nobody is wanted at two meetings at once: the record knows those of other cases."""

from __future__ import annotations

from datetime import timedelta

from bot.core.events import Answered
from bot.core.finding import Diary, Wanted, beside_others, choose, wanted
from tests.core.coming import answers, asked_to
from tests.core.played import at, sent
from tests.core.sitting import CHAIR, TUESDAY, open_on, span, wish
from tests.core.test_finding_diaries import MORNING, OWN


def listed(who: str, answer: Answered | None = None) -> list[bool]:
    """Say whether somebody is wanted at a review, and whether that is sure."""
    played = asked_to()
    if answer:
        answers(played, who, answer)
    found = wanted(played.case, played.asking())
    return [one.sure for one in found if one.person == who]


def test_whoever_must_come_is_wanted_unless_they_declined() -> None:
    assert listed("hal") == [True]
    assert listed("hal", "tentative") == [True]
    assert listed("hal", "declined") == []


def test_whoever_may_come_is_only_sure_to_if_they_said_so() -> None:
    assert listed("sue") == [False]
    assert listed("sue", "accepted") == [True]


def test_nobody_is_wanted_at_what_has_no_time() -> None:
    played = sent()
    assert [*wanted(played.case, played.asking())] == []


def test_they_are_taken_for_as_long_as_the_other_meeting_lasts() -> None:
    played = asked_to()
    (span_of_hal,) = {
        one.span for one in wanted(played.case, played.asking()) if one.person == "hal"
    }
    standing = played.case.to_come("review")
    assert standing
    begins = standing.start
    assert span_of_hal == (begins, begins + timedelta(minutes=standing.minutes))


def test_it_is_added_to_a_diary_and_is_all_that_is_known_without_one() -> None:
    elsewhere = Wanted("ann", OWN, sure=True), Wanted("bo", OWN, sure=False)
    known = beside_others({"ann": Diary(*MORNING)}, elsewhere)

    assert known["ann"] == Diary(*MORNING, busy=(OWN, OWN))
    assert known["bo"] == Diary(OWN[0], OWN[0], maybe=(OWN, OWN))


def test_no_time_is_offered_over_another_case_s_meeting() -> None:
    taken = span(TUESDAY, "9:00", "10:00")
    known = beside_others({}, [Wanted("cy", taken, sure=True)])
    found = choose(wish(open_on(TUESDAY, CHAIR), minutes=60), known)

    assert [one.start for one in found.offers] == [
        at(f"{TUESDAY} 10:00"),
        at(f"{TUESDAY} 11:00"),
    ]
    assert all(one.unknown == ("chair",) for one in found.offers)


def test_a_meeting_moved_away_from_another_at_its_own_hour_goes_clear_of_it() -> None:
    both = span(TUESDAY, "9:00", "10:00")
    known = beside_others({}, [Wanted("cy", both, sure=True)])
    moved = wish(open_on(TUESDAY, CHAIR), minutes=60, own=(both,), present=both[0])

    assert choose(moved, known).offers[0].start == at(f"{TUESDAY} 10:00")
