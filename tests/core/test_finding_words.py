"""Why a time is a good one, said plainly and without names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.attending import seats
from bot.core.case import Offered
from bot.core.events import Offer
from bot.core.finding import reasons, supposes
from bot.core.procedure import Meeting
from bot.core.workdays import Offices
from tests.core.calendar_words import calendar_day as day
from tests.core.played import ROSTER, Played, asked, at, decided, sent
from tests.core.wished import changed

ALL_AGENCIES = ("council", "police", "nhs", "school")


def meeting(played: Played, step: str) -> Meeting:
    found = played.procedure.by_id[step]
    assert isinstance(found, Meeting)
    return found


def why(
    played: Played,
    start: str,
    step: str = "review",
    busy: tuple[str, ...] = (),
    unknown: tuple[str, ...] = (),
) -> str:
    offer = Offer(at(start), busy, unknown)
    return reasons(offer, meeting(played, step), played.case, played.asking())


def names(played: Played, step: str = "review") -> tuple[str, ...]:
    on = day("Fri 4 Dec 2026")
    sat = seats(meeting(played, step), played.case, played.asking(), on)
    return tuple(seat.name for seat in sat)


FRIDAY = "Fri 4 Dec 2026 10:00"


def test_everybody_who_must_come_is_free() -> None:
    assert why(asked("council", "police"), FRIDAY) == (
        "Each place that must be filled has somebody free. Day 10 of 11. "
        "Leaves 4 working days for “Wrap-up”."
    )


def test_who_is_not_known_is_never_said_to_be_free() -> None:
    played = asked("council", "police", "school")

    said = why(played, FRIDAY, unknown=("agency:school",))

    assert said.startswith(
        "Diary not known: Northshire Schools. "
        "Each other place that must be filled has somebody free. "
    )


def test_a_partner_who_is_not_known_is_not_one_of_the_partners_who_are_free() -> None:
    said = why(asked("council", "police"), FRIDAY, unknown=("agency:police", "chair"))

    assert said.startswith(
        "Diary not known: the Chair and Northshire Police. "
        "Each other place that must be filled has somebody free. Day 10"
    )


def test_beside_somebody_taken_the_chair_is_said_to_be_free() -> None:
    said = why(asked("council", "police"), FRIDAY, busy=("head",))

    assert said.startswith("The chair is free. Taken: the Head of Service. Day 10")


def test_without_any_diary_it_says_so() -> None:
    played = asked("council", "police")

    said = why(played, FRIDAY, unknown=names(played))

    assert said.startswith("Nobody’s diary is known. Day 10")


def test_where_no_diary_was_read_at_all_that_is_said_elsewhere_and_once() -> None:
    played = asked("council", "police")
    read = Offered(at("Sat 21 Nov 2026 10:00"), 120, asked=5)
    played.case = replace(played.case, offered={"review": read})

    said = why(played, FRIDAY, unknown=names(played))

    assert said.startswith("Day 10")


def test_a_place_that_nobody_can_fill_is_not_said_to_be_filled() -> None:
    played = asked("council", "police", "school")
    played.case = replace(played.case, conflicted=frozenset({"chas", "tess"}))

    said = why(played, FRIDAY)

    assert said.startswith(
        "Nobody on the roster can fill the place of the Chair and Northshire Schools. "
        "Day 10"
    )


def test_of_many_who_are_not_known_the_chair_and_the_partners_are_named() -> None:
    played = asked(*ALL_AGENCIES)

    said = why(played, FRIDAY, unknown=names(played)[:-1])

    assert said.startswith("Diary not known: the Chair, ")
    assert "other" in said
    assert "Northshire Schools" not in said


def test_whoever_need_not_come_may_be_taken() -> None:
    said = why(asked("council"), FRIDAY, busy=("support",))

    assert "Taken, but need not come: the Business Support." in said


def test_whoever_was_put_down_as_away_since_is_not_said_to_be_free() -> None:
    played = asked("council", "police").is_away(
        "chas", "Fri 4 Dec 2026", "Fri 4 Dec 2026"
    )

    said = why(played, FRIDAY)

    assert "Everybody" not in said
    assert "Taken: the Chair." in said


def test_an_agency_found_after_diaries_were_read_is_not_known() -> None:
    played = asked("council", "police")
    read = Offered(at("Thu 19 Nov 2026 10:00"), 120)
    played.case = replace(played.case, offered={"review": read})

    said = why(played, FRIDAY)

    assert "Diary not known: Northshire Council and Northshire Police." in said
    later = replace(read, at=at("Sat 21 Nov 2026 10:00"))
    played.case = replace(played.case, offered={"review": later})
    assert why(played, FRIDAY).startswith(
        "Each place that must be filled has somebody free."
    )


@pytest.mark.parametrize(
    ("start", "says"),
    [
        ("Tue 24 Nov 2026 10:00", "Day 2 of 11. Leaves 12 working days for “Wrap-up”."),
        ("Mon 7 Dec 2026 10:00", "Day 11 of 11. Leaves 3 working days for “Wrap-up”."),
        (
            "Thu 10 Dec 2026 10:00",
            (
                "That is after the last day, Monday 7 December 2026. "
                "“Wrap-up” is due the same day."
            ),
        ),
        (
            "Mon 14 Dec 2026 10:00",
            (
                "That is after the last day, Monday 7 December 2026. "
                "“Wrap-up” is due before that, on Thursday 10 December 2026."
            ),
        ),
    ],
)
def test_it_says_how_the_day_lies_in_the_time_allowed(start: str, says: str) -> None:
    assert why(sent(), start).endswith(says)


@pytest.mark.parametrize(
    ("due", "says"),
    [
        ('"sent + 2 weeks"', "It is the last day."),
        ('"sent + 20 days"', "4 working days before the last day."),
        ("", "The procedure gives no last day."),
        ('"over + 3 working days"', "Its last day is not known yet."),
    ],
)
def test_a_last_day_that_is_not_counted_in_working_days_is_said_otherwise(
    due: str, says: str
) -> None:
    played = changed(sent(), "review", due=due)

    assert says in why(played, FRIDAY)


def test_a_time_to_be_held_says_what_it_supposes() -> None:
    assert why(decided(), FRIDAY).endswith(
        "It fits whichever day the notification is sent, up to Friday 27 November 2026."
    )
    assert why(decided(), FRIDAY, "panel-day").endswith(
        "This supposes that the notification is sent on Friday 27 November 2026."
    )
    overdue = decided().goes_to("Wed 2 Dec 2026 10:00")
    assert why(overdue, FRIDAY).endswith(
        "This supposes that the notification is sent today."
    )
    chained = changed(decided(), "wrap-up", due='"held + 3 working days"')
    assert "the review is held on Monday 14 December 2026" in why(
        chained, FRIDAY, "wrap-up"
    )


def test_where_its_days_cannot_be_said_any_more_it_says_who_is_free() -> None:
    played = asked("council")
    known = played.offices
    played.offices = Offices(known.closed, known.known_from, day("Mon 30 Nov 2026"))

    assert why(played, FRIDAY) == "Each place that must be filled has somebody free."
    step = meeting(played, "review")
    assert not supposes(step, played.case, played.asking())


def test_what_is_next_is_left_out_where_its_day_is_not_known() -> None:
    played = asked("council")
    known = played.offices
    played.offices = Offices(known.closed, known.known_from, day("Mon 7 Dec 2026"))

    assert (
        why(played, FRIDAY)
        == "Each place that must be filled has somebody free. Day 10 of 11."
    )


def test_what_is_counted_from_the_meeting_itself_is_left_nothing() -> None:
    played = changed(sent(), "wrap-up", due='"held + 3 working days"')

    assert why(played, FRIDAY).endswith("Day 10 of 11.")


def test_every_reason_names_roles_and_never_people() -> None:
    played = asked(*ALL_AGENCIES)
    said = why(played, FRIDAY, busy=("support", "head"), unknown=names(played)[:3])

    assert not [one.name for one in ROSTER.people if one.name in said]


def test_what_all_the_times_of_a_meeting_suppose_can_be_said_once() -> None:
    played = decided()
    step, asking = meeting(played, "review"), played.asking()
    offer = Offer(at(FRIDAY))

    said = reasons(offer, step, played.case, asking, apart=True)

    assert said == "Each place that must be filled has somebody free."
    assert supposes(step, played.case, asking).startswith("It fits whichever day ")


def test_nothing_is_supposed_of_days_that_are_certain_or_never_known() -> None:
    certain = sent()
    unknown = changed(decided(), "wrap-up", due='"told + 3 working days"')

    for played, name in ((certain, "review"), (unknown, "wrap-up")):
        step, asking = meeting(played, name), played.asking()
        assert not supposes(step, played.case, asking)
    offer = Offer(at(FRIDAY))
    step, asking = meeting(certain, "review"), certain.asking()
    apart = reasons(offer, step, certain.case, asking, apart=True)
    assert apart == reasons(offer, step, certain.case, asking)
