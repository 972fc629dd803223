"""Slack's side of a measurement: presses that are really signed, and its interface."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from itertools import count
from typing import Any, Final
from urllib.parse import urlencode

from deploy.bench.wire import played

SIGNING: Final = "a secret of the benchmarks, no one's"
TEAM: Final = "T0BENCH"
_SAID: Final = {
    "ok": True,
    "team_id": TEAM,
    "user_id": "U0",
    "bot_id": "B0",
    "channel": {"id": "D1"},
    "ts": "1.1",
    "view": {"id": "V0", "hash": "1"},
    "members": [],
    "channels": [],
}
_numbers = count(1)


def button(user: str, action: Mapping[str, str]) -> dict[str, Any]:
    """Make the press of a button on a message, never made before."""
    number = next(_numbers)
    return {
        "type": "block_actions",
        **_who(user),
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "D1"},
        "channel": {"id": "D1", "name": "directmessage"},
        "message": {"type": "message", "ts": "1.1", "text": "It is due."},
        "trigger_id": f"1.{number}",
        "response_url": "",
        "actions": [
            {
                "type": "button",
                "block_id": "b",
                "action_ts": f"1763700000.{number:06}",
                "text": {"type": "plain_text", "text": "Press"},
                **action,
            }
        ],
    }


def sent_form(user: str, metadata: str) -> dict[str, Any]:
    """Make the sending of a form in a window, never made before."""
    number = next(_numbers)
    return {
        "type": "view_submission",
        **_who(user),
        "trigger_id": f"1.{number}",
        "view": {
            "id": f"V{number}",
            "type": "modal",
            "callback_id": "form",
            "hash": f"{number}.1",
            "private_metadata": metadata,
            "blocks": [],
            "state": {"values": {}},
        },
    }


def _who(user: str) -> dict[str, Any]:
    return {
        "api_app_id": "A1",
        "token": "none",
        "team": {"id": TEAM, "domain": "wessex"},
        "user": {"id": user, "name": "somebody", "team_id": TEAM},
    }


def signed(payload: Mapping[str, Any], at: int) -> bytes:
    """Write a payload as the request that Slack makes of it, signed at a second."""
    body = urlencode({"payload": json.dumps(payload)})
    basis = f"v0:{at}:{body}".encode()
    proof = hmac.new(SIGNING.encode(), basis, hashlib.sha256).hexdigest()
    return (
        "POST /slack/events HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"X-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: v0={proof}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def _found(asked: str, accounts: Mapping[str, str]) -> dict[str, Any]:
    """Find the person that is asked about, if any."""
    if "users." not in asked:
        return {}
    for email, account in accounts.items():
        if email in asked:
            profile = {"email": email, "real_name": account}
            return {"user": {"id": account, "team_id": TEAM, "profile": profile}}
    return {"ok": False, "error": "users_not_found"}


def interface(
    accounts: Mapping[str, str], delay: float = 0.0
) -> AbstractAsyncContextManager[int]:
    """Play Slack's own interface, which says yes to everything; gives its port.

    Args:
        accounts: The account of each e-mail address.
        delay: How many seconds it takes over every answer.
    """
    return played(lambda asked: _SAID | _found(asked, accounts), delay)
