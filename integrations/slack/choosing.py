"""Raising an alert: somebody who serves two partnerships is asked first for which."""

from __future__ import annotations

from bot.core.cards import Button
from bot.core.errors import Refused
from bot.raising import ALERT, WHICH, of_message
from integrations.slack import opening, told
from integrations.slack.reply import Reply
from integrations.slack.visiting import Visit
from integrations.slack.window import Json, Redraw, Show, Tell


def alert(visit: Visit) -> Reply:
    """Open the alert form; ask first for which partnership, if there are several."""
    if len(visit.accounts) > 1:
        return Reply(then=(Show(asked(visit)),))
    return chosen(visit, visit.accounts[0].partnership)


def asked(visit: Visit, draft: str = "") -> Json:
    """Draw the question for which partnership an alert is.

    Args:
        visit: Whose alert it is.
        draft: What a message said, which is kept already, if it is about one.
    """
    about = of_message(draft) if draft else ""
    ways = []
    for account in visit.accounts:
        title = visit.desk(account.partnership).people().title
        ways.append((account.partnership, Button(title, ALERT, about)))
    return told.choosing(WHICH, ways, "Raise an alert")


def chosen(visit: Visit, partnership: str, about: str = "") -> Reply:
    """Open the alert form of one partnership, in the window that asked if one did."""
    try:
        view = opening.alert(visit, partnership, about)
    except Refused as refusal:
        return Reply(then=(Tell(refusal.reason, refusal.next_step),))
    if visit.in_modal:
        return Reply(then=(Redraw(view, str(visit.view.get("id", ""))),))
    return Reply(then=(Show(view),))
