"""The first page of the app in Slack: what waits for whoever opens it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.first_page import standing
from bot.visitor import ADD_ME, NOT_ON_THE_ROSTER
from integrations.slack.home import home, nobody
from integrations.slack.people import HOME
from integrations.slack.reply import Look, Reply
from integrations.slack.visiting import Visit
from integrations.slack.window import Json, Publish, Then


def shown(visit: Visit) -> Reply:
    """Draw it for whoever opened it."""
    return Reply(then=(Publish(page_of(visit)),))


def looks(visit: Visit) -> tuple[Look, ...]:
    """Have it drawn again for somebody who has opened it: something has changed."""
    here = f"{visit.team}/{visit.user}" in visit.parts.homes
    opened = here or any(one.address.get(HOME) for one in visit.accounts)
    return (_again,) if opened else ()


def _again(visit: Visit) -> Iterator[Then]:
    yield Publish(page_of(visit))


def page_of(visit: Visit) -> Json:
    """Draw somebody's first page as things stand."""
    found = standing(visit)
    return home(found, visit.now) if found else nobody(NOT_ON_THE_ROSTER, ADD_ME)
