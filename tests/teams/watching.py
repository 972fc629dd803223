"""What a test looks for once a case was worked on in Teams: who was told what."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from bot.store import index
from bot.tables import journal, outbox
from tests.teams.fake_things import PERSONAL, Message, texts
from tests.teams.house import House
from tests.teams.robot import Robot
from tests.teams.robot_acts import CHILD
from tests.teams.robot_cards import Offered


def said_in_teams(house: House) -> list[str]:
    """Give everything that the app has said in Teams, and what places are called."""
    ours = [m for m in house.ms.messages if m.by.startswith("28:")]
    written = texts([[m.activity, m.before] for m in ours])
    views = texts([list(m.views.values()) for m in ours])
    return [*written, *views, *(c.name for c in house.ms.conversations.values())]


def names_nobody(house: House) -> bool:
    """Say whether the child is named nowhere outside a form."""
    mark = CHILD.split()[-1]
    told = [text for text in said_in_teams(house) if mark in text]
    assert not told, told
    assert mark not in house.logged.getvalue()
    with house.works.store.reading() as tx:
        kept = tx.execute(select(outbox)).fetchall()
        entries = tx.execute(select(journal)).fetchall()
    return mark not in str(kept) and mark not in str(entries)


def cases(house: House) -> list[str]:
    """List the cases there are."""
    with house.works.store.reading() as tx:
        return [row.ref for row in index.cases(tx, house.people.partnership)]


def labels(robot: Robot, ref: str) -> list[str]:
    """List the buttons that somebody is offered on their messages about a case."""
    return [button.text for button, _ in robot.offered(ref)]


def offered(robot: Robot, text: str, ref: str) -> tuple[Offered, Message]:
    """Find a button on a message, without pressing it."""
    return next((b, m) for b, m in robot.offered(ref) if b.text == text)


def told_twice(house: House) -> list[str]:
    """List what somebody was told twice in their own chat."""
    found = []
    for place in house.ms.conversations.values():
        if place.kind != PERSONAL:
            continue
        robot = house.account(place.own[0])
        seen = Counter(robot.read(message) for message in house.ms.posted(place))
        found += [f"{robot.user.name}: {text}" for text, n in seen.items() if n > 1]
    return found
