"""What a telling says when it goes: a card or an invitation, made at that minute.

What is no longer true makes nothing, and the delivery is recorded as dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.core import offers, routes, words
from bot.core.asking import Asking
from bot.core.cards import Button, Card
from bot.core.case import Case
from bot.core.events import Moment
from bot.core.items import dates, done_by, opens, outcome, whoever
from bot.core.kept import Mark
from bot.core.letters import letter
from bot.core.procedure import Decision
from bot.core.progress import Line, applies, compared, lines
from bot.core.react import Telling
from bot.core.registered import warnings
from bot.core.telling.asks import NO_MORE, ask
from bot.core.telling.changed import no_more, pointing, viewed
from bot.core.telling.days import moved, nudge, recounted
from bot.core.telling.declined import declined
from bot.core.telling.invitations import (
    Had,
    by_letter,
    coming,
    invite,
    is_news,
    latest,
    not_gone,
)
from bot.core.telling.renewed import gone, renewed, still_there
from bot.core.telling.room import room, standing
from bot.core.telling.stuck import stuck
from bot.core.telling.times import times
from bot.core.telling.wanted import view_wanted

__all__ = [
    "REDRAWN",
    "Had",
    "by_letter",
    "card",
    "coming",
    "invite",
    "is_news",
    "latest",
    "not_gone",
    "redrawn",
    "still_there",
]

_REDRAWN: Final = ("ask", "wanted", "nudge", "request", "times", "declined")
"""The kinds that ask for something, and say later what became of it."""
REDRAWN: Final = (*_REDRAWN, "room")
"""The kinds of which a card that was shown is ever drawn again."""

_HOW_TO_SEND: Final = (
    "Send it by your agency’s secure route, never in a chat. Then press the button, "
    "so that nobody chases you."
)

_HOW_TO_WRITE: Final = (
    "Press the button to write it on its form: nothing about the child or family "
    "goes into a chat or an e-mail."
)


def redrawn(
    telling: Telling, case: Case, asking: Asking, since: int | None = None
) -> Card | None:
    """Make a card that was shown before as it should look now.

    What has been answered says what happened, who did it and when, and has no
    buttons left. Nothing is made of a card that needs no change.

    Args:
        telling: Who was told of what.
        case: The case as it stands now.
        asking: The rules now.
        since: The last entry of its journal that the telling knew of.
    """
    left = still_there(telling, asking)
    if left is None:
        return gone(case) if telling.kind in _REDRAWN else None
    telling = left
    if telling.kind == "room":
        return standing(case, asking)
    if telling.kind not in _REDRAWN:
        return None
    if telling.kind in ("ask", "wanted"):
        known = lines(
            asking.procedure, case.anchors, asking.offices, case, asking.roster
        )
        makes = ask if telling.kind == "ask" else view_wanted
        return makes(telling, case, known, asking, again=True)
    if telling.kind == "times":
        return times(telling, case, asking, again=True)
    if telling.kind == "declined":
        return declined(telling, case, asking, again=True)
    if telling.kind == "nudge" and since is not None:
        telling, ended = _of_this_time(telling, case, asking, since)
        if ended is not None:
            return ended
    made = card(telling, case, asking)
    if made is not None:
        return made
    step = asking.procedure.by_id[telling.parts[0].split("/")[0]]
    title = step.title if len(telling.parts) == 1 else "a reminder"
    said = _returned(telling, case, asking) or outcome(step, case, asking) or NO_MORE
    return Card(
        f"{case.ref}: {title}", outcome=said, buttons=(opens(case),), case=case.ref
    )


def _of_this_time(
    telling: Telling, case: Case, asking: Asking, since: int
) -> tuple[Telling, Card | None]:
    """Leave out of a reminder what has been done since, and is to be done again.

    The next time has reminders of its own; were this to become one of them, every
    reminder there ever was would be drawn again each time. When nothing is left, the
    card says what became of it.
    """
    over: dict[str, Mark] = {}
    for part in telling.parts:
        step = part.split("/")[0]
        doings = case.doings(step) if step in asking.procedure.recurring else ()
        if later := [mark for mark in doings if mark.n > since]:
            over[part] = later[0]
    left = tuple(part for part in telling.parts if part not in over)
    if left or not over:
        return replace(telling, parts=left), None
    (part, mark), *others = over.items()
    title = asking.procedure.by_id[part.split("/")[0]].title
    heading = f"{case.ref}: {'a reminder' if others else title}"
    said = done_by("Done", mark, asking)
    ended = Card(heading, outcome=said, buttons=(opens(case),), case=case.ref)
    return telling, ended


def _returned(telling: Telling, case: Case, asking: Asking) -> str:
    step, _, agency = telling.parts[0].partition("/")
    wanted = case.asks(step).get(agency)
    if wanted is None or wanted.returned is None:
        return ""
    return (
        f"Return received {words.day(wanted.returned.on)}, recorded by "
        f"{whoever(wanted.returned, asking)}."
    )


def card(telling: Telling, case: Case, asking: Asking) -> Card | None:
    """Make the card for one person or channel, or nothing if it is true no more.

    Args:
        telling: Who is to hear of what.
        case: The case as it stands now.
        asking: The rules now; ``by`` is whoever will see the card.
    """
    left = still_there(telling, asking)
    if left is None:
        return None
    telling = left
    known = lines(asking.procedure, case.anchors, asking.offices, case, asking.roster)
    match telling.kind:
        case "raised":
            return _raised(telling, case, known, asking)
        case "ask":
            return ask(telling, case, known, asking)
        case "news":
            return _news(telling, case, asking)
        case "moved":
            return moved(telling, case, known, asking)
        case "recounted":
            return recounted(case, known, asking)
        case "renewed":
            return renewed(case, known, asking)
        case "view":
            return viewed(telling, case, asking)
        case "wanted":
            return view_wanted(telling, case, known, asking)
        case "elsewhere":
            return pointing(telling, case, asking)
        case "no-more":
            return no_more(telling, case, asking)
        case "nudge":
            return nudge(telling, case, known, asking)
        case "not-gone":
            return not_gone(telling, case, asking)
        case "times":
            return times(telling, case, asking)
        case "declined":
            return declined(telling, case, asking)
        case "stuck":
            return stuck(telling, case, known, asking)
        case "room":
            return room(telling, case, asking)
        case "request":
            return _request(telling, case, known, asking)
        case _:
            return None


def _raised(
    telling: Telling, case: Case, known: tuple[Line, ...], asking: Asking
) -> Card:
    dated = [
        (applies(line.step, case), line.title, _dated(line, line.due.due, asking))
        for line in known
        if line.step.limit != "local" and line.due and line.due.due
    ]
    # What may turn out not to be for this case would read as if it were.
    sure = any(suits for suits, _, _ in dated)
    facts = tuple((title, day) for suits, title, day in dated if suits or not sure)
    return Card(
        f"A new alert: {case.ref}",
        (
            "What was written is in the case, open to those who may read it.",
            *_unregistered(telling, case, asking),
        ),
        facts,
        buttons=(*_holding(telling, case, asking), opens(case)),
        case=case.ref,
    )


def _holding(telling: Telling, case: Case, asking: Asking) -> tuple[Button, ...]:
    """Offer whoever keeps the case to hold times, before the days are certain."""
    if telling.channel:
        return ()
    return tuple(b for b in offers.of_times(case, asking) if b.does == "seek-holds")


def _dated(line: Line, due: Moment, asking: Asking) -> str:
    also = compared(line, asking.offices)
    return f"{words.moment(due)}. {also}" if also else words.moment(due)


def _unregistered(telling: Telling, case: Case, asking: Asking) -> Iterator[str]:
    """Say to a role, and not to a channel, where nobody registered is there."""
    for _, said in () if telling.channel else warnings(case, asking):
        yield from said


def _news(telling: Telling, case: Case, asking: Asking) -> Card | None:
    step = asking.procedure.by_id[telling.parts[0]]
    mark = case.done.get(step.id)
    if mark is None:
        return None
    ruling = case.rulings.get(step.id)
    facts = [("Recorded", words.moment(mark.at))]
    if ruling:
        facts.append(("Decided", words.listed(routes.titles(step, ruling.choice))))
    if mark.role:
        deputy = f", {whoever(mark, asking)}" if mark.instead_of else ""
        facts.append(("By", f"the {asking.said(mark.role)}{deputy}"))
    if isinstance(step, Decision) and case.views.get(step.id):
        facts.append(("Views", routes.views_said(step, case, asking)))
    if ruling and ruling.dissent:
        facts.append(
            ("Disagreement", words.counted(len(ruling.dissent), "view") + " recorded")
        )
    return Card(
        f"{case.ref}: done: {step.title}",
        (),
        tuple(facts),
        buttons=(opens(case),),
        case=case.ref,
    )


def _request(
    telling: Telling, case: Case, known: tuple[Line, ...], asking: Asking
) -> Card | None:
    part = telling.parts[0]
    line = next((ln for ln in known if ln.part == part), None)
    step_id, _, agency = part.partition("/")
    step = asking.procedure.by_id[step_id]
    wanted = case.asks(step_id).get(agency)
    if wanted is None or wanted.returned or wanted.sent is None:
        return None
    asks_for = getattr(step, "asks_for", "return")
    facts = tuple(dates(line, asking)) if line else ()
    own = f"{case.ref}/{part}"
    buttons = tuple(b for b in offers.of_step(step, case, asking) if b.about == own)
    made = letter(step, (agency,), case, asking)
    returns = getattr(step, "returns", "")
    name = asking.roster.agency_name(agency)
    return Card(
        f"{case.ref}: {words.one(asks_for)} is asked of {name}",
        (*(made.text if made else ()), _HOW_TO_WRITE if returns else _HOW_TO_SEND),
        tuple(("Return due" if "due" in k.lower() else k, v) for k, v in facts),
        buttons=(*buttons, opens(case)),
        case=case.ref,
    )
