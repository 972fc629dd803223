"""The parts of which a simulated year is made, one by one."""

from __future__ import annotations

from collections import Counter as Count
from datetime import datetime

import pytest

from bot.core.words import LONDON
from bot.national.chance import chance, happens, how_many
from bot.national.charts import charts
from bot.national.nation import alerts_of, invented_place, new_holiday
from bot.national.performing import procedures_of
from bot.national.tally import FIFTEEN, FIVE, Tally, kind_order, middle, together
from bot.national.temper import later
from bot.national.terms import Terms
from bot.national.weather import Weather
from bot.offices import load_offices
from tests.core.calendar_words import calendar_moment

YEAR = Terms(2027, 150, seed=11)
ENGLAND = load_offices("ENG")


def test_chance_is_the_same_for_the_same_question_and_another_for_another() -> None:
    assert chance(1, "a").random() == chance(1, "a").random()
    assert len({chance(1, "a", n).random() for n in range(50)}) == 50
    assert not happens(0.0, 1, "never")
    assert happens(1.0, 1, "always")


def test_what_happens_so_often_on_average_does() -> None:
    drawn = chance(1, "often")
    found = [how_many(2.5, drawn) for _ in range(4_000)]
    assert 2.4 < sum(found) / len(found) < 2.6


@pytest.mark.parametrize(
    ("now", "minutes", "then"),
    [
        ("Fri 26 Mar 2027 10:00", 5, "Tue 30 Mar 2027 09:05"),  # Good Friday
        ("Thu 25 Mar 2027 16:50", 20, "Tue 30 Mar 2027 09:10"),
        ("Fri 29 Oct 2027 16:00", 61, "Mon 1 Nov 2027 09:01"),  # the clocks go back
        ("Wed 6 Jan 2027 03:00", 30, "Wed 6 Jan 2027 09:30"),
        ("Wed 6 Jan 2027 20:00", 30, "Thu 7 Jan 2027 09:30"),
        ("Wed 6 Jan 2027 12:00", 960, "Fri 8 Jan 2027 12:00"),
    ],
)
def test_people_answer_in_working_hours(now: str, minutes: int, then: str) -> None:
    found = later(calendar_moment(now), minutes, ENGLAND)
    assert found.astimezone(LONDON) == calendar_moment(then)


def test_alerts_come_at_about_the_national_rate_and_unevenly() -> None:
    every = [alerts_of(f"place-{n}", YEAR) for n in range(150)]
    total = sum(map(len, every))
    assert 290 < total < 470
    assert min(map(len, every)) == 0
    assert max(map(len, every)) > 6
    raised = [at for alerts in every for at in alerts]
    assert any(at.weekday() >= 5 for at in raised)
    assert any(at.hour < 6 for at in raised)
    assert all(YEAR.begins <= at < YEAR.ends for at in raised)


def test_the_day_announced_is_a_working_day_that_all_share() -> None:
    day = new_holiday(YEAR, ENGLAND)
    assert ENGLAND.open_on(day)
    assert day == new_holiday(Terms(2027, 3, seed=11), ENGLAND)


@pytest.mark.parametrize("weeks", range(1, 8))
def test_the_day_announced_is_no_weekend_however_short_the_year(weeks: int) -> None:
    days = (new_holiday(Terms(2022, 1, n, weeks=weeks), ENGLAND) for n in range(40))
    assert all(map(ENGLAND.open_on, days))


def test_invented_partnerships_have_names_and_references_of_their_own() -> None:
    procedures = procedures_of("")
    places = [invented_place(n, YEAR, procedures) for n in range(300)]
    assert len({place.name for place in places}) == 300
    assert len({place.roster.prefix for place in places}) == 300
    assert {place.procedure.slug for place in places} == {p.slug for p in procedures}


def test_partnerships_share_stores_in_the_same_way_however_many_work_on_them() -> None:
    shards = Terms(2027, 12, seed=1).shards
    assert [n for shard in shards for n in shard] == list(range(12))


def test_the_weather_belongs_to_the_seed_and_has_worse_weeks() -> None:
    mine, its = Weather(YEAR), Weather(Terms(2027, 150, seed=12))
    at = datetime(2027, 6, 1, 12, tzinfo=LONDON)
    keys = [f"key/{n}" for n in range(3_000)]

    first = [mine.trouble("chat", key, 0, at) for key in keys]

    assert first == [mine.trouble("chat", key, 0, at) for key in keys]
    assert first != [its.trouble("chat", key, 0, at) for key in keys]
    assert None in first
    assert mine.bad_weeks
    begins, ends = mine.outages["mail"][0]
    assert begins < ends
    assert mine.trouble("mail", "any", 0, begins) in ("nothing", "503")


def test_only_the_bad_weeks_that_were_lived_through_are_counted() -> None:
    seeds = range(20)
    whole = [Weather(Terms(2027, 1, n)).bad_weeks_lived for n in seeds]
    assert whole == [len(Weather(Terms(2027, 1, n)).bad_weeks) for n in seeds]
    short = [Weather(Terms(2027, 1, n, weeks=2)).bad_weeks_lived for n in seeds]
    assert set(short) <= {0, 1, 2, 3}
    assert 0 in short


@pytest.mark.parametrize(
    ("weeks", "said"),
    [
        (0, "The year 2027"),
        (1, "The first week of 2027"),
        (2, "The first 2 weeks of 2027"),
    ],
)
def test_how_much_of_a_year_it_is_is_said_as_people_say_it(
    weeks: int, said: str
) -> None:
    assert Terms(2027, 1, seed=1, weeks=weeks).called == said


def test_counts_add_up() -> None:
    one, other = Tally(nudges=Count({1: 2})), Tally(nudges=Count({1: 1, 3: 1}))
    assert together([one, other]).nudges == Count({1: 3, 3: 1})
    assert middle(Count(), 0.5) == 0
    assert middle(Count({1: 1, 9: 1}), 1.0) == 9


@pytest.mark.parametrize(("missed", "said"), [(1, "1 was not."), (2, "2 were not.")])
def test_one_limit_that_was_missed_is_said_as_one(missed: int, said: str) -> None:
    ended = Count({("dorset", FIVE, "met"): 3, ("dorset", FIVE, "late"): missed})
    _, sentence, _ = next(charts(Tally(limits=ended)))
    assert sentence.endswith(f"came due were met; {said}")


def test_a_limit_that_was_left_when_its_case_was_closed_never_came_due() -> None:
    ended = Count({("dorset", FIVE, "met"): 3, ("dorset", FIVE, "left"): 1})
    _, sentence, _ = next(charts(Tally(limits=ended)))
    assert sentence == "100% of 3 that came due were met; 0 were not."


def test_national_limits_come_first_and_five_days_before_fifteen() -> None:
    kinds = ["local: 5 working days", "national: 6 months", FIFTEEN, FIVE]
    assert sorted(kinds, key=kind_order)[:2] == [FIVE, FIFTEEN]
    assert max(kinds, key=kind_order).startswith("local")
