"""Who must hear of times: when they are sought, and who is shown what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.coming import lost
from bot.core.events import (
    AnchorCorrected,
    Entry,
    HolidaysAnnounced,
    ProcedureMoved,
    StepId,
    TimesFound,
    TimesSought,
)
from bot.core.hearing import Seat, Telling
from bot.core.procedure import Meeting
from bot.core.progress import standings
from bot.core.steps.offered import misfit

_MOVING = AnchorCorrected | HolidaysAnnounced | ProcedureMoved
"""What moves the days of a meeting that stands in calendars."""


def told(
    before: Case,
    entries: Iterable[Entry],
    seats: Iterable[Seat],
    after: Case,
    asking: Asking,
) -> Iterator[Telling]:
    """List which times are to be sought, and who is shown those that were found.

    Args:
        before: The case as it stood.
        entries: What happened, in order.
        seats: Whose turn it is now, and was not.
        after: The case as it stands now.
        asking: The rules, the people and the time.
    """
    events = [entry.event for entry in entries]
    wanted = {step for _, _, step in seats}
    if any(isinstance(event, _MOVING) for event in events):
        wanted |= set(_standing_wrong(after, asking))
    for event in events:
        if isinstance(event, TimesSought):
            wanted -= set(event.steps)
            yield Telling("seek", parts=event.steps, holding=event.holding)
    sought = tuple(s.id for s in _meetings(asking) if s.id in wanted)
    if sought:
        yield Telling("seek", parts=sought)
    yield from _found(before, events, after, asking)


def _meetings(asking: Asking) -> Iterator[Meeting]:
    return (step for step in asking.procedure.step if isinstance(step, Meeting))


def _standing_wrong(case: Case, asking: Asking) -> Iterator[StepId]:
    """List the meetings to come that stand on a day that no longer fits."""
    if not case.closed:
        yield from (step.id for step in _meetings(asking) if misfit(step, case, asking))


def _found(
    before: Case, events: Iterable[object], after: Case, asking: Asking
) -> Iterator[Telling]:
    """Show the times found to whoever asked, or where no card asks for a time."""
    found = [event.step for event in events if isinstance(event, TimesFound)]
    asked = {s.id for s in standings(after, asking.procedure).open}
    held = tuple(
        step
        for step in found
        if before.sought.get(step, bool(after.pencilled(step)) and step not in asked)
    )
    if held:
        yield Telling("times", asking.procedure.coordinator, parts=held, holding=True)
    for name in found:
        step = asking.procedure.by_id[name]
        # Whoever heard of a decline has the times on that card.
        told = after.to_come(name) and not lost(step, after, asking)
        if name not in held and (name in before.sought or told):
            yield Telling("times", step.owner, parts=(name,))
