"""Where a step stands, in the words of a card: its dates, its turn, its outcome."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from bot.core import clock, coming, offers, packs, routes, words
from bot.core.apart import vacant
from bot.core.asking import BOT, Asking
from bot.core.cards import Button, Item
from bot.core.case import Case, Mark
from bot.core.errors import NotKnownYet, OutOfTurn
from bot.core.packs import pack_of
from bot.core.procedure import Decision, Meeting, SignOff, Task
from bot.core.progress import INVITE, AnyStep, Line, beside, local_day, status
from bot.core.react import turns
from bot.core.registered import lacking
from bot.core.steps.offered import possible, refusal_of, said_at
from bot.core.steps.sign_off import empty_seats, said_seat
from bot.core.workdays import working_days_between

FOUND: Final = "Times found"
"""The label under which the times found for a meeting are listed."""
_LAST: Final = 3
"""How many of the times that something was done are said on a card."""


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
    facts.extend(_done_before(step, case, asking))
    arranged = case.to_come(step.id)
    if arranged:
        facts.append(("Arranged for", words.moment(arranged.start)))
        facts.extend(
            ("Too late", f"the last day is {words.day(line.day)}")
            for line in own
            if line.day and too_late(line, case)
        )
    facts.extend(_held_time(step, case, asking))
    facts.extend(_times_found(step, case, asking))
    facts.extend(coming.fact(step, case, asking))
    pack = pack_of(step, case, asking)
    facts.extend(packs.facts(pack, asking) if pack else ())
    without = lacking(step, case, asking)
    facts.extend((("Registered", " ".join(without)),) if without else ())
    if isinstance(step, Decision) and case.views.get(step.id):
        facts.append(("Views", routes.views_said(step, case, asking)))
    facts.extend(("Who can act", says) for says in nobody_left(step, case, asking))
    buttons = () if asking.by == BOT else offers.of_step(step, case, asking)
    return Item(step.title, tuple(facts), buttons, late)


def _held_time(step: AnyStep, case: Case, asking: Asking) -> Iterator[tuple[str, str]]:
    """Say which time is held for a meeting, and whether it would do."""
    held = case.pencilled(step.id)
    if not isinstance(step, Meeting) or held is None:
        return
    yield "A time is held", said_at(held.start)
    refusal = refusal_of(case, step, held.start, held.minutes, asking)
    ready = status(step, case, asking.procedure) == "open"
    if ready and refusal and not isinstance(refusal, OutOfTurn):
        yield "It does not fit", refusal.reason


def _times_found(
    step: AnyStep, case: Case, asking: Asking
) -> Iterator[tuple[str, str]]:
    """Say which times were found for a meeting, and can still be chosen."""
    if isinstance(step, Meeting) and (found := possible(case, step, asking)):
        yield FOUND, words.listed((said_at(one.start) for one in found), "or")


def _done_before(
    step: AnyStep, case: Case, asking: Asking
) -> Iterator[tuple[str, str]]:
    """Say when something that is done again and again was done, and until when."""
    doings = case.doings(step.id)
    if not doings or not isinstance(step, Task | Meeting) or not step.repeats:
        return
    verb = "Held" if isinstance(step, Meeting) else "Done"
    days = words.listed(words.day(local_day(mark.on)) for mark in doings[-_LAST:])
    earlier = len(doings) - _LAST
    more = f", and {words.counted(earlier, 'time')} before" if earlier > 0 else ""
    yield verb, f"{days}{more}"
    until = asking.procedure.by_id[step.until].title
    yield "Again", f"as often as is needed, until “{until}” is done"


def nobody_left(step: AnyStep, case: Case, asking: Asking) -> Iterator[str]:
    """Say of each open seat whose holder takes no part who can act instead."""
    if case.conflicted and status(step, case, asking.procedure) == "open":
        for role, person in turns(step.id, case, asking):
            if says := vacant((role, person, step.id), case, asking):
                yield says


def too_late(line: Line, case: Case) -> bool:
    """Say whether a meeting stands after its last day, as when that day has moved."""
    arranged = case.to_come(line.part)
    if arranged is None or line.settled or line.day is None:
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
    yield from beside(line, asking.offices)


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
            return done_by("Sent back", chain.returned, asking)
        if chain.signatures:
            last = chain.signatures[-1].mark
            return done_by("Signed", last, asking)
        if chain.written:
            return done_by("Written", chain.written, asking)
    arranged = case.to_come(step.id)
    if mark is None and arranged:
        changed = arranged.changed
        said = f"Arranged for {words.moment(arranged.start)}"
        return done_by(said, changed, asking)
    if mark is None:
        return ""
    ruling = case.rulings.get(step.id)
    if ruling:
        # Last, so that nobody reads it as what the one who decided did.
        decided = words.listed(routes.titles(step, ruling.choice))
        return f"{done_by('Decided', mark, asking).removesuffix('.')}: {decided}."
    return done_by("Set aside" if step.id in case.aside else "Done", mark, asking)


def done_by(verb: str, mark: Mark, asking: Asking) -> str:
    """Say what was done, by whom, for whom and when, as the last line of a card."""
    return f"{verb} by {whoever(mark, asking)}, {words.moment(mark.at)}."


def whoever(mark: Mark, asking: Asking) -> str:
    """Say who did something, and for whom when they stood in."""
    name = asking.roster.name
    instead = f" for {name(mark.instead_of)}" if mark.instead_of else ""
    return f"{name(mark.by)}{instead}"
