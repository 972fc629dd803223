"""The private channel of a case in Slack: made once, named by the reference alone.

It is remembered as soon as it is there. Where an answer was lost, it is found again
by its name, if the bot made it: a channel that somebody else made beforehand could
have anybody in it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Final

from bot.gateways import NotSent, Room, Undeliverable, room_of
from bot.store import Store, accounts, rooms
from bot.store.rooms import Room as Kept
from integrations.slack.calling import NOT_INSTALLED, Calling, Says
from integrations.slack.places import SLACK
from integrations.slack.private import LOST, PrivateChannels

_OVER: Final = frozenset({"already_archived", "is_archived", NOT_INSTALLED, *LOST})
_WHY: Final = {
    "missing_scope": "The app may not make private channels: it lacks the scope "
    "groups:write. Install it again with that scope, and try again.",
    "restricted_action": "The workspace does not let the app make private channels. "
    "Ask whoever looks after the workspace to let it.",
    "is_archived": "The private channel of the case was archived in Slack. Bring it "
    "back there, and try again.",
    NOT_INSTALLED: "The app is not installed in the workspace. Install it there "
    "again, and try again.",
}
"""What an operator can do. Meanwhile everybody is told one by one, as ever."""
_PASSING: Final = frozenset(
    {
        "accesslimited",
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "token_expired",
        "token_revoked",
        *LOST,
    }
)
"""Answers that may be another when the app has been let in again."""


class Rooms:
    """Makes, fills and closes the private channels of cases.

    Args:
        store: Where they are remembered, and who has which account.
        calling: Calls Slack.
        workspace: Says in which workspace a partnership is; nothing, if in none.
        bot: Says which account the bot has in a workspace.
        reaches: Says whether somebody's account is still known to be theirs.
    """

    def __init__(
        self,
        store: Store,
        calling: Calling,
        workspace: Callable[[str], str],
        bot: Callable[[str], Awaitable[str]],
        reaches: Callable[[str, str], bool],
    ) -> None:
        self._store = store
        self._workspace = workspace
        self._channels = PrivateChannels(calling, bot)
        self._reaches = reaches

    async def room(
        self, partnership: str, ref: str, people: tuple[str, ...], at: datetime
    ) -> Room:
        """Make sure that a case has a private channel with these people in it.

        Whom the roster knows and who is not among them is taken out.

        Raises:
            Undeliverable: There can be none, and what to do about it.
            TryLater: Slack asks for patience.
            NotSent: Slack was not reached.
        """
        team = await asyncio.to_thread(self._workspace, partnership)
        if not team:
            raise Undeliverable("The partnership is in no Slack workspace.")
        try:
            return await self._filled(team, partnership, ref, people, at)
        except Says as refusal:
            if refusal.code not in LOST:
                raise _meant(refusal) from None
        # It was deleted, or the bot was taken out of it and cannot come back.
        await asyncio.to_thread(self._forget, partnership, ref)
        try:
            return await self._filled(team, partnership, ref, people, at)
        except Says as refusal:
            raise _meant(refusal) from None

    async def close(self, partnership: str, ref: str) -> None:
        """Archive the private channel of a case, if it has one.

        Raises:
            Undeliverable: Slack does not archive it.
            TryLater: Slack asks for patience.
            NotSent: Slack was not reached.
        """
        team = await asyncio.to_thread(self._workspace, partnership)
        channel = await asyncio.to_thread(self._kept, team, partnership, ref)
        if not channel:
            return
        try:
            await self._channels.archive(team, channel)
        except Says as refusal:
            if refusal.code not in _OVER:
                raise Undeliverable(
                    f"Slack did not archive the private channel of {ref} "
                    f"({refusal.code}). Archive it there by hand."
                ) from None

    # -- there is one ------------------------------------------------------------

    async def _filled(
        self,
        team: str,
        partnership: str,
        ref: str,
        people: tuple[str, ...],
        at: datetime,
    ) -> Room:
        channel = await asyncio.to_thread(self._kept, team, partnership, ref)
        if not channel:
            channel = await self._channels.made(team, ref)
            kept = Kept(SLACK, partnership, room_of(ref), team, channel, at)
            await asyncio.to_thread(self._keep, kept)
            await self._channels.name(team, channel, ref)
        wanted, others = await asyncio.to_thread(
            self._accounts, team, partnership, people
        )
        inside = await self._channels.members(team, channel)
        let_in = [
            who
            for who, account in wanted.items()
            if account in (inside or ())
            or await self._channels.invite(team, channel, account)
        ]
        await self._channels.take_out(
            team, channel, others if inside is None else others & inside
        )
        return Room(channel, frozenset(let_in))

    # -- what is remembered ------------------------------------------------------

    def _kept(self, team: str, partnership: str, ref: str) -> str:
        with self._store.of(partnership).reading() as tx:
            kept = rooms.get(tx, SLACK, partnership, room_of(ref))
        return kept.channel if kept and team and kept.tenant == team else ""

    def _keep(self, kept: Kept) -> None:
        with self._store.of(kept.partnership).writing(patient=True) as tx:
            rooms.put(tx, kept)

    def _forget(self, partnership: str, ref: str) -> None:
        with self._store.of(partnership).writing(patient=True) as tx:
            rooms.forget(tx, SLACK, partnership, room_of(ref))

    def _accounts(
        self, team: str, partnership: str, people: Iterable[str]
    ) -> tuple[dict[str, str], frozenset[str]]:
        """Find the account of each to be let in, and those of all who are not."""
        with self._store.of(partnership).reading() as tx:
            known = accounts.of_partnership(tx, SLACK, partnership)
        here = {one.person: one.account for one in known if one.tenant == team}
        wanted = {
            who: here[who]
            for who in people
            if who in here and self._reaches(partnership, who)
        }
        return wanted, frozenset(here.values()) - set(wanted.values())


def _meant(refusal: Says) -> Exception:
    """Say what Slack's no to a channel means for its delivery."""
    code = refusal.code
    if code in _PASSING:
        return NotSent(code)
    unknown = f"Slack did not make the private channel of the case ({code})."
    return Undeliverable(_WHY.get(code, unknown))
