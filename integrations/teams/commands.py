"""What can be typed: to raise an alert, to see a case, a list or help.

A message cannot open a dialog, so it is answered with a button that does. Where
others read along, the answer is the same for everybody: nobody's own list is said
there. What is typed after a word is never kept and never said back.
"""

from __future__ import annotations

import hashlib
from typing import Final

from bot.core.cards import Card
from bot.core.errors import Refused
from bot.counter import Counter
from bot.spoken import REFERENCE, joined, not_kept, of_case
from bot.store import facts
from integrations.teams import first_page, strangers
from integrations.teams.cards import message
from integrations.teams.reply import Reply, Say
from integrations.teams.visiting import Visit
from integrations.teams.worded import calls_us, words_of

NOT_KEPT: Final = "What you typed has not been kept."
_ANSWERED: Final = "teams/answered"
_AGAIN: Final = 300
"""Seconds in which Teams may send something again."""


def take(visit: Visit) -> Reply:
    """Take what somebody typed, once; a message that Teams sends again is the same."""
    if not visit.personal and not calls_us(visit.activity):
        return Reply()  # people talk to one another here
    name = f"{visit.organisation}/{visit.conversation}/{visit.activity.get('id')}"
    if visit.activity.get("id") and name in visit.parts.taken:
        return Reply()
    reply = _answered(visit)
    # Only now: what failed is sent again, and then has to be answered.
    visit.parts.taken.first(name)
    return reply if not reply.then or _is_first(visit, name) else Reply()


def _is_first(visit: Visit, name: str) -> bool:
    """Say whether no other replica has answered the same."""
    if not visit.activity.get("id"):
        return True
    mark = hashlib.sha256(name.encode(errors="replace")).hexdigest()
    now = visit.now.timestamp()
    with visit.parts.store.writing() as tx:
        return facts.spend(tx, _ANSWERED, mark, int(now) + _AGAIN, now)


def _answered(visit: Visit) -> Reply:
    word, *rest = words_of(visit.activity) or [""]
    asked, after = word.lstrip("/").lower(), rest
    if not visit.personal:
        return _before_others(asked, after)
    if not visit.accounts:
        details = asked == "alert" and after
        beside = first_page.delete_it(NOT_KEPT, alone=True) if details else ()
        return strangers.answer(visit, beside)
    match asked, after:
        case "alert", _:
            return _said(("", _raising(after, alone=True)))
        case "case", []:
            return _said(*first_page.mine(visit))
        case "case", [*reference]:
            return _case(visit, " ".join(reference).upper())
        case "deadlines", _:
            return _deadlines(visit)
        case _:
            return _said(("", first_page.help_card()))


def _before_others(asked: str, after: list[str]) -> Reply:
    """Answer where others read along: with what opens for whoever presses it alone."""
    if asked == "alert" and after:
        return _said(("", _raising(after, alone=False)))
    reference = after[0].upper() if asked == "case" and len(after) == 1 else ""
    known = reference if REFERENCE.fullmatch(reference) else ""
    return _said(("", first_page.launcher(known)))


def _raising(after: list[str], *, alone: bool) -> Card:
    """Offer the alert form; of what was typed beside it, say that it is not kept."""
    said = first_page.delete_it(not_kept("alert"), alone=alone) if after else ()
    return first_page.raising(said)


def _case(visit: Visit, reference: str) -> Reply:
    """Show a case of whichever partnership has it."""
    try:
        return _said(of_case(visit, reference, "case"))
    except Refused as refusal:
        return _refused(refusal)


def _deadlines(visit: Visit) -> Reply:
    """Show what is late and what comes in every partnership that somebody serves."""
    try:
        cards = joined(visit, Counter.deadlines)
    except Refused as refusal:
        return _refused(refusal)
    return _said(*((whose, first_page.deadlines(card)) for whose, card in cards))


def _refused(refusal: Refused) -> Reply:
    text = (refusal.next_step,) if refusal.next_step else ()
    return _said(("", Card(refusal.reason, text)))


def _said(*cards: tuple[str, Card]) -> Reply:
    """Say cards one after the other, each in a message of its own."""
    return Reply(then=tuple(Say(message(card, whose)) for whose, card in cards))
