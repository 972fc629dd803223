"""What is due is said once, in its time, whatever the clock or the machine does."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from typing_extensions import override

from bot.answer import Answer
from bot.core.commands import Command, Nudge
from bot.core.events import Nudged
from bot.counter import Counter
from bot.courier import Courier
from bot.rehearsal import Rehearsal, RehearsalClock
from bot.store import Store, facts, index
from bot.store.verify import verify
from bot.timetable import Timetable
from tests.desk.wessex import Wessex, everything, london


def nudged(wessex: Wessex, ref: str) -> list[Nudged]:
    return [e for e in wessex.journal(ref) if isinstance(e, Nudged)]


def digests(wessex: Wessex) -> list[str]:
    rows = wessex.rows(kind="digest")
    return sorted(row.key for row in rows if not row.person and not row.place)


def through(wessex: Wessex, to: str, **step: float) -> None:
    """Tick again and again until a local time."""
    end = london(to)
    while wessex.now < end:
        wessex.now = min(end, wessex.now + timedelta(**step))
        wessex.timetable.tick(wessex.now)


def test_a_second_tick_says_nothing_more(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.now = london("2026-12-23 09:00")
    assert wessex.timetable.tick(wessex.now) > 0
    before = everything(wessex.store)
    assert nudged(wessex, ref)
    assert wessex.timetable.tick(wessex.now) == 0
    assert everything(wessex.store) == before


def test_a_tick_that_is_repeated_by_another_process_says_it_once(
    wessex: Wessex,
) -> None:
    ref = wessex.alert()
    wessex.now = london("2026-12-23 09:00")
    with wessex.store.reading() as tx:
        row = index.case(tx, ref)
    assert row is not None
    for _ in range(2):
        wessex.desk.ask(
            ref,
            Nudge(),
            by="dayzero",
            cause=f"tick/{ref}/{row.head_n}",
            now=wessex.now,
        )
    wessex.timetable.tick(wessex.now)
    said = [e.step for e in nudged(wessex, ref)]
    assert said == ["criteria"]


def test_after_a_week_asleep_each_late_thing_is_said_once_and_said_to_be_late(
    wessex: Wessex,
) -> None:
    ref = wessex.alert()
    wessex.carry()
    # Aware Fri 18 Dec 2026: day five is Tue 29 Dec (Fri 25 and Mon 28 are holidays).
    wessex.now = london("2027-01-05 09:30")
    wessex.timetable.tick(wessex.now)
    wessex.timetable.tick(wessex.now)
    parts = [e.step for e in nudged(wessex, ref)]
    assert len(parts) == len(set(parts)) > 0
    wessex.carry()
    (card,) = [c for c in wessex.cards("helen") if "late" in c.heading]
    assert card.items
    assert card.items[0].late
    with wessex.store.reading() as tx:
        assert [r for r in index.steps_of(tx, ref) if r.next_at] != []
    assert index_is_ahead(wessex)


def index_is_ahead(wessex: Wessex) -> bool:
    with wessex.store.reading() as tx:
        ahead = index.next_due(tx)
    return ahead is None or ahead > wessex.now


def test_a_nudge_found_hours_late_says_so_itself(wessex: Wessex) -> None:
    wessex.alert()
    wessex.carry()
    wessex.now = london("2026-12-23 15:00")
    wessex.timetable.tick(wessex.now)
    wessex.carry()
    (card,) = [c for c in wessex.cards("helen") if "due" in c.heading]
    _, said = card.text
    assert said.startswith("This should have been said 6 hours ago.")


@pytest.mark.parametrize(
    ("raised", "aware", "start", "end"),
    [
        # The clocks go back on Sun 25 Oct 2026, and forward on Sun 28 Mar 2027.
        ("2026-10-22 10:00", "2026-10-21 10:00", "2026-10-24 18:00", "2026-10-28"),
        ("2027-03-25 10:00", "2027-03-24 10:00", "2027-03-27 18:00", "2027-04-02"),
    ],
)
def test_a_change_of_the_clocks_doubles_nothing(
    wessex: Wessex, raised: str, aware: str, start: str, end: str
) -> None:
    wessex.now = london(raised)
    ref = wessex.alert(**{"aware-at": aware, "incident-day": ""})
    wessex.now = london(start).astimezone(UTC)
    through(wessex, f"{end} 17:00", minutes=30)
    said = [(e.step, e.planned) for e in nudged(wessex, ref)]
    assert len(said) == len(set(said)) > 0
    days = [key.split("/")[-1] for key in digests(wessex)]
    assert len(days) == 2 * len(set(days))
    assert all(datetime.fromisoformat(day).weekday() < 5 for day in days)


def test_the_machines_clock_put_back_an_hour_doubles_nothing(wessex: Wessex) -> None:
    ref = wessex.alert()
    wessex.now = london("2026-12-23 08:00")
    through(wessex, "2026-12-23 09:10", minutes=10)
    before = nudged(wessex, ref), digests(wessex)
    assert before[0]
    wessex.now -= timedelta(hours=1)
    through(wessex, "2026-12-23 09:15", minutes=10)
    assert (nudged(wessex, ref), digests(wessex)) == before


@pytest.mark.parametrize(
    ("at", "queued"),
    [
        ("2026-12-18 08:29", 0),
        ("2026-12-18 08:30", 2),
        ("2026-12-18 16:59", 2),
        ("2026-12-18 17:00", 0),
        ("2026-12-19 10:00", 0),  # a Saturday
        ("2026-12-25 10:00", 0),  # Christmas Day
        ("2026-12-28 10:00", 0),  # a Monday, in place of Boxing Day
        ("2026-12-29 10:00", 2),
    ],
)
def test_a_digest_goes_on_a_working_day_once_its_hour_has_come(
    wessex: Wessex, at: str, queued: int
) -> None:
    wessex.now = london(at)
    assert wessex.timetable.tick(wessex.now) == queued
    wessex.wait(seconds=15)
    assert wessex.timetable.tick(wessex.now) == 0


def beside(wessex: Wessex, kind: type[Counter]) -> Counter:
    """Open another desk of the partnership, of a kind with a fault."""
    return kind(wessex.store, wessex.partnership, wessex.shelf, wessex.desk.offices)


def test_one_case_that_cannot_be_worked_on_does_not_silence_the_others(
    wessex: Wessex,
) -> None:
    broken, sound = wessex.alert(), wessex.alert()
    wessex.now = london("2026-12-23 09:00")

    class Stumbling(Counter):
        @override
        def ask(self, ref: str, command: Command, **named: Any) -> Answer:
            if ref == broken:
                raise LookupError(ref)
            return super().ask(ref, command, **named)

    desk = beside(wessex, Stumbling)
    wessex.timetable = Timetable(wessex.store, lambda _: desk, batch=1)
    with pytest.raises(ExceptionGroup):
        wessex.timetable.tick(wessex.now)
    assert nudged(wessex, sound)
    assert len(digests(wessex)) == 2


def test_the_cost_of_a_tick_follows_what_is_due(wessex: Wessex) -> None:
    for _ in range(12):
        wessex.alert()
    wessex.now = london("2026-12-18 11:00")
    wessex.timetable.tick(wessex.now)
    asked: list[str] = []

    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(wessex.store.engine, "before_cursor_execute", note)
    assert wessex.timetable.tick(wessex.now) == 0
    event.remove(wessex.store.engine, "before_cursor_execute", note)
    statements = [s for s in asked if s.startswith("SELECT")]
    assert len(statements) <= 4


def test_a_clock_left_in_a_rehearsal_is_found_again(
    store: Store, tmp_path: Path
) -> None:
    machine = london("2026-11-27 09:00")
    clock = RehearsalClock(store, lambda: machine)
    clock.begin(london("2026-12-24 16:30"))
    again = RehearsalClock(store, lambda: machine + timedelta(hours=2))
    assert again.now() == london("2026-12-24 18:30")
    with store.reading() as tx:
        assert facts.get(tx, "rehearsal/ahead")


def test_everything_ticked_leaves_a_sound_record(wessex: Wessex) -> None:
    wessex.to_asked("police", "nhs")
    through(wessex, "2027-01-20 12:00", hours=3)
    wessex.carry()
    assert verify(wessex.store) == []
    assert wessex.waiting() == 0


def test_a_rehearsal_goes_on_past_what_cannot_be_said(
    wessex: Wessex,
) -> None:
    wessex.alert()

    class Silent(Counter):
        @override
        def ask(self, ref: str, command: Command, **named: Any) -> Answer:
            return Answer("Nothing needed to be recorded.")

    desk = beside(wessex, Silent)
    timetable = Timetable(wessex.store, lambda _: desk)
    clock = RehearsalClock(wessex.store, lambda: london("2026-11-02 09:00"))
    clock.begin(wessex.now)
    courier = Courier(lambda _: desk, wessex.ways, clock.now)
    rehearsal = Rehearsal(wessex.store, clock, timetable, courier, lambda _: ())
    asyncio.run(rehearsal.advance(london("2027-01-05 12:00")))
    assert clock.now() == london("2027-01-05 12:00")
