"""The meetings to come in the morning's digest."""

from __future__ import annotations

from bot.core.cards import Card
from bot.core.digest import Ahead, Open, Summary, digest
from tests.core.calendar_words import calendar_day
from tests.core.played import at
from tests.core.worked_out import ENGLAND

NOW = at("Tue 24 Nov 2026 8:30")


def ahead(start: str, case: str = "NSH-1", *, held: bool = False) -> Ahead:
    return Ahead(case, "Review", at(start), "1 of 9 is coming.", held)


def made(*meetings: Ahead, open_: int = 0) -> Card:
    day = calendar_day("Tue 24 Nov 2026")
    lines = (Open("NSH-1", "due", "author", day, "local"),) * open_
    return digest(Summary("all", lines, cases=1, ahead=meetings), NOW, ENGLAND, {})


def test_a_meeting_is_said_with_its_time_and_who_is_coming() -> None:
    (item,) = made(ahead("Wed 25 Nov 2026 10:00")).items

    assert item.title == "NSH-1: Review"
    assert item.facts == (
        ("When", "Wednesday 25 November 2026, 10am"),
        ("Who is coming", "1 of 9 is coming."),
    )


def test_a_time_that_is_only_held_says_so() -> None:
    (item,) = made(ahead("Wed 25 Nov 2026 10:00", held=True)).items

    assert item.title == "NSH-1: Review (the time is only held)"


def test_the_first_to_be_held_comes_first_and_after_what_is_due() -> None:
    later, sooner = ahead("Thu 26 Nov 2026 10:00"), ahead("Wed 25 Nov 2026 9:00", "B")
    items = made(later, sooner, open_=1).items

    assert [i.title for i in items] == ["NSH-1: due", "B: Review", "NSH-1: Review"]


def test_what_does_not_fit_is_counted() -> None:
    shown = made(*[ahead("Wed 25 Nov 2026 10:00")] * 9, open_=30)

    assert len(shown.items) == 30
    assert shown.text[1:] == (
        "8 more lines did not fit; see the cases themselves.",
        "1 more meeting did not fit; see the cases themselves.",
    )
