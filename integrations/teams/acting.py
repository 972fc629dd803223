"""A button that was pressed: a page or a form in a dialog, or an act done at once.

The right to act is asked at the desk, at the press. A card in the chat is drawn again
by the courier for everybody who has it; whoever pressed has the answer alone, and a
card that was out of date is put right for them at once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.answer import Answer, refused
from bot.core.cards import Card
from bot.core.errors import Refused
from bot.core.press import Press
from bot.counter import Counter
from bot.filling import Filling, begun, keep
from bot.intake import named
from bot.own import headed
from bot.papers import PAPERS
from bot.raising import ALERT, alert
from integrations.teams import acts, choosing, first_page, opening
from integrations.teams.acts import Act
from integrations.teams.buttons import sets, submit
from integrations.teams.dialogs import Dialog
from integrations.teams.meta import Meta
from integrations.teams.names import PLATFORM
from integrations.teams.reply import Reply
from integrations.teams.told import card_dialog, readings, told
from integrations.teams.visiting import Visit

OLD: Final = (
    "That button is from an older version.",
    "Type case to see what waits for you, and press the button there.",
)
"""What is said of a button that means nothing any more, and what then."""
_LONG: Final = 1_000


def old() -> Dialog:
    """Say that a button is none that there is now."""
    return told(*OLD)


def fetched(visit: Visit) -> Reply:
    """Open the dialog that a button on a card asks for."""
    act = acts.read(visit.data)
    return Reply((opened(visit, act) if act else old()).response)


def opened(visit: Visit, act: Act) -> Dialog:
    """Make the dialog that follows a press; what asks for nothing is done first."""
    meta = beneath(Meta.read(visit.data))
    try:
        known = choosing.meant(visit, act)
        if isinstance(known, Dialog):
            return known
        act = known
        return shown(visit, act, meta) or _done(visit, act, meta)
    except Refused as refusal:
        return outcome(visit, act, refused(refusal), meta)


def shown(visit: Visit, act: Act, meta: Meta) -> Dialog | None:
    """Make the dialog that an act opens; nothing, if it opens none.

    Args:
        visit: Who pressed.
        act: What is to be shown.
        meta: The page that the button was on.

    Raises:
        Refused: They may not see it, or could not do it whatever they answered.
    """
    page = None if act.does == ALERT else first_page.page(visit, act)
    if page is not None:
        return _page(page, act)
    desk, by = visit.desk(act.partnership), visit.person(act.partnership)
    if act.does in PAPERS:
        title, text = desk.paper(act.does, act.about, by, visit.now)
        paper = card_dialog(Card(title, text), act.partnership, title)
        return _with_way_back(paper, meta)
    if act.does == ALERT:
        filling = alert(visit, act.partnership, act.about)
    else:
        found = begun(desk, act.does, act.about, by, visit.now)
        if found is None:
            return None
        filling = _held(desk, found, by, visit.now)
    say = {"does": meta.does, "about": meta.about} if meta.does else {}
    return opening.drawn(filling, act.partnership, say=say)


def _held(desk: Counter, filling: Filling, by: str, now: datetime) -> Filling:
    """Keep a long text that is put into a form for somebody to change.

    A dialog may show a part of it at a time, and the rest must come from somewhere.
    """
    long = any(len(said) > _LONG for said in filling.typed.values() if said)
    if filling.kept_at is not None or not long:
        return filling
    return replace(filling, draft=keep(desk, filling, by, now))


def _done(visit: Visit, act: Act, meta: Meta) -> Dialog:
    return outcome(visit, act, done(visit, act), meta)


def done(visit: Visit, act: Act) -> Answer:
    """Have the desk do what a press asks for; what is read page by page, once."""
    by = visit.person(act.partnership)
    cause = named(PLATFORM, visit.tenant, _once(visit), visit.user)
    pressed = Press(by, act.does, act.about, cause)
    return visit.desk(act.partnership).take(pressed, visit.now)


def _once(visit: Visit) -> str:
    """Name a press; the pages of what is read belong to the press that opened it."""
    meta = Meta.read(visit.data)
    return (meta.once if meta else "") or visit.cause


def outcome(visit: Visit, act: Act, answer: Answer, meta: Meta) -> Dialog:
    """Say in a dialog what came of a press, on the page that the button was on.

    Args:
        visit: Who pressed.
        act: What they pressed.
        answer: What came of it.
        meta: The page that the button was on, or nothing.
    """
    if answer.reads:
        once = replace(meta, once=_once(visit))
        page = acts.page_of(visit.data)
        return _with_way_back(readings(answer.reads, act, page, meta=once), meta)
    return page_of(visit, meta, answer) or told(answer.says, answer.next_step)


def page_of(visit: Visit, meta: Meta, answer: Answer | None = None) -> Dialog | None:
    """Show the page that a button was on as it is now; nothing, if it was on none.

    Args:
        visit: Who pressed.
        meta: The page.
        answer: What came of a press, which is then said above it.
    """
    there = Act(meta.partnership, meta.does, meta.about)
    card = _page_of(visit, there) if there.does else None
    if card is None:
        return None
    return _page(headed(card, answer) if answer else card, there)


def beneath(meta: Meta | None) -> Meta:
    """Say which page a dialog shows, or was opened from; none, if it is a form."""
    if meta is None:
        return Meta()
    if not meta.draft:
        return meta
    say = meta.say
    return Meta(meta.partnership, say.get("does", ""), say.get("about", ""))


def _page_of(visit: Visit, act: Act) -> Card | None:
    """Make a page as it is now; nothing if this person may not see it any more."""
    try:
        return first_page.page(visit, act)
    except Refused:
        return None


def _with_way_back(dialog: Dialog, meta: Meta) -> Dialog:
    """Lead from what is read back to the page that it was opened from."""
    if not meta.does:
        return dialog
    there = acts.data(Act(meta.partnership, meta.does, meta.about))
    way = sets([submit("Back to where you were", there)])
    body = [*dialog.card["body"], *way]
    return replace(dialog, card={**dialog.card, "body": body})


def _page(card: Card, act: Act) -> Dialog:
    meta = Meta(act.partnership, act.does, act.about)
    return card_dialog(card, act.partnership, meta=meta)
