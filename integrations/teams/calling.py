"""What is asked of Teams: to say something, to change it, and who and what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from integrations.teams.wire import Json, Says, Wire

__all__ = ["Calling", "Json", "Opened", "Says"]

_PAGE: Final = 500
_PAGES: Final = 40
_AS_IT_IS: Final = ":@;=-_.~!$&'()*+,"
"""What stands in an id and need not be written otherwise in an address."""
_NOT_FOUND, _NO_SUCH_WAY = 404, 405


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation that was opened.

    Attributes:
        conversation: What Teams calls it.
        activity: The message that it began with; empty if with none.
    """

    conversation: str
    activity: str = ""


class Calling(Wire):
    """Asks one thing of Teams at a time, and tries nothing again."""

    # -- messages ----------------------------------------------------------------

    async def send(
        self,
        service_url: str,
        conversation: str,
        activity: Mapping[str, Any],
        tenant: str = "",
    ) -> str:
        """Say something in a conversation, and give back what Teams calls it.

        Raises:
            Says: Teams says no.
            TryLater: Teams asks for patience.
            NotSent: Teams was not reached, so nothing was said.
            OSError: Teams did not answer, so it may have been said.
        """
        at = f"{_in(service_url, conversation)}/activities"
        answer = await self.call(
            "POST", at, tenant, json=self._ours(conversation, activity)
        )
        return str(answer.get("id") or "")

    async def update(
        self,
        service_url: str,
        conversation: str,
        activity_id: str,
        activity: Mapping[str, Any],
        tenant: str = "",
    ) -> None:
        """Put something else in place of what was said.

        Raises:
            Says: Teams says no; as to everything else, see :meth:`send`.
        """
        at = f"{_in(service_url, conversation)}/activities/{_quoted(activity_id)}"
        said = self._ours(conversation, activity)
        await self.call("PUT", at, tenant, json={**said, "id": activity_id})

    def _ours(self, conversation: str, activity: Mapping[str, Any]) -> Json:
        """Say of a message who says it and where, as Microsoft’s own library does."""
        where = {"from": {"id": self.bot}, "conversation": {"id": conversation}}
        return {**where, **activity}

    async def delete(
        self, service_url: str, conversation: str, activity_id: str
    ) -> None:
        """Take back what was said.

        Raises:
            Says: Teams says no; as to everything else, see :meth:`send`.
        """
        at = f"{_in(service_url, conversation)}/activities/{_quoted(activity_id)}"
        await self.call("DELETE", at)

    # -- conversations -----------------------------------------------------------

    async def open(  # noqa: PLR0913 - each is a thing of its own
        self,
        service_url: str,
        tenant: str,
        bot: str = "",
        members: list[str] | None = None,
        *,
        group: bool = False,
        topic: str = "",
        channel: str = "",
        activity: Mapping[str, Any] | None = None,
    ) -> Opened:
        """Open a conversation: with one person, with several, or in a channel.

        With one person it is always the same one. In a channel it has to begin with
        something that is said.

        Args:
            service_url: Where Teams is reached.
            tenant: The organisation.
            bot: What Teams calls the bot; the one that is set, if not said.
            members: The people, each by what Teams or Microsoft 365 calls them.
            group: Whether it is one of several people.
            topic: What it is called.
            channel: The channel that it is to be in, or nothing.
            activity: What it begins with.

        Raises:
            Says: Teams says no; as to everything else, see :meth:`send`.
        """
        data: Json = {"tenant": {"id": tenant}}
        if channel:
            data["channel"] = {"id": channel}
        body: Json = {
            "isGroup": group or bool(channel),
            "bot": {"id": bot or self.bot},
            "tenantId": tenant,
            "channelData": data,
        }
        if members:
            body["members"] = [{"id": one} for one in members]
        body |= {"topicName": topic} if topic else {}
        body |= {"activity": dict(activity)} if activity is not None else {}
        url = f"{service_url.rstrip('/')}/v3/conversations"
        answer = await self.call("POST", url, tenant, json=body)
        conversation = str(answer.get("id") or "")
        if not conversation:
            raise ConnectionError("Teams did not say what it opened")
        return Opened(conversation, str(answer.get("activityId") or ""))

    async def members(
        self, service_url: str, conversation: str, tenant: str = ""
    ) -> list[Json]:
        """List who is in a conversation, or in the team of a channel.

        Raises:
            Says: Teams says no; as to everything else, see :meth:`send`.
        """
        at, found, more = _in(service_url, conversation), list[Json](), ""
        for _ in range(_PAGES):
            asked = {"pageSize": str(_PAGE)}
            asked |= {"continuationToken": more} if more else {}
            try:
                page = await self.call(
                    "GET", f"{at}/pagedMembers", tenant, params=asked
                )
            except Says as refusal:
                if found or refusal.status not in (_NOT_FOUND, _NO_SUCH_WAY):
                    raise
                page = await self.call("GET", f"{at}/members", tenant)
            found += _listed(page, "members")
            more = str(page.get("continuationToken") or "")
            if not more:
                break
        return found

    async def channels(
        self, service_url: str, team: str, tenant: str = ""
    ) -> list[Json]:
        """List the channels of a team that the app is in; the first has no name.

        Raises:
            Says: Teams says no; as to everything else, see :meth:`send`.
        """
        url = f"{service_url.rstrip('/')}/v3/teams/{_quoted(team)}/conversations"
        return _listed(await self.call("GET", url, tenant), "conversations")


def _in(service_url: str, conversation: str) -> str:
    return f"{service_url.rstrip('/')}/v3/conversations/{_quoted(conversation)}"


def _quoted(name: str) -> str:
    """Write an id in an address as Teams itself does, but never as more than an id."""
    return quote(name, safe=_AS_IT_IS)


def _listed(page: Json, word: str) -> list[Json]:
    told = page.get(word)
    return [one for one in told or () if isinstance(one, dict)]
