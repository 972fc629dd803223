"""One call to a pretended Slack: its arguments, its token, and the table of methods."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.slack.fake_world import Channel, Failed, Json, Token, Workspace, World

SCOPES_OF_KIND: Final = {
    "read": {"public": "channels:read", "private": "groups:read", "im": "im:read"},
    "history": {
        "public": "channels:history",
        "private": "groups:history",
        "im": "im:history",
    },
    "manage": {"public": "channels:manage", "private": "groups:write"},
}


@dataclass
class Call:
    """A call as it came in, and what it is asked of.

    Attributes:
        args: The arguments: text from a form, anything from JSON.
    """

    world: World
    method: str
    args: Mapping[str, Any]
    token: Token

    @property
    def workspace(self) -> Workspace:
        return self.world.workspaces[self.token.team]

    def text(self, name: str) -> str:
        value = self.args.get(name)
        return "" if value is None else str(value)

    def need(self, name: str, error: str = "invalid_arguments") -> str:
        """Take an argument that must be there."""
        value = self.text(name)
        if not value:
            missing = [f"[ERROR] missing required field: {name}"]
            raise Failed(error, response_metadata={"messages": missing})
        return value

    def flag(self, name: str) -> bool:
        return str(self.args.get(name, "")).casefold() in ("1", "true")

    def data(self, name: str) -> Any:
        """Take an argument that is a structure, or JSON that says one."""
        value = self.args.get(name)
        if not isinstance(value, str) or not value:
            return value
        try:
            return json.loads(value)
        except ValueError as wrong:
            raise Failed("invalid_json") from wrong

    def names(self, name: str) -> list[str]:
        """Take a list that may be written with commas."""
        value = self.args.get(name) or ""
        parts = value if isinstance(value, list) else str(value).split(",")
        return [str(part).strip() for part in parts if str(part).strip()]

    def scope(self, *any_of: str) -> None:
        """Refuse unless the token has one of these scopes."""
        if not self.token.scopes & set(any_of):
            raise Failed(
                "missing_scope",
                needed=",".join(any_of),
                provided=",".join(sorted(self.token.scopes)),
            )

    def channel(self, act: str, *, member: bool = False) -> Channel:
        """Find the channel meant, if the bot may know of it and do this there."""
        found = self.world.channels.get(self.need("channel", "channel_not_found"))
        ours = self.workspace.bot_user
        if found is None or found.team != self.token.team:
            raise Failed("channel_not_found")
        if act:
            self.scope(SCOPES_OF_KIND[act].get(found.kind, "mpim:read"))
        if found.kind != "public" and ours not in found.members:
            raise Failed("channel_not_found")
        if member and ours not in found.members:
            raise Failed("not_in_channel")
        if found.archived and act == "manage":
            raise Failed("is_archived")
        return found

    def page(self, rows: list[Any], most: int = 100) -> tuple[list[Any], Json]:
        """Give one page of a list, and the cursor of the next."""
        limit = min(int(self.text("limit") or most), 1000)
        if limit < 1:
            raise Failed("invalid_limit")
        cursor = self.text("cursor")
        if cursor and not (cursor.startswith("dXNlcjp") and cursor[7:].isdigit()):
            raise Failed("invalid_cursor")
        start = int(cursor[7:]) if cursor else 0
        end = start + limit
        following = f"dXNlcjp{end}" if end < len(rows) else ""
        return rows[start:end], {"response_metadata": {"next_cursor": following}}


@dataclass(frozen=True)
class Method:
    """A method of Slack's, what answers it, and what it may be called with."""

    answer: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    takes_json: bool = True
    token: str = "bot"


def _unknown(call: Call) -> Json:
    raise Failed("unknown_method", req_method=call.method)


METHODS: Final[dict[str, Method]] = {}
UNKNOWN: Final = Method(_unknown, token="none")


def method(
    name: str, *scopes: str, takes_json: bool = True, token: str = "bot"
) -> Callable[[Callable[[Call], Json]], Callable[[Call], Json]]:
    """Answer one of Slack's methods with a function."""

    def kept(answer: Callable[[Call], Json]) -> Callable[[Call], Json]:
        METHODS[name] = Method(answer, scopes, takes_json, token)
        return answer

    return kept
