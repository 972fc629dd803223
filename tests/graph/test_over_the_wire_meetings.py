"""Meetings from the times that were found to the calendars of everybody asked."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

from tests.graph.acts import (
    LEADERSHIP,
    PLANNING,
    RAPID,
    choose,
    invitations,
    of_case,
    to_the_meetings,
)
from tests.graph.books import out_of_step
from tests.graph.house import GraphHouse, at, opened
from tests.slack.robot_acts import TEXT, does, to_the_chain

MOVED: Final = {
    "When?": "Another time",
    "When does it start?": "2026-12-08 14:00",
    "How long is it?": "2 hours",
    **TEXT,
}


def test_meetings_are_arranged_moved_and_called_off_in_everybodys_calendar(
    tmp_path: Path, sqlite_url: str
) -> None:
    with opened(tmp_path, sqlite_url) as house:
        busy = (at("2026-11-30 09:00"), at("2026-12-04 17:00"))
        for person in ("helen", "leon", "joan"):
            house.graph.busy(house.email(person), *busy)
        ref = to_the_meetings(house)
        choose(house, RAPID, LEADERSHIP, PLANNING)

        _each_is_one_event_at_a_time_when_people_are_free(house)
        link, leon = house.of(RAPID).link, house.email("leon")
        assert "8 December" in of_case(house, ref, "Move it", RAPID, MOVED)
        assert house.of(RAPID).start == at("2026-12-08 14:00")
        assert house.of(RAPID).link == link != ""
        assert house.graph.mailed_to(leon) == ["invitation", "invitation", "update"]
        moved = invitations(house, "yemi")[-1]
        assert (moved.sequence, moved.start) == (1, at("2026-12-08 14:00"))

        of_case(house, ref, "Call it off", LEADERSHIP, TEXT)
        off = [m for m in house.graph.mailed if m.kind == "cancellation"]
        assert {m.comment for m in off} == {"This meeting will not take place."}
        assert house.email("marian") in {m.to for m in off}
        assert leon not in {m.to for m in off}
        assert len(house.graph.standing()) == 2
        last = invitations(house, "yemi")[-1]
        assert (last.uid, last.method) == (f"{ref}.leadership@example.org", "CANCEL")
        assert not out_of_step(house)


def _each_is_one_event_at_a_time_when_people_are_free(house: GraphHouse) -> None:
    rapid, leadership, planning = house.graph.standing()
    assert rapid.start >= at("2026-12-04 17:00")
    lasts = rapid.end - rapid.start
    assert lasts == timedelta(hours=3)
    assert min(leadership.start, planning.start) >= rapid.end
    for event in (rapid, leadership, planning):
        assert event.doc["sensitivity"] == "private"
        assert event.doc["showAs"] == "busy"
        assert event.link
        # Whoever wants their invitations by e-mail is asked by e-mail alone.
        assert house.email("yemi") not in event.addresses
        invited = [m.to for m in house.graph.mailed if m.about == event.id]
        assert sorted(invited) == sorted(event.addresses)
    letters = invitations(house, "yemi")
    assert [one.start for one in letters] == [
        one.start for one in (rapid, leadership, planning)
    ]
    assert {one.method for one in letters} == {"REQUEST"}


def test_times_are_held_and_confirmed_or_let_go(
    tmp_path: Path, sqlite_url: str
) -> None:
    """Before the notification is sent, when no day of any meeting is certain."""
    with opened(tmp_path, sqlite_url) as house:
        ref = to_the_chain(house)
        of_case(house, ref, "Hold times for the meetings", ref, {})
        does(house, "joan", "Hold these times", ref, {})
        held = {event.doc["subject"]: event for event in house.graph.standing()}
        assert len(held) == 3
        assert {e.doc["showAs"] for e in held.values()} == {"tentative"}
        assert all(name.startswith("Time held: ") for name in held)
        assert {one.status for one in invitations(house, "yemi")} == {"TENTATIVE"}
        id_of_rapid, leadership = house.of(RAPID).id, house.of(LEADERSHIP)

        to_the_meetings(house, ref)
        of_case(house, ref, "Confirm the held time", RAPID, {})
        of_case(house, ref, "Release the held time", LEADERSHIP, {})

        rapid, planning = house.of(RAPID), house.of(PLANNING)
        assert house.graph.standing() == sorted(
            (rapid, planning), key=lambda event: event.start
        )
        assert (rapid.id, rapid.doc["showAs"]) == (id_of_rapid, "busy")
        assert rapid.doc["subject"] == f"{ref}: {RAPID}"
        assert planning.doc["showAs"] == "tentative"
        told = {m.to for m in house.graph.mailed if m.kind == "cancellation"}
        assert told == set(leadership.addresses)
        *_, confirmed, released = invitations(house, "yemi")
        assert (confirmed.status, confirmed.sequence) == ("CONFIRMED", 1)
        assert (released.method, released.sequence) == ("CANCEL", 1)
        assert not out_of_step(house)
