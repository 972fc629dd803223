"""What a pretended Teams knows: who there is, where they are, and what was written."""

from __future__ import annotations

import threading
from calendar import timegm
from collections.abc import Callable
from time import gmtime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tests.teams.fake_things import (
    BOT,
    CHANNEL,
    GROUP,
    PATIENCE,
    PERSONAL,
    Conversation,
    Message,
    Team,
    User,
)


class World:
    """All that a pretended Teams knows, changed under one lock.

    Attributes:
        ahead: Seconds by which its clock has been moved on.
        groups: Whether the app may begin group chats; Teams as a rule does not let it.
        unkind: What it was given to show that it would show badly.
        home: The tenant in which the app is registered.
    """

    def __init__(self) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.ahead = 0.0
        self.groups = False
        self.url = ""
        self._count = 0
        self.home = self.new_guid("the tenant of the council")
        self.users: dict[str, User] = {}
        self.teams: dict[str, Team] = {}
        self.conversations: dict[str, Conversation] = {}
        self.messages: list[Message] = []
        self.unkind: list[str] = []

    # --- names and hours -------------------------------------------------------

    @staticmethod
    def machine_time() -> int:
        """Seconds since 1970, as every token is read by."""
        return timegm(gmtime())

    def now(self) -> float:
        """Seconds since 1970, as this Teams has them."""
        return self.machine_time() + self.ahead

    def number(self) -> int:
        with self.changed:
            self._count += 1
            return self._count

    @staticmethod
    def new_guid(name: str) -> str:
        return str(uuid5(NAMESPACE_URL, name))

    def new_name(self, sort: str) -> str:
        """Make some of the letters and numbers of which Teams makes its ids."""
        return uuid5(NAMESPACE_URL, f"{sort} {self.number()}").hex

    def new_message_id(self) -> str:
        """Make a message's id: the millisecond at which it was written."""
        return str(int(self.now()) * 1_000 + self.number())

    def until(self, condition: Callable[[], Any], what: str = "") -> Any:
        """Wait until something is so, and return it."""
        with self.changed:
            found = self.changed.wait_for(condition, PATIENCE)
        assert found, f"it never happened: {what or condition}"
        return found

    # --- who and where ---------------------------------------------------------

    def user(
        self,
        name: str,
        upn: str = "",
        tenant: str = "",
        *,
        aad: str = "",
        role: str = "user",
    ) -> User:
        """Give somebody an account."""
        made = User(
            tenant=tenant or self.home,
            aad=aad or self.new_guid(f"{name} {self.number()}"),
            mri=f"29:1{self.new_name('user')}",
            name=name,
            upn=upn or f"{name.casefold().replace(' ', '.')}@example.org",
            role=role,
        )
        with self.changed:
            self.users[made.mri] = made
        return made

    def user_by_upn(self, upn: str) -> User | None:
        wanted = upn.casefold()
        same = (u for u in self.users.values() if u.upn.casefold() == wanted)
        return next(same, None)

    def person(self, name: str) -> User | None:
        """Find somebody by either of the ids by which Teams may be asked."""
        if name in self.users:
            return self.users[name]
        aad = name.removeprefix("8:orgid:").casefold()
        same = (u for u in self.users.values() if u.aad.casefold() == aad)
        return next(same, None)

    def personal(self, user: User, *, installed: bool = True) -> Conversation:
        """Find the chat between the app and somebody, or begin it."""
        with self.changed:
            for one in self.conversations.values():
                if one.kind == PERSONAL and one.own == [user]:
                    return one
            name = f"a:1{self.new_name('personal')}"
            made = Conversation(name, PERSONAL, self.home, own=[user])
            made.installed = installed
            self.conversations[name] = made
        return made

    def group(self, *members: User, name: str = "") -> Conversation:
        """Begin a group chat that the app is in."""
        named = f"19:{self.new_name('group')}@thread.v2"
        made = Conversation(named, GROUP, self.home, name, list(members))
        with self.changed:
            self.conversations[named] = made
        return made

    def team(self, name: str, *members: User, tenant: str = "") -> Team:
        """Make a team, with its channel General, in which the app is installed."""
        named = f"19:{self.new_name('team')}@thread.tacv2"
        made = Team(named, tenant or self.home, name, self.new_guid(named))
        made.members.extend(members)
        general = Conversation(named, CHANNEL, made.tenant, "General", team=made)
        with self.changed:
            self.teams[named] = made
            self.conversations[named] = general
        return made

    def channel(self, team: Team, name: str) -> Conversation:
        """Make another channel of a team."""
        named = f"19:{self.new_name('channel')}@thread.tacv2"
        made = Conversation(named, CHANNEL, team.tenant, name, team=team)
        with self.changed:
            self.conversations[named] = made
        return made

    # --- what was written ------------------------------------------------------

    def message(self, conversation: str, name: str) -> Message | None:
        place = conversation.partition(";")[0]
        same = (m for m in self.messages if m.id == name and m.conversation == place)
        return next(same, None)

    def posted(self, conversation: Conversation | str) -> list[Message]:
        """List what the app has written in one place, oldest first."""
        name = conversation if isinstance(conversation, str) else conversation.id
        with self.changed:
            return [
                m
                for m in self.messages
                if m.conversation == name and m.by == BOT and not m.deleted
            ]

    def seen_by(self, user: User) -> list[Message]:
        """List the messages that somebody can read, oldest first."""
        with self.changed:
            theirs = {c.id for c in self.conversations.values() if user in c.members}
            return [
                m
                for m in self.messages
                if m.conversation in theirs
                and not m.deleted
                and m.only_for in ("", user.mri)
            ]
