"""The cards about time: a nudge, and the dates that moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.core import chasing, words
from bot.core.asking import Asking
from bot.core.cards import Card, Item
from bot.core.case import Case
from bot.core.events import Moment
from bot.core.items import dates, item_of, opens, too_late
from bot.core.progress import INVITE, Line, beside, lines, status, waits_for
from bot.core.react import Telling
from bot.core.telling.asks import MOST_ITEMS

_LATE_ENOUGH: Final = 60
"""Minutes after its time from which a nudge says that it is late itself."""


def moved(
    telling: Telling, case: Case, known: tuple[Line, ...], asking: Asking
) -> Card | None:
    """Make the card that says which dates moved when an anchor was put right."""
    anchor = telling.parts[0]
    earlier = [was for was in case.corrected if was.anchor == anchor]
    if not earlier or anchor not in case.anchors:
        return None
    shape = asking.procedure.anchor[anchor]
    items = tuple(_moves(anchor, earlier[-1].value, case, known, asking))
    shown = items[:MOST_ITEMS]
    text = [
        (
            f"The day that {shape.title} is now {words.moment(case.anchors[anchor])}. "
            f"It was {words.moment(earlier[-1].value)}."
        ),
        f"{words.counted(len(items), 'date')} moved."
        if items
        else "No date that is still open moved.",
    ]
    if len(items) > len(shown):
        text.append(f"And {len(items) - len(shown)} more on the case page.")
    text.extend(out_of_time(case, known))
    return Card(
        f"{case.ref}: a date was corrected",
        tuple(text),
        items=shown,
        buttons=(opens(case),),
        case=case.ref,
    )


def recounted(case: Case, known: tuple[Line, ...], asking: Asking) -> Card | None:
    """Make the card that says which dates moved when bank holidays were announced."""
    if not case.recounted:
        return None
    items = recounted_items(case, known, asking)
    text = [f"{words.counted(len(case.recounted), 'date')} moved."]
    if len(items) > MOST_ITEMS:
        text.append(f"And {len(items) - MOST_ITEMS} more on the case page.")
    text.extend(out_of_time(case, known))
    return Card(
        f"{case.ref}: the bank holidays have changed",
        tuple(text),
        items=items[:MOST_ITEMS],
        buttons=(opens(case),),
        case=case.ref,
    )


def recounted_items(
    case: Case, known: tuple[Line, ...], asking: Asking
) -> tuple[Item, ...]:
    """Say of each date that moved by itself what it was, and what it is."""
    by_part = {line.part: line for line in known}
    moves = [move.split(" ") for move in case.recounted]
    return tuple(
        Item(
            by_part[part].title,
            (
                ("Now due", words.day(date.fromisoformat(now))),
                ("Was due", words.day(date.fromisoformat(was))),
                *beside(by_part[part], asking.offices),
            ),
            late=by_part[part].late(asking.now),
        )
        for part, was, now in moves
        if part in by_part
    )


def out_of_time(case: Case, known: tuple[Line, ...]) -> Iterator[str]:
    """Say which meetings are arranged for a day after their last."""
    for line in known:
        if too_late(line, case):
            yield f"The {line.title} is arranged for a day after its last day. Move it."


def _moves(
    anchor: str, was: Moment, case: Case, known: tuple[Line, ...], asking: Asking
) -> Iterator[Item]:
    """List each date still to be met that fell elsewhere before."""
    old = {**case.anchors, anchor: was}
    before = {
        line.part: line.due.due
        for line in lines(asking.procedure, old, asking.offices, case, asking.roster)
        if line.due
    }
    for line in known:
        due = line.due.due if line.due else None
        if due is None or line.settled or before.get(line.part) == due:
            continue
        facts = (
            ("Now due", words.moment(due)),
            ("Was due", _said(before.get(line.part))),
            *beside(line, asking.offices),
        )
        yield Item(line.title, facts, late=line.late(asking.now))


def _said(when: Moment | None) -> str:
    return words.moment(when) if when else "not known"


def nudge(
    telling: Telling, case: Case, known: tuple[Line, ...], asking: Asking
) -> Card | None:
    """Make the card that reminds somebody of what is due, or is late."""
    by_part = {line.part: line for line in known}
    about = [by_part[p] for p in telling.parts if p in by_part]
    about = [line for line in about if not line.settled and line.due]
    if not about or case.closed:
        return None
    items = tuple(_nudged(line, case, known, asking) for line in about[:MOST_ITEMS])
    late = [line for line in about if line.late(asking.now)]
    heading = (
        f"{case.ref}: {words.counted(len(late), 'thing')} late"
        if late
        else f"{case.ref}: due {_soon(about[0], asking)}"
    )
    if len(about) == 1:
        heading += f": {about[0].title}"
    text = [chasing.said(telling.role, _worst(about, asking), case, asking)]
    if telling.late >= _LATE_ENOUGH:
        text.append(
            f"This should have been said {words.counted(telling.late // 60, 'hour')} "
            "ago. It comes late because a date has changed since, because it was "
            "night, or because nothing was running then."
        )
    return Card(
        heading, tuple(text), items=items, buttons=(opens(case),), case=case.ref
    )


def _worst(about: list[Line], asking: Asking) -> Line:
    """Find the line that is spoken of most firmly, and gives a card its tone."""
    order = ("after", "on", "before")
    return min(about, key=lambda line: order.index(chasing.pitch_of(line, asking)))


def _nudged(line: Line, case: Case, known: tuple[Line, ...], asking: Asking) -> Item:
    item = item_of(line.step, case, known, asking)
    facts = list(dates(line, asking))
    if status(line.step, case, asking.procedure) == "waiting":
        first = waits_for(line.step, case, asking.procedure)
        facts.append(("Waiting for", words.listed(f"“{s.title}”" for s in first)))
    buttons = item.buttons
    prefix = f"{line.step.id}/"
    if line.part.startswith(prefix) and not line.part.endswith(INVITE):
        about = f"{case.ref}/{line.part}"
        buttons = tuple(b for b in buttons if b.about == about) or buttons
    return Item(line.title, tuple(facts), buttons, line.late(asking.now))


def _soon(line: Line, asking: Asking) -> str:
    days = (line.day - asking.today).days if line.day else 0
    if days <= 0:
        return "today"
    return "tomorrow" if days == 1 else f"on {words.day(line.day or asking.today)}"
