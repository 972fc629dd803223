"""Where an invitation's link leads: how to open the case, and nothing of it."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from integrations.web.opened import PATH, leading_on, opening


def got(app: Starlette, path: str) -> httpx.Response:
    async def get() -> httpx.Response:
        through = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=through, base_url="http://it") as asks:
            return await asks.get(path)

    return asyncio.run(get())


def shown(ref: str, chat: str = "", *, in_slack: bool = True) -> httpx.Response:
    route = opening(lambda: chat, in_slack=in_slack)
    return got(Starlette(routes=[route]), f"/open/{ref}")


@pytest.mark.parametrize("ref", ["WVX-2026-001", "wvx-2026-001", "NONE-1999-999"])
def test_it_says_how_to_open_a_case_whether_there_is_one_or_not(ref: str) -> None:
    answer = shown(ref)

    assert answer.status_code == 200
    assert f"<h1>Case {ref.upper()}</h1>" in answer.text
    assert f"<code>/case {ref.upper()}</code>" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert 'lang="en-GB"' in answer.text


def test_it_leads_to_slack_where_that_is_known() -> None:
    chat = "https://app.slack.com/client/T0123"
    assert f'<a href="{chat}">Slack</a>' in shown("WVX-2026-001", chat).text


def test_it_names_no_chat_where_there_is_none() -> None:
    said = shown("WVX-2026-001", in_slack=False).text
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
