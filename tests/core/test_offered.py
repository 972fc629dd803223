"""Times found for meetings: kept, and shown on cards."""

from __future__ import annotations

import pytest

from bot.core import commands, telling
from bot.core.asking import BOT
from bot.core.errors import (
    AlreadyDone,
    NotYours,
)
from bot.core.events import (
    Replied,
)
from bot.core.hearing import Telling
from bot.core.items import item_of
from tests.core.played import (
    REF,
    arranged,
    at,
    decided,
    sent,
)
from tests.core.times import (
    ASKED,
    FIRST,
    SECOND,
    SHOWN,
    THIRD,
    again,
    card,
    finds,
    kinds,
    labels,
    offered,
    offered_elsewhere,
    times,
)


def test_what_was_found_is_kept_until_the_meeting_has_a_time() -> None:
    played = offered()
    found = played.case.offered["review"]

    assert [offer.start for offer in found.offers] == [at(FIRST), at(SECOND), at(THIRD)]
    assert (found.at, found.minutes, found.read, found.asked) == (played.now, 120, 7, 9)
    played.presses("kit", "choose-time", "review/202612011000")
    assert not played.case.offered


def test_nobody_but_the_bot_puts_down_times() -> None:
    command = commands.OfferTimes(found=(times("review", FIRST),))

    assert isinstance(sent().refused("kit", command), NotYours)


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        (arranged, "review"),
        (sent, "wrap-up"),
        (decided, "review"),
        (sent, "send"),
        (sent, "gone"),
    ],
)
def test_times_that_nobody_waits_for_are_left(stage: object, step: str) -> None:
    assert callable(stage)
    command = commands.OfferTimes(found=(times(step, FIRST),))

    assert isinstance(stage().refused(BOT, command), AlreadyDone)


def test_times_are_put_down_where_somebody_declined() -> None:
    played = arranged()
    played.happens(Replied("review", "hal", "declined", played.now))

    finds(played, times("review", SECOND))

    assert kinds(played, "times") == [SHOWN]


def test_the_card_that_asks_for_a_time_is_drawn_again_with_the_times() -> None:
    played = offered()

    assert kinds(played, "redraw") == [Telling("redraw", parts=("review",))]
    assert not kinds(played, "times")
    shown = again(played, ASKED)
    assert [item.title for item in shown.items] == [
        "Tuesday 1 December 2026 at 10am",
        "Wednesday 2 December 2026 at 10am",
        "Thursday 3 December 2026 at 2:30pm",
    ]
    [choose] = shown.items[2].buttons
    assert (choose.label, choose.does, choose.about) == (
        "Choose this time", "choose-time", f"{REF}/review/202612031430",
    )  # fmt: skip
    assert "7 of 9 diaries were read." in shown.text
    assert labels(shown)[:2] == ["Choose another time", "Find times again"]
    assert not any(button.main for button in shown.buttons)


def test_a_card_that_asks_for_several_things_shows_the_times_of_each() -> None:
    played = offered()
    asked = Telling("ask", "keeper", parts=("review", "ask"))

    titles = [item.title for item in card(played, asked).items]

    assert titles[:4] == [
        "Review",
        "Review: Tuesday 1 December 2026 at 10am",
        "Review: Wednesday 2 December 2026 at 10am",
        "Review: Thursday 3 December 2026 at 2:30pm",
    ]
    assert len(titles) == 5
    assert ("Times", "7 of 9 diaries were read.") in card(played, asked).items[0].facts


def test_the_case_page_lists_the_times_that_were_found() -> None:
    played = offered()
    step, known = played.procedure.by_id["review"], tuple(played.lines().values())

    facts = dict(item_of(step, played.case, known, played.asking("kit")).facts)

    assert facts["Times found"] == (
        "Tuesday 1 December 2026 at 10am, Wednesday 2 December 2026 at 10am or "
        "Thursday 3 December 2026 at 2:30pm"
    )
    assert "Times found" not in dict(card(played, ASKED).facts)


def test_somebody_who_asked_for_times_is_shown_them() -> None:
    played = offered_elsewhere()

    assert kinds(played, "times") == [SHOWN]
    shown = card(played, SHOWN)
    assert shown.heading == f"{REF}: times for “Review”"
    assert shown.text == (
        "It is now at Tuesday 1 December 2026, 10am.",
        "7 of 9 diaries were read.",
    )
    assert labels(shown) == ["Choose another time", "Find times again", "Open the case"]
    assert len(shown.items) == 2


def test_somebody_who_asked_again_is_shown_the_times_before_there_is_one() -> None:
    played = sent()
    played.presses("kit", "seek-times", "review")
    finds(played, times("review", FIRST))

    assert kinds(played, "times") == [SHOWN]
    assert card(played, SHOWN).text == ("7 of 9 diaries were read.",)


@pytest.mark.parametrize(
    ("read", "asked", "says"),
    [
        (0, 9, "No diary can be read from here, so these go by the dates alone."),
        (1, 1, "1 of 1 diary was read."),
        (7, 9, "7 of 9 diaries were read."),
    ],
)
def test_it_is_said_how_many_diaries_could_be_read(
    read: int, asked: int, says: str
) -> None:
    played = finds(sent(), times("review", FIRST, read=read, asked=asked))

    assert card(played, ASKED).text[-1] == says


def test_where_no_time_is_possible_the_card_says_what_would_help() -> None:
    played = finds(sent(), times("review", limit=""))

    shown = card(played, ASKED)

    assert not shown.items
    assert shown.text[1:3] == (
        (
            "At no time from Tuesday 24 November 2026 to Monday 7 December 2026 is "
            "everybody free who must be there."
        ),
        (
            "After its last day, it can be on Tuesday 8 December 2026, 10am. The last "
            "day is this partnership’s own."
        ),
    )


def test_times_that_have_gone_are_shown_no_more() -> None:
    played = offered().goes_to("Fri 4 Dec 2026 10:00")

    shown = card(played, ASKED)

    assert not shown.items
    assert "The times that were found are not possible any more." in shown.text


def test_a_card_that_showed_times_says_what_became_of_them() -> None:
    played = offered_elsewhere()
    played.presses("kit", "choose-time", "review/202612021000")

    assert telling.card(SHOWN, played.case, played.asking("kit")) is None
    assert again(played, SHOWN).outcome == (
        "Arranged for Wednesday 2 December 2026, 10am by Kit, Friday 20 November "
        "2026, 10am."
    )


def test_a_card_whose_times_nobody_needs_any_more_says_so() -> None:
    played = offered_elsewhere()
    played.does("kit", commands.StandDown(step="review", digest="why"))

    assert again(played, SHOWN).outcome == "Nothing more is needed from you on this."


def test_the_bot_is_shown_no_button_to_choose_with() -> None:
    played = offered()

    assert not card(played, ASKED, BOT).items[0].buttons
