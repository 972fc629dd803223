"""What would help where a meeting can have no time, and the first it would give."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.core.events import Offer, Relief
from bot.core.finding import (
    Diary,
    Found,
    Span,
    Taken,
    Wish,
    choose,
    choose_together,
    people_in,
    span_of,
)
from bot.core.finding.diaries import Known
from bot.core.finding.slots import Board
from bot.core.finding.together import Search
from tests.core.played import at
from tests.core.sitting import (
    CHAIR,
    HEALTH,
    MONDAY,
    POLICE,
    SCHOOL,
    TUESDAY,
    WEDNESDAY,
    diaries,
    open_on,
    span,
    wish,
)


def helps(wanted: Wish, **busy: tuple[Span, ...]) -> tuple[Relief, ...]:
    found = choose(wanted, diaries(wanted, **busy))
    assert found.offers == ()
    return found.reliefs


def test_whoever_is_taken_is_let_off() -> None:
    found = helps(wish(), pat=(span(TUESDAY),))

    assert found == (Relief("release", "police", at(f"{TUESDAY} 9:00")),)


def test_of_several_who_could_be_let_off_the_soonest_stand_first() -> None:
    wanted = wish(open_on(TUESDAY), open_on(WEDNESDAY))

    found = helps(wanted, pat=(span(WEDNESDAY),), cy=(span(TUESDAY),))

    assert found == (
        Relief("release", "chair", at(f"{TUESDAY} 9:00")),
        Relief("release", "police", at(f"{WEDNESDAY} 9:00")),
    )


def test_where_one_is_not_enough_two_are_let_off() -> None:
    found = helps(wish(), pat=(span(TUESDAY),), cy=(span(TUESDAY),))

    assert found == (Relief("release", "chair&police", at(f"{TUESDAY} 9:00")),)


def test_where_two_are_not_enough_whoever_is_taken_most_is_named() -> None:
    school = replace(SCHOOL, needed=True)
    wanted = wish(open_on(TUESDAY, CHAIR, POLICE, HEALTH, school), minutes=60)

    found = helps(
        wanted,
        cy=(span(TUESDAY, "10:00"),),
        pat=(span(TUESDAY),),
        hera=(span(TUESDAY),),
        hugh=(span(TUESDAY, "9:00", "11:00"),),
        sam=(span(TUESDAY),),
    )

    assert found == (Relief("release", "police"),)


def test_a_deputy_comes_instead_unless_their_diary_says_that_they_cannot() -> None:
    deputies = (("police", ("dee",)), ("chair", ("cat",)))
    wanted = wish(
        open_on(TUESDAY, deputies=deputies), open_on(WEDNESDAY, deputies=deputies)
    )
    busy = {"pat": (span(TUESDAY), span(WEDNESDAY))}

    found = helps(wanted, **busy, dee=(span(TUESDAY),))

    assert Relief("deputy", "police", at(f"{WEDNESDAY} 9:00")) in found
    known = diaries(wanted, **busy)
    del known["dee"]
    unknown = choose(wanted, known).reliefs
    assert Relief("deputy", "police", at(f"{TUESDAY} 9:00")) in unknown


def test_half_the_length_can_be_enough() -> None:
    found = helps(wish(), pat=(span(TUESDAY, "10:00", "10:45"),))

    assert Relief("shorter", "", at(f"{TUESDAY} 9:00")) in found


def test_nothing_is_made_shorter_than_a_quarter_of_an_hour() -> None:
    found = helps(wish(minutes=20), pat=(span(TUESDAY),))

    assert [one.kind for one in found] == ["release"]


def test_shorter_notice_or_a_later_day_can_help() -> None:
    wanted = wish(sooner=(open_on(MONDAY),), later=(open_on(WEDNESDAY),))

    found = helps(wanted, pat=(span(TUESDAY),))

    assert found[1:] == (
        Relief("notice", "", at(f"{MONDAY} 9:00")),
        Relief("limit", "", at(f"{WEDNESDAY} 9:00")),
    )


def test_another_meeting_of_the_case_may_be_in_the_way() -> None:
    taken = Taken("visit", span(TUESDAY)), Taken("panel", span(TUESDAY))

    assert helps(wish(taken=taken[:1])) == (
        Relief("move", "visit", at(f"{TUESDAY} 9:00")),
    )
    assert helps(wish(taken=taken)) == ()


def test_where_a_meeting_is_already_is_no_help() -> None:
    wanted = wish(minutes=180, present=at(f"{TUESDAY} 9:00"))

    assert helps(wanted) == (Relief("shorter", "", at(f"{TUESDAY} 9:00")),)


def test_nobody_is_let_off_where_no_day_is_left() -> None:
    assert helps(replace(wish(), days=())) == ()


# --- Several meetings -----------------------------------------------------------------


def together(*wishes: Wish, **busy: tuple[Span, ...]) -> tuple[Found, ...]:
    known: dict[str, Diary] = {}
    for one in wishes:
        known |= diaries(one, **busy)
    return choose_together(wishes, known)


def test_nothing_is_found_where_nothing_is_sought() -> None:
    assert choose_together((), {}) == ()


def test_a_meeting_for_which_there_is_no_room_says_what_would_help() -> None:
    review = wish(minutes=120)
    actions = wish(step="actions", minutes=120, follows=("review",))

    found, left = together(review, actions)

    assert [offer.start for offer in found.offers] == [at(f"{TUESDAY} 9:00")]
    assert left.offers == ()
    assert left.reliefs == (
        Relief("shorter", "", at(f"{TUESDAY} 11:00")),
        Relief("move", "review", at(f"{TUESDAY} 9:00")),
    )


def test_meetings_beside_one_another_do_not_overlap() -> None:
    first, second = wish(minutes=90), wish(step="visit", minutes=90)

    one, other = together(first, second)

    assert one.offers[0].start == at(f"{TUESDAY} 9:00")
    assert other.offers[0].start == at(f"{TUESDAY} 10:30")
    third = together(first, second, wish(step="panel"))[2]
    assert third.offers == ()
    assert {relief.kind for relief in third.reliefs} == set()


def test_a_meeting_without_a_time_leaves_those_after_it_without() -> None:
    review = wish(minutes=120)
    actions = wish(open_on(WEDNESDAY), step="actions", follows=("review",))

    found, left = together(review, actions, pat=(span(TUESDAY),))

    assert found.offers == ()
    assert found.reliefs
    assert left == Found("actions", 120)


def test_a_meeting_that_follows_one_outside_the_search_is_left_without() -> None:
    (found,) = together(wish(before=("other",), follows=("other",)))

    assert found == Found("review", 120)


def test_they_are_found_in_any_order_they_are_asked_for() -> None:
    review = wish(minutes=60)
    actions = wish(step="actions", minutes=60, follows=("review",))

    assert together(actions, review) == together(review, actions)[::-1]


def test_the_review_is_not_put_where_nothing_can_follow() -> None:
    """The police could come to the review later, and then nobody could meet after."""
    review = wish(open_on(TUESDAY, CHAIR), minutes=60)
    leaders = wish(open_on(TUESDAY, POLICE), step="leaders", minutes=60)
    leaders = replace(leaders, follows=("review",))
    early = span(TUESDAY, "9:00", "10:00")
    known = {
        **diaries(review),
        **diaries(leaders),
    }
    known["cy"] = replace(known["cy"], maybe=(early,), first=early[0])

    one, other = choose_together((review, leaders), known)

    assert one.offers[0].start == at(f"{TUESDAY} 10:00")
    assert other.offers[0].start == at(f"{TUESDAY} 11:00")
    busy = replace(known["pat"], busy=(span(TUESDAY, "11:00"),))
    one, other = choose_together((review, leaders), {**known, "pat": busy})
    assert one.offers[0].start == at(f"{TUESDAY} 9:00")
    assert other.offers[0].start == at(f"{TUESDAY} 10:00")


def test_a_search_that_takes_too_long_gives_the_best_it_has_found() -> None:
    """Five hours in two mornings: the first way found is not the best one."""
    days = open_on(TUESDAY), open_on(WEDNESDAY)
    wishes = [wish(*days, step=name, minutes=60) for name in "abcde"]
    known = Known({}, days[0].opens)
    boards = [Board(one, known) for one in wishes]

    assert len(Search(boards, patience=40).found()) == 5
    assert Search(boards, patience=2).found() == ()


def test_a_day_on_which_one_of_them_has_no_time_is_passed_over() -> None:
    days = open_on(TUESDAY), open_on(WEDNESDAY)
    review, actions = wish(*days), wish(*days, step="actions", follows=("review",))

    found = together(review, actions, pat=(span(TUESDAY),))

    assert found[0].offers == (Offer(at(f"{WEDNESDAY} 9:00")),)


def test_without_any_day_nothing_needs_to_be_read() -> None:
    nothing = replace(wish(), days=())

    assert span_of((nothing,)) == (nothing.at, nothing.at)
    assert people_in((nothing,)) == ()


@pytest.mark.parametrize("minutes", [30, 60])
def test_further_times_on_one_day_do_not_overlap(minutes: int) -> None:
    wanted = wish(minutes=minutes)

    starts = [offer.start for offer in choose(wanted, diaries(wanted)).offers]

    assert len(starts) == 3
    gaps = [after - before for before, after in pairwise(sorted(starts))]
    assert min(gaps) >= timedelta(minutes=minutes)
