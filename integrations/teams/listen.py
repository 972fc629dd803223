"""Everything that Teams is listened to for: each kind of thing, and who takes it.

What is asked is decided and recorded first, in the desk's thread and in one
transaction; then Teams has its answer; and only then is Teams called. So a slow Teams
holds nobody up, and what was answered has been recorded. An invoke is due within
five seconds, and nothing that makes its answer calls the network.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextvars import copy_context
from typing import Any, Final

import structlog

from bot.store.gone import tried_again
from bot.traces import span
from integrations.teams import (
    acting,
    coming,
    commands,
    composing,
    executing,
    sending,
    strangers,
)
from integrations.teams.activities import mapping, tenant_of, user_of
from integrations.teams.parts import TeamsParts
from integrations.teams.reply import Heard, Reply, Take, finish
from integrations.teams.visiting import Visit

__all__ = ["Heard", "Listener"]

_BOT: Final = "28:"
"""Begins the name of a bot, as conversations know it."""
_NOTHING_FOUND: Final = {
    "composeExtension": {
        "type": "result",
        "attachmentLayout": "list",
        "attachments": [],
    }
}
_NO_CHOICES: Final = {
    "statusCode": 200,
    "type": "application/vnd.microsoft.search.searchResponse",
    "value": {"results": []},
}
_INVOKES: Final[Mapping[str, Take]] = {
    "adaptiveCard/action": executing.executed,
    "task/fetch": acting.fetched,
    "task/submit": sending.submitted,
    "composeExtension/fetchTask": composing.opened,
    "composeExtension/submitAction": sending.submitted,
}
_PASSED_OVER: Final[Mapping[str, Mapping[str, Any]]] = {
    "composeExtension/query": _NOTHING_FOUND,
    "composeExtension/queryLink": _NOTHING_FOUND,
    "composeExtension/anonymousQueryLink": _NOTHING_FOUND,
    "composeExtension/selectItem": _NOTHING_FOUND,
    "application/search": _NO_CHOICES,
}
"""What is answered where there is nothing to say, so that Teams shows no error."""

_FOR_ANYBODY: Final = (coming.came, commands.take)
"""What sees to strangers by itself."""

_log = structlog.get_logger()


class Listener:
    """Takes what comes in from Teams, once it has been proved to come from there.

    Args:
        parts: What it is taken with.
    """

    def __init__(self, parts: TeamsParts) -> None:
        self._parts = parts

    async def take(self, activity: Mapping[str, Any]) -> Heard:
        """Take one thing: record it, answer it, and begin what follows."""
        parts = self._parts
        parts.heard.note(parts.now())
        take = _who_takes(activity)
        if take is None:
            _log.info("teams.passed-over")
            return Heard(body=_PASSED_OVER.get(str(activity.get("name"))))
        loop = asyncio.get_running_loop()
        with span("heard", channel="teams", action=take.__name__):
            told = copy_context().run  # a thread knows of no trace by itself
            visit, reply = await tried_again(
                lambda: loop.run_in_executor(
                    parts.threads, told, _taken, parts, take, activity
                )
            )
            if reply.then or reply.looks:
                parts.afterwards.do(finish(visit, reply), take.__name__)
        return Heard(body=reply.body)


def _who_takes(activity: Mapping[str, Any]) -> Take | None:
    """Say who takes a thing; nobody, if it is none of ours."""
    if _from_a_bot(activity):
        return None
    match activity.get("type"):
        case "message":
            return executing.sent if mapping(activity.get("value")) else commands.take
        case "invoke":
            return _INVOKES.get(str(activity.get("name")))
        case "installationUpdate" | "conversationUpdate":
            return coming.came
        case _:
            return None


def _taken(
    parts: TeamsParts, take: Take, activity: Mapping[str, Any]
) -> tuple[Visit, Reply]:
    found = parts.people.who(tenant_of(activity), user_of(activity))
    parts.references.note(activity, found)
    visit = Visit(parts, activity, tuple(found))
    known = found or take in _FOR_ANYBODY
    return visit, take(visit) if known else strangers.answer(visit)


def _from_a_bot(activity: Mapping[str, Any]) -> bool:
    sender = mapping(activity.get("from"))
    return sender.get("role") == "bot" or str(sender.get("id") or "").startswith(_BOT)
