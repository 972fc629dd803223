"""What a telling says when it goes: a card or an invitation, made at that minute.

What is no longer true makes nothing, and the delivery is recorded as dropped.
"""

from __future__ import annotations

from typing import Final

from bot.core import offers, words
from bot.core.asking import Asking
from bot.core.cards import Card, Invite, Item
from bot.core.case import Case
from bot.core.events import Moment
from bot.core.items import dates, item_of, opens, outcome
from bot.core.procedure import Meeting, SignOff
from bot.core.progress import (
    INVITE,
    AnyStep,
    Line,
    lines,
    status,
    waits_for,
)
from bot.core.react import Telling, asked_of
from bot.core.words import LONDON

_LATE_ENOUGH: Final = 60
"""Minutes after its time from which a nudge says that it is late itself."""
_MOST_ITEMS: Final = 8
_NO_MORE: Final = "Nothing more is needed from you on this."


def redrawn(telling: Telling, case: Case, asking: Asking) -> Card | None:
    """Make a card that was shown before as it should look now.

    What has been answered says what happened, who did it and when, and has no
    buttons left. Nothing is made of a card that needs no change.
    """
    if telling.kind == "ask":
        known = lines(
            asking.procedure, case.anchors, asking.offices, case, asking.roster
        )
        return _ask(telling, case, known, asking, again=True)
    if telling.kind not in ("nudge", "request"):
        return None
    made = card(telling, case, asking)
    if made is not None:
        return made
    step = asking.procedure.by_id[telling.parts[0].split("/")[0]]
    title = step.title if len(telling.parts) == 1 else "a reminder"
    said = _returned(telling, case, asking) or outcome(step, case, asking) or _NO_MORE
    return Card(
        f"{case.ref}: {title}", outcome=said, buttons=(opens(case),), case=case.ref
    )


