"""The doctor says what Microsoft 365 still lacks, and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from bot.settings import Settings, read_settings
from integrations.graph.doctor import examine, needed, roles_of
from tests.graph.fake import CLIENT, SECRET, TENANT, FakeGraph
from tests.graph.fake_world import OUTSIDE, US

SMTP: Final = {
    "DAYZERO_SMTP_HOST": "mail.example.org",
    "DAYZERO_ORGANISER": "us@example.org",
}


def settings(graph: FakeGraph, home: Path, **more: str) -> Settings:
    return read_settings(
        {
            "DAYZERO_HOME": str(home),
            "GRAPH_BASE_URL": graph.url,
            "GRAPH_TENANT_ID": TENANT,
            "GRAPH_CLIENT_ID": CLIENT,
            "GRAPH_CLIENT_SECRET": SECRET,
            "GRAPH_AUTHORITY": graph.authority,
            "GRAPH_ORGANISER": US,
            **more,
        }
    )


def said(graph: FakeGraph, home: Path, *states: str, **more: str) -> list[str]:
    found = examine(settings(graph, home, **more), graph.now)
    return [f"{one.says} {one.then}".strip() for one in found if one.state in states]


def test_where_graph_is_not_used_there_is_nothing_to_say(tmp_path: Path) -> None:
    unused = read_settings({"DAYZERO_HOME": str(tmp_path)})
    assert examine(unused, lambda: pytest.fail("the time is not asked for")) == []


def test_all_that_is_right_is_said_and_nothing_is_changed(
    graph: FakeGraph, tmp_path: Path
) -> None:
    fine = said(graph, tmp_path, "fine", GRAPH_INBOX="true")

    assert [line.split(",")[0] for line in fine] == [
        "Microsoft gives the bot a token.",
        f"The calendar of {US} can be opened.",
        "Calendars.ReadWrite is granted",
        "Mail.Send is granted",
        "Mail.Read is granted",
        "Diaries can be read.",
    ]
    assert not said(graph, tmp_path, "fault", GRAPH_INBOX="true")
    assert {call.verb for call in graph.calls if call.name != "token"} <= {
        "GET",
        "POST",
    }
    assert [graph.events, graph.letters, graph.mailed] == [{}, [], []]


@pytest.mark.parametrize("missing", ["Calendars.ReadWrite", "Mail.Send", "Mail.Read"])
def test_a_permission_that_is_missing_is_named_with_its_reason(
    graph: FakeGraph, tmp_path: Path, missing: str
) -> None:
    given = {"Calendars.ReadWrite", "Mail.Send", "Mail.Read"} - {missing}
    graph.entra.roles = tuple(sorted(given))

    (fault,) = said(graph, tmp_path, "fault", GRAPH_INBOX="true")

    assert f"{missing} is missing. It is needed to " in fault
    assert "deploy/README.md" in fault
    assert [graph.events, graph.letters, graph.mailed] == [{}, [], []]


def test_a_permission_given_in_exchange_alone_is_found_by_trying(
    graph: FakeGraph, tmp_path: Path
) -> None:
    token = graph.entra.token()
    graph.entra.tokens["opaque"] = graph.entra.tokens[token]
    given = {"GRAPH_CLIENT_SECRET": "", "GRAPH_ACCESS_TOKEN": "opaque"}

    found = examine(settings(graph, tmp_path, GRAPH_INBOX="true", **given), graph.now)

    assert sum("is granted in Exchange" in one.says for one in found) == 3
    assert not [one for one in found if one.state == "fault"]
    assert [graph.events, graph.letters, graph.mailed] == [{}, [], []]


def test_a_calendar_that_may_only_be_read_is_not_enough(
    graph: FakeGraph, tmp_path: Path
) -> None:
    graph.entra.roles = ("Calendars.Read", "Mail.Send")

    (fault,) = said(graph, tmp_path, "fault")
    assert fault.startswith("Calendars.ReadWrite is missing.")


def test_what_is_not_used_need_not_be_granted(graph: FakeGraph, tmp_path: Path) -> None:
    graph.entra.roles = ("Calendars.ReadWrite",)

    assert not said(graph, tmp_path, "fault", **SMTP)
    names = [one.name for one in needed(settings(graph, tmp_path, **SMTP))]
    assert names == ["Calendars.ReadWrite"]


def test_more_than_is_needed_deserves_a_look(graph: FakeGraph, tmp_path: Path) -> None:
    graph.entra.roles = (*graph.entra.roles, "Sites.FullControl.All")

    looks = said(graph, tmp_path, "look")
    assert any(
        "does not need Mail.Read, Sites.FullControl.All." in one for one in looks
    )
    assert any("for every mailbox" in one for one in looks)


def test_a_mailbox_that_there_is_not_is_said_to_be(
    graph: FakeGraph, tmp_path: Path
) -> None:
    (fault,) = said(graph, tmp_path, "fault", GRAPH_ORGANISER=OUTSIDE)
    assert fault.startswith(f"There is no mailbox {OUTSIDE}.")


def test_a_mailbox_that_the_app_may_not_open_is_said_to_be(
    graph: FakeGraph, tmp_path: Path
) -> None:
    graph.allowed = {"another@example.org"}
    (fault,) = said(graph, tmp_path, "fault")
    assert "cannot be opened (403 ErrorAccessDenied)" in fault


def test_a_secret_that_is_refused_is_said_to_be(
    graph: FakeGraph, tmp_path: Path
) -> None:
    (fault,) = said(graph, tmp_path, "fault", GRAPH_CLIENT_SECRET="not it")
    assert fault.startswith("Microsoft gives no token (ClientAuthenticationError).")


def test_a_graph_that_asks_for_patience_is_asked_again_later(
    graph: FakeGraph, tmp_path: Path
) -> None:
    graph.fault("429", "getSchedule", seconds=30)
    looks = said(graph, tmp_path, "look")
    assert looks[-1] == (
        "Microsoft 365 asks for patience. Ask the doctor again in 30 seconds."
    )


def test_a_graph_that_fails_is_said_to(graph: FakeGraph, tmp_path: Path) -> None:
    graph.fault("500", "getSchedule")
    (fault,) = said(graph, tmp_path, "fault")
    assert fault.startswith("Microsoft 365 cannot be used: Microsoft 365 failed (500")


@pytest.mark.parametrize("token", ["", "a.b.c", "a.WyJ4Il0.c", "a.eyJyb2xlcyI6IDF9.c"])
def test_what_a_token_does_not_say_is_not_known(token: str) -> None:
    assert roles_of(token) is None
