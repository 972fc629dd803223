"""Diaries are read as far as they are known, and no further."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from bot.core.finding import Diary
from integrations.graph import diaries, moments
from integrations.graph.diaries import understood
from integrations.graph.requests import Requests
from tests.graph.calendar_out import Desk, joined_to
from tests.graph.fake import FakeGraph
from tests.graph.fake_world import AMINA, BO, OUTSIDE

FIRST: Final = datetime(2026, 11, 30, tzinfo=UTC)  # Mon 30 Nov 2026
LAST: Final = datetime(2026, 12, 18, tzinfo=UTC)  # Fri 18 Dec 2026
TEN: Final = datetime(2026, 12, 1, 10, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)


@pytest.fixture
def desk(graph: FakeGraph) -> Iterator[Desk]:
    with joined_to(graph) as desk:
        yield desk


def test_people_are_busy_or_may_be_and_outsiders_are_not_known(
    graph: FakeGraph, desk: Desk
) -> None:
    for number, status in enumerate(
        ("busy", "oof", "tentative", "free", "workingElsewhere")
    ):
        at = TEN + number * timedelta(days=1)
        graph.busy(AMINA, at, at + HOUR, status)

    read = desk.busy(FIRST, LAST, AMINA.title(), BO, OUTSIDE, "nobody")

    day = timedelta(days=1)
    assert read == {
        "Amina": Diary(
            FIRST,
            LAST,
            busy=((TEN, TEN + HOUR), (TEN + day, TEN + day + HOUR)),
            maybe=((TEN + 2 * day, TEN + 2 * day + HOUR),),
        ),
        BO.partition("@")[0]: Diary(FIRST, LAST),
    }


def test_a_long_time_is_asked_for_in_parts_and_many_people_in_pages(
    graph: FakeGraph, desk: Desk
) -> None:
    people = [f"p{number:02}@example.org" for number in range(25)]
    graph.mailbox(*people)
    across = FIRST + timedelta(days=30) - HOUR
    graph.busy(people[0], across, across + 2 * HOUR)

    read = desk.busy(FIRST, FIRST + timedelta(days=60), *people, OUTSIDE)

    assert len(read) == 25
    assert read["p00"].busy == ((across, across + 2 * HOUR),)
    calls = graph.called("getSchedule")
    assert len(calls) == 4
    assert all(len(call.said["Schedules"]) <= 20 for call in calls)


def test_no_time_at_all_needs_no_question(graph: FakeGraph, desk: Desk) -> None:
    assert desk.busy(LAST, LAST, "nobody") == {}
    assert not graph.calls


def test_a_graph_that_refuses_diaries_leaves_everybody_unknown(
    graph: FakeGraph, desk: Desk
) -> None:
    graph.entra.roles = ("Mail.Send",)
    assert desk.busy(FIRST, LAST, AMINA, BO) == {}


def test_a_question_that_graph_will_not_have_is_asked_in_halves(
    graph: FakeGraph, desk: Desk
) -> None:
    people = [f"p{number:02}@example.org" for number in range(25)]
    graph.mailbox(*people)
    requests = Requests(desk.client)

    told = desk.loop.wait(lambda: diaries.told(requests, people, FIRST, LAST), 10)

    assert len(told) == 25
    assert [call.status for call in graph.called("getSchedule")] == [400, 200, 200]


def item(status: str, zone: str = "UTC", **more: Any) -> dict[str, Any]:
    def at(hour: int) -> dict[str, str]:
        return {"dateTime": f"2026-12-01T{hour:02}:00:00.0000000", "timeZone": zone}

    return {"status": status, "start": at(10), "end": at(11), **more}


END: Final = TEN + 2 * HOUR


@pytest.mark.parametrize(
    ("told", "diary"),
    [
        ({"scheduleItems": []}, Diary(TEN, END)),
        ({"scheduleItems": [], "availabilityView": "0000"}, Diary(TEN, END)),
        ({"availabilityView": "0440"}, Diary(TEN, END)),
        (
            {"availabilityView": "0231"},
            Diary(
                TEN,
                END,
                ((TEN + HOUR / 2, TEN + HOUR), (TEN + HOUR, TEN + HOUR * 1.5)),
                ((TEN + HOUR * 1.5, END),),
            ),
        ),
        ({"scheduleItems": [item("busy")]}, Diary(TEN, END, ((TEN, TEN + HOUR),))),
        (
            {"scheduleItems": [item("unknown", "GMT Standard Time")]},
            Diary(TEN, END, (), ((TEN, TEN + HOUR),)),
        ),
        ({}, None),
        ({"scheduleItems": [], "availabilityView": ""}, None),
        ({"availabilityView": "00"}, None),
        ({"availabilityView": "00?0"}, None),
        ({"scheduleItems": [item("busy", "Nowhere Standard Time")]}, None),
        ({"scheduleItems": [item("busy", end=None)]}, None),
        ({"scheduleItems": ["busy"]}, None),
        ({"scheduleItems": [], "error": {"responseCode": "ErrorNoFreeBusy"}}, None),
    ],
)
def test_what_is_not_certain_is_never_taken_for_free(
    told: dict[str, Any], diary: Diary | None
) -> None:
    assert understood(told, TEN, END) == diary


@pytest.mark.parametrize(
    ("told", "at"),
    [
        (item("busy", "W. Europe Standard Time")["start"], TEN - HOUR),
        ({"dateTime": "2026-12-01T10:00:00Z", "timeZone": "Nowhere"}, TEN),
        ({"dateTime": "tomorrow", "timeZone": "UTC"}, None),
        ({"dateTime": "2026-12-01T10:00:00", "timeZone": None}, None),
        (None, None),
    ],
)
def test_a_time_is_read_in_the_zone_that_it_names(
    told: Any, at: datetime | None
) -> None:
    assert moments.read(told) == at
