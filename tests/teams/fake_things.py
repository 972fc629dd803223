"""Who and what there is in a pretended Teams: people, teams, places and messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]

APP_ID: Final = "0da7e000-0000-4000-8000-00000000b07a"
BOT: Final = f"28:{APP_ID}"
BOT_NAME: Final = "Dayzero"
PATIENCE: Final = 20.0
"""Seconds that a test waits for what should happen at once."""
PERSONAL: Final = "personal"
GROUP: Final = "groupChat"
CHANNEL: Final = "channel"


class Failed(Exception):  # noqa: N818 - Microsoft's own answer of no
    """The connector answers with a status, a code and a sentence."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        self.status = status
        self.body: Json = {"error": {"code": code, "message": message or code}}
        super().__init__(f"{status} {code}")


@dataclass(eq=False)
class User:
    """Somebody with an account.

    Attributes:
        mri: What bots know them by, in whatever conversation.
        role: ``user``, ``guest`` or ``anonymous``.
        blocked: Whether they have blocked the app.
    """

    tenant: str
    aad: str
    mri: str
    name: str
    upn: str
    role: str = "user"
    blocked: bool = False


@dataclass(eq=False)
class Team:
    """A team: its channels, its people, and whether the app is in it."""

    id: str
    tenant: str
    name: str
    group: str
    members: list[User] = field(default_factory=list)
    installed: bool = True


@dataclass(eq=False)
class Conversation:
    """A personal chat, a group chat or a channel.

    Attributes:
        outsiders: People of other tenants with whom a channel is shared.
        installed: Whether the app is there.
    """

    id: str
    kind: str
    tenant: str
    name: str = ""
    own: list[User] = field(default_factory=list)
    team: Team | None = None
    outsiders: list[User] = field(default_factory=list)
    installed: bool = True

    @property
    def members(self) -> list[User]:
        theirs = self.team.members if self.team else []
        return [*theirs, *self.own, *self.outsiders]

    @property
    def reachable(self) -> bool:
        return self.team.installed if self.team else self.installed


@dataclass(eq=False)
class Message:
    """Something that was written: by the app, or by somebody.

    Attributes:
        thread: The message that it answers in a channel, or its own id.
        version: How often it was changed.
        before: What it was each time before it was changed.
        views: What one person alone has been given in its place, and at which version.
    """

    id: str
    conversation: str
    by: str
    activity: Json
    thread: str = ""
    only_for: str = ""
    deleted: bool = False
    version: int = 0
    before: list[Json] = field(default_factory=list)
    views: dict[str, tuple[int, Json]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return str(self.activity.get("text") or "")

    @property
    def card(self) -> Json | None:
        """The card that everybody sees, if it has one."""
        for one in self.activity.get("attachments") or ():
            if one.get("contentType") == "application/vnd.microsoft.card.adaptive":
                found: Json = one["content"]
                return found
        return None

    def card_for(self, user: User) -> Json | None:
        """Give the card as one person sees it."""
        version, view = self.views.get(user.mri, (-1, {}))
        return view if version == self.version else self.card


def texts(of: Any) -> list[str]:
    """Give every piece of text in a payload, whatever it is in."""
    if isinstance(of, str):
        return [of]
    if isinstance(of, dict):
        of = list(of.values())
    if isinstance(of, list | tuple):
        return [text for one in of for text in texts(one)]
    return []
