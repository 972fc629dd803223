"""Where a step stands, in the words of a card: its dates, its turn, its outcome."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.core import clock, offers, words
from bot.core.asking import BOT, Asking
from bot.core.cards import Button, Item
from bot.core.case import Case
from bot.core.errors import NotKnownYet
from bot.core.events import PersonId
from bot.core.procedure import SignOff
from bot.core.progress import INVITE, AnyStep, Line, local_day
from bot.core.steps.sign_off import empty_seats, said_seat
from bot.core.workdays import working_days_between


def opens(case: Case) -> Button:
    """The button that leads to the case's own page."""
    return Button("Open the case", "open", case.ref)


def item_of(step: AnyStep, case: Case, known: tuple[Line, ...], asking: Asking) -> Item:
    """Say where one step stands, with the buttons this person may press."""
    own = [line for line in known if line.step.id == step.id]
    facts = [fact for line in own for fact in dates(line, asking)]
    late = any(line.late(asking.now) for line in own)
    if isinstance(step, SignOff) and case.chain(step.id).text:
        waiting = empty_seats(step, case.chain(step.id), asking)
        if waiting:
            said = words.listed(said_seat(seat, asking) for seat in waiting)
            facts.append(("Waiting for", said))
    arranged = case.meetings.get(step.id)
    if arranged and not arranged.stood_down:
        facts.append(("Arranged for", words.moment(arranged.start)))
        facts.extend(
            ("Too late", f"the last day is {words.day(line.day)}")
            for line in own
            if line.day and too_late(line, case)
        )
    buttons = () if asking.by == BOT else offers.of_step(step, case, asking)
    return Item(step.title, tuple(facts), buttons, late)


def too_late(line: Line, case: Case) -> bool:
    """Say whether a meeting stands after its last day, as when that day has moved."""
    arranged = case.meetings.get(line.part)
    if arranged is None or arranged.stood_down or line.settled or line.day is None:
        return False
    return local_day(arranged.start) > line.day


def dates(line: Line, asking: Asking) -> Iterator[tuple[str, str]]:
    """Say when one line is due, how far its count has come, and whether it is late."""
    if line.settled:
        return
    label = "Due" if line.part == line.step.id else f"{line.title}, due"
    if line.part.endswith(INVITE):
        label = "Invitations due"
    if line.refused:
        yield label, line.refused
    elif line.due and line.due.due:
        yield label, words.moment(line.due.due)
        if line.late(asking.now):
            yield "Late", lateness(line, asking)
        elif label == "Due" and (count := day_count(line, asking)):
            yield "Count", count
    elif line.due and line.due.waiting_for:
        names = (known_as(name, asking) for name in line.due.waiting_for)
        yield label, f"not known until {words.listed(names)}"


def known_as(name: str, asking: Asking) -> str:
    """Say what an anchor or a step is called."""
    if name in asking.procedure.anchor:
        return asking.procedure.anchor[name].title
    if name in asking.procedure.by_id:
        return f"“{asking.procedure.by_id[name].title}” is done"
    return name


def day_count(line: Line, asking: Asking) -> str:
    """Say how far a count has come, and from which day it runs."""
    if line.due is None or line.due.day_zero is None:
        return ""
    try:
        number = clock.day_number(line.due, asking.now, asking.offices)
    except NotKnownYet:
        return ""
    if not number:
        return ""
    title = known_as(line.due.anchor, asking)
    return f"{number} (day 0: {title}, {words.day(line.due.day_zero)})"


def lateness(line: Line, asking: Asking) -> str:
    """Say in plain words how long ago something should have been done."""
    due = line.due.due if line.due else None
    if isinstance(due, datetime):
        hours = int((asking.now.astimezone(UTC) - due).total_seconds() // 3600)
        return f"{words.counted(hours, 'hour')} past its time"
    if due is None:
        return ""
    try:
        days = working_days_between(due, asking.today, asking.offices)
    except NotKnownYet:
        days = 0
    if not days:
        return "past its day"
    return f"{words.counted(days, 'working day')} past its day"


def outcome(step: AnyStep, case: Case, asking: Asking) -> str:
    """Say what became of something that was asked, once it has been answered."""
    mark = case.aside.get(step.id) or case.done.get(step.id)
    if isinstance(step, SignOff) and not mark:
        chain = case.chain(step.id)
        if chain.returned:
            return done_by("Sent back", chain.returned.by, chain.returned.at, asking)
        if chain.signatures:
            last = chain.signatures[-1].mark
            return done_by("Signed", last.by, last.at, asking)
        if chain.written:
            return done_by("Written", chain.written.by, chain.written.at, asking)
    arranged = case.meetings.get(step.id)
    if mark is None and arranged and not arranged.stood_down:
        changed = arranged.changed
        said = f"Arranged for {words.moment(arranged.start)}"
        return done_by(said, changed.by, changed.at, asking)
    if mark is None:
        return ""
    verb = "Set aside" if step.id in case.aside else "Done"
    ruling = case.rulings.get(step.id)
    if ruling:
        titles = {c.id: c.title for c in getattr(step, "choices", ())}
        verb = f"Decided: {titles.get(ruling.choice, ruling.choice)}"
    return done_by(verb, mark.by, mark.at, asking)


def done_by(verb: str, who: PersonId, at: datetime, asking: Asking) -> str:
    """Say what was done, by whom and when, as the last line of a card."""
    return f"{verb} by {asking.roster.name(who)}, {words.moment(at)}."
