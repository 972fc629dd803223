"""What is said once about times, and not again under each of them."""

from __future__ import annotations

from dataclasses import replace

from bot.core import commands, telling
from bot.core.attending import seats
from bot.core.events import TimesFound
from bot.core.forms import Form
from bot.core.hearing import Telling
from bot.core.procedure import Meeting
from bot.core.telling.invitations import Had
from tests.core.played import REF, Played, at
from tests.core.times import (
    BOTH,
    FIRST,
    LAST,
    SECOND,
    SHOWN,
    card,
    finds,
    goes_on,
    holdable,
    labels,
    offered,
    pencilled,
    sought,
    times,
)

NO_DIARY = "No diary can be read from here, so these go by the dates alone."


def unread(played: Played, step: str, *starts: str) -> TimesFound:
    """Times found for a meeting where nobody’s diary can be read."""
    found, shape = times(step, *starts, read=0), played.procedure.by_id[step]
    assert isinstance(shape, Meeting)
    day = at(starts[0]).date()
    sat = seats(shape, played.case, played.asking("kit"), day)
    names = tuple(seat.name for seat in sat)
    offers = tuple(replace(offer, unknown=names) for offer in found.offers)
    return replace(found, offers=offers)


def blind() -> Played:
    played = sought()
    review = unread(played, "review", FIRST, SECOND)
    return finds(played, review, unread(played, "wrap-up", LAST), holding=True)


def test_that_no_diary_can_be_read_is_said_once_on_the_card() -> None:
    shown = card(blind(), BOTH)

    assert shown.text[1:] == (NO_DIARY,)
    review, _ = shown.items
    assert review.facts[0] == (
        "Times",
        "Tuesday 1 December 2026 at 10am and Wednesday 2 December 2026 at 10am",
    )
    assert [label for label, _ in review.facts] == ["Times", "Days"]
    assert "Nobody’s diary" not in str(shown)


def form(played: Played, does: str, about: str) -> Form:
    made = played.form("kit", does, about)
    assert made is not None
    return made


def test_that_no_diary_can_be_read_is_said_once_in_the_form() -> None:
    made = form(blind(), "hold-times", REF)

    assert NO_DIARY in made.text
    assert all(o.hint == "" for o in made.sections[0].questions[0].options)
    of_two = form(holdable(), "hold-times", REF)
    assert not any("diaries" in line for line in of_two.text)


def test_the_form_for_a_time_says_how_many_diaries_it_goes_by() -> None:
    made = form(offered(), "arrange", f"{REF}/review")

    assert "7 of 9 diaries were read." in made.text


def test_what_the_times_suppose_is_said_once_in_the_form() -> None:
    question = form(holdable(), "hold-times", REF).sections[0].questions[0]

    assert question.hint.startswith("It fits whichever day ")
    assert not any("It fits" in option.hint for option in question.options)


def test_the_time_that_is_held_is_not_offered_again_beside_itself() -> None:
    played = goes_on(pencilled())
    finds(played, times("review", FIRST, SECOND))
    shown = card(played, SHOWN)

    assert shown.text[0] == "A time is held: Tuesday 1 December 2026 at 10am."
    assert [one.title for one in shown.items] == ["Wednesday 2 December 2026 at 10am"]
    assert "Confirm the held time" in labels(shown)


def confirmed_at(start: str) -> bool:
    """Say whether a review that was held for the first time is confirmed at another."""
    played = goes_on(pencilled())
    played.does("kit", commands.Arrange(step="review", start=at(start), minutes=120))
    told = Telling("attend", parts=("review",), sequence=1)
    made = telling.by_letter(
        told, played.case, played.asking("hal"), Had(), "example.org"
    )
    assert made is not None
    return made.confirmed


def test_a_letter_knows_a_time_that_is_confirmed_from_one_that_is_changed() -> None:
    assert confirmed_at(FIRST)
    assert not confirmed_at(SECOND)
