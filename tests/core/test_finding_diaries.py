"""What is known of people's time, minute by minute."""

from __future__ import annotations

from datetime import timedelta

from bot.core.finding import Diary, Span
from bot.core.finding.diaries import Known, without
from bot.core.finding.starts import Starts, marked
from tests.core.played import at

DAY = "Tue 24 Nov 2026"


def span(start: str, end: str) -> Span:
    return at(f"{DAY} {start}"), at(f"{DAY} {end}")


MORNING = span("9:00", "12:00")
OWN = span("10:00", "11:00")


def test_a_meetings_own_time_is_taken_out_once_and_only_as_it_stands() -> None:
    longer = span("10:00", "11:30")
    diary = Diary(*MORNING, busy=(OWN, longer, OWN), maybe=(OWN,))

    assert without(diary, (OWN,)).busy == (longer, OWN)
    assert without(diary, (span("10:00", "10:30"),)) == diary


def test_a_meeting_that_was_only_held_is_taken_out_of_what_may_be() -> None:
    other = span("11:00", "12:00")
    diary = Diary(*MORNING, maybe=(OWN, other))

    assert without(diary, (OWN,)) == Diary(*MORNING, maybe=(other,))


def test_a_diary_told_in_pieces_may_have_the_meeting_in_them() -> None:
    before, first = span("9:30", "10:00"), span("10:00", "10:30")
    second, after = span("10:30", "11:00"), span("11:00", "11:30")
    diary = Diary(*MORNING, busy=(before, first, second, after))

    assert without(diary, (OWN,)) == Diary(
        *MORNING, busy=(before, after), maybe=(first, second)
    )
    for some in ((first,), (second,), (before, second)):
        told = Diary(*MORNING, busy=some)
        assert without(told, (OWN,)) == told


def test_nobody_is_free_or_taken_where_nothing_is_known() -> None:
    known = Known({"ann": Diary(*OWN)}, MORNING[0])

    free, busy = known.of("ann", Starts(0, 6, 30))

    assert ([*marked(free)], busy) == ([2, 3], 0)
    assert known.of("bo", Starts(0, 6, 30)) == (0, 0)


def test_part_of_a_minute_is_taken_for_all_of_it() -> None:
    start, end = OWN
    seconds = timedelta(seconds=20)
    known = Known({"ann": Diary(start + seconds, end)}, MORNING[0])

    taken = known.over((start, end + seconds), Starts(0, 6, 30))
    assert [*marked(taken)] == [2, 3, 4]
    assert [*marked(known.of("ann", Starts(0, 6, 30))[0])] == [3]
    assert known.over((end + seconds, end + seconds), Starts(0, 6, 30)) == 0


def test_what_stands_in_a_diary_for_days_counts_on_each_of_them() -> None:
    away = MORNING[0] - timedelta(days=2), MORNING[0] + timedelta(days=2, hours=1)
    diary = Diary(away[0], away[1] + timedelta(days=1), busy=(away,))
    known = Known({"ann": diary}, MORNING[0])

    days = [known.of("ann", Starts(day * 24 * 60, 3, 60)) for day in range(4)]

    assert days == [(0, 0b111), (0, 0b111), (0b100, 0b011), (0b001, 0)]
