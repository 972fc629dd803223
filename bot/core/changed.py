"""Who must hear that a view was given, or that a decision or an answer has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from bot.core import routes
from bot.core.asking import OF_AGENCY, Asking
from bot.core.case import Case
from bot.core.events import Entry, FactCorrected, StepId, ViewGiven
from bot.core.hearing import Seat, Telling
from bot.core.procedure import Decision
from bot.core.progress import differs, standings


def changed(
    before: Case,
    entries: Iterable[Entry],
    were: Iterable[Seat],
    after: Case,
    asking: Asking,
) -> Iterator[Telling]:
    """List who must hear of views, and of what is asked no more.

    Args:
        before: The case as it stood.
        entries: What happened, in order.
        were: Whose turn it was, and is no longer.
        after: The case as it stands now.
        asking: The rules, the people and the time.
    """
    for entry in entries:
        match entry.event:
            case ViewGiven():
                yield from _viewed(entry, entry.event, after, asking)
            case FactCorrected():
                yield from _elsewhere(before, after, asking)
            case _:
                continue
    yield from _no_more(before, were, after, asking)


def is_gone(step_id: StepId, case: Case, asking: Asking) -> bool:
    """Say whether a step is not for a case, by what was decided and answered."""
    return step_id in standings(case, asking.procedure).gone


def _viewed(
    entry: Entry, event: ViewGiven, case: Case, asking: Asking
) -> Iterator[Telling]:
    """Tell whoever decides; whoever keeps the case too, when it is a disagreement."""
    roles = [asking.procedure.by_id[event.step].owner]
    ruling = case.rulings.get(event.step)
    if ruling and differs(event.view, ruling.choice):
        roles.append(asking.procedure.coordinator)
    for role in dict.fromkeys(roles):
        if role != entry.role:
            yield Telling("view", role, parts=(event.step,))


def _elsewhere(before: Case, after: Case, asking: Asking) -> Iterator[Telling]:
    for step in asking.procedure.step:
        if not isinstance(step, Decision) or is_gone(step.id, after, asking):
            continue
        was = routes.advised(step, before.facts)
        if was != routes.advised(step, after.facts):
            for role in dict.fromkeys((step.owner, asking.procedure.coordinator)):
                yield Telling("elsewhere", role, parts=(step.id,))


def _no_more(
    before: Case, were: Iterable[Seat], after: Case, asking: Asking
) -> Iterator[Telling]:
    rules = asking.procedure
    gone = standings(after, rules).gone
    if gone:
        gone -= standings(before, rules).gone
    told = [seat for seat in were if seat[2] in gone]
    told += [
        (OF_AGENCY + agency, "", f"{step}/{agency}")
        for step in gone
        for agency, ask in before.asks(step).items()
        if ask.sent and not ask.returned
    ]
    for (role, person), seats in groupby(sorted(told), key=lambda seat: seat[:2]):
        parts = tuple(part for _, _, part in seats)
        yield Telling("no-more", role, person, parts=parts)
