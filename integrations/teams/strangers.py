"""Whoever the roster does not name: told so alone, and how they come to be named."""

from __future__ import annotations

from typing import Final

from bot.core.cards import Card
from bot.visitor import ADD_ME, NOT_ON_THE_ROSTER
from integrations.teams.cards import message
from integrations.teams.reply import Json, Reply, Say
from integrations.teams.told import told
from integrations.teams.visiting import Visit

_MESSAGE: Final = "application/vnd.microsoft.activity.message"
_OPENING: Final = frozenset({
    "task/fetch", "task/submit",
    "composeExtension/fetchTask", "composeExtension/submitAction",
})  # fmt: skip


def answer(visit: Visit, beside: tuple[str, ...] = ()) -> Reply:
    """Tell somebody who is on no roster that they are on none.

    Args:
        visit: What they did.
        beside: What they are told beside, in a chat that nobody else reads.
    """
    if visit.activity.get("name") in _OPENING:
        return Reply(told(NOT_ON_THE_ROSTER, who_they_are(visit)).response)
    if visit.unasked:
        return Reply(worded(""))
    if visit.activity.get("type") == "invoke":
        return Reply(worded(f"{NOT_ON_THE_ROSTER} {ADD_ME}"))
    if visit.personal:
        return Reply(then=(Say(message(_card(visit, beside), "")),))
    return Reply()


def worded(text: str) -> Json:
    """Answer the press of a button on a card with a sentence for whoever pressed."""
    return {"statusCode": 200, "type": _MESSAGE, "value": text}


def who_they_are(visit: Visit) -> str:
    """Say by which words a business manager can put somebody on the roster."""
    if not visit.user:
        return ADD_ME
    return f"{ADD_ME} Your id in Teams, which they need for it, is {_id(visit)}."


def _card(visit: Visit, beside: tuple[str, ...]) -> Card:
    facts: tuple[tuple[str, str], ...] = ()
    if visit.user:
        facts = (("Your id in Teams", _id(visit)),)
    asks = f"{ADD_ME} They need your id in Teams." if facts else ADD_ME
    return Card(NOT_ON_THE_ROSTER, (asks, *beside), facts)


def _id(visit: Visit) -> str:
    """Write an id as a roster takes it: of another organisation, with which."""
    home = visit.parts.settings.tenant_id.casefold()
    return visit.user if visit.tenant == home else f"{visit.tenant}/{visit.user}"
