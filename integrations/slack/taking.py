"""One thing that came in: taken, acknowledged, and what follows seen to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from contextvars import copy_context
from dataclasses import replace
from typing import Any, Final

from aiohttp import ClientError
from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError

from bot.store.gone import tried_again
from bot.visitor import ADD_ME, NOT_ON_THE_ROSTER
from integrations.slack import told
from integrations.slack.home import nobody
from integrations.slack.parts import SlackParts
from integrations.slack.reply import Look, Reply, Take
from integrations.slack.visiting import Visit, team_of, user_of
from integrations.slack.window import Publish, Redraw, Tell, Then, Window

_SUBMITTED: Final = "view_submission"
_DRAWN: Final = 0.3
"""Seconds after which Slack has drawn what it was answered."""
_WAIT: Final = "One moment: you are being looked for on the roster."
_NOT_ASKED: Final = "Slack could not be asked who you are."
_TRY_AGAIN: Final = "Press it again in a minute. Nothing you typed has been lost."


async def taken(
    parts: SlackParts, take: Take, ack: AsyncAck, body: Mapping[str, Any]
) -> None:
    """Take what a person did: record it, acknowledge it, then show what follows."""
    loop = asyncio.get_running_loop()
    told_in = copy_context().run  # a thread knows of no trace by itself
    visit, reply = await tried_again(
        lambda: loop.run_in_executor(parts.threads, told_in, _taken, parts, take, body)
    )
    if visit.accounts:
        await ack(**reply.acknowledgement)
        if reply.then or reply.looks:
            parts.afterwards.do(finish(visit, reply, reply.then), take.__name__)
        return
    # Somebody whom nobody has met yet. They are looked for once Slack has its answer.
    submitted = body.get("type") == _SUBMITTED
    waiting = Reply(view=told.told(_WAIT)) if submitted else Reply()
    await ack(**waiting.acknowledgement)
    parts.afterwards.do(introduced(visit, take), "introduced")


def _taken(
    parts: SlackParts, take: Take, body: Mapping[str, Any]
) -> tuple[Visit, Reply]:
    found = parts.people.who(team_of(body), user_of(body))
    visit = Visit(parts, body, tuple(found))
    return visit, take(visit) if found else Reply()


async def finish(visit: Visit, reply: Reply, seen: Iterable[Then]) -> None:
    """Show and say all that follows."""
    window = Window(visit)
    for then in seen:
        await window.do(then)
    for look in reply.looks:
        for then in await asyncio.to_thread(_looked, look, visit):
            await window.do(then)


def _looked(look: Look, visit: Visit) -> list[Then]:
    return list(look(visit))  # here, where waiting for the record holds up nobody


async def introduced(visit: Visit, take: Take) -> None:
    """Find out who somebody is, and go on with what they asked for."""
    parts, late = visit.parts, replace(visit, late=True)
    if visit.body.get("type") == _SUBMITTED:
        # The window is on its way to being what the acknowledgement made of it.
        await parts.afterwards.pause(_DRAWN)
    try:
        client = await parts.clients.for_team(visit.team)
        found = await parts.people.meet(visit.team, visit.user, client)
    except (SlackApiError, ClientError, TimeoutError, OSError):
        await _said(late, _NOT_ASKED, _TRY_AGAIN)
        raise
    if not found:
        await _said(late, NOT_ON_THE_ROSTER, ADD_ME)
        return
    known = replace(late, accounts=tuple(found))
    reply = await asyncio.to_thread(take, known)
    await finish(known, reply, reply.after(known))


async def _said(visit: Visit, says: str, next_step: str) -> None:
    """Say something to somebody where they can see it, and nobody else can."""
    if visit.body.get("type") == _SUBMITTED:
        view = told.told(says, next_step)
        await Window(visit).do(Redraw(view, str(visit.view.get("id", ""))))
    elif "event" in visit.body:
        await Window(visit).do(Publish(nobody(says, next_step)))
    else:
        await Window(visit).do(Tell(says, next_step))
