"""Times that could be held: sought, found and shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core import account, commands
from bot.core.errors import (
    AlreadyDone,
    NotYours,
    OutOfTurn,
    Refused,
)
from bot.core.events import (
    TimesSought,
)
from bot.core.hearing import Telling
from tests.core.played import REF, raised, sent
from tests.core.times import (
    BOTH,
    LAST,
    acts,
    card,
    finds,
    holdable,
    kinds,
    sought,
    times,
)


def test_whoever_keeps_the_case_has_times_looked_for_to_be_held() -> None:
    played = sought()
    [entry] = played.journal[-1:]

    assert isinstance(entry.event, TimesSought)
    assert entry.event.holding
    assert set(entry.event.steps) >= {"review", "wrap-up"}
    assert kinds(played, "seek") == [
        Telling("seek", parts=entry.event.steps, holding=True)
    ]
    assert account.said(entry, played.asking()).startswith(
        "Times to hold were asked for: “Review”, "
    )


def test_what_is_being_looked_for_is_not_looked_for_once_more() -> None:
    played = sought()
    with pytest.raises(AlreadyDone, match="being looked for already"):
        played.presses("kit", "seek-holds")
    # The button stays, for one search that came to nothing.
    assert "Hold times for the meetings" in acts(played)
    played.now += timedelta(minutes=2)
    (again,) = played.presses("kit", "seek-holds")
    assert isinstance(again, TimesSought)


def test_the_card_of_a_new_alert_offers_it_to_whoever_keeps_the_case() -> None:
    played = raised()
    keeper, channel = Telling("raised", "keeper"), Telling("raised", channel=True)

    def shown(asked: Telling, by: str) -> list[str]:
        return [button.label for button in card(played, asked, by).buttons]

    assert shown(keeper, "kit") == ["Hold times for the meetings", "Open the case"]
    assert shown(keeper, "arun") == ["Open the case"]
    assert shown(channel, "dayzero") == ["Open the case"]


@pytest.mark.parametrize(
    ("who", "steps", "refusal"),
    [
        ("arun", ("review",), NotYours),
        ("kit", (), OutOfTurn),
        ("kit", ("send",), OutOfTurn),
    ],
)
def test_times_to_hold_are_sought_for_meetings_by_whoever_keeps_the_case(
    who: str, steps: tuple[str, ...], refusal: type[Refused]
) -> None:
    command = commands.SeekTimes(steps=steps, holding=True)

    assert isinstance(raised().refused(who, command), refusal)


def test_no_time_is_held_for_what_could_be_arranged() -> None:
    played = sent()

    assert "Hold times for the meetings" in acts(raised())
    # The wrap-up comes after the review, which is to be arranged now.
    assert "Hold times for the meetings" not in acts(played)
    command = commands.SeekTimes(steps=("review",), holding=True)
    assert isinstance(played.refused("kit", command), OutOfTurn)
    assert "Hold times for the meetings" not in acts(raised(), by="arun")


def test_what_could_be_held_is_shown_to_whoever_keeps_the_case() -> None:
    played = holdable()

    assert kinds(played, "times") == [BOTH]
    shown = card(played, BOTH)
    assert shown.heading == f"{REF}: times that could be held"
    assert len(shown.text) == 1
    review, wrap_up = shown.items
    assert [label for label, _ in review.facts] == [
        "Tuesday 1 December 2026 at 10am",
        "Wednesday 2 December 2026 at 10am",
        "Days",
        "Diaries read",
    ]
    assert review.facts[-1][1] == "7 of 9"
    assert wrap_up.facts[0][0] == "Tuesday 8 December 2026 at 10am"
    assert [button.label for button in shown.buttons] == [
        "Hold these times", "Open the case",
    ]  # fmt: skip
    assert shown.buttons[0].main


def test_a_meeting_without_a_time_says_so_on_the_card() -> None:
    played = finds(sought(), times("review", limit=""), times("wrap-up", LAST))

    review, wrap_up = card(played, BOTH).items
    assert review.facts[0][0] == "Times"
    assert review.facts[0][1].startswith("At no time from ")
    assert wrap_up.facts


def test_a_meeting_that_nothing_was_found_for_says_so_too() -> None:
    played = finds(sought(), times("wrap-up", LAST), holding=True)

    assert card(played, BOTH).items[0].facts == (
        ("Times", "No time was found on which it could be held."),
    )
