"""How every limit of a case ended, and why each one was missed that was missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.core.asking import Asking
from bot.core.case import Case, Mark
from bot.core.clock import Due
from bot.core.events import Entry, MeetingArranged, Moment
from bot.core.evolve import fold
from bot.core.people import Person
from bot.core.procedure import Decision, Meeting, Request, SignOff, Task
from bot.core.progress import INVITE, SEND, Line, lines, local_day, standings, waits_for
from bot.core.progress.lateness import when_done
from bot.core.progress.suiting import AnyStep
from bot.core.words import LONDON
from bot.core.workdays import Offices, working_days_between
from bot.national.nation import Place
from bot.national.tally import MISSED, Outcome, Tally
from bot.national.temper import later, leaves, patience
from bot.national.terms import Terms
from bot.store.outbox import DEAD, SENT, Delivery

_HELD_UP: Final = timedelta(hours=4)
"""How late a card has to be for its lateness to be to blame."""
_ASKING: Final = frozenset(("ask", "nudge", "request", "wanted", "digest"))
_TO_ACT: Final = 60
"""Working minutes that are the least in which people can do anything."""
_LATEST: Final = 1
"""Working days that an alert has to leave, or it came too late for a limit."""


@dataclass(frozen=True, slots=True)
class Story:
    """One case, when the year is over.

    Attributes:
        rows: Its deliveries.
        ends: When the year was over.
    """

    place: Place
    terms: Terms
    case: Case
    entries: Sequence[Entry]
    asking: Asking
    rows: Sequence[Delivery]
    ends: datetime


def reckon(story: Story, tally: Tally) -> None:
    """Count how every limit of a case ended."""
    asking, case = story.asking, story.case
    rules = asking.procedure
    for line in lines(rules, case.anchors, asking.offices, case, asking.roster):
        if line.step.optional or line.deadline.manner == "every":
            continue
        kind, due = _limit(line)
        done = _done(line, story)
        if done and due and isinstance(due.due, datetime):
            done = to_the_hour(done, _mark(line, story))
        outcome = _outcome(line, due, done, story)
        if outcome is None:
            continue
        tally.limits[story.place.procedure.slug, kind, outcome] += 1
        if kind.startswith("national") and done and due and due.due:
            tally.spare[kind, spare(done, due.due, asking.offices)] += 1
        if outcome in MISSED and due and due.due:
            why, who = _why(line, due.due, story)
            tally.whys[kind, why] += 1
            if who:
                tally.whom[story.place.procedure.slug, who] += 1


def _limit(line: Line) -> tuple[str, Due | None]:
    """Find what people are held to, and what it is called: the national one first."""
    national = line.step.limit != "local" and line.part == line.step.id
    due = line.national or line.due
    kind = "national" if national or line.national else "local"
    counted = (line.step.national_deadline if line.national else None) or line.deadline
    term = counted.terms[-1] if counted.terms else None
    if term is None or term.unit is None:
        return f"{kind}: the same day as something else", due
    number = abs(term.count)
    side = " before" if term.count < 0 else ""
    unit = term.unit.removesuffix("s") if number == 1 else term.unit
    return f"{kind}: {number} {unit}{side}", due


def _done(line: Line, story: Story) -> Moment | None:
    """Find when what a line asks for was done, if it was."""
    case, step = story.case, line.step
    if line.part.endswith(INVITE) and isinstance(step, Meeting):
        arranged = (
            entry.at
            for entry in story.entries
            if isinstance(entry.event, MeetingArranged) and entry.event.step == step.id
        )
        return next(arranged, None)
    if isinstance(step, Request) and line.part != step.id:
        asks = case.asks(step.id)
        if line.part.endswith(SEND):
            sent = [ask.sent.at for ask in asks.values() if ask.sent]
            return max(sent) if sent and len(sent) == len(asks) else None
        ask = asks.get(line.part.partition("/")[2])
        return ask.returned.on if ask and ask.returned else None
    return when_done(step, case, story.asking.procedure)


def _mark(line: Line, story: Story) -> Mark | None:
    """Find who recorded that what a line asks for was done, and when."""
    ask = story.case.asks(line.step.id).get(line.part.partition("/")[2])
    if ask:
        return ask.returned
    return next(iter(story.case.doings(line.step.id)), None)


def to_the_hour(done: Moment, mark: Mark | None) -> Moment:
    """Take the hour at which something was recorded, where only its day was asked."""
    if mark is None or isinstance(done, datetime) or local_day(mark.at) != done:
        return done
    return mark.at


def _outcome(
    line: Line, due: Due | None, done: Moment | None, story: Story
) -> Outcome | None:
    if line.step.id in story.case.aside:
        return None
    if due is None or due.due is None:
        return None if line.settled else "no date"
    if done is not None:
        return "late" if _after(done, due.due) else "met"
    if line.settled:
        return None  # nobody waits for it any more
    end = story.case.closed.at if story.case.closed else story.ends
    if _after(end, due.due):
        return "open"
    return "left" if story.case.closed else "to come"


def _after(moment: Moment, due: Moment) -> bool:
    if isinstance(moment, datetime) and isinstance(due, datetime):
        return moment > due
    return local_day(moment) > local_day(due)


def spare(done: Moment, due: Moment, offices: Offices) -> int:
    """Count the working days that were left, or by which it was too late."""
    first, last = local_day(done), local_day(due)
    if first <= last:
        return working_days_between(first, last, offices)
    # Done on the Saturday after a Friday, it is a day late and not on its last day.
    return -max(working_days_between(last, first, offices), 1)


def _end_of(due: Moment) -> datetime:
    if isinstance(due, datetime):
        return due
    return datetime.combine(due + timedelta(days=1), time(), tzinfo=LONDON)


# -- why -------------------------------------------------------------------------


def _why(line: Line, due: Moment, story: Story) -> tuple[str, str]:
    """Say why a limit was missed, and who had not answered if somebody had not."""
    asking, end = story.asking, _end_of(due)
    raised = story.case.raised
    if raised is None:
        return "", ""
    last = local_day(due)
    before_it = too_soon(raised.at, due, asking.offices)
    if before_it:
        return before_it, ""
    before = fold(story.case.ref, [e for e in story.entries if e.at < end])
    root = _root(line.step, before, story)
    if isinstance(root, Task) and root.awaits:
        return "a body outside had not answered", asking.said(root.awaits)
    who = asking.said(root.owner)
    if _held_up(root, end, story):
        return "the outside failed, and a card came hours late", who
    if isinstance(root, Request) and before.asks(root.id):
        return "an agency had not sent its return", f"an agency ({root.asks_for})"
    holders = asking.roster.holders(root.owner)
    missing = _missing(holders, last, story)
    if missing:
        return missing, who
    return _not_done(root, line.step, before), who


def too_soon(raised: datetime, due: Moment, offices: Offices) -> str:
    """Say that a limit was over before people could do anything, if it was."""
    too_late = "the alert came too late for it"
    if not isinstance(due, datetime):
        begun = local_day(raised)
        left = working_days_between(begun, due, offices) if begun < due else 0
        return too_late if left <= _LATEST else ""
    if due - raised < _HELD_UP:
        return too_late
    opens = later(raised, _TO_ACT, offices)
    return "offices were closed for nearly all of it" if opens > due else ""


def _root(step: AnyStep, before: Case, story: Story) -> AnyStep:
    """Find what a step waited for in the end, through all that waited before it."""
    rules, seen = story.asking.procedure, {step.id}
    while True:
        found = [s for s in waits_for(step, before, rules) if s.id not in seen]
        if not found:
            return step
        step = found[0]
        seen.add(step.id)


def _held_up(root: AnyStep, end: datetime, story: Story) -> bool:
    """Say whether whoever had to act heard of it late, or never, by a fault outside.

    Nothing was held up where they heard of it a day before it was due.
    """
    heard = held_up = False
    for row in story.rows:
        if row.kind not in _ASKING or row.step != root.id or row.not_before >= end:
            continue
        if row.person and row.state in (SENT, DEAD):
            came = row.settled_at or end
            heard |= row.state == SENT and came < end - timedelta(days=1)
            late = row.state == DEAD or came - row.not_before > _HELD_UP
            held_up |= late
    return held_up and not heard


def _missing(holders: Sequence[Person], day: date, story: Story) -> str:
    """Say that nobody of an office was there, or that nobody there ever answers."""
    roster, ref = story.asking.roster, story.case.ref
    away = [p for p in holders if roster.absence(p.id, day) or _gone(p, day, story)]
    if holders and len(away) == len(holders):
        return "everybody in the office was away"
    never = [p for p in holders if patience(story.terms, story.place, p.id, ref, 0) < 0]
    if holders and len(never) == len(holders):
        return "somebody never answered"
    return ""


def _gone(person: Person, day: date, story: Story) -> bool:
    """Say whether somebody was on leave that nobody had put on record."""
    gone = leaves(story.terms, story.place, person)
    return any(leave.first <= day <= leave.last for leave in gone)


def _not_done(root: AnyStep, step: AnyStep, before: Case) -> str:
    waited = "" if root.id == step.id else ", in a step before it"
    if isinstance(root, SignOff):
        if before.chain(root.id).text:
            return f"a signature was missing{waited}"
        return f"the text to be signed was not written{waited}"
    if isinstance(root, Meeting):
        return f"a meeting had not been held{waited}"
    if isinstance(root, Decision):
        return f"a decision had not been made{waited}"
    return f"a task had not been done{waited}"


def stands(story: Story) -> Iterator[str]:
    """List the late lines of a case that should have been spoken of and were not."""
    case, asking = story.case, story.asking
    where = standings(case, asking.procedure).status
    yesterday = story.ends - timedelta(days=1)
    for line in lines(
        asking.procedure, case.anchors, asking.offices, case, asking.roster
    ):
        due = line.due.due if line.due else None
        if due is None or line.settled or line.step.optional or case.closed:
            continue
        late = where[line.step.id] == "open" and _after(yesterday, due)
        if late and not said_late(case.nudged.get(line.part), due):
            yield line.part


def said_late(said: datetime | None, due: Moment) -> bool:
    """Tell whether what was said last was said of something late, and not before."""
    return said is not None and said >= _end_of(due)
