"""Raising an alert from a message that somebody wrote in a chat."""

from __future__ import annotations

from bot.core.errors import Refused
from bot.core.fields import clean
from bot.raising import from_a_message, with_text
from integrations.slack import choosing, opening
from integrations.slack.reply import Reply
from integrations.slack.visiting import Visit
from integrations.slack.window import Show, Tell


def raise_alert(visit: Visit) -> Reply:
    """Open the alert form with what the message says in it.

    What it says is kept as this person's draft and nowhere else.
    """
    text = clean(str(visit.message.get("text") or ""))
    if not text.strip():
        return choosing.alert(visit)
    first = visit.accounts[0].partnership
    try:
        filling = with_text(visit, first, text)
    except Refused as refusal:
        return Reply(then=(Tell(refusal.reason, refusal.next_step),))
    if len(visit.accounts) > 1:
        return Reply(then=(Show(choosing.asked(visit, filling.draft)),))
    return Reply(then=(Show(opening.drawn(from_a_message(filling), first)),))
