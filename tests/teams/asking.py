"""How a test asks a pretended Microsoft for things as an app does."""

from __future__ import annotations

from typing import Any

import httpx

from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_checks import CARD
from tests.teams.fake_things import APP_ID, Json
from tests.teams.fake_tokens import AUDIENCE, SECRET


def asks(ms: FakeMicrosoft, http: httpx.Client, **changed: str) -> httpx.Response:
    """Ask for a token as an app does."""
    form = {
        "grant_type": "client_credentials",
        "client_id": APP_ID,
        "client_secret": SECRET,
        "scope": f"{AUDIENCE}/.default",
        **changed,
    }
    tenant = form.pop("tenant", ms.home)
    return http.post(f"{ms.url}/{tenant}/oauth2/v2.0/token", data=form)


def calls(
    ms: FakeMicrosoft, http: httpx.Client, method: str, path: str, **more: Any
) -> httpx.Response:
    """Call the connector with a good token."""
    token = more.pop("token", "") or asks(ms, http).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    at = ms.service_url().rstrip("/")
    return http.request(method, f"{at}/v3/{path}", headers=headers, **more)


def message(text: str = "Good morning") -> Json:
    return {"type": "message", "text": text}


def card(**more: Any) -> Json:
    content = {"type": "AdaptiveCard", "version": "1.5", "body": [], **more}
    content["body"] = [{"type": "TextBlock", "text": "Good morning", "wrap": True}]
    attachment = {"contentType": CARD, "content": content}
    return {"type": "message", "summary": "Good morning", "attachments": [attachment]}
