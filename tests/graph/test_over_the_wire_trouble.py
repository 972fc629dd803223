"""Whatever goes wrong with Graph: one event, one invitation, and chat goes on."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Final

from tests.graph.acts import (
    LEADERSHIP,
    PLANNING,
    RAPID,
    choose,
    of_case,
    to_the_meetings,
)
from tests.graph.books import out_of_step, twice
from tests.graph.house import GraphHouse, opened
from tests.slack.robot_acts import TEXT

LATER: Final = {"When?": "Another time", "How long is it?": "2 hours", **TEXT}

SLACK_WAITS: Final = 3.0
"""Seconds within which Slack wants its answer."""


def in_time(house: GraphHouse) -> None:
    """Let as much time pass as a courier waits before it tries again."""
    for _ in range(8):
        house.pass_time(minutes=5)
        house.deliver()


def test_each_meeting_is_one_event_and_one_invitation_whatever_goes_wrong(
    tmp_path: Path, sqlite_url: str
) -> None:
    with opened(tmp_path, sqlite_url) as house:
        graph = house.graph
        ref = to_the_meetings(house)
        graph.fault("500 after", "create")
        choose(house, RAPID)
        graph.fault("drop after", "create")
        choose(house, LEADERSHIP)
        graph.fault("429", "*", seconds=30, as_date=True)
        graph.fault("503", "create", seconds=-1)
        choose(house, PLANNING)
        in_time(house)
        assert len(graph.standing()) == 3
        assert not twice(house)

        graph.entra.run_out()
        graph.fault("401", "patch")
        moved = {**LATER, "When does it start?": "2026-12-08 14:00"}
        of_case(house, ref, "Move it", RAPID, moved)
        graph.fault("500 after", "cancel")
        of_case(house, ref, "Call it off", PLANNING, TEXT)
        in_time(house)
        kinds = Counter((m.kind, m.to) for m in graph.mailed)
        leon = house.email("leon")
        assert (kinds["update", leon], kinds["cancellation", leon]) == (1, 1)
        assert not twice(house)

        graph.down = True
        again = {**LATER, "When does it start?": "2026-12-09 14:00"}
        assert "9 December" in of_case(house, ref, "Move it", RAPID, again)
        in_time(house)
        graph.down = False
        in_time(house)
        assert house.of(RAPID).start.day == 9
        assert not out_of_step(house)


def test_chat_is_answered_at_once_while_graph_takes_its_time(
    tmp_path: Path, sqlite_url: str
) -> None:
    with opened(tmp_path, sqlite_url) as house:
        ref = to_the_meetings(house)
        assert house.works.graph is not None
        beside = house.begin(house.works.graph.run())
        house.graph.wait_for(lambda: house.graph.notices.subscriptions)
        with house.graph.slow("create") as slow:
            joan = house.robot("joan")
            joan.press("Choose this time", RAPID)
            carried = house.begin(house.courier.deliver())
            slow.wait_until_met()
            began = time.perf_counter()
            joan.command("/case", ref)
            assert time.perf_counter() - began < SLACK_WAITS
            assert "Arranged for" in joan.reads(ref)
            assert not house.graph.standing()
        carried.result(10)
        house.deliver()
        assert house.of(RAPID).addresses
        beside.cancel()


def test_times_go_by_the_dates_alone_while_no_diary_can_be_read(
    tmp_path: Path, sqlite_url: str
) -> None:
    with opened(tmp_path, sqlite_url) as house:
        house.graph.down = True
        to_the_meetings(house)
        in_time(house)
        assert "No diary can be read from here" in house.robot("joan").reads(RAPID)
        choose(house, RAPID)
        assert "Arranged for" in house.robot("joan").reads(RAPID)
        house.graph.down = False
        in_time(house)
        assert not out_of_step(house)
        assert not twice(house)
