"""Tokens, changes, diaries, letters and notices of the pretended Graph."""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, quote, urlencode, urlparse

from typing_extensions import override

from tests.graph.calling import EVENTS, call, made
from tests.graph.fake import CLIENT, SECRET, TENANT, FakeGraph
from tests.graph.fake_checks import Json
from tests.graph.fake_world import AMINA, BO, FRIDAY, OUTSIDE, US


def test_a_token_is_given_for_the_secret_and_runs_out(graph: FakeGraph) -> None:
    url = f"{graph.authority}/{TENANT}/oauth2/v2.0/token"
    form = {
        "grant_type": "client_credentials",
        "client_id": CLIENT,
        "client_secret": SECRET,
        "scope": "https://graph.microsoft.com/.default",
    }
    of_form = "application/x-www-form-urlencoded"
    status, doc = call(
        graph, "POST", url, urlencode(form).encode(), Content_Type=of_form
    )
    assert (status, doc["token_type"], doc["expires_in"]) == (200, "Bearer", 3599)
    bearer = f"Bearer {doc['access_token']}"
    assert call(graph, "GET", EVENTS, Authorization=bearer)[0] == 200
    graph.entra.run_out()
    assert call(graph, "GET", EVENTS, Authorization=bearer)[0] == 401
    form["client_secret"] = "another"
    wrong = call(graph, "POST", url, urlencode(form).encode(), Content_Type=of_form)
    assert (wrong[0], wrong[1]["error"]) == (401, "invalid_client")


def test_a_delta_tells_of_what_is_new_changed_and_gone(graph: FakeGraph) -> None:
    for number in range(3):
        made(graph, transactionId=str(number))
    span = urlencode({"startDateTime": "2026-11-01", "endDateTime": "2027-01-01"})
    url = f"/users/{quote(US)}/calendarView/delta()?{span}"
    prefer = {"Prefer": "odata.maxpagesize=2"}
    first = call(graph, "GET", url, **prefer)[1]
    second = call(graph, "GET", first["@odata.nextLink"], **prefer)[1]
    assert [len(page["value"]) for page in (first, second)] == [2, 1]
    link = second["@odata.deltaLink"]
    assert call(graph, "GET", link)[1]["value"] == []
    one, two, _ = graph.standing()
    graph.respond(one, BO, "declined")
    call(graph, "DELETE", f"{EVENTS}/{quote(two.id)}")
    changed, removed = call(graph, "GET", link)[1]["value"]
    assert changed["attendees"][1]["status"]["response"] == "declined"
    assert removed == {"id": two.id, "@removed": {"reason": "deleted"}}
    graph.forget_deltas()
    assert call(graph, "GET", link)[0] == 410


def test_a_diary_is_known_of_those_within_alone(graph: FakeGraph) -> None:
    made(graph)
    graph.busy(BO, FRIDAY, FRIDAY.replace(hour=10))
    said: Json = {
        "schedules": [BO, OUTSIDE],
        "startTime": {"dateTime": "2026-11-27T00:00:00", "timeZone": "UTC"},
        "endTime": {"dateTime": "2026-12-05T00:00:00", "timeZone": "UTC"},
    }
    at = f"/users/{quote(US)}/calendar/getSchedule"
    inside, outside = call(graph, "POST", at, said)[1]["value"]
    assert [one["status"] for one in inside["scheduleItems"]] == ["busy", "tentative"]
    assert outside["error"]["responseCode"] == "ErrorMailRecipientNotFound"
    said["endTime"] = {"dateTime": "2027-03-05T00:00:00", "timeZone": "UTC"}
    assert call(graph, "POST", at, said)[0] == 400
    said["schedules"] = [f"{n}@example.org" for n in range(21)]
    assert call(graph, "POST", at, said)[0] == 400


def test_a_letter_is_sent_as_mime_and_found_again(graph: FakeGraph) -> None:
    raw = (
        f"From: {US}\r\nTo: {BO}\r\nSubject: Hello\r\n"
        "Message-ID: <one@example.org>\r\n\r\nHello.\r\n"
    ).encode()
    at, of_text = f"/users/{quote(US)}/sendMail", {"Content_Type": "text/plain"}
    assert call(graph, "POST", at, base64.b64encode(raw), **of_text)[0] == 202
    (letter,) = graph.sent
    assert letter["To"] == BO
    query = urlencode({"$filter": "internetMessageId eq '<one@example.org>'"})
    folder = f"/users/{quote(US)}/mailFolders/sentitems/messages"
    (found,) = call(graph, "GET", f"{folder}?{query}")[1]["value"]
    assert found["subject"] == "Hello"
    other = raw.replace(US.encode(), AMINA.encode())
    assert call(graph, "POST", at, base64.b64encode(other), **of_text)[0] == 403


class Listening(BaseHTTPRequestHandler):
    """Somebody who is told of changes, and keeps what they are told."""

    heard: ClassVar[list[Json]] = []

    def do_POST(self) -> None:
        said = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        (token,) = parse_qs(urlparse(self.path).query).get("validationToken", [""])
        if said:
            self.heard.extend(json.loads(said)["value"])
        self.send_response(200 if token else 202)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(token.encode())

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing."""


def test_whoever_answers_the_handshake_is_told_of_changes_as_often_as_it_goes(
    graph: FakeGraph,
) -> None:
    said = {
        "changeType": "created,updated,deleted",
        "notificationUrl": "https://bot.example.org/graph",
        "resource": f"/users/{US}/events",
        "expirationDateTime": "2026-11-28T09:30:00Z",
        "clientState": "sixteen characters",
    }
    assert call(graph, "POST", "/subscriptions", said)[0] == 400
    with HTTPServer(("127.0.0.1", 0), Listening) as server:
        here = f"http://127.0.0.1:{server.server_address[1]}"
        graph.notices.stands_for["https://bot.example.org"] = here
        serving = threading.Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        status, doc = call(graph, "POST", "/subscriptions", said)
        assert status == 201, doc
        made(graph)
        graph.notices.repeats = 3
        graph.respond(graph.one(), BO, "declined")
        graph.quiet()
        server.shutdown()
        serving.join()
    assert [one["changeType"] for one in Listening.heard] == ["created"] + 3 * [
        "updated"
    ]
    assert {one["clientState"] for one in Listening.heard} == {"sixteen characters"}
    at = f"/subscriptions/{doc['id']}"
    later = {"expirationDateTime": "2026-12-04T09:30:00Z"}
    assert call(graph, "PATCH", at, later)[0] == 200
    assert call(graph, "PATCH", at, {"expirationDateTime": "2027-01-01T00:00:00Z"})[
        0
    ] == (400)
    graph.later(8 * 24 * 3600)
    assert call(graph, "GET", at)[0] == 404
