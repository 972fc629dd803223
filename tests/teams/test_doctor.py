"""The doctor looks at Teams: what can be reached, and who is not there."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from typing_extensions import override

from bot.settings import read_settings
from bot.store import accounts
from bot.store.accounts import Account
from integrations.teams.doctor import examine
from tests import readyz
from tests.teams.fake import FakeMicrosoft
from tests.teams.outgoing import Outgoing
from tests.teams.practice import THREE, Practice


@pytest.fixture
def practice(ms: FakeMicrosoft, sqlite_url: str, tmp_path: Path) -> Iterator[Practice]:
    with Outgoing(ms, sqlite_url).at_work() as out:
        yield Practice(out, tmp_path)


def test_where_teams_is_not_used_nothing_is_looked_at(
    practice: Practice, tmp_path: Path
) -> None:
    settings = read_settings({"DAYZERO_HOME": str(tmp_path)})
    assert examine(settings, practice.out.store, practice.out.clock) == []


def test_where_all_is_well_that_is_said_and_nobody_hears_of_it(
    practice: Practice,
) -> None:
    team = practice.whole()
    title = practice.out.roster.title
    channel = practice.out.places.channel(practice.out.of)
    at = practice.ms.service_url().rstrip("/")
    assert practice.says("fine") == [
        "Microsoft gives the bot its token.",
        "What comes from Teams is proved by 1 key of Microsoft’s.",
        f"Teams can be reached at {at}.",
        f"The digest of {title} goes to Safeguarding in Teams ({channel}).",
        f"3 of 3 whom the roster of {title} names in Teams have the app.",
    ]
    assert practice.says("look") == []
    assert practice.says("fault") == []
    assert team.installed
    assert not practice.ms.messages


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"TEAMS_CLIENT_SECRET": "old"}, "the client secret is wrong"),
        ({"TEAMS_TENANT_ID": "nowhere"}, "there is no such organisation"),
        ({"TEAMS_AUTHORITY": "http://127.0.0.1:9"}, "it could not be reached"),
    ],
)
def test_why_there_is_no_token_is_said_and_nothing_else_is_asked(
    practice: Practice, changed: dict[str, str], says: str
) -> None:
    practice.whole()
    practice.environ |= changed
    (said,) = practice.says("fault")
    assert says in said
    assert "It was asked at" in said
    assert not practice.ms.called("open")


def test_keys_that_cannot_be_read_are_a_fault(practice: Practice) -> None:
    practice.whole()
    practice.ms.keyless = True
    (said,) = practice.says("fault")
    assert "keys of Microsoft’s bot service cannot be read" in said


def test_a_teams_that_refuses_or_does_not_answer_is_a_fault(
    practice: Practice,
) -> None:
    practice.whole()
    practice.ms.fault("error", "members", error="401 Unauthorized", times=2)
    (said,) = practice.says("fault")
    assert "Teams refuses the bot’s token" in said
    practice.ms.fault("drop", "members")
    (said,) = practice.says("fault")
    assert "Teams cannot be reached" in said


def test_who_does_not_have_the_app_is_named(practice: Practice) -> None:
    practice.whole()
    practice.ms.personal(practice.users["tom"]).installed = False
    (said,) = practice.says("look")
    name = practice.users["tom"].name
    assert said.startswith(f"Without the app in Teams, and told by e-mail: {name}.")
    assert any("2 of 3" in one for one in practice.says("fine"))


def test_who_is_known_to_have_it_is_not_asked_for(practice: Practice) -> None:
    practice.whole()
    practice.out.run(practice.out.learning.once())
    before = len(practice.ms.called("open"))
    assert practice.says("look") == []
    assert len(practice.ms.called("open")) == before


def test_a_teams_that_falls_silent_is_not_asked_for_everybody(
    practice: Practice,
) -> None:
    practice.whole()
    practice.ms.fault("500", "open")
    (said,) = practice.says("look")
    assert "did not say of everybody" in said


def test_who_has_no_id_is_named_with_the_line_that_may_be_theirs(
    practice: Practice,
) -> None:
    practice.holds("amina")
    practice.joins(practice.users["amina"], practice.users["tom"])
    (said,) = practice.says("look")
    tom, helen = practice.users["tom"], practice.users["helen"]
    assert f"gives no id in Teams for {tom.name} and {helen.name}" in said
    assert f'tom: teams = "{tom.aad}"' in said
    assert "helen:" not in said


def test_somebody_of_another_organisation_is_suggested_with_it(
    practice: Practice,
) -> None:
    tom = practice.users["tom"]
    practice.holds("amina", "helen")
    guest = replace(tom, tenant="of-the-police")
    practice.joins(practice.users["amina"], guest)
    assert f'tom: teams = "of-the-police/{tom.aad}"' in practice.says("look")[0]


def test_where_no_team_tells_addresses_the_id_is_asked_for(
    practice: Practice,
) -> None:
    practice.holds("amina", "tom")
    practice.joins(practice.users["amina"])
    (said,) = practice.says("look")
    assert "Put each one’s object id into the roster" in said


def test_a_team_that_cannot_be_read_keeps_nothing_else_from_being_looked_at(
    practice: Practice,
) -> None:
    practice.holds("amina", "tom")
    practice.joins(*practice.users.values()).installed = False
    said = " ".join(practice.says("look"))
    assert "gives no id" in said
    assert "cannot post in the channel" in said


def test_who_is_reached_elsewhere_is_not_missed(practice: Practice) -> None:
    of = practice.holds("amina", "tom")
    helen = Account(
        "slack", "T1", "U1", of.partnership, "helen", {}, practice.out.clock()
    )
    with practice.out.store.writing() as tx:
        accounts.put(tx, helen)
    assert practice.says("look") == []
    assert any("may be elsewhere" in one for one in practice.says("fine"))


def test_an_unknown_channel_and_several_of_one_name_are_said(
    practice: Practice,
) -> None:
    practice.holds(*THREE)
    (said,) = practice.says("look")
    assert "is not known in Teams" in said
    practice.joins(*practice.users.values())
    practice.joins(*practice.users.values())
    (said,) = practice.says("look")
    assert "Several channels in Teams may be" in said
    assert 'channel = "19:' in said


def test_a_channel_that_does_not_answer_is_said(practice: Practice) -> None:
    practice.whole()
    before = 3  # whether it can be reached, asked in two ways, and one team
    fault = practice.ms.fault("hold", "members", times=before)
    fault.released.set()
    practice.ms.fault("500", "members")
    (said,) = practice.says("look")
    assert "did not say whether the app is in" in said


# --- whether it runs --------------------------------------------------------------


@contextmanager
def answering(told: object) -> Iterator[int]:
    """Answer as a running bot does, whatever it is asked."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/readyz" else 404)
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("told", "state", "says"),
    [
        (
            {"last_heard": "2026-11-27T09:30:00+00:00"},
            "fine",
            "last heard from Teams on Friday 27 November 2026",
        ),
        ({"last_heard": None}, "look", "messaging endpoint to http"),
    ],
)
def test_a_bot_that_runs_says_when_it_was_last_reached(
    practice: Practice, told: dict[str, object], state: str, says: str
) -> None:
    practice.whole()
    with answering(readyz.told({"teams": told})) as port:
        practice.environ["DAYZERO_PORT"] = str(port)
        assert any(says in one for one in practice.says(state))


@pytest.mark.parametrize("told", [{}, [], {"parts": None}, {"parts": {}}])
def test_something_else_that_answers_is_not_the_bot(
    practice: Practice, told: object
) -> None:
    practice.whole()
    with answering(told) as port:
        practice.environ["DAYZERO_PORT"] = str(port)
        settings = read_settings(practice.environ)
        found = examine(settings, practice.out.store, practice.out.clock)
        assert "Nothing of Teams answers" in found[-1].says
