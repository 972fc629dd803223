from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.core import words
from bot.core.cards import Card, Item, plain
from bot.core.errors import OwnWork, Refused, TextChanged
from tests.core.played import at


@pytest.mark.parametrize(
    ("value", "said", "short"),
    [
        (date(2026, 11, 27), "Friday 27 November 2026", "Fri 27 Nov"),
        (date(2027, 1, 4), "Monday 4 January 2027", "Mon 4 Jan"),
        # half past eleven at night in UTC is the next day in London in summer
        (datetime(2026, 6, 1, 23, 30, tzinfo=UTC), "Tuesday 2 June 2026", "Tue 2 Jun"),
    ],
)
def test_a_day_is_said_one_way(value: date, said: str, short: str) -> None:
    assert words.day(value) == said
    assert words.short_day(value) == short


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("Fri 27 Nov 2026 9:30", "9:30am"),
        ("Fri 27 Nov 2026 9:00", "9am"),
        ("Fri 27 Nov 2026 12:00", "12pm"),
        ("Fri 27 Nov 2026 0:05", "12:05am"),
        ("Fri 27 Nov 2026 16:30", "4:30pm"),
    ],
)
def test_a_time_is_said_as_gov_uk_writes_it(when: str, said: str) -> None:
    assert words.clock_time(at(when)) == said
    assert words.moment(at(when)) == f"Friday 27 November 2026, {said}"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
    ],
)
def test_a_list_is_said_as_a_sentence(parts: list[str], said: str) -> None:
    assert words.listed(parts) == said


def test_things_are_counted_and_sentences_begun() -> None:
    assert words.counted(1, "day") == "1 day"
    assert words.counted(0, "day") == "0 days"
    assert words.counted(2, "agency", "agencies") == "2 agencies"
    assert words.begun("") == ""
    assert words.begun("the Panel answered") == "The Panel answered"


def test_a_refusal_says_what_its_kind_says_unless_there_is_more_to_say() -> None:
    assert OwnWork().reason == "You cannot sign off your own work."
    assert TextChanged().code == "text-changed"
    assert str(Refused("No.", next_step="Then do this.")) == "No. Then do this."


def test_a_card_is_said_as_text() -> None:
    item = Item("Sign", (("Due", "Friday"),), late=True)
    shown = Card("Heading", ("Text.",), (("Fact", "1"),), (item,), outcome="Done.")

    assert plain(shown).splitlines() == [
        "Heading",
        "Text.",
        "Fact: 1",
        "- Sign (late)",
        "  Due: Friday",
        "Done.",
    ]