def _returned(telling: Telling, case: Case, asking: Asking) -> str:
    step, _, agency = telling.parts[0].partition("/")
    ask = case.asks(step).get(agency)
    if ask is None or ask.returned is None:
        return ""
    return (
        f"Return received {words.day(ask.returned.on)}, recorded by "
        f"{asking.roster.name(ask.returned.by)}."
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
            return _raised(case, known, asking)
        case "ask":
            return _ask(telling, case, known, asking)
        case "news":
            return _news(telling, case, known, asking)
        case "moved":
            return _moved(telling, case, known, asking)
        case "nudge":
            return _nudge(telling, case, known, asking)
        case "request":
            return _request(telling, case, known, asking)
        case _:
            return None


def _raised(case: Case, known: tuple[Line, ...], asking: Asking) -> Card:
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


def _ask(
    telling: Telling,
    case: Case,
    known: tuple[Line, ...],
    asking: Asking,
    *,
    again: bool = False,
) -> Card | None:
    wanted = [
        asking.procedure.by_id[part]
        for part in telling.parts
        if part in asking.procedure.by_id
    ]
    seats = {(role, step) for role, _, step in asked_of(case, asking)}
    waiting = [s for s in wanted if (telling.role, s.id) in seats]
    if not waiting and not again:
        return None
    mine = asking.said(telling.role)
    if len(wanted) == 1:
        return _ask_one(wanted[0], case, known, asking, mine if waiting else "")
    shown = wanted if again else waiting
    items = tuple(
        item_of(step, case, known, asking)
        if step in waiting
        else Item(step.title, (("Now", outcome(step, case, asking) or _NO_MORE),))
        for step in shown[:_MOST_ITEMS]
    )
    left = len(shown) - len(items)
    more = f"And {words.counted(left, 'more thing')} on the case page."
    return Card(
        f"{case.ref}: {words.counted(len(shown), 'thing')} for the {mine}",
        (more,) if left else (),
        items=items,
        buttons=(opens(case),),
        case=case.ref,
    )


def _ask_one(
    step: AnyStep, case: Case, known: tuple[Line, ...], asking: Asking, mine: str
) -> Card:
    heading = f"{case.ref}: {step.title}"
    if not mine:
        said = outcome(step, case, asking) or _NO_MORE
        return Card(heading, outcome=said, buttons=(opens(case),), case=case.ref)
    item = item_of(step, case, known, asking)
    return Card(
        heading,
        tuple(filter(None, (_turn(step, case, mine), step.doing))),
        item.facts,
        buttons=(*item.buttons, opens(case)),
        case=case.ref,
    )


def _turn(step: AnyStep, case: Case, mine: str) -> str:
    if isinstance(step, SignOff) and case.chain(step.id).returned:
        return "It was sent back with a reason, which you can read on the case page."
    if isinstance(step, SignOff) and case.chain(step.id).text:
        return f"It is ready for you to read and sign as {mine}."
    return f"This is now for you, as {mine}."


def _news(
    telling: Telling, case: Case, known: tuple[Line, ...], asking: Asking
) -> Card | None:
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
    del known
    return Card(
        f"{case.ref}: done: {step.title}",
        (),
        tuple(facts),
        buttons=(opens(case),),
        case=case.ref,
    )


def _said(when: Moment | None) -> str:
    return words.moment(when) if when else "not known"


def _moved(
    telling: Telling, case: Case, known: tuple[Line, ...], asking: Asking
) -> Card | None:
    anchor = telling.parts[0]
    earlier = [was for was in case.corrected if was.anchor == anchor]
    if not earlier or anchor not in case.anchors:
        return None
    shape = asking.procedure.anchor[anchor]
    old = {**case.anchors, anchor: earlier[-1].value}
    before = {
        line.part: line.due.due
        for line in lines(asking.procedure, old, asking.offices, case, asking.roster)
        if line.due
    }
    items = tuple(
        Item(
            line.title,
            (
                ("Now due", words.moment(line.due.due)),
                ("Was due", _said(before.get(line.part))),
            ),
            late=line.late(asking.now),
        )
        for line in known
        if line.due
        and line.due.due
        and not line.settled
        and before.get(line.part) != line.due.due
    )
    shown = items[:_MOST_ITEMS]
    more = len(items) - len(shown)
    text = [
        f"The day that {shape.title} is now {words.moment(case.anchors[anchor])}. "
        f"It was {words.moment(earlier[-1].value)}.",
        f"{words.counted(len(items), 'date')} moved."
        if items
        else "No date that is still open moved.",
    ]
    if more:
        text.append(f"And {more} more on the case page.")
    return Card(
        f"{case.ref}: a date was corrected",
        tuple(text),
        items=shown,
        buttons=(opens(case),),
        case=case.ref,
    )


def _nudge(
    telling: Telling, case: Case, known: tuple[Line, ...], asking: Asking
) -> Card | None:
    by_part = {line.part: line for line in known}
    about = [by_part[p] for p in telling.parts if p in by_part]
    about = [line for line in about if not line.settled and line.due]
    if not about or case.closed:
        return None
    items = tuple(_nudged(line, case, known, asking) for line in about[:_MOST_ITEMS])
    late = [line for line in about if line.late(asking.now)]
    heading = (
        f"{case.ref}: {words.counted(len(late), 'thing')} late"
        if late
        else f"{case.ref}: due {_soon(about[0], asking)}"
    )
    if len(about) == 1:
        heading += f": {about[0].title}"
    text = []
    if telling.late >= _LATE_ENOUGH:
        text.append(
            f"This should have been said {words.counted(telling.late // 60, 'hour')} "
            "ago. It comes late because nothing was running then, or it was night."
        )
    return Card(
        heading, tuple(text), items=items, buttons=(opens(case),), case=case.ref
    )


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


def _request(
    telling: Telling, case: Case, known: tuple[Line, ...], asking: Asking
) -> Card | None:
    part = telling.parts[0]
    line = next((ln for ln in known if ln.part == part), None)
    step_id, _, agency = part.partition("/")
    step = asking.procedure.by_id[step_id]
    ask = case.asks(step_id).get(agency)
    if ask is None or ask.returned or ask.sent is None:
        return None
    asks_for = getattr(step, "asks_for", "return")
    facts = tuple(dates(line, asking)) if line else ()
    own = f"{case.ref}/{part}"
    buttons = tuple(b for b in offers.of_step(step, case, asking) if b.about == own)
    return Card(
        f"{case.ref}: a {asks_for} is asked of {asking.roster.agency(agency).name}",
        (
            "Send it by your agency’s secure route, never in a chat. "
            "Then press the button, so that nobody chases you.",
        ),
        tuple(("Return due" if "due" in k.lower() else k, v) for k, v in facts),
        buttons=(*buttons, opens(case)),
        case=case.ref,
    )


def invite(telling: Telling, case: Case, asking: Asking, domain: str) -> Invite | None:
    """Make the invitation for one person, or nothing if a later change replaced it.

    Args:
        telling: Which meeting, and which change of it.
        case: The case as it stands now.
        asking: The rules now; ``by`` is whoever is invited.
        domain: What makes the meeting's identifier unique in the world.
    """
    step = asking.procedure.by_id[telling.parts[0]]
    arranged = case.meetings.get(step.id)
    if (
        not isinstance(step, Meeting)
        or arranged is None
        or arranged.sequence != telling.sequence
    ):
        return None
    text = [
        f"{step.title} for case {case.ref}.",
        f"In the chair: the {asking.said(step.chair)}." if step.chair else "",
        "Nothing about the child or family is in this invitation. "
        "Papers come by your agency’s secure route.",
    ]
    return Invite(
        uid=f"{case.ref}.{step.id}@{domain}",
        sequence=arranged.sequence,
        start=arranged.start.astimezone(LONDON),
        minutes=arranged.minutes,
        subject=f"{case.ref}: {step.title}",
        text="\n".join(line for line in text if line),
        required=telling.role not in step.may_come,
        stood_down=arranged.stood_down,
        changed=arranged.changed.at,
    )
