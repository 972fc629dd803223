"""The first page of the app in Slack: what waits for whoever opens it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core import questions
from bot.core.cards import Button
from bot.core.errors import Refused
from bot.counter import Counter
from bot.store.accounts import Account
from bot.store.drafts import SECTION, Draft
from integrations.slack.home import ALERT, Begun, Standing, home, nobody
from integrations.slack.reply import Look, Reply
from integrations.slack.visiting import ADD_ME, NOT_ON_THE_ROSTER, Visit
from integrations.slack.window import Json, Publish, Then


def shown(visit: Visit) -> Reply:
    """Draw it for whoever opened it."""
    return Reply(then=(Publish(page_of(visit)),))


def looks(visit: Visit) -> tuple[Look, ...]:
    """Have it drawn again for somebody who has opened it: something has changed."""
    opened = f"{visit.team}/{visit.user}" in visit.parts.homes
    return (_again,) if opened else ()


def _again(visit: Visit) -> Iterator[Then]:
    yield Publish(page_of(visit))


def page_of(visit: Visit) -> Json:
    """Draw somebody's first page as things stand."""
    found = []
    for account in visit.accounts:
        try:
            found.append(_standing(visit, account))
        except Refused:
            continue  # they have left that roster since
    return home(tuple(found), visit.now) if found else nobody(NOT_ON_THE_ROSTER, ADD_ME)


def _standing(visit: Visit, account: Account) -> Standing:
    desk, by, now = visit.desk(account.partnership), account.person, visit.now
    lost = desk.undelivered(by, now)
    can = (Button("What did not arrive", "undelivered", ""),) if lost else ()
    return Standing(
        partnership=account.partnership,
        name=desk.people().title,
        mine=desk.mine(by, now),
        deadlines=desk.deadlines(by, now),
        begun=tuple(_begun(visit, desk, by)),
        can=can,
    )


def _begun(visit: Visit, desk: Counter, by: str) -> Iterator[Begun]:
    """List what somebody left half way and can still go on with."""
    for kept in desk.drafts_of(by):
        try:
            title = _title(visit, desk, by, kept)
        except Refused:
            continue  # it can be sent no more; what was typed goes in its time
        if title:
            about = kept.id if kept.form == ALERT else kept.about
            yield Begun(title, kept.form, about, kept.updated_at)


def _title(visit: Visit, desk: Counter, by: str, kept: Draft) -> str:
    """Say what a half-written form is for, without opening what is shown with it."""
    if kept.form in (ALERT, SECTION):
        form = desk.asks(kept.form, kept.about, by, visit.now)
        return form.title if form else ""
    case = kept.about.partition("/")[0]
    with desk.store.reading() as tx:
        opened = desk.open(tx, case, by, visit.now)
    made = questions.form_for(kept.form, kept.about, opened.case, opened.asking)
    return f"{case}: {made.title}" if made else ""
