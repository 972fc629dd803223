"""Where an invitation's link leads: how to open the case, and nothing of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from integrations.web.opened import PATH, Open, leading_on, opening


def got(app: Starlette, path: str) -> httpx.Response:
    async def get() -> httpx.Response:
        through = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=through, base_url="http://it") as asks:
            return await asks.get(path)

    return asyncio.run(get())


SLACK = Open("Slack", "", "/case")
TEAMS = Open("Teams", "https://teams.example.org/l/chat/0/0?a=1&users=28%3A1", "case")


def shown(ref: str, *chats: Open) -> httpx.Response:
    return got(Starlette(routes=[opening(lambda: chats)]), f"/open/{ref}")


@pytest.mark.parametrize("ref", ["WVX-2026-001", "wvx-2026-001", "NONE-1999-999"])
def test_it_says_how_to_open_a_case_whether_there_is_one_or_not(ref: str) -> None:
    answer = shown(ref, SLACK)

    assert answer.status_code == 200
    assert f"<h1>Case {ref.upper()}</h1>" in answer.text
    assert f"<code>/case {ref.upper()}</code>" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert 'lang="en-GB"' in answer.text


def test_it_leads_to_slack_where_that_is_known() -> None:
    chat = "https://app.slack.com/client/T0123"
    said = shown("WVX-2026-001", replace(SLACK, url=chat)).text

    assert f'<a href="{chat}">Slack</a>' in said


def test_it_leads_to_teams_and_says_what_is_typed_there() -> None:
    said = shown("WVX-2026-001", TEAMS).text

    assert (
        '<a href="https://teams.example.org/l/chat/0/0?a=1&amp;users=28%3A1">' in said
    )
    assert ">Teams</a>, and type <code>case WVX-2026-001</code> there." in said
    assert "Slack" not in said


def test_where_there_are_two_chats_it_leads_to_either() -> None:
    said = shown("WVX-2026-001", SLACK, TEAMS).text

    assert "go to Slack, and type <code>/case WVX-2026-001</code> there; or go" in said
    assert said.count("<code>") == 2


def test_it_names_no_chat_where_there_is_none() -> None:
    said = shown("WVX-2026-001").text
    assert "Slack" not in said
    assert "Ask for WVX-2026-001" in said


@pytest.mark.parametrize("ref", ["<script>", "WVX-2026", "WVX-2026-002.ics", "%0a"])
def test_what_is_no_reference_is_not_repeated(ref: str) -> None:
    answer = shown(ref)

    assert answer.status_code == 404
    assert f">{ref}" not in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    ("ref", "to"), [("WVX-2026-001", "/case/WVX-2026-001"), ("elsewhere", "/")]
)
def test_in_a_rehearsal_it_leads_on_to_the_case(ref: str, to: str) -> None:
    app = Starlette(routes=[Route(PATH, leading_on)])
    answer = got(app, f"/open/{ref}")

    assert (answer.status_code, answer.headers["location"]) == (303, to)
