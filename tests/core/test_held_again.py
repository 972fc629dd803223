"""A meeting that is held again and again: each time with an invitation of its own."""

from __future__ import annotations

from bot.core import offers
from bot.core.commands import (
    Arrange,
    Hold,
    Identify,
    StandDown,
)
from bot.core.errors import Incomplete, OutOfTurn
from bot.core.events import MeetingArranged, MeetingMoved
from bot.core.items import item_of, outcome
from bot.core.react import Telling
from bot.core.telling import invite
from tests.core.played import Played, at
from tests.core.publishing import (
    arranged,
    begun,
    held,
    held_once,
    planned,
)

PANEL_UID = "NSH-2026-001.panel{}@example.org"


def uid_of(played: Played, telling: Telling) -> str:
    made = invite(telling, played.case, played.asking("arun"), "example.org")
    assert made is not None
    return made.uid


def test_a_second_meeting_is_another_with_an_invitation_of_its_own() -> None:
    played = begun()
    arranged(played, "Tue 1 Dec 2026 10:00")
    [first] = [t for t in played.told if t.kind == "invite"]
    assert uid_of(played, first) == PANEL_UID.format("")
    played.goes_to("Tue 1 Dec 2026 13:00")
    played.does("kit", Hold(step="panel", on=played.asking().today))

    [event] = arranged(played, "Tue 8 Dec 2026 10:00")
    assert isinstance(event, MeetingArranged)
    [second] = [t for t in played.told if t.kind == "invite"]
    assert (second.sitting, second.sequence) == (2, 0)
    assert uid_of(played, second) == PANEL_UID.format(".2")
    [event] = arranged(played, "Wed 9 Dec 2026 10:00")
    assert isinstance(event, MeetingMoved)
    [moved] = [t for t in played.told if t.kind == "invite"]
    assert (moved.sitting, moved.sequence) == (2, 1)
    assert uid_of(played, moved) == PANEL_UID.format(".2")
    assert invite(first, played.case, played.asking("arun"), "example.org") is None
    assert invite(second, played.case, played.asking("arun"), "example.org") is None


def test_a_second_meeting_can_be_called_off_and_the_first_stays_held() -> None:
    played = held_once()
    arranged(played, "Tue 8 Dec 2026 10:00")
    played.does("kit", StandDown(step="panel", digest="why"))
    [told] = [t for t in played.told if t.kind == "invite"]
    made = invite(told, played.case, played.asking("arun"), "example.org")

    assert made is not None
    assert (made.uid, made.stood_down) == (PANEL_UID.format(".2"), True)
    assert played.case.to_come("panel") is None
    assert len(played.case.doings("panel")) == 1
    assert isinstance(
        played.refused("kit", StandDown(step="panel", digest="why")), OutOfTurn
    )
    [event] = arranged(played, "Thu 10 Dec 2026 10:00")
    assert isinstance(event, MeetingMoved), "as after any calling off"


def test_a_second_meeting_held_without_a_time_is_counted_too() -> None:
    played = held_once().goes_to("Tue 8 Dec 2026 13:00")
    played.does("kit", Hold(step="panel", on=played.asking().today))
    arranged(played, "Tue 15 Dec 2026 10:00")

    assert played.case.meetings["panel"].sitting == 3


def test_only_a_day_that_is_not_worked_is_unusual_for_a_second_meeting() -> None:
    played = held_once()
    late = Arrange(step="panel", start=at("Mon 25 Jan 2027 10:00"), minutes=60)
    assert isinstance(begun().refused("kit", late), Incomplete), "after its last day"
    assert played.does("kit", late)
    sunday = Arrange(step="panel", start=at("Sun 24 Jan 2027 10:00"), minutes=60)

    assert "not a working day" in played.refused("kit", sunday).reason


def test_an_agency_found_later_is_invited_to_the_meeting_to_come() -> None:
    played = held_once()
    found = Identify(step="gather", agencies=("police",))
    played.does("kit", found)
    assert not any(telling.kind == "attend" for telling in played.told)

    played = held_once()
    arranged(played, "Tue 8 Dec 2026 10:00")
    played.does("kit", found)
    [told] = [t for t in played.told if t.kind == "attend"]
    assert (told.parts, told.sitting) == (("panel",), 2)


def test_a_meeting_that_comes_after_needs_only_the_first() -> None:
    last = Arrange(step="last-meeting", start=at("Mon 14 Dec 2026 10:00"), minutes=60)
    assert isinstance(begun().refused("kit", last), OutOfTurn)

    assert held_once().does("kit", last)


def test_the_buttons_say_that_it_is_done_again() -> None:
    def labels(played: Played, step: str) -> list[str]:
        known = played.procedure.by_id[step]
        return [
            b.label for b in offers.of_step(known, played.case, played.asking("kit"))
        ]

    assert labels(begun(), "panel")[:2] == ["Choose a time and invite", "Find times"]
    assert labels(held_once(), "panel") == [
        "Arrange another",
        "Find times",
        "It was held",
    ]
    assert labels(begun(), "plan")[0] == "Mark as done"
    assert labels(planned("Mon 17 May 2027"), "plan") == ["Done again"]


def test_a_card_says_when_it_was_done_and_until_when_it_goes_on() -> None:
    played = held_once()

    def facts() -> tuple[tuple[str, str], ...]:
        known = tuple(played.lines().values())
        step = played.procedure.by_id["panel"]
        return item_of(step, played.case, known, played.asking("kit")).facts

    assert facts() == (
        ("Held", "Tuesday 1 December 2026"),
        ("Again", "as often as is needed, until “Publish” is done"),
    )
    for day in ("Wed 2", "Thu 3", "Fri 4"):
        held(played, f"{day} Dec 2026 10:00")
    assert facts()[0][1] == (
        "Wednesday 2 December 2026, Thursday 3 December 2026 and Friday 4 December "
        "2026, and 1 time before"
    )
    arranged(played, "Mon 7 Dec 2026 10:00")
    assert ("Arranged for", "Monday 7 December 2026, 10am") in facts()
    said = outcome(played.procedure.by_id["panel"], played.case, played.asking("kit"))
    assert said.startswith("Done by Kit")
