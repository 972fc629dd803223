"""The pretended Graph keeps events as the real one does, where that matters."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest

from tests.graph.calling import EVENTS, NAME, an_event, call, made, people
from tests.graph.fake import FakeGraph
from tests.graph.fake_checks import Json
from tests.graph.fake_world import AMINA, BO, OUTSIDE, US


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"},
        {"isOnlineMeeting": "yes"},
        {"sensitivity": "secret"},
        {"start": {"dateTime": "2026-12-01T10:00:00"}},
        {"start": {"dateTime": "1 December", "timeZone": "Europe/London"}},
        {"start": {"dateTime": "2026-12-01T10:00:00", "timeZone": "Wessex"}},
        {"attendees": [{"emailAddress": {"address": "nobody"}}]},
        {"subject": "x" * 256},
    ],
)
def test_an_event_that_is_not_as_described_is_refused(
    graph: FakeGraph, wrong: Json
) -> None:
    assert call(graph, "POST", EVENTS, an_event(**wrong))[0] == 400
    assert not graph.standing()


def test_a_request_that_does_not_say_what_it_is_is_refused(graph: FakeGraph) -> None:
    assert call(graph, "POST", EVENTS, an_event(), Content_Type="")[0] == 400


def test_the_same_request_makes_one_event_and_another_by_its_name_none(
    graph: FakeGraph,
) -> None:
    first, again = made(graph), made(graph)
    assert first["id"] == again["id"]
    assert graph.mailed_to(BO) == ["invitation"]
    status, doc = call(graph, "POST", EVENTS, an_event(subject="Another"))
    assert (status, doc["error"]["code"]) == (409, "ErrorDuplicateTransactionId")


def test_an_event_is_found_by_its_extended_property_and_shows_it_when_asked(
    graph: FakeGraph,
) -> None:
    doc = made(graph)
    made(graph, transactionId="another", singleValueExtendedProperties=[])
    wanted = (
        "singleValueExtendedProperties/Any(ep: ep/id eq "
        f"'{NAME}' and ep/value eq 'WVX-2026-001')"
    )
    expand = f"singleValueExtendedProperties($filter=id eq '{NAME}')"
    query = urlencode({"$filter": wanted, "$expand": expand, "$select": "subject"})
    (found,) = call(graph, "GET", f"{EVENTS}?{query}")[1]["value"]
    assert found["id"] == doc["id"]
    assert found["singleValueExtendedProperties"][0]["value"] == "WVX-2026-001"
    graph.ignores_filter = True
    assert len(call(graph, "GET", f"{EVENTS}?{query}")[1]["value"]) == 2


def test_times_are_answered_in_utc_unless_another_zone_is_preferred(
    graph: FakeGraph,
) -> None:
    summer = {"dateTime": "2027-06-01T10:00:00", "timeZone": "GMT Standard Time"}
    end = {"dateTime": "2027-06-01T11:00:00", "timeZone": "GMT Standard Time"}
    doc = made(graph, start=summer, end=end)
    assert doc["start"]["dateTime"].startswith("2027-06-01T09:00:00")
    at = f"{EVENTS}/{quote(doc['id'])}"
    local = call(graph, "GET", at, Prefer='outlook.timezone="Europe/London"')[1]
    assert local["start"]["dateTime"].startswith("2027-06-01T10:00:00")


def test_only_those_who_are_changed_are_told_of_a_change_of_people(
    graph: FakeGraph,
) -> None:
    at = f"{EVENTS}/{quote(made(graph)['id'])}"
    graph.respond(graph.one(), BO, "accepted")
    call(graph, "PATCH", at, {"attendees": people(BO, OUTSIDE)})
    assert graph.mailed_to(AMINA) == ["invitation", "cancellation"]
    assert graph.mailed_to(BO) == ["invitation"]
    assert graph.mailed_to(OUTSIDE) == ["invitation"]
    assert graph.one().responses == {BO: "accepted", OUTSIDE: "none"}


def test_a_new_time_is_told_to_everybody_and_forgets_what_they_answered(
    graph: FakeGraph,
) -> None:
    at = f"{EVENTS}/{quote(made(graph)['id'])}"
    graph.respond(graph.one(), BO, "accepted")
    start = {"dateTime": "2026-12-02T10:00:00", "timeZone": "Europe/London"}
    end = {"dateTime": "2026-12-02T11:30:00", "timeZone": "Europe/London"}
    link = graph.one().link
    call(graph, "PATCH", at, {"start": start, "end": end})
    assert graph.mailed_to(BO) == ["invitation", "update"]
    assert graph.one().responses[BO] == "none"
    assert graph.one().link == link != ""


def test_a_body_without_what_teams_wrote_in_it_loses_the_link(
    graph: FakeGraph,
) -> None:
    doc = made(graph)
    at = f"{EVENTS}/{quote(doc['id'])}"
    kept = doc["body"]["content"].replace("Open it", "Open it again")
    call(graph, "PATCH", at, {"body": {"contentType": "html", "content": kept}})
    assert graph.one().link
    call(graph, "PATCH", at, {"body": {"contentType": "html", "content": "<p/>"}})
    assert not graph.one().link


def test_a_cancelled_event_is_gone_and_everybody_hears_why(graph: FakeGraph) -> None:
    at = f"{EVENTS}/{quote(made(graph)['id'])}"
    assert call(graph, "POST", f"{at}/cancel", {"comment": "Stood down."})[0] == 202
    assert [m.comment for m in graph.mailed[-2:]] == ["Stood down."] * 2
    assert call(graph, "GET", at)[0] == 404


def test_nobody_may_do_what_the_app_was_not_allowed(graph: FakeGraph) -> None:
    graph.entra.roles = ("Mail.Send",)
    assert call(graph, "GET", EVENTS)[0] == 403
    graph.entra.roles = ("Calendars.ReadWrite",)
    graph.allowed = {US}
    assert call(graph, "GET", f"/users/{quote(AMINA)}/events")[0] == 403
    assert call(graph, "GET", f"/users/{quote(OUTSIDE)}/events")[0] == 404


def test_things_go_wrong_as_often_as_is_asked(graph: FakeGraph) -> None:
    graph.fault("429", "events", seconds=7)
    graph.fault("500 after", "create")
    assert call(graph, "GET", EVENTS)[0] == 429
    assert call(graph, "POST", EVENTS, an_event())[0] == 500
    assert call(graph, "GET", EVENTS)[0] == 200
    assert graph.one().addresses == [AMINA, BO]
    graph.fault("drop after", "cancel")
    at = f"{EVENTS}/{quote(graph.one().id)}/cancel"
    with pytest.raises(ConnectionError):
        call(graph, "POST", at, {})
    assert not graph.standing()
