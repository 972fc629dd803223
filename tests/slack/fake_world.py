"""What there is in a pretended Slack: workspaces, people, channels, messages, views."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from slack_sdk.signature import Clock

Json = dict[str, Any]

TRIGGER_LIFE: Final = 15.0
"""Seconds in which a trigger may be exchanged for a modal. Slack itself gives three,
for which a machine that runs every test at once may stand still."""
PATIENCE: Final = 20.0
"""Seconds that a test waits for what should happen at once."""


class Failed(Exception):  # noqa: N818 - Slack's own answer of no
    """Slack answers ``ok: false`` with this error, and whatever else it says."""

    def __init__(self, error: str, /, **more: Any) -> None:
        self.body: Json = {"ok": False, "error": error, **more}
        super().__init__(error)


class Paced(Exception):  # noqa: N818 - Slack's own answer of not now
    """Slack answers 429 and how many seconds to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"ratelimited for {seconds} s")


@dataclass
class Workspace:
    id: str
    name: str
    bot_user: str
    bot_id: str
    scopes: frozenset[str]
    installed: bool = True

    @property
    def domain(self) -> str:
        return self.name.casefold().replace(" ", "-")


@dataclass
class User:
    id: str
    team: str
    name: str
    email: str
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    home: str = ""
    """The team a stranger from a shared channel belongs to."""


@dataclass
class Message:
    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json]
    metadata: Json | None = None
    thread_ts: str = ""
    only_for: str = ""
    """Whom an ephemeral message is for."""
    deleted: bool = False
    before: list[Json] = field(default_factory=list)
    """What it said each time before it was changed."""


@dataclass
class Channel:
    id: str
    team: str
    name: str
    kind: str = "public"
    members: set[str] = field(default_factory=set)
    topic: str = ""
    archived: bool = False
    creator: str = "U0CREATOR"
    posted_at: float = 0.0


@dataclass
class Token:
    value: str
    team: str
    kind: str
    scopes: frozenset[str]
    expires_at: float = 0.0
    refresh: str = ""


@dataclass
class View:
    id: str
    team: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str | None = None
    kept: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What has been typed, by block and action: it outlives an update."""
    version: int = 0


@dataclass
class Trigger:
    team: str
    user: str
    made_at: float
    within: str = ""
    """The view it was made in, for those that may push another."""
    spent: bool = False


@dataclass
class ResponseUrl:
    team: str
    user: str
    channel: str
    made_at: float
    message_ts: str = ""
    ephemeral: bool = False
    uses: int = 0


class World:
    """All that a pretended Slack knows, changed under one lock.

    Attributes:
        ahead: Seconds by which its clock has been moved on.
        pacing: Seconds between two messages in a channel, or nothing for any.
        trigger_life: Seconds after which a trigger is dead.
    """

    def __init__(self) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.ahead = 0.0
        self.pacing: float | None = None
        self.trigger_life = TRIGGER_LIFE
        self.workspaces: dict[str, Workspace] = {}
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.tokens: dict[str, Token] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[tuple[str, str], list[str]] = {}
        self.homes: dict[tuple[str, str], View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.codes: dict[str, tuple[str, str, frozenset[str], float]] = {}
        self.url = ""
        self._count = 0
        self._begun = Clock().now() - monotonic()

    def now(self) -> float:
        """Seconds since 1970, as this Slack has them."""
        return self._begun + monotonic() + self.ahead

    def number(self) -> int:
        with self.changed:
            self._count += 1
            return self._count

    def new_id(self, letter: str) -> str:
        """Make an identifier in Slack's form: a letter and ten others."""
        return f"{letter}0{self.number():09d}"

    def new_ts(self) -> str:
        return f"{int(self.now())}.{self.number():06d}"

    def until(self, condition: Callable[[], Any], what: str = "") -> Any:
        """Wait until something is so, and return it."""
        with self.changed:
            found = self.changed.wait_for(condition, PATIENCE)
        assert found, f"it never happened: {what or condition}"
        return found

    def user_by_email(self, team: str, email: str) -> User | None:
        wanted = email.casefold()
        found = (u for u in self.users.values() if u.email.casefold() == wanted)
        return next((u for u in found if u.team == team and not u.deleted), None)

    def direct(self, team: str, user: str) -> Channel:
        """Find the direct messages between the bot and a person, or begin them."""
        both = {user, self.workspaces[team].bot_user}
        with self.changed:
            for channel in self.channels.values():
                if channel.kind == "im" and channel.members == both:
                    return channel
            made = Channel(self.new_id("D"), team, "directmessage", "im", both)
            self.channels[made.id] = made
        return made

    def posted(self, channel: str) -> list[Message]:
        return [m for m in self.messages if m.channel == channel and not m.deleted]

    def message(self, channel: str, ts: str) -> Message | None:
        found = (m for m in self.posted(channel) if m.ts == ts and not m.only_for)
        return next(found, None)

    def trigger(self, team: str, user: str, within: str = "") -> str:
        """Make what a person's act is exchanged for a modal with."""
        number = self.number()
        name = f"{number}.{abs(hash(team)) % 10**10}.{number:032x}"
        with self.changed:
            self.triggers[name] = Trigger(team, user, self.now(), within)
        return name

    def response_url(self, url: ResponseUrl) -> str:
        name = f"{url.team}/{self.number():013d}/{self.number():024x}"
        with self.changed:
            self.response_urls[name] = url
        return f"{self.url}/actions/{name}"

    def stack(self, team: str, user: str) -> list[View]:
        """List the modals a person has open, the one they see last."""
        with self.changed:
            return [self.views[name] for name in self.stacks.get((team, user), [])]

    def seen_by(self, user: User) -> list[Message]:
        """List the messages that a person can see, oldest first."""
        with self.changed:
            ours = {c.id for c in self.channels.values() if user.id in c.members}
            return [
                m
                for m in self.messages
                if m.channel in ours
                and not m.deleted
                and (not m.only_for or m.only_for == user.id)
            ]


def texts(of: Any) -> Iterable[str]:
    """Give every piece of text in a payload, whatever it is in."""
    if isinstance(of, str):
        yield of
    elif isinstance(of, dict):
        for value in of.values():
            yield from texts(value)
    elif isinstance(of, list | tuple):
        for value in of:
            yield from texts(value)
