"""What a telling says when it goes: a card or an invitation, made at that minute.

What is no longer true makes nothing, and the delivery is recorded as dropped.
"""

from __future__ import annotations

from typing import Final

from bot.core import offers, words
from bot.core.asking import Asking
from bot.core.cards import Card
from bot.core.case import Case
from bot.core.items import dates, opens, outcome
from bot.core.progress import Line, lines
from bot.core.react import Telling
from bot.core.telling.asks import NO_MORE, ask
from bot.core.telling.days import moved, nudge, recounted
from bot.core.telling.invitations import invite

__all__ = ["card", "invite", "redrawn"]

_HOW_TO_SEND: Final = (
    "Send it by your agency’s secure route, never in a chat. Then press the button, "
    "so that nobody chases you."
)


def redrawn(telling: Telling, case: Case, asking: Asking) -> Card | None:
    """Make a card that was shown before as it should look now.

    What has been answered says what happened, who did it and when, and has no
    buttons left. Nothing is made of a card that needs no change.
    """
    if telling.kind == "ask":
        known = lines(
            asking.procedure, case.anchors, asking.offices, case, asking.roster
        )
        return ask(telling, case, known, asking, again=True)
    if telling.kind not in ("nudge", "request"):
        return None
    made = card(telling, case, asking)
    if made is not None:
        return made
    step = asking.procedure.by_id[telling.parts[0].split("/")[0]]
    title = step.title if len(telling.parts) == 1 else "a reminder"
    said = _returned(telling, case, asking) or outcome(step, case, asking) or NO_MORE
    return Card(
        f"{case.ref}: {title}", outcome=said, buttons=(opens(case),), case=case.ref
    )


def _returned(telling: Telling, case: Case, asking: Asking) -> str:
    step, _, agency = telling.parts[0].partition("/")
    wanted = case.asks(step).get(agency)
    if wanted is None or wanted.returned is None:
        return ""
    return (
        f"Return received {words.day(wanted.returned.on)}, recorded by "
        f"{asking.roster.name(wanted.returned.by)}."
    )


def card(telling: Telling, case: Case, asking: Asking) -> Card | None:
    """Make the card for one person or channel, or nothing if it is true no more.

    Args:
        telling: Who is to hear of what.
        case: The case as it stands now.
        asking: The rules now; ``by`` is whoever will see the card.
    """
    known = lines(asking.procedure, case.anchors, asking.offices, case, asking.roster)
    match telling.kind:
        case "raised":
            return _raised(case, known)
        case "ask":
            return ask(telling, case, known, asking)
        case "news":
            return _news(telling, case, asking)
        case "moved":
            return moved(telling, case, known, asking)
        case "recounted":
            return recounted(case, known, asking)
        case "nudge":
            return nudge(telling, case, known, asking)
        case "request":
            return _request(telling, case, known, asking)
        case _:
            return None


def _raised(case: Case, known: tuple[Line, ...]) -> Card:
    facts = tuple(
        (line.title, words.moment(line.due.due))
        for line in known
        if line.step.limit != "local" and line.due and line.due.due
    )
    return Card(
        f"A new alert: {case.ref}",
        ("What was written is in the case, open to those who may read it.",),
        facts,
        buttons=(opens(case),),
        case=case.ref,
    )


def _news(telling: Telling, case: Case, asking: Asking) -> Card | None:
    step = asking.procedure.by_id[telling.parts[0]]
    mark = case.done.get(step.id)
    if mark is None:
        return None
    ruling = case.rulings.get(step.id)
    facts = [("Recorded", words.moment(mark.at))]
    if mark.role:
        facts.append(("By", f"the {asking.said(mark.role)}"))
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
    return Card(
        f"{case.ref}: a {asks_for} is asked of {asking.roster.agency_name(agency)}",
        (_HOW_TO_SEND,),
        tuple(("Return due" if "due" in k.lower() else k, v) for k, v in facts),
        buttons=(*buttons, opens(case)),
        case=case.ref,
    )
