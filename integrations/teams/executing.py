"""A button on a card in the chat that tells us at once, and a card seen by one person.

Each is answered with the card as it is now for whoever asks. That answer is theirs
alone: the card that everybody sees is changed by the courier, and never from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from bot.answer import Answer, refused
from bot.core.cards import Card
from bot.core.errors import Refused
from bot.intake import is_name
from bot.own import delivered, drawn_apart, headed, own
from bot.saying import redrawn
from bot.store import outbox
from bot.store.outbox import Delivery
from integrations.teams import acting, acts, choosing
from integrations.teams.activities import mapping
from integrations.teams.acts import REFRESH, VERB, Act
from integrations.teams.buttons import sets
from integrations.teams.cards import ADAPTIVE, Refresh, message
from integrations.teams.chat import receipt_of
from integrations.teams.dialogs import Dialog
from integrations.teams.first_page import page
from integrations.teams.limits import short
from integrations.teams.reply import Change, Json, Reply, Say, Then
from integrations.teams.strangers import worded
from integrations.teams.visiting import Visit

_OPENS: Final = "This opens in a window that only you see."
_OPEN: Final = "Open it"
_SAID: Final = 2_000
_CONVERSATION: Final = "conversation"
"""What in an account's address says where that person is alone with the bot."""


def executed(visit: Visit) -> Reply:
    """Take the press of a button that tells us at once, or a card's own asking."""
    action = mapping(visit.value.get("action"))
    verb, act = action.get("verb"), acts.read(visit.data)
    if verb == REFRESH:
        return Reply(_refreshed(visit, act) if act else worded(""))
    if verb != VERB or act is None:
        return Reply(_told(*acting.OLD))
    return Reply(_pressed(visit, act))


def sent(visit: Visit) -> Reply:
    """Take the press of a button by a Teams that is too old to tell us otherwise."""
    act = acts.read(visit.data)
    if act is None:
        return Reply(then=tuple(_alone(visit, Card(acting.OLD[0], acting.OLD[1:]), "")))
    try:
        card = _known(visit, act)
        if card is not None:
            return Reply(then=tuple(_alone(visit, card, act.partnership)))
        answer = acting.done(visit, act)
    except Refused as refusal:
        answer = refused(refusal)
    return Reply(looks=(partial(_after, act, answer),))


def _pressed(visit: Visit, act: Act) -> Json:
    """Do at once what a press asks for, and answer with the card as it is then."""
    try:
        known = choosing.meant(visit, act)
        if isinstance(known, Dialog) or _asks(visit, known):
            return _card(_way_in(act), act)
        act, answer = known, acting.done(visit, known)
    except Refused as refusal:
        answer = refused(refusal)
    row = _delivery(visit, act)
    card = _own(visit, act, row) if row else _brief(visit, act)
    if card is None:
        return _told(answer.says, answer.next_step)
    return _drawn(visit, headed(card, answer), act, row)


def _refreshed(visit: Visit, act: Act) -> Json:
    """Draw a card as one person may use it; no error, where there is none to draw."""
    key = visit.data.get("key")
    try:
        visit.person(act.partnership)
        named = _named(visit, act, key) if isinstance(key, str) else None
        row = named or _delivery(visit, act)
        card = _own(visit, act, row) if row else None
    except Refused as refusal:
        said = () if visit.unasked else (refusal.reason, refusal.next_step)
        return worded(" ".join(said))
    return _drawn(visit, card, act, row) if card else worded("")


def _known(visit: Visit, act: Act) -> Card | None:
    """Make what an old Teams can show of what a button opens; else nothing.

    Raises:
        Refused: It is nothing for this person.
    """
    meant = choosing.meant(visit, act)
    if isinstance(meant, Dialog):
        return _way_in(act)
    return page(visit, meant) or (_way_in(meant) if _asks(visit, meant) else None)


def _asks(visit: Visit, act: Act) -> bool:
    """Say whether an act has to be shown or asked for something first.

    Raises:
        Refused: It would be refused whatever was answered.
    """
    if not acts.at_once(act.does):
        return True
    desk, by = visit.desk(act.partnership), visit.person(act.partnership)
    return desk.asks(act.does, act.about, by, visit.now) is not None


