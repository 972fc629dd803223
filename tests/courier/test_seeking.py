"""Times are looked for by the courier, from diaries where there are any."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import seeking
from bot.core.case import Case, Offered
from bot.core.finding import Diary
from bot.core.words import LONDON
from bot.gateways import NotSent, TryLater, Undeliverable
from bot.store import Store
from bot.store.outbox import DROPPED, QUEUED, SENT, Delivery
from tests.courier.conftest import ASKED
from tests.courier.outside import Pillar, Trouble, always, once
from tests.courier.wall import Wall
from tests.desk.wessex import Wessex

RAPID = f"{ASKED}/rapid-review"


@pytest.fixture
def wessex(asked_store: Store, tmp_path: Path, wall: Wall, pillar: Pillar) -> Wessex:
    there = Wessex(asked_store, tmp_path, mail=pillar, shared=wall)
    there.wait(minutes=1)
    return there


def case(wessex: Wessex) -> Case:
    return wessex.desk.view(ASKED, "joan", wessex.now).case


def offered(wessex: Wessex) -> Offered:
    return case(wessex).offered["rapid-review"]


def latest(wessex: Wessex) -> Delivery:
    return wessex.rows(kind="seek")[-1]


def seek(wessex: Wessex) -> None:
    wessex.must("joan", "seek-times", RAPID)


def all_of(wessex: Wessex, wall: Wall, busy: tuple[str, ...] = ()) -> None:
    """Fill in the diary of everybody: free, or busy all the time."""
    first = datetime(2026, 12, 1, tzinfo=UTC)
    last = first + timedelta(days=120)
    for person in wessex.desk.people().people:
        taken = ((first, last),) if person.id in busy else ()
        wall.diaries[person.id] = Diary(first, last, taken)


def test_times_are_offered_as_soon_as_it_is_somebody_s_turn(wessex: Wessex) -> None:
    assert [row.state for row in wessex.rows(kind="seek")] == [SENT]
    found = offered(wessex)
    assert len(found.offers) == 3
    assert (found.read, found.asked > 0) == (0, True)
    assert all(one.unknown and not one.busy for one in found.offers)


def test_diaries_say_who_is_busy_and_who_is_not_known(
    wessex: Wessex, wall: Wall
) -> None:
    all_of(wessex, wall, busy=("rosa",))
    seek(wessex)
    wessex.carry()

    (asked,) = wall.asked
    assert "joan" in asked
    assert "priya" not in asked, "the calendar does not reach her"
    found = offered(wessex)
    assert 0 < found.read < found.asked
    assert (latest(wessex).state, case(wessex).sought) == (SENT, {})


def test_nobody_is_offered_the_hour_of_their_meeting_in_another_case(
    wessex: Wessex,
) -> None:
    first = offered(wessex)
    wessex.must("joan", "arrange", RAPID, when="another", **own_time(first))
    other = wessex.to_asked("police", "nhs")
    wessex.carry()

    found = wessex.desk.view(other, "joan", wessex.now).case.offered["rapid-review"]
    taken, lasts = first.offers[0].start, timedelta(minutes=first.minutes)
    assert len(found.offers) == 3
    assert all(abs(one.start - taken) >= lasts for one in found.offers)


def own_time(found: Offered) -> dict[str, str]:
    """Answer with the first of the times found, as though it were one's own."""
    start = found.offers[0].start.astimezone(LONDON)
    return {"start": f"{start:%Y-%m-%d %H:%M}", "minutes": f"{found.minutes}"}


def test_looking_for_times_is_no_part_of_a_press(wessex: Wessex, wall: Wall) -> None:
    wall.reading = always(lambda: AssertionError("a press reads no diary"))
    seek(wessex)
    assert wall.asked == []
    assert "rapid-review" in case(wessex).sought


@pytest.mark.parametrize(
    ("trouble", "tries"),
    [
        (always(OSError), 3),
        (always(lambda: NotSent("down")), 3),
        (always(lambda: TryLater(5)), 12),
        (always(lambda: TryLater(600)), 1),
        (always(lambda: Undeliverable("no such mailbox")), 1),
        (once(OSError()), 2),
    ],
)
def test_diaries_that_cannot_be_read_are_not_waited_for_long(
    wessex: Wessex, wall: Wall, trouble: Trouble, tries: int
) -> None:
    wall.reading = trouble
    seek(wessex)
    begun = wessex.now
    while latest(wessex).state == QUEUED:
        wessex.carry()
        wessex.wait(seconds=1)

    assert latest(wessex).state == SENT
    assert len(wall.asked) == tries
    assert wessex.now - begun < timedelta(seconds=70)
    assert len(offered(wessex).offers) == 3


def test_looking_for_times_holds_up_nothing_else_of_the_case(
    wessex: Wessex, wall: Wall
) -> None:
    wall.reading = always(OSError)
    seek(wessex)
    wessex.carry()
    start = "2027-01-05 10:00"
    wessex.must("joan", "arrange", RAPID, when="another", start=start, minutes="60")
    wessex.carry()

    assert latest(wessex).state == QUEUED
    assert len(wall.live()) == 1


def test_times_that_nobody_waits_for_any_more_are_not_put_down(
    wessex: Wessex,
) -> None:
    seek(wessex)
    start = "2027-01-05 10:00"
    wessex.must("joan", "arrange", RAPID, when="another", start=start, minutes="60")
    wessex.must("joan", "stand-down", RAPID, note="Too soon.")
    wessex.must("joan", "set-aside", RAPID, note="It is not held.")
    wessex.carry()

    after = [r for r in wessex.rows(kind="seek")[1:] if r.step == "rapid-review"]
    assert {row.state for row in after} == {DROPPED}


def test_times_are_put_down_once_though_it_stopped_in_between(
    wessex: Wessex,
) -> None:
    seek(wessex)
    wessex.carry()
    row, before = latest(wessex), len(wessex.journal(ASKED))
    settled = asyncio.run(seek_again(wessex, row))

    assert settled is None
    assert len(wessex.journal(ASKED)) == before


async def seek_again(wessex: Wessex, row: Delivery) -> None:
    await seeking.seek(wessex.desk, wessex.ways.shared, row, lambda: wessex.now)
