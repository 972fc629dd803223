"""The form of an alert from the menu: beside a message, or of a message."""

from __future__ import annotations

from bot.core.errors import Refused
from bot.raising import ALERT, from_a_message, of_message, with_text
from integrations.teams import acting, choosing, opening
from integrations.teams.acts import Act
from integrations.teams.dialogs import Dialog
from integrations.teams.reply import Reply
from integrations.teams.told import told
from integrations.teams.visiting import Visit
from integrations.teams.worded import message_of


def opened(visit: Visit) -> Reply:
    """Open what was picked in the menu of the app, or of a message."""
    if visit.value.get("commandId") != "alert":
        return Reply(acting.old().response)
    text = message_of(visit.value)
    anew = Act("", ALERT, "")
    dialog = _of_message(visit, text) if text else acting.opened(visit, anew)
    return Reply(dialog.response)


def _of_message(visit: Visit, text: str) -> Dialog:
    """Open the alert form with what a message says in it.

    What it says is kept as this person's draft and nowhere else.
    """
    first = visit.accounts[0].partnership
    try:
        filling = with_text(visit, first, text)
    except Refused as refusal:
        return told(refusal.reason, refusal.next_step)
    if len(visit.accounts) > 1:
        return choosing.asked(visit, Act("", ALERT, of_message(filling.draft)))
    return opening.drawn(from_a_message(filling), first)
