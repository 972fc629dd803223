"""A meeting is one event in the shared calendar, and follows the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.gateways import Gathering
from tests.graph.calendar_out import (
    LATER,
    LINK,
    UID,
    Desk,
    guests,
    joined_to,
    meeting,
    person,
)
from tests.graph.fake import FakeGraph
from tests.graph.fake_world import AMINA, BO, OUTSIDE, US


@pytest.fixture
def desk(graph: FakeGraph) -> Iterator[Desk]:
    with joined_to(graph) as desk:
        yield desk


def said(graph: FakeGraph, name: str) -> list[list[str]]:
    """List what each change was about."""
    return [sorted(set(c.said) - {"@odata.type"}) for c in graph.called(name)]


def test_a_meeting_becomes_a_private_event_with_a_link_and_nothing_personal(
    graph: FakeGraph, desk: Desk
) -> None:
    receipt = desk.put(meeting())

    (made,) = graph.called("create")
    event = graph.one()
    assert receipt == f"graph/{event.id}"
    assert event.doc["sensitivity"] == "private"
    assert event.doc["allowNewTimeProposals"] is False
    assert event.doc["responseRequested"] is True
    assert event.doc["showAs"] == "busy"
    assert event.link
    assert made.said["body"]["contentType"] == "text"
    assert made.said["body"]["content"].endswith(LINK)
    assert made.said["start"] == {
        "dateTime": "2026-12-04T09:30:00",
        "timeZone": "Europe/London",
    }
    assert event.properties[0]["value"] == UID
    assert graph.mailed_to(AMINA) == graph.mailed_to(BO) == ["invitation"]


def test_guests_are_required_or_optional_and_the_organiser_is_not_among_them(
    graph: FakeGraph, desk: Desk
) -> None:
    asked = (*guests(AMINA, US), replace(guests(BO)[0], required=False))
    desk.put(replace(meeting(), guests=(*asked, *guests(AMINA.upper()))))

    listed = {
        one["emailAddress"]["address"]: one["type"] for one in graph.one().attendees
    }
    assert listed == {AMINA: "required", BO: "optional"}


def test_guests_do_not_see_one_another_where_the_procedure_says_so(
    graph: FakeGraph, desk: Desk
) -> None:
    desk.put(meeting(uid="shown"))
    desk.put(meeting(uid="hidden", hide_guests=True))

    hidden = [call.said["hideAttendees"] for call in graph.called("create")]
    assert hidden == [False, True]


def test_the_end_is_right_on_the_night_when_the_clocks_change(
    graph: FakeGraph, desk: Desk
) -> None:
    night = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)
    desk.put(meeting(start=night, minutes=60))

    (made,) = graph.called("create")
    assert made.said["end"]["dateTime"] == "2027-03-28T02:30:00"
    assert graph.one().end == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_putting_it_again_changes_nothing(graph: FakeGraph, desk: Desk) -> None:
    receipt = desk.put(meeting())

    assert desk.put(meeting(), receipt) == receipt
    assert desk.put(meeting()) == receipt
    assert len(graph.called("create")) == 1
    assert not graph.called("patch")


def test_a_move_changes_the_time_alone_and_keeps_the_link(
    graph: FakeGraph, desk: Desk
) -> None:
    receipt = desk.put(meeting())
    link = graph.one().link

    assert desk.put(meeting(start=LATER, sequence=1), receipt) == receipt
    assert said(graph, "patch") == [["end", "start"]]
    assert (graph.one().start, graph.one().link) == (LATER, link)
    assert graph.mailed_to(AMINA) == ["invitation", "update"]


def test_a_deputy_swapped_in_mails_only_the_two(graph: FakeGraph, desk: Desk) -> None:
    receipt = desk.put(meeting())
    graph.respond(graph.one(), AMINA, "accepted")
    desk.put(meeting(AMINA, OUTSIDE), receipt)

    assert said(graph, "patch") == [["attendees"]]
    assert graph.mailed_to(AMINA) == ["invitation"]
    assert graph.mailed_to(BO) == ["invitation", "cancellation"]
    assert graph.mailed_to(OUTSIDE) == ["invitation"]
    assert graph.one().responses[AMINA] == "accepted"


def test_whoever_leaves_hears_nothing_of_the_move_and_whoever_joins_only_of_it(
    graph: FakeGraph, desk: Desk
) -> None:
    receipt = desk.put(meeting())
    desk.put(meeting(AMINA, OUTSIDE, start=LATER, sequence=1), receipt)

    assert graph.mailed_to(BO) == ["invitation", "cancellation"]
    assert graph.mailed_to(AMINA) == ["invitation", "update"]
    assert graph.mailed_to(OUTSIDE) == ["invitation"]


def test_an_address_in_other_letters_is_the_same_address(
    graph: FakeGraph, desk: Desk
) -> None:
    receipt = desk.put(meeting())
    desk.put(meeting(AMINA.upper(), BO), receipt)

    assert not graph.called("patch")


@pytest.mark.parametrize("address", [US.upper(), "alias@example.org"])
def test_the_organiser_is_no_guest_under_whichever_address(
    graph: FakeGraph, desk: Desk, address: str
) -> None:
    receipt = desk.put(meeting())
    organiser = {"emailAddress": {"address": address, "name": "Us"}}
    event = graph.one()
    event.doc["organizer"] = organiser
    event.attendees.append(
        {"type": "required", "status": {"response": "organizer"}, **organiser}
    )
    desk.put(meeting(), receipt)

    assert not graph.called("patch")


def test_a_room_that_somebody_booked_for_it_stays(graph: FakeGraph, desk: Desk) -> None:
    receipt = desk.put(meeting())
    room = {"address": "room@example.org", "name": "Room"}
    graph.one().attendees.append(
        {
            "type": "resource",
            "status": {"response": "accepted", "time": "2026-11-27T09:00:00Z"},
            "emailAddress": room,
        }
    )
    desk.put(meeting(AMINA), receipt)

    assert graph.one().addresses == [AMINA, "room@example.org"]


def test_a_time_that_is_held_is_tentative_until_it_is_confirmed(
    graph: FakeGraph, desk: Desk
) -> None:
    subject = "WVX-2026-001: Rapid Review Meeting"
    held = meeting(tentative=True, subject=f"Time held: {subject}")
    receipt = desk.put(held)
    assert graph.one().doc["showAs"] == "tentative"
    assert desk.put(meeting(sequence=1), receipt) == receipt

    assert said(graph, "patch") == [["showAs", "subject"]]
    assert graph.one().doc["showAs"] == "busy"
    assert graph.one().doc["subject"] == subject


def test_a_meeting_stood_down_is_cancelled_in_few_words_and_only_once(
    graph: FakeGraph, desk: Desk
) -> None:
    receipt = desk.put(meeting())
    off = meeting(stood_down=True, sequence=1)

    assert desk.put(off, receipt) == receipt
    assert desk.put(off, receipt) == receipt
    (told,) = [mail for mail in graph.mailed if mail.to == AMINA][1:]
    assert (told.kind, told.comment) == (
        "cancellation",
        "This meeting will not take place.",
    )
    assert not graph.called("delete")


def test_a_meeting_stood_down_before_it_was_in_the_calendar_needs_nothing(
    graph: FakeGraph, desk: Desk
) -> None:
    assert desk.put(meeting(stood_down=True)) == ""
    assert not graph.called("create", "cancel")


def test_a_meeting_stood_down_whose_receipt_was_lost_is_cancelled(
    graph: FakeGraph, desk: Desk
) -> None:
    receipt = desk.put(meeting())

    assert desk.put(meeting(stood_down=True, sequence=1)) == receipt
    assert not graph.standing()


@pytest.mark.parametrize("known", [True, False])
def test_a_meeting_held_after_all_is_a_new_event(
    graph: FakeGraph, desk: Desk, known: bool
) -> None:
    receipt = desk.put(meeting())
    desk.put(meeting(stood_down=True, sequence=1), receipt)
    again: Gathering = meeting(start=LATER, sequence=2)
    made = desk.put(again, receipt if known else None)

    assert made != receipt
    assert desk.put(again, made) == desk.put(again) == made
    assert graph.one().start == LATER
    assert len({call.said["transactionId"] for call in graph.called("create")}) == 2


def test_an_event_that_somebody_deleted_is_made_again_once(
    graph: FakeGraph, desk: Desk
) -> None:
    receipt = desk.put(meeting())
    graph.one().gone = True
    made = desk.put(meeting(), receipt)

    assert made != receipt
    assert desk.put(meeting(), receipt) == made
    assert len(graph.standing()) == 1


def test_people_are_reached_unless_they_want_e_mail_or_have_no_address(
    desk: Desk,
) -> None:
    reaches = desk.calendar.reaches
    assert reaches("wessex", None)
    assert reaches("wessex", person(OUTSIDE))
    assert not reaches("wessex", person(BO, invitations="email"))
    assert not reaches("wessex", person("nobody"))
