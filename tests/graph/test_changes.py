"""What people do in their calendars is found, whatever Graph tells or keeps back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.coming import Heard
from bot.gateways import TryLater, Undeliverable
from bot.store import Store
from bot.vault import Vault
from integrations.graph.answers import Answer, Unsure
from integrations.graph.heard import heard
from integrations.graph.pages import is_within, linked
from tests.graph.calling import call, made
from tests.graph.fake import FakeGraph
from tests.graph.fake_world import AMINA, BO, FRIDAY, Event
from tests.graph.keeping_up import Listener, listening

MOVED = datetime(2026, 12, 2, 14, 0, tzinfo=UTC)


@pytest.fixture
def store(sqlite_url: str, vault: Vault) -> Iterator[Store]:
    opened = Store(sqlite_url, vault)
    yield opened
    opened.close()


@pytest.fixture
def listener(graph: FakeGraph, store: Store) -> Iterator[Listener]:
    with listening(graph, store) as listener:
        yield listener


@pytest.fixture
def event(graph: FakeGraph, listener: Listener) -> Event:
    made(graph)
    listener.record.expect(graph.one())
    return graph.one()


def test_what_people_answer_is_heard_by_delta(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    listener.do(listener.changes.round)
    assert listener.record.noted == []
    graph.respond(event, AMINA, "accepted")
    graph.respond(event, BO, "tentativelyAccepted")
    listener.do(listener.changes.round)

    assert listener.record.answers == [(AMINA, "accepted"), (BO, "tentative")]
    heard = listener.record.noted[0][1]
    assert {one.at for one in heard} == {FRIDAY}
    assert {one.sequence for one in heard} == {None}


def test_only_what_changed_is_read_again_and_the_same_news_has_the_same_name(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    graph.respond(event, AMINA, "declined")
    listener.do(listener.changes.round)
    listener.do(listener.changes.round)
    assert len(graph.called("event")) == 1
    listener.do(listener.changes.look)

    (_, first, cause), (_, second, again) = listener.record.noted
    assert (first, cause) == (second, again)
    assert AMINA not in cause


def test_an_event_that_is_no_meeting_of_ours_is_left_alone(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    made(graph, transactionId="another", subject="Lunch")
    listener.do(listener.changes.round)
    listener.do(lambda: listener.changes.look({"AAMkNobody="}))

    (read,) = graph.called("event")
    assert event.id in read.path


def test_every_page_of_what_changed_is_read(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    for number in range(60):
        made(graph, transactionId=f"another {number}")
    graph.respond(event, AMINA, "accepted")
    listener.do(listener.changes.round)

    assert len(graph.called("delta")) == 2
    assert listener.record.answers == [(AMINA, "accepted")]


def test_when_graph_has_forgotten_how_far_it_was_read_it_is_read_anew(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    listener.do(listener.changes.round)
    graph.respond(event, AMINA, "accepted")
    graph.forget_deltas()
    listener.do(listener.changes.round)
    assert listener.record.answers == [(AMINA, "accepted")]
    listener.do(listener.changes.round)

    assert len(listener.record.noted) == 1


def test_how_far_it_was_read_outlives_a_restart_but_not_a_month(
    graph: FakeGraph, store: Store, listener: Listener, event: Event
) -> None:
    listener.do(listener.changes.round)
    with listening(graph, store) as again:
        again.record.meetings = listener.record.meetings
        again.do(again.changes.round)
        assert "deltatoken" in "".join(graph.called("delta")[-1].query)
        graph.later(timedelta(days=29).total_seconds())
        again.do(again.changes.round)

    assert "startDateTime" in graph.called("delta")[-1].query


@pytest.mark.parametrize("name", ["event", "delta"])
def test_what_could_not_be_looked_at_is_looked_at_the_next_time(
    graph: FakeGraph, listener: Listener, event: Event, name: str
) -> None:
    listener.do(listener.changes.round)
    graph.respond(event, AMINA, "declined")
    graph.fault("500", name)
    with pytest.raises(Unsure):
        listener.do(listener.changes.round)
    listener.do(listener.changes.round)

    assert listener.record.answers == [(AMINA, "declined")]


def test_what_could_not_be_recorded_is_read_again(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    graph.respond(event, AMINA, "declined")
    listener.record.trouble = [OSError("the disk is full")]
    with pytest.raises(OSError, match="full"):
        listener.do(listener.changes.round)
    listener.do(listener.changes.round)

    assert listener.record.answers == [(AMINA, "declined")]


def test_a_page_on_another_host_is_not_asked_for(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    """It would be sent our token."""
    listener.do(listener.changes.round)
    elsewhere = "https://elsewhere.example.org/v1.0/delta?$deltatoken=1"
    note = {"link": elsewhere, "since": FRIDAY.isoformat()}
    listener.do(lambda: listener.memory.keep("delta", **note))
    graph.respond(event, AMINA, "accepted")
    listener.do(listener.changes.round)
    assert listener.record.answers == [(AMINA, "accepted")]

    for kind in "@odata.nextLink", "@odata.deltaLink":
        assert linked(Answer(200, {kind: elsewhere}), kind, graph.url) == ""


def test_a_meeting_that_somebody_moved_in_the_calendar_is_told_of_and_not_answered(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    graph.move_by_hand(event, MOVED)
    graph.respond(event, AMINA, "accepted")
    listener.do(listener.changes.round)
    listener.do(listener.changes.look)

    assert listener.record.noted == []
    ((ref, cause), (_, again)) = listener.record.differing
    assert (ref, cause) == ("WVX-2026-001", again)


@pytest.mark.parametrize("how", ["cancelled", "deleted"])
def test_a_meeting_that_somebody_took_out_of_the_calendar_is_told_of(
    graph: FakeGraph, listener: Listener, event: Event, how: str
) -> None:
    listener.do(listener.changes.round)
    path = f"/users/{event.mailbox}/events/{event.id}"
    if how == "deleted":
        assert call(graph, "DELETE", path)[0] == 204
    else:
        event.doc["isCancelled"] = True
        graph.touch(event, "updated")
    listener.do(listener.changes.round)

    assert [ref for ref, _ in listener.record.differing] == ["WVX-2026-001"]


def test_a_meeting_that_may_not_be_read_keeps_no_other_from_being_read(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    listener.record.meetings[0] = listener.record.meetings[0].__class__(
        "wessex", "WVX-2026-002", "panel", 1, 0, "graph/" + "x" * 9, FRIDAY, ""
    )
    listener.record.expect(event)
    graph.respond(event, AMINA, "accepted")
    listener.do(listener.changes.look)

    assert listener.record.answers == [(AMINA, "accepted")]
    assert listener.record.differing[0][0] == "WVX-2026-002"


def test_patience_that_graph_asks_for_ends_a_look(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    graph.fault("429", "event", seconds=30)
    with pytest.raises(TryLater):
        listener.do(listener.changes.look)

    assert listener.record.noted == []


def test_a_time_of_answer_that_is_none_is_that_of_the_last_change(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    event.attendees[0]["status"] = {
        "response": "accepted",
        "time": "0001-01-01T00:00:00Z",
    }
    event.attendees.append({"emailAddress": None, "status": {"response": "declined"}})
    graph.touch(event, "updated")
    graph.later(600)
    listener.do(listener.changes.look)

    ((_, heard, _),) = listener.record.noted
    assert [(one.email, one.at) for one in heard] == [(AMINA, FRIDAY)]


def test_an_answer_that_cannot_be_read_keeps_no_other_from_being_heard() -> None:
    amina = {"address": AMINA}
    told = {
        "attendees": [
            "nobody",
            {"emailAddress": amina, "status": "yes"},
            {"emailAddress": {}, "status": {"response": "declined"}},
            {"emailAddress": amina, "status": {"response": "organizer"}},
            {
                "emailAddress": amina,
                "status": {"response": "tentativelyAccepted", "time": "soon"},
            },
        ]
    }

    assert list(heard(told, FRIDAY)) == [Heard(AMINA, "tentative", FRIDAY)]
    assert list(heard({"attendees": 7}, FRIDAY)) == []


def test_a_calendar_that_may_not_be_read_is_no_reason_to_stop(
    graph: FakeGraph, listener: Listener, event: Event
) -> None:
    graph.allowed = {"another@example.org"}
    listener.do(listener.changes.look)
    with pytest.raises(Undeliverable):
        listener.do(listener.changes.round)

    assert listener.record.noted == []


@pytest.mark.parametrize(
    ("link", "ours"),
    [
        ("https://graph.microsoft.com/v1.0/users?$skiptoken=1", True),
        ("https://graph.microsoft.com:443/v1.0/users", True),
        ("https://GRAPH.microsoft.com/v1.0/users", True),
        ("http://graph.microsoft.com/v1.0/users", False),
        ("https://graph.microsoft.com:8443/v1.0/users", False),
        ("https://graph.microsoft.com:no/v1.0/users", False),
        ("https://graph.microsoft.com.example.org/v1.0/users", False),
        ("https://graph.microsoft.com@example.org/v1.0/users", False),
        ("//graph.microsoft.com/v1.0/users", False),
        ("/v1.0/users", False),
        ("", False),
    ],
)
def test_a_link_is_followed_only_on_the_host_that_is_set(link: str, ours: bool) -> None:
    assert is_within(link, "https://graph.microsoft.com/v1.0") is ours
