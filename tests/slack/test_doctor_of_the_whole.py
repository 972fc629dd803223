"""The doctor sees whether Slack and the bot belong together, and whether it runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from typing_extensions import override

from bot.__main__ import means
from bot.settings import read_settings
from bot.store import Store
from bot.vault import Vault
from tests import readyz
from tests.slack.fake import CLIENT_ID, FakeSlack
from tests.slack.fake_people import CLIENT_SECRET
from tests.slack.office import VALE
from tests.slack.practice import Practice


@pytest.fixture
def practice(
    slack: FakeSlack, sqlite_url: str, vault: Vault, tmp_path: Path
) -> Iterator[Practice]:
    store = Store(sqlite_url, vault)
    made = Practice(slack, store, tmp_path)
    made.holds(VALE)
    yield made
    store.close()


def test_a_workspace_without_a_partnership_is_told_of(practice: Practice) -> None:
    vale = practice.whole()
    practice.holds(replace(VALE, tenants={"slack": "T0OTHER"}))

    nobody, elsewhere = practice.looks()

    assert nobody == (
        f"No partnership works in the workspace Wessex Vale ({vale.id}). "
        f'If one should, put slack = "{vale.id}" into its roster.'
    )
    assert elsewhere == (
        "Wessex Vale Partnership works in the workspace T0OTHER, where the app is not "
        "installed. Set the token of that workspace, or correct the roster."
    )


def test_where_workspaces_install_it_a_partnership_has_to_name_its_own(
    practice: Practice,
) -> None:
    practice.environ["SLACK_CLIENT_ID"] = CLIENT_ID
    practice.environ["SLACK_CLIENT_SECRET"] = CLIENT_SECRET
    practice.holds(replace(VALE, partnership="avon-marsh", tenants={"slack": "T0X"}))

    elsewhere, unnamed = practice.looks()

    assert elsewhere.endswith("/slack/install there, as an administrator.")
    assert unnamed == (
        "Wessex Vale Partnership names no workspace, and is told by e-mail. "
        'Put the workspace’s id into its roster, such as: slack = "T0123ABCD"'
    )


# --- whether it is running -----------------------------------------------------------


@contextmanager
def answering(port: int, told: Any) -> Iterator[None]:
    """Answer as a running bot does."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/readyz" else 404)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        @override
        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", port), Answer)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def test_that_nothing_is_running_is_told_of(practice: Practice) -> None:
    practice.whole()

    state, said = practice.says()[-1]

    assert state == "look"
    assert said.startswith("Nothing of Slack answers at http://127.0.0.1:")


@pytest.mark.parametrize(
    ("told", "state", "says"),
    [
        (
            {"socket": "off", "last_heard": "2026-11-27T09:25:00+00:00"},
            "fine",
            "It last heard from Slack on Friday 27 November 2026, 9:25am.",
        ),
        (
            {"socket": "connected", "last_heard": None},
            "fine",
            "It has heard nothing from Slack since it began.",
        ),
        ({"socket": "connecting", "last_heard": None}, "look", "is not open"),
    ],
)
def test_what_is_running_says_whether_slack_reaches_it(
    practice: Practice, told: dict[str, Any], state: str, says: str
) -> None:
    vale = practice.whole()
    practice.environ["SLACK_APP_TOKEN"] = practice.slack.app_token(vale)
    practice.environ["DAYZERO_HOST"] = "0.0.0.0"  # noqa: S104 - only read
    practice.environ["DAYZERO_BASE_URL"] = "https://dayzero.example.org"

    answer = readyz.told({"slack": told})
    with answering(int(practice.environ["DAYZERO_PORT"]), answer):
        found, said = practice.says()[-1]

    assert found == state
    assert says in said


def test_what_answers_but_is_not_the_bot_is_not_taken_for_it(
    practice: Practice,
) -> None:
    practice.whole()

    with answering(int(practice.environ["DAYZERO_PORT"]), ["not", "it"]):
        _, said = practice.says()[-1]

    assert said.startswith("Nothing of Slack answers at")


def test_the_command_line_knows_how_to_examine_slack(practice: Practice) -> None:
    practice.installed()
    with_slack = read_settings(practice.environ)
    without = read_settings({"DAYZERO_HOME": practice.environ["DAYZERO_HOME"]})

    assert list(means().chats(with_slack, practice.store))
    assert list(means().chats(without, practice.store)) == []
