"""A button that was pressed: a page that is shown, a form that is opened, an act done.

The right to act is asked at the desk, at the press. A card in the chat is drawn
again by the courier for everybody who has it; whoever pressed is told alone why
nothing was done, and a card that was out of date is put right at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Final

from bot.answer import Answer
from bot.core.cards import Card
from bot.core.errors import Refused
from bot.core.press import Press
from bot.filling import Filling, begun
from bot.own import delivered, drawn_apart, headed
from bot.papers import PAPERS
from bot.raising import ALERT
from bot.saying import redrawn
from bot.store.outbox import Delivery
from integrations.slack import acts, choosing, commands, first_page, opening, told
from integrations.slack.acts import Act
from integrations.slack.blocks import message
from integrations.slack.home import HELP
from integrations.slack.meta import Meta
from integrations.slack.oauth import PLATFORM as SLACK
from integrations.slack.reply import Reply
from integrations.slack.visiting import Visit
from integrations.slack.window import Change, Json, Redraw, Replace, Show, Tell, Then

OLD: Final = Tell(
    "That button is from an older version.",
    "Type /case to see what waits for you, and press the button there.",
)
"""What is said of a button that means nothing any more."""


def press(visit: Visit) -> Reply:
    """Take the press of one of our buttons."""
    act = acts.read(visit.action)
    if act is None:
        return unknown(visit)
    try:
        return _pressed(visit, act)
    except Refused as refusal:
        said = Answer(refusal.reason, refusal.next_step, code=refusal.code)
        return _answered(visit, act, said)


def unknown(visit: Visit) -> Reply:
    """Say that a button is none that there is now."""
    del visit
    return Reply(then=(OLD,))


def nothing(visit: Visit) -> Reply:
    """Do nothing: a window that was only read is closed."""
    del visit
    return Reply()


def _pressed(visit: Visit, act: Act) -> Reply:
    if act.does == HELP:
        return Reply(then=(_turned(visit, told.card_view(commands.HELP, "")),))
    if act.does == ALERT and not act.partnership:
        return choosing.alert(visit)
    if act.does == ALERT:
        return choosing.chosen(visit, act.partnership, act.about)
    desk, by = visit.desk(act.partnership), visit.person(act.partnership)
    if act.does in PAPERS:
        title, paragraphs = desk.paper(act.does, act.about, by, visit.now)
        return Reply(then=(Show(_paper(title, paragraphs)),))
    page = desk.page(act.does, act.about, by, visit.now)
    if page is not None:
        return Reply(then=(_turned(visit, _page_view(page, act)),))
    filling = begun(desk, act.does, act.about, by, visit.now)
    if filling is not None:
        return Reply(then=(Show(_form_view(visit, filling, act)),))
    pressed = Press(by, act.does, act.about, visit.cause)
    return _answered(visit, act, desk.take(pressed, visit.now))


def _answered(visit: Visit, act: Act, answer: Answer) -> Reply:
    """Say where it was pressed what came of it."""
    again = () if answer.code else first_page.looks(visit)
    if answer.reads:
        view = told.readings(answer.reads)
        return Reply(then=(Show(view),), looks=again)
    if visit.in_modal:
        return Reply(looks=(partial(_window, act, answer), *again))
    if visit.view:
        said = told.told(answer.says, answer.next_step)
        return Reply(then=(Show(said),), looks=again)
    if visit.ephemeral:
        return Reply(looks=(partial(_private, act, answer), *again))
    return Reply(looks=(partial(_card, act, answer), *again))


def _window(act: Act, answer: Answer, visit: Visit) -> Iterator[Then]:
    """Make a window say what is so now, with what came of the press above it."""
    view_id, drawn = str(visit.view.get("id", "")), str(visit.view.get("hash", ""))
    shown = Meta.read(visit.view) or Meta()
    page = None
    if shown.does and shown.partnership == act.partnership:
        there = Act(shown.partnership, shown.does, shown.about)
        page = page_of(visit, there, answer)
    yield Redraw(page or told.told(answer.says, answer.next_step), view_id, drawn)


def _private(act: Act, answer: Answer, visit: Visit) -> Iterator[Then]:
    """Put what is so now in the place of an answer that only this person sees."""
    case = answer.case or act.about.partition("/")[0]
    try:
        desk, by = visit.desk(act.partnership), visit.person(act.partnership)
        card = desk.brief(case, by, visit.now)
    except Refused:
        yield Tell(answer.says, answer.next_step)
        return
    whole = message(headed(card, answer), act.partnership)
    yield Replace(whole.text, whole.blocks)


def _card(act: Act, answer: Answer, visit: Visit) -> Iterator[Then]:
    """Tell whoever pressed what the card will not say, and put right an old card."""
    desk = visit.desk(act.partnership)
    row = _delivery(visit, act)
    card = redrawn(desk, row, visit.now) if row else None
    if answer.code or card is None:
        yield Tell(answer.says, answer.next_step)
    if answer.code and card is not None and row is not None:
        shown = message(card, act.partnership)
        ts = str(visit.message.get("ts", ""))
        then = partial(drawn_apart, desk, row)
        yield Change(visit.channel, ts, shown.text, shown.blocks, then)


def _delivery(visit: Visit, act: Act) -> Delivery | None:
    """Find the delivery that a message in the chat came from."""
    case, ts = act.about.partition("/")[0], str(visit.message.get("ts", ""))
    if not case or not ts:
        return None
    receipt = f"{SLACK}/{visit.team}/{visit.channel}/{ts}"
    desk = visit.desk(act.partnership)
    return delivered(desk, case, [receipt], _key(visit))


def _key(visit: Visit) -> str:
    """Read the name that a card carries where only programs see it, if it is sent."""
    metadata = visit.message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return str(payload.get("key", ""))


def page_of(visit: Visit, act: Act, answer: Answer | None = None) -> Json | None:
    """Draw a page as it is now; nothing if this person may not see it any more."""
    try:
        desk, by = visit.desk(act.partnership), visit.person(act.partnership)
        page = desk.page(act.does, act.about, by, visit.now)
    except Refused:
        return None
    if page is None:
        return None
    return _page_view(headed(page, answer) if answer else page, act)


def _turned(visit: Visit, page: Json) -> Then:
    """Show a page: in a window of its own, or in place of the page that is there."""
    shown = Meta.read(visit.view)
    if visit.in_modal and shown is not None and not shown.draft:
        return Redraw(page, str(visit.view.get("id", "")))
    return Show(page)


def _form_view(visit: Visit, filling: Filling, act: Act) -> Json:
    """Draw a form; on top of a page, it says which, to have it drawn again later."""
    if not visit.in_modal:
        return opening.drawn(filling, act.partnership)
    shown = Meta.read(visit.view) or Meta()
    say = {"does": shown.does, "about": shown.about} if shown.does else {}
    root = str(visit.view.get("id", ""))
    return opening.drawn(filling, act.partnership, root, say)


def _page_view(page: Card, act: Act) -> Json:
    meta = Meta(act.partnership, act.does, act.about)
    return told.card_view(page, act.partnership, meta=meta)


def _paper(title: str, text: Iterable[str]) -> Json:
    return told.card_view(Card(title, tuple(text)), "", title)
