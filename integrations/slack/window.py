"""What is shown and said to one person, once Slack has its acknowledgement.

A window needs the trigger of the press that asks for it, which lives for seconds
and serves once. What cannot be shown any more is said instead, to that person alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from integrations.slack.afterwards import asked_to_wait, problem_of
from integrations.slack.blocks import paragraphs
from integrations.slack.limits import MESSAGE_TEXT, escaped, short
from integrations.slack.told import told
from integrations.slack.visiting import Visit

Json: TypeAlias = dict[str, Any]

NO_WINDOW: Final = "Slack did not say that a window was opened for you in time."
THEN_AGAIN: Final = "If none is open, press it again. Nothing you typed has been lost."
_GONE: Final = frozenset(
    {"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"}
)
_OVERTAKEN: Final = frozenset({"hash_conflict", "not_found", "view_not_found"})
"""A newer press has drawn the window, or the person has closed it."""
_TRIGGER: Final = 1.5
"""The most seconds that a trigger leaves to wait in."""
_DROPPED: Final = (ClientError, TimeoutError, OSError)
_TIMEOUT: Final = 10
_OK: Final = 200

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Show:
    """A window is opened: over the chat, or on top of the one that is there."""

    view: Json


@dataclass(frozen=True, slots=True)
class Redraw:
    """A window that is open is drawn again.

    Attributes:
        view_id: Which.
        drawn: Slack's mark of how it was drawn, so that no newer drawing is lost;
            nothing, to draw it whatever it shows.
    """

    view: Json
    view_id: str
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class Tell:
    """Something is said to the person alone."""

    says: str
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Say:
    """The same, drawn already."""

    text: str
    blocks: list[Json]


@dataclass(frozen=True, slots=True)
class Replace:
    """The message that only this person sees becomes another."""

    text: str
    blocks: list[Json]


@dataclass(frozen=True, slots=True)
class Change:
    """A message in the chat is drawn again.

    Attributes:
        then: What is done once it has been.
    """

    channel: str
    ts: str
    text: str
    blocks: list[Json]
    then: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Publish:
    """The person's first page is drawn."""

    view: Json


Then: TypeAlias = Show | Redraw | Tell | Say | Replace | Change | Publish
"""One thing that is seen in Slack afterwards."""


@dataclass(frozen=True, slots=True)
class Window:
    """One person's Slack, after what they did there was acknowledged."""

    visit: Visit

    async def do(self, then: Then) -> None:
        """Show or say one thing."""
        match then:
            case Show(view):
                await self._show(view)
            case Redraw(view, view_id, drawn):
                await self._redraw(view, view_id, drawn)
            case Tell(says, next_step):
                await self._tell(says, next_step)
            case Say(text, blocks):
                await self._say(text, blocks)
            case Replace(text, blocks):
                await self._replace(text, blocks)
            case Change():
                await self._change(then)
            case Publish(view):
                client, user = await self._client(), self.visit.user
                await self._patiently(
                    lambda: client.views_publish(user_id=user, view=view)
                )

    async def _client(self) -> AsyncWebClient:
        return await self.visit.parts.clients.for_team(self.visit.team)

    async def _patiently(
        self, ask: Callable[[], Awaitable[Any]], most: float = 30.0
    ) -> None:
        await self.visit.parts.afterwards.patiently(ask, most)

    async def _change(self, drawn: Change) -> None:
        client = await self._client()
        try:
            await self._patiently(
                lambda: client.chat_update(
                    channel=drawn.channel,
                    ts=drawn.ts,
                    text=drawn.text,
                    blocks=drawn.blocks,
                )
            )
        finally:  # where nobody knows whether it was, too
            await asyncio.to_thread(drawn.then)

    # -- windows -----------------------------------------------------------------

    async def _show(self, view: Json) -> None:
        trigger = str(self.visit.body.get("trigger_id") or "")
        if not self.visit.parts.triggers.first(trigger):
            return  # a request that was sent twice asks for one window
        try:
            client = await self._client()
            if self.visit.in_modal:
                await self._push(client, trigger, view)
            else:
                await self._patiently(
                    lambda: client.views_open(trigger_id=trigger, view=view), _TRIGGER
                )
        except SlackApiError as refusal:
            await self._tell(NO_WINDOW, THEN_AGAIN)
            if problem_of(refusal) not in _GONE and not asked_to_wait(refusal):
                raise
        except _DROPPED:
            # It may be open all the same, so it is not tried again.
            await self._tell(NO_WINDOW, THEN_AGAIN)
            raise

    async def _push(self, client: AsyncWebClient, trigger: str, view: Json) -> None:
        try:
            await self._patiently(
                lambda: client.views_push(trigger_id=trigger, view=view), _TRIGGER
            )
        except SlackApiError as refusal:
            if problem_of(refusal) != "push_limit_reached":
                raise
            await self._redraw(view, str(self.visit.view.get("id", "")), "")

    async def _redraw(self, view: Json, view_id: str, drawn: str) -> None:
        client = await self._client()
        mark = {"hash": drawn} if drawn else {}
        try:
            await self._patiently(
                lambda: client.views_update(view_id=view_id, view=view, **mark)
            )
        except SlackApiError as refusal:
            if problem_of(refusal) not in _OVERTAKEN:
                raise

    # -- words -------------------------------------------------------------------

    async def _tell(self, says: str, next_step: str) -> None:
        if self.visit.view and not self.visit.body.get("response_url"):
            # With no chat to say it in, it is said in a window, if there can be one.
            await self._show(told(says, next_step))
            return
        said = f"{says} {next_step}".strip()
        await self._say(short(escaped(said), MESSAGE_TEXT), paragraphs([said]))

    async def _say(self, text: str, blocks: list[Json]) -> None:
        visit, shown = self.visit, {"text": text, "blocks": blocks}
        if visit.ephemeral:
            await self._replace(text, blocks)
            return
        privately = {"response_type": "ephemeral", "replace_original": False}
        if await self._respond({**privately, **shown}) or not visit.channel:
            return
        client, to = await self._client(), (visit.channel, visit.user)
        await self._patiently(
            lambda: client.chat_postEphemeral(
                channel=to[0], user=to[1], text=text, blocks=blocks
            )
        )

    async def _replace(self, text: str, blocks: list[Json]) -> None:
        await self._respond({"replace_original": True, "text": text, "blocks": blocks})

    async def _respond(self, body: Json) -> bool:
        """Say something at the address that Slack gave for it; says whether it went."""
        address = str(self.visit.body.get("response_url") or "")
        if not address:
            return False
        hook = AsyncWebhookClient(address, timeout=_TIMEOUT)
        try:
            answer = await hook.send_dict(body)
        except _DROPPED as trouble:
            # Never said with its message: the address is as good as a password.
            _log.warning("slack.unanswered", problem_kind=type(trouble).__name__)
            return False
        return answer.status_code == _OK
