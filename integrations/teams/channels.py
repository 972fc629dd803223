"""The teams that the app is in, and their channels, as Teams tells of them.

A digest goes to a channel by the roster’s word for it. Teams has no way to look for
one, so what is installed, made, renamed and deleted is kept, and read anew in between.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from bot.store import Store, Transaction, facts, rooms
from bot.store.alone import in_turn
from integrations.teams.activities import mapping, room_of
from integrations.teams.names import PLATFORM

GENERAL: Final = "general"
"""What the first channel of every team is called; Teams itself gives it no name."""
Kept: TypeAlias = dict[str, dict[str, dict[str, str]]]
"""The name of each channel, by organisation, team and channel."""
Change: TypeAlias = Callable[[Kept], None]

_AT: Final = f"{PLATFORM}/teams"
_GONE: Final = frozenset({"teamDeleted", "teamHardDeleted"})
_NAMED: Final = frozenset({"channelCreated", "channelRenamed", "channelRestored"})
_DELETED: Final = frozenset({"channelDeleted"})


class Channels:
    """Knows the channels of every team that the app is in.

    Args:
        store: Where they are remembered.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._new: set[tuple[str, str]] = set()

    def note(self, tenant: str, activity: Mapping[str, Any], *, left: bool) -> None:
        """Keep what something that came tells of teams and channels.

        Args:
            tenant: The organisation that it is about.
            activity: What Teams sent.
            left: Whether it says that the bot was taken out.
        """
        data = mapping(activity.get("channelData"))
        event = str(data.get("eventType") or "")
        team = str(mapping(data.get("team")).get("id") or "")
        channel = mapping(data.get("channel"))
        which, name = str(channel.get("id") or ""), str(channel.get("name") or "")
        if event in _DELETED or (left and event.startswith("channel")):
            self._forget_channel(tenant, team, which)
        elif left or event in _GONE:
            where = mapping(activity.get("conversation")).get("id")
            self._forget_team(tenant, team, room_of(str(where or "")))
        elif team and event in _NAMED and which:
            self._change(lambda kept: _of(kept, tenant, team).update({which: name}))
        elif team and tenant and team not in self.known(tenant):
            self._change(lambda kept: _of(kept, tenant, team).update({team: ""}))
            self._new.add((tenant, team))

    def unread(self) -> tuple[tuple[str, str], ...]:
        """Take the teams whose channels have not been read since the app came in."""
        new, self._new = tuple(sorted(self._new)), set()
        return new

    def read_again(self, tenant: str, team: str) -> None:
        """Have the channels of a team be read, as they could not be just now."""
        self._new.add((tenant, team))

    def everywhere(self) -> tuple[tuple[str, str], ...]:
        """List every team that the app is in, each with its organisation."""
        kept = self._kept()
        return tuple((tenant, team) for tenant in kept for team in kept[tenant])

    def known(self, tenant: str) -> Mapping[str, Mapping[str, str]]:
        """Give the name of each channel, for each team in an organisation."""
        return self._kept().get(tenant.casefold(), {})

    def learned(
        self, tenant: str, team: str, channels: Iterable[Mapping[str, Any]]
    ) -> None:
        """Keep the channels of a team as they were read just now."""
        told = {str(c["id"]): str(c.get("name") or "") for c in channels if c.get("id")}
        if told and dict(self.known(tenant).get(team, {})) != told:
            self._change(lambda kept: _of(kept, tenant, team, anew=True).update(told))

    def lost(self, tenant: str, team: str) -> None:
        """Forget a team that the app is not in any more."""
        self._forget_team(tenant, team, "")

    def find(self, tenant: str, word: str) -> tuple[str, ...]:
        """Find the channels that a roster’s word may mean; more than one is none."""
        wanted = slug(word)
        return tuple(
            channel
            for channels in self.known(tenant).values()
            for channel, name in channels.items()
            if (slug(name) or GENERAL) == wanted
        )

    def spelt(self, tenant: str, channel: str) -> str:
        """Spell the id of a channel as Teams does: a table may have changed it."""
        return next(
            (
                known
                for channels in self.known(tenant).values()
                for known in channels
                if known.casefold() == channel.casefold()
            ),
            channel,
        )

    def _forget_channel(self, tenant: str, team: str, channel: str) -> None:
        if not channel:
            return

        def forget(kept: Kept) -> None:
            _of(kept, tenant, team).pop(channel, None)

        self._change(forget, (channel,))

    def _forget_team(self, tenant: str, team: str, conversation: str) -> None:
        team = team or conversation
        gone = {*self.known(tenant).get(team, {}), conversation, team} - {""}

        def forget(kept: Kept) -> None:
            kept.get(tenant.casefold(), {}).pop(team, None)

        self._change(forget, gone)

    def _change(self, change: Change, gone: Iterable[str] = ()) -> None:
        """Change what is kept, and forget the places that are gone."""
        with self._store.writing() as tx:
            in_turn(tx, _AT)
            before = facts.get(tx, _AT) or "{}"
            kept: Kept = json.loads(before)
            change(kept)
            kept = {tenant: teams for tenant, teams in kept.items() if teams}
            after = json.dumps(kept, sort_keys=True)
            if after != before:
                facts.set_(tx, _AT, after)
            for channel in gone:
                forget_room(tx, channel)

    def _kept(self) -> Kept:
        with self._store.reading() as tx:
            kept: Kept = json.loads(facts.get(tx, _AT) or "{}")
        return kept


def slug(name: str) -> str:
    """Write the name of a channel as a roster would.

    Example:
        >>> slug("Safeguarding Partners")
        'safeguarding-partners'
    """
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def forget_room(tx: Transaction, channel: str) -> None:
    """Forget everything that a channel was to anybody."""
    for room in rooms.named(tx, PLATFORM, channel):
        rooms.forget(tx, PLATFORM, room.partnership, room.name)


def _of(kept: Kept, tenant: str, team: str, *, anew: bool = False) -> dict[str, str]:
    teams = kept.setdefault(tenant.casefold(), {})
    if anew:
        teams[team] = {}
    return teams.setdefault(team, {})
