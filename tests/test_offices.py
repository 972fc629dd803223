"""Offices are closed on the days GOV.UK says, and on days announced since."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.core.errors import NotKnownYet
from bot.offices import OfficesProblem, load_offices
from tests.core.calendar_words import calendar_day

ENGLAND = load_offices("ENG")

# GOV.UK, bank holidays in England and Wales, as published in November 2025.
PUBLISHED = {
    2020: "Wed 1 Jan; Fri 10 Apr; Mon 13 Apr; Fri 8 May; Mon 25 May; Mon 31 Aug; "
    "Fri 25 Dec; Mon 28 Dec",
    2021: "Fri 1 Jan; Fri 2 Apr; Mon 5 Apr; Mon 3 May; Mon 31 May; Mon 30 Aug; "
    "Mon 27 Dec; Tue 28 Dec",
    2022: "Mon 3 Jan; Fri 15 Apr; Mon 18 Apr; Mon 2 May; Thu 2 Jun; Fri 3 Jun; "
    "Mon 29 Aug; Mon 19 Sep; Mon 26 Dec; Tue 27 Dec",
    2023: "Mon 2 Jan; Fri 7 Apr; Mon 10 Apr; Mon 1 May; Mon 8 May; Mon 29 May; "
    "Mon 28 Aug; Mon 25 Dec; Tue 26 Dec",
    2024: "Mon 1 Jan; Fri 29 Mar; Mon 1 Apr; Mon 6 May; Mon 27 May; Mon 26 Aug; "
    "Wed 25 Dec; Thu 26 Dec",
    2025: "Wed 1 Jan; Fri 18 Apr; Mon 21 Apr; Mon 5 May; Mon 26 May; Mon 25 Aug; "
    "Thu 25 Dec; Fri 26 Dec",
    2026: "Thu 1 Jan; Fri 3 Apr; Mon 6 Apr; Mon 4 May; Mon 25 May; Mon 31 Aug; "
    "Fri 25 Dec; Mon 28 Dec",
    2027: "Fri 1 Jan; Fri 26 Mar; Mon 29 Mar; Mon 3 May; Mon 31 May; Mon 30 Aug; "
    "Mon 27 Dec; Tue 28 Dec",
    2028: "Mon 3 Jan; Fri 14 Apr; Mon 17 Apr; Mon 1 May; Mon 29 May; Mon 28 Aug; "
    "Mon 25 Dec; Tue 26 Dec",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_closed_weekdays_of_each_year_are_those_published(year: int) -> None:
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range(366))

    closed = {
        day
        for day in days
        if day.year == year and day.weekday() < 5 and not ENGLAND.open_on(day)
    }

    assert closed == {calendar_day(f"{d} {year}") for d in PUBLISHED[year].split("; ")}


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("Fri 26 Mar 2027", "Good Friday (bank holiday)"),
        ("Fri 8 May 2020", "Early May bank holiday"),
        ("Mon 31 Aug 2026", "Summer bank holiday"),
        ("Mon 29 May 2028", "Spring bank holiday"),
        ("Tue 27 Dec 2022", "Christmas Day, substitute day (bank holiday)"),
        ("Sat 26 Dec 2026", "Saturday"),
    ],
)
def test_a_day_is_called_what_gov_uk_calls_it(day: str, why: str) -> None:
    assert ENGLAND.why_closed(calendar_day(day)) == why


def test_a_holiday_in_scotland_alone_does_not_close_england() -> None:
    st_andrew = calendar_day("Mon 30 Nov 2026")

    assert not load_offices("SCT").open_on(st_andrew)
    assert ENGLAND.open_on(st_andrew)


def test_nothing_is_known_past_the_last_published_year() -> None:
    assert ENGLAND.open_on(calendar_day("Fri 29 Dec 2028"))
    with pytest.raises(NotKnownYet, match="Sunday 31 December 2028"):
        ENGLAND.open_on(calendar_day("Mon 1 Jan 2029"))


def written(folder: Path, text: str) -> Path:
    path = folder / "announced.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_day_announced_since_closes_and_one_moved_opens(tmp_path: Path) -> None:
    announced = written(
        tmp_path,
        """
        [[add]]
        day = 2027-06-04
        name = "Bank holiday for an invented jubilee"
        source = "An invented proclamation"

        [[remove]]
        day = 2027-05-31
        source = "The same proclamation"
        """,
    )

    offices = load_offices("ENG", announced)

    assert offices.why_closed(calendar_day("Fri 4 Jun 2027")) == (
        "Bank holiday for an invented jubilee"
    )
    assert offices.open_on(calendar_day("Mon 31 May 2027"))
    assert not ENGLAND.open_on(calendar_day("Mon 31 May 2027"))


def test_a_day_that_a_newer_release_knows_already_is_let_be(tmp_path: Path) -> None:
    announced = written(
        tmp_path,
        '[[add]]\nday = 2022-09-19\nname = "The funeral"\nsource = "Announced"',
    )

    assert load_offices("ENG", announced) == ENGLAND


WRONG = """
closed = 2027-06-04
add = [
    "2027-06-04",
    { day = "2027-06-04", name = "A day", source = "Somewhere" },
    { day = 2027-06-04T09:00:00, name = "A day", source = "Somewhere" },
    { day = 2029-06-04, name = "A day", source = "Somewhere" },
    { day = 2027-06-05, name = "A day", source = "Somewhere" },
    { day = 2027-06-07, name = "A day", source = "Somewhere" },
    { day = 2027-06-07, name = "A day", source = "Somewhere" },
    { day = 2027-06-08, name = 5, source = " " },
    { reason = "A day" },
]
remove = [
    { day = 2027-06-01, source = "Somewhere", name = "A day" },
]
"""
TOLD = [
    "'closed' means nothing here. Begin with [[add]] or [[remove]].",
    (
        "[[add]] number 1: '2027-06-04' is not a day. Begin each day with a line "
        "[[add]]."
    ),
    (
        "[[add]] number 2: '2027-06-04' is not a date. Write it without quotation "
        "marks: 2022-09-19"
    ),
    (
        "[[add]] number 3: '2027-06-04 09:00:00' is not a date. Write it without "
        "quotation marks: 2022-09-19"
    ),
    (
        "[[add]] number 4: Monday 4 June 2029 is outside what is known here, which "
        "is Sunday 1 January 2012 to Sunday 31 December 2028. Check the year."
    ),
    (
        "[[add]] number 5: Saturday 5 June 2027 is at a weekend, and closed "
        "anyway. Check the date."
    ),
    "[[add]] number 7: Monday 7 June 2027 is here twice. Delete one of them.",
    (
        "[[add]] number 8: its name is not text. Write: name = "
        '"Bank holiday for the State Funeral"'
    ),
    (
        "[[add]] number 8: its source is not text. Write: source = "
        '"where this was announced, and when you read it"'
    ),
    "[[add]] number 9: it has no day. Add a line: day = 2022-09-19",
    (
        "[[add]] number 9: it has no name. Add a line: name = "
        '"Bank holiday for the State Funeral"'
    ),
    (
        "[[add]] number 9: it has no source. Add a line: source = "
        '"where this was announced, and when you read it"'
    ),
    (
        "[[add]] number 9: 'reason' means nothing here. A day takes day, name and "
        "source."
    ),
    "[[remove]] number 1: 'name' means nothing here. A day takes day and source.",
    (
        "[[remove]] number 1: Tuesday 1 June 2027 is not a bank holiday. Check the "
        "date, or delete this day if a newer release has taken it in."
    ),
]


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(OfficesProblem) as refusal:
        load_offices("ENG", written(tmp_path, WRONG))

    told = [p.removeprefix("announced.toml: ") for p in refusal.value.problems]
    assert told == TOLD


def test_a_part_of_the_country_that_is_not_one_is_told_with_the_rest(
    tmp_path: Path,
) -> None:
    announced = written(tmp_path, '[[remove]]\nday = 2027-06-01\nsource = "Here"\n[x]')

    with pytest.raises(OfficesProblem) as refusal:
        load_offices("Dorset", announced)

    assert str(refusal.value).splitlines() == [
        (
            "'Dorset' is not a part of the United Kingdom with bank holidays of its "
            "own. Write one of ENG (England), NIR (Northern Ireland), SCT (Scotland) "
            "or WLS (Wales)."
        ),
        "announced.toml: 'x' means nothing here. Begin with [[add]] or [[remove]].",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"[[add]", "announced.toml: is not TOML: "),
        (b"\xff\xfe", "announced.toml: is not TOML: "),
        (None, "announced.toml: cannot be read (No such file or directory)."),
    ],
)
def test_a_file_that_cannot_be_read_says_so(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    path = tmp_path / "announced.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(OfficesProblem) as refusal:
        load_offices("ENG", path)

    assert str(refusal.value).startswith(told)
