"""What is said beside a date, and what counts as late, against counting on fingers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core import clock
from bot.core.commands import Complete, CorrectAnchor
from bot.core.errors import Refused
from bot.core.progress import beside, found_late
from bot.core.progress.lateness import overrun
from bot.offices import load_offices
from tests.core.played import Played, at
from tests.core.publishing import begun, planned
from tests.properties import fingers

ENGLAND = load_offices("ENG")
DAYS = st.dates(date(2019, 1, 1), date(2027, 6, 30))
COUNTS = st.integers(0, 40)
UNITS = st.sampled_from(["working days", "days", "weeks"])
LINE = begun().lines()["tell"]
LAST = date(2027, 5, 20)
"""Six months from Friday 20 November 2026, on which the review begins."""


@given(aware=DAYS, sent=DAYS, own=COUNTS, unit=UNITS, most=COUNTS, of=UNITS)
@example(date(2026, 11, 20), date(2026, 11, 20), 5, "working days", 7, "days")
def test_the_national_limit_is_said_exactly_when_the_local_date_is_later(
    aware: date, sent: date, own: int, unit: str, most: int, of: str
) -> None:
    known = {"aware": aware, "sent": sent}
    line = replace(
        LINE,
        due=clock.work_out(clock.read(f"sent + {own} {unit}"), known, ENGLAND),
        national=clock.work_out(clock.read(f"aware + {most} {of}"), known, ENGLAND),
    )
    local = fingers.moved(sent, own, unit.removesuffix("s"))
    limit = fingers.moved(aware, most, of.removesuffix("s"))

    said = dict(beside(line, ENGLAND))

    assert ("National limit" in said) is (local > limit)
    if local > limit:
        days = (limit + timedelta(days=n + 1) for n in range((local - limit).days))
        working = sum(map(ENGLAND.open_on, days))
        plain = (local - limit).days
        number, what = (working, "working day") if working else (plain, "day")
        s = "" if number == 1 else "s"
        assert said["National limit"].endswith(f", {number} {what}{s} before this date")


@given(day=st.dates(date(2026, 11, 20), date(2028, 6, 30)))
@example(LAST)
@example(LAST + timedelta(days=1))
@settings(max_examples=60)
def test_a_plan_is_late_exactly_when_it_is_after_the_last_day(day: date) -> None:
    played = begun()
    played.does("kit", Complete(step="plan", on=day, digest="d"))

    assert (played.case.late == {"publish"}) is (day > LAST)
    said = dict(beside(played.lines()["publish"], ENGLAND))["Planned for"]
    after = (day - LAST).days
    s = "" if after == 1 else "s"
    assert (f"{after} day{s} after its last day" in said) is (day > LAST)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["plan", "publish", "target-publication", "begun", "published"]
        ),
        st.integers(-10, 300),
    ),
    max_size=8,
)


@given(ACTS)
@settings(max_examples=80)
def test_the_record_of_what_is_late_is_never_behind(
    acts: list[tuple[str, int]],
) -> None:
    played = planned("Mon 17 May 2027")
    for name, days in acts:
        played.goes_to("Tue 25 May 2027 10:00")
        _try(played, name, date(2027, 5, 17) + timedelta(days=days))
        case, rules = played.case, played.procedure
        late = overrun(rules.by_id["publish"], case, rules, ENGLAND)
        assert case.late == ({"publish"} if late else set())
        assert not tuple(found_late(case, rules, ENGLAND))
        assert (played.status("say-why") in ("open", "done")) is bool(late)


def _try(played: Played, name: str, day: date) -> None:
    act = (
        Complete(step=name, on=day, digest="d")
        if name in played.procedure.by_id
        else CorrectAnchor(anchor=name, value=day, digest="why")
    )
    try:
        played.does("kit", act)
    except Refused:
        return


@given(st.lists(st.integers(1, 20), min_size=1, max_size=6))
@settings(max_examples=40)
def test_a_later_plan_is_never_less_late(steps: list[int]) -> None:
    played, was = planned("Mon 10 May 2027"), False
    day = date(2027, 5, 10)
    for ahead in steps:
        day += timedelta(days=ahead)
        played.now = at("Fri 20 Nov 2026 12:00")
        played.does("kit", Complete(step="plan", on=day, digest=f"{ahead}"))
        late = "publish" in played.case.late
        assert late or not was
        was = late
