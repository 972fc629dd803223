from __future__ import annotations

from datetime import date

import pytest

from bot.core.cards import Card
from bot.core.digest import Open, Summary, digest
from bot.core.workdays import Offices
from tests.core.calendar_words import calendar_day
from tests.core.played import at
from tests.core.worked_out import ENGLAND

NOW = at("Tue 24 Nov 2026 8:30")
TITLES = {"author": "Author"}


def line(due: str, case: str = "NSH-1", limit: str = "local") -> Open:
    day: date = at(due) if ":" in due else calendar_day(due)
    return Open(case, f"due {due}", "author", day, limit)


def made(*open_: Open, offices: Offices = ENGLAND, **more: object) -> Card:
    summary = Summary("safeguarding", tuple(open_), cases=2, **more)  # type: ignore[arg-type]
    return digest(summary, NOW, offices, TITLES)


def test_a_digest_names_the_day_and_whom_it_is_for() -> None:
    assert made().heading == "Tuesday 24 November 2026: safeguarding"


def test_a_quiet_morning_says_so() -> None:
    assert made().text == ("2 open cases. Nothing is late and nothing is due today.",)
    assert not made().items


def test_what_is_late_comes_first_and_then_what_is_due_soonest() -> None:
    shown = made(
        line("Wed 25 Nov 2026"),
        line("Tue 24 Nov 2026", "NSH-2"),
        line("Mon 23 Nov 2026"),
        line("Tue 24 Nov 2026 15:00"),
        line("Tue 24 Nov 2026 8:00"),
        line("Tue 24 Nov 2026", "NSH-3", "statutory"),
        line("Tue 24 Nov 2026", "NSH-3", "national"),
        line("Tue 24 Nov 2026", "NSH-1"),
    )

    assert [(item.title, item.late) for item in shown.items] == [
        ("NSH-1: due Mon 23 Nov 2026", True),
        ("NSH-1: due Tue 24 Nov 2026 8:00", True),
        ("NSH-1: due Tue 24 Nov 2026 15:00", False),
        ("NSH-3: due Tue 24 Nov 2026", False),  # statutory
        ("NSH-3: due Tue 24 Nov 2026", False),  # national
        ("NSH-1: due Tue 24 Nov 2026", False),
        ("NSH-2: due Tue 24 Nov 2026", False),
        ("NSH-1: due Wed 25 Nov 2026", False),
    ]
    assert shown.text == ("2 open cases. 2 late, 5 due today.",)


@pytest.mark.parametrize(
    ("due", "listed"),
    [("Tue 1 Dec 2026", True), ("Wed 2 Dec 2026", False)],
)
def test_a_digest_looks_five_working_days_ahead(due: str, listed: bool) -> None:
    shown = made(line(due))

    assert bool(shown.items) is listed
    assert shown.facts == (() if listed else (("Due later", "1 step"),))


def test_a_digest_looks_a_week_ahead_where_no_bank_holidays_are_published() -> None:
    known = Offices(
        {}, calendar_day("Mon 23 Nov 2026"), calendar_day("Wed 25 Nov 2026")
    )
    shown = made(line("Tue 1 Dec 2026"), line("Wed 2 Dec 2026"), offices=known)

    assert [item.title for item in shown.items] == ["NSH-1: due Tue 1 Dec 2026"]


def test_each_line_says_when_for_whom_and_of_what_kind() -> None:
    local, national, statutory = (
        dict(made(line("Wed 25 Nov 2026", limit=limit)).items[0].facts)
        for limit in ("local", "national", "statutory")
    )

    assert local == {"Due": "Wednesday 25 November 2026", "For": "the Author"}
    assert national["Kind"] == "national expectation"
    assert statutory["Kind"] == "statutory limit"


def test_what_does_not_fit_is_counted() -> None:
    shown = made(*[line("Wed 25 Nov 2026", f"NSH-{n}") for n in range(32)])

    assert len(shown.items) == 30
    assert shown.text[1] == "2 more lines did not fit; see the cases themselves."


def test_a_digest_says_what_waits_what_failed_and_proves_the_record() -> None:
    shown = made(waiting=3, undelivered=1, root="abc")

    assert shown.facts == (
        ("Waiting for a date", "3 steps"),
        ("Could not be delivered", "1 message"),
        ("Seal of the record to yesterday", "abc"),
    )


def test_what_is_due_later_is_counted_whoever_counted_it() -> None:
    shown = made(line("Wed 2 Dec 2026"), later=311)

    assert shown.facts == (("Due later", "312 steps"),)
