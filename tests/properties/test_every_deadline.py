"""Every deadline of every procedure here, against counting on one's fingers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import faults
from bot.core.case import Case
from bot.core.procedure import Procedure
from bot.core.progress import Line, beside, lines
from bot.offices import load_offices
from tests.properties import fingers
from tests.properties.fingers import LAST, LONDON, Anchors, Expected, expected

ENGLAND: Final = load_offices("ENG")
FILES: Final = sorted(Path("bot/procedures").glob("*.toml"))
FIRST: Final = date(2019, 1, 1)
EACH: Final = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@cache
def procedure(path: Path) -> Procedure:
    return faults.read(path.read_text(encoding="utf-8"))


def worked_out(path: Path, anchors: Anchors) -> tuple[Line, ...]:
    return lines(procedure(path), anchors, ENGLAND)


def differences(path: Path, anchors: Anchors) -> Iterator[str]:
    wanted = tuple(expected(path, anchors))
    for want, line in zip(wanted, worked_out(path, anchors), strict=True):
        where = f"{path.stem}, {line.part}, {anchors}: "
        due = line.due.due if line.due else None
        if (line.part, due, bool(line.refused)) != (want.part, want.due, want.refused):
            yield f"{where}{due} ({line.refused}), and not {want}"
        elif isinstance(due, datetime) and due.utcoffset() != _offset(want.due):
            yield f"{where}{due} in the other of two hours"
        if tuple(_beside(line)) != tuple(_wanted_beside(want)):
            yield f"{where}beside it stands {tuple(_beside(line))}, and not {want}"


def _offset(when: date | None) -> timedelta | None:
    return when.utcoffset() if isinstance(when, datetime) else None


def _beside(line: Line) -> Iterator[object]:
    said = dict(beside(line, ENGLAND))
    yield from ("National limit" in said, "Planned for" in said)
    yield "after its last day" in said.get("Planned for", "")
    yield line.national.due if line.national else None
    yield line.due.advised if line.due else None


def _wanted_beside(want: Expected) -> Iterator[object]:
    day = fingers.local(want.due) if want.due else None
    planned = fingers.local(want.planned) if want.planned else None
    yield from (want.national_first, planned is not None)
    yield bool(planned and day and planned > day)
    yield want.national
    yield fingers.before(day) if day and not fingers.working(day) else None


def days(first: date, last: date, step: int = 1) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(0, (last - first).days + 1, step))


@EACH
def test_every_deadline_from_each_day_of_ten_years_is_as_counted_by_hand(
    path: Path,
) -> None:
    # Every seventeenth day is each weekday, and each day of a month, in turn.
    names = procedure(path).anchor
    for day in days(FIRST, LAST, 17):
        assert not list(differences(path, dict.fromkeys(names, day)))


@EACH
def test_every_deadline_around_each_bank_holiday_is_as_counted_by_hand(
    path: Path,
) -> None:
    names = procedure(path).anchor
    for holiday in sorted(day for day in fingers.CLOSED if day >= FIRST):
        for away in (-8, -1, 0):
            day = holiday + timedelta(days=away)
            assert not list(differences(path, dict.fromkeys(names, day)))


@EACH
@given(chance=st.randoms(use_true_random=False), base=st.dates(FIRST, LAST))
@settings(max_examples=40)
def test_every_deadline_is_as_counted_by_hand_whatever_is_known_so_far(
    path: Path, chance: Random, base: date
) -> None:
    known: dict[str, date] = {}
    for name, shape in procedure(path).anchor.items():
        day = base + timedelta(days=chance.randrange(-60, 200))
        if chance.random() < 0.8:
            known[name] = _at(day, chance) if shape.takes == "time" else day
    assert not list(differences(path, known))


def _at(day: date, chance: Random) -> datetime:
    hour, minute = chance.randrange(24), chance.choice((0, 29, 30, 59))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    "day", [date(2026, 3, 28), date(2026, 10, 24), date(2026, 10, 25)]
)
@EACH
def test_every_hour_when_the_clocks_change_is_counted(path: Path, day: date) -> None:
    names = procedure(path).anchor
    start = datetime(day.year, day.month, day.day, tzinfo=LONDON).astimezone(UTC)
    for half_hours in range(60):
        when = (start + timedelta(minutes=30 * half_hours)).astimezone(LONDON)
        assert not list(differences(path, dict.fromkeys(names, when)))


@EACH
def test_day_zero_is_never_counted(path: Path) -> None:
    for day in days(date(2026, 11, 1), date(2027, 1, 31)):
        for line in worked_out(path, dict.fromkeys(procedure(path).anchor, day)):
            due = line.due
            if due is None or due.due is None or not due.count:
                continue
            counted = [skip.day for skip in due.skipped]
            assert day not in counted
            assert due.day_zero == day != fingers.local(due.due) or due.unit == "hours"


@EACH
def test_correcting_a_day_zero_moves_every_date_that_is_counted_from_it(
    path: Path,
) -> None:
    names = procedure(path).anchor
    was = dict.fromkeys(names, date(2026, 12, 18))
    for corrected in names:
        now = {**was, corrected: date(2027, 3, 24)}
        case = Case("NSH-2026-001", procedure=path.stem, anchors=now)
        moved = {line.part: line for line in worked_out(path, now)}
        for line in lines(procedure(path), case.anchors, ENGLAND, case):
            assert replace(line, settled=False) == moved[line.part]
        assert not list(differences(path, now))


@EACH
def test_a_date_past_what_is_published_is_refused_and_never_guessed(path: Path) -> None:
    for day in days(date(2028, 6, 1), date(2029, 2, 1), 5):
        for line in worked_out(path, dict.fromkeys(procedure(path).anchor, day)):
            if line.refused:
                assert line.due is None
                assert "31 December 2028" in line.refused
            elif line.day:
                assert line.day <= LAST
        assert not list(differences(path, dict.fromkeys(procedure(path).anchor, day)))


def test_a_target_that_slips_moves_what_is_counted_back_from_it() -> None:
    counted_back = 0
    for path in FILES:
        rules = procedure(path)
        if "target-publication" not in rules.anchor:
            continue
        was = dict.fromkeys(rules.anchor, date(2027, 4, 30))
        now = {**was, "target-publication": date(2027, 6, 25)}
        for before, after in zip(
            worked_out(path, was), worked_out(path, now), strict=True
        ):
            hangs = "target-publication" in before.deadline.anchors
            assert (before.day != after.day) is hangs or before.deadline.with_step
            assert before.day is None or after.day is None or after.day >= before.day
            counted_back += hangs
    assert counted_back >= 3