def _own(visit: Visit, act: Act, row: Delivery) -> Card | None:
    """Make a card as it is now, with the buttons that this person may press."""
    desk = visit.desk(act.partnership)
    try:
        by = visit.person(act.partnership)
        view = desk.view(row.case_ref or "", by, visit.now)
    except Refused:
        return None  # they have no part in the case, or not any more
    card = redrawn(desk, row, visit.now) if row.person in ("", None, by) else None
    return own(card, view) if card else None


def _brief(visit: Visit, act: Act) -> Card | None:
    """Say where a case stands, on a card that somebody asked for in their own chat."""
    case = act.about.partition("/")[0]
    if not visit.personal or not case:
        return None
    try:
        by = visit.person(act.partnership)
        return visit.desk(act.partnership).brief(case, by, visit.now)
    except Refused:
        return None


def _named(visit: Visit, act: Act, key: str) -> Delivery | None:
    """Find a delivery by the name that its card carries."""
    desk = visit.desk(act.partnership)
    with desk.store.reading() as tx:
        row = outbox.get(tx, key) if is_name(key) else None
    return row if row and row.partnership == act.partnership else None


def _delivery(visit: Visit, act: Act) -> Delivery | None:
    """Find the delivery that a card in the chat came with."""
    case = act.about.partition("/")[0]
    if not case or not visit.replied_to:
        return None
    tenants = {visit.tenant, visit.organisation}
    receipts = {
        receipt_of(tenant, conversation, visit.replied_to)
        for tenant in tenants
        for conversation in (visit.conversation, visit.room)
    }
    return delivered(visit.desk(act.partnership), case, receipts)


def _after(act: Act, answer: Answer, visit: Visit) -> Iterator[Then]:
    """Tell whoever pressed what the card will not say, and put right an old card."""
    row = _delivery(visit, act) if act.partnership else None
    card = redrawn(visit.desk(act.partnership), row, visit.now) if row else None
    if answer.code or card is None:
        said = [line for line in (answer.says, answer.next_step) if line]
        yield from _alone(visit, Card(said[0], tuple(said[1:])), act.partnership)
    if answer.code and card is not None and row and row.person:
        then = partial(drawn_apart, visit.desk(act.partnership), row)
        yield Change(visit.replied_to, message(card, act.partnership), then)


def _alone(visit: Visit, card: Card, partnership: str) -> Iterator[Then]:
    """Say something to one person where nobody else reads it, if there is a place."""
    if visit.personal:
        yield Say(message(card, partnership))
        return
    for account in visit.accounts[:1]:
        conversation = str(account.address.get(_CONVERSATION) or "")
        if conversation:
            yield Say(message(card, partnership), conversation)


def _way_in(act: Act) -> Card:
    """Offer what cannot be shown on a card where it can be."""
    return Card(_OPENS, case=act.about.partition("/")[0])


def _card(card: Card, act: Act) -> Json:
    content = message(card, act.partnership)["attachments"][0]["content"]
    button = {
        "type": "Action.Submit",
        "title": _OPEN,
        "data": acts.data(act, opens=True),
    }
    return _answer({**content, "body": [*content["body"], *sets([button])]})


def _drawn(visit: Visit, card: Card, act: Act, row: Delivery | None) -> Json:
    """Draw a card for one person; one that others see is asked for again as theirs."""
    again = Act(act.partnership, REFRESH, act.about.partition("/")[0])
    shared = row is not None and not row.person
    asks = Refresh(again, row.key, (visit.mri,)) if row and shared else None
    whole = message(card, act.partnership, refresh=asks)
    return _answer(whole["attachments"][0]["content"])


def _answer(content: Json) -> Json:
    return {"statusCode": 200, "type": ADAPTIVE, "value": content}


def _told(says: str, next_step: str) -> Json:
    return worded(short(f"{says} {next_step}".strip(), _SAID))
