"""How a pretended Teams reaches the app: signed activities, to one address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import httpx

from tests.at_home import NOBODY
from tests.teams.fake import FakeMicrosoft
from tests.teams.fake_things import Json


@dataclass(frozen=True)
class Ack:
    """What the app answered at once, and how long that took.

    Attributes:
        sent: What it was sent, so that it can be sent again.
    """

    status: int
    body: Any
    seconds: float
    text: str = ""
    sent: Json = field(default_factory=dict)


class Wire:
    """Signed activities to one address, on connections that are kept."""

    def __init__(self, ms: FakeMicrosoft, address: str) -> None:
        self.ms = ms
        self.address = address
        self.client = httpx.Client(timeout=20, trust_env=False, verify=NOBODY)

    def close(self) -> None:
        self.client.close()

    def send(self, activity: Json, token: str = "") -> Ack:
        """Hand the app what somebody did, with a proof that it is Teams who says so."""
        proof = token or self.ms.token(str(activity.get("serviceUrl") or ""))
        headers = {"Authorization": f"Bearer {proof}"}
        return self.raw(json.dumps(activity), headers, activity)

    def raw(
        self, body: str | bytes, headers: Mapping[str, str], sent: Json | None = None
    ) -> Ack:
        """Send anything at all, with whatever headers."""
        begun = perf_counter()
        content = body.encode() if isinstance(body, str) else body
        kind = {"Content-Type": "application/json; charset=utf-8"}
        answer = self.client.post(
            self.address, content=content, headers={**kind, **headers}
        )
        seconds = perf_counter() - begun
        text = answer.text
        return Ack(answer.status_code, _read(text), seconds, text, sent or {})


def _read(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text
