"""How a pretended Slack reaches the app: signed requests, or envelopes on a socket."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final, Protocol
from urllib.parse import urlencode

import httpx

from tests.at_home import NOBODY
from tests.slack.fake import FakeSlack
from tests.slack.fake_world import Json

COMMAND: Final = "slash_commands"
ACT: Final = "interactive"
EVENT: Final = "events_api"


@dataclass(frozen=True)
class Ack:
    """What the app answered at once, and how long that took.

    Attributes:
        payload: What was sent, so that it can be sent again.
    """

    status: int
    body: Json
    seconds: float
    kind: str = ""
    payload: Json = field(default_factory=dict)
    text: str = ""


class Wire(Protocol):
    """A way to hand the app what somebody did."""

    def send(self, kind: str, payload: Json, *, retry: int = 0) -> Ack: ...


def signed(secret: str, body: str, at: int) -> dict[str, str]:
    """Make the two headers by which a request is known to be Slack's."""
    base = f"v0:{at}:{body}".encode()
    mark = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={mark}"}


def encoded(kind: str, payload: Json) -> tuple[str, str]:
    """Write a payload as Slack sends its kind; returns the body and its type."""
    if kind == EVENT:
        return json.dumps(payload), "application/json"
    form = "application/x-www-form-urlencoded"
    if kind == COMMAND:
        plain = {k: str(v).lower() if v is False else v for k, v in payload.items()}
        return urlencode({k: v for k, v in plain.items() if v is not None}), form
    return urlencode({"payload": json.dumps(payload)}), form


class HttpWire:
    """Signed requests to one address, on connections that are kept."""

    def __init__(self, slack: FakeSlack, address: str) -> None:
        self.slack = slack
        self.address = address
        self.client = httpx.Client(timeout=20, trust_env=False, verify=NOBODY)

    def close(self) -> None:
        self.client.close()

    def send(self, kind: str, payload: Json, *, retry: int = 0) -> Ack:
        body, content = encoded(kind, payload)
        # Signed by the machine's time, whatever hour it is in the test.
        at = int(self.slack.now() - self.slack.ahead)
        headers = signed(self.slack.signing_secret, body, at)
        headers |= {"Content-Type": content}
        if retry:
            headers |= {
                "X-Slack-Retry-Num": str(retry),
                "X-Slack-Retry-Reason": "http_timeout",
            }
        answered = self.raw(body, headers)
        return Ack(
            answered.status, answered.body, answered.seconds, kind, payload,
            answered.text,
        )  # fmt: skip

    def raw(self, body: str, headers: Mapping[str, str]) -> Ack:
        """Send anything at all, with whatever headers."""
        begun = perf_counter()
        answer = self.client.post(
            self.address, content=body.encode(), headers=dict(headers)
        )
        seconds = perf_counter() - begun
        return Ack(answer.status_code, _read(answer.text), seconds, text=answer.text)


class SocketWire:
    """Envelopes down whichever socket is open."""

    def __init__(self, slack: FakeSlack) -> None:
        self.slack = slack

    def send(self, kind: str, payload: Json, *, retry: int = 0) -> Ack:
        begun = perf_counter()
        name = self.slack.board.send(kind, payload, retry=retry)
        body = self.slack.board.acknowledged(name)
        seconds = perf_counter() - begun
        return Ack(200, body, seconds, kind, payload, json.dumps(body))


def _read(text: str) -> Json:
    try:
        found: Any = json.loads(text) if text else {}
    except ValueError:
        return {"text": text}
    return found if isinstance(found, dict) else {"text": text}
