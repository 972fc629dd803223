"""What would be different on a case if it moved to a newer version of its procedure.

A case stays with the version it began under until whoever keeps it moves it. Before
that they see what would move, appear, vanish or change hands, and what would be left
without a step. Only what would lose something stands in the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.core import routes, words
from bot.core.asking import Asking
from bot.core.case import Case
from bot.core.events import AnchorId, AnchorSet, Moment, StepId
from bot.core.procedure import (
    DISPUTED,
    LATE,
    Meeting,
    Procedure,
    Request,
    SignOff,
)
from bot.core.progress import Line, lines, local_day, status

_LIVE: Final = ("open", "waiting")
_NOT_KNOWN: Final = "not known"


@dataclass(frozen=True, slots=True)
class Stood:
    """Something that would be lost, and what to do about it first."""

    reason: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Moving:
    """What would be different.

    Attributes:
        dates: Each line still to be met whose day moves: its title, was, and then.
        moved: The same, as the journal keeps it: part, was, and then.
        new: Steps that would appear, by title.
        gone: Steps that would no longer be needed, by title.
        owners: Steps that change hands: title, whose it was, and whose it would be.
        notes: What would be left without a step, or without a day, in sentences.
        stood: What would be lost, and so has to be seen to first.
    """

    dates: tuple[tuple[str, str, str], ...] = ()
    moved: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    owners: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()
    stood: tuple[Stood, ...] = ()


def compared(case: Case, asking: Asking) -> Moving:
    """Compare a case under its own version with the same case under the newest."""
    then = asking.renewed()
    after = replace(case, anchors={**case.anchors, **_found_out(case, then)})
    was = _left(case, asking)
    will = _left(after, then)
    dates = [
        (part, was[part], will[part])
        for part in was
        if part in will and _due(was[part]) != _due(will[part])
    ]
    live, to_be = _live(case, asking.procedure), _live(after, then.procedure)
    settled = {*live, *case.done, *case.aside}
    old, new = asking.procedure.by_id, then.procedure.by_id
    return Moving(
        dates=tuple((b.title, _said(a), _said(b)) for _, a, b in dates),
        moved=tuple(
            f"{part} {a.day} {b.day}" for part, a, b in dates if a.day and b.day
        ),
        new=tuple(new[name].title for name in to_be if name not in settled),
        gone=tuple(old[name].title for name in live if name not in to_be),
        owners=tuple(
            (new[name].title, asking.said(old[name].owner), then.said(new[name].owner))
            for name in to_be
            if name in live and old[name].owner != new[name].owner
        ),
        notes=tuple(_notes(case, after, asking, then)),
        stood=tuple(_stood(case, after, asking, then)),
    )


def anchors(case: Case, asking: Asking) -> tuple[AnchorSet, ...]:
    """List the days that become known, because what sets them has been done."""
    found = _found_out(case, asking.renewed())
    return tuple(AnchorSet(name, value) for name, value in found.items())


def sentences(moving: Moving) -> tuple[str, ...]:
    """Say what would be different, a sentence to each."""
    said = [f"{title}: {now} instead of {was}." for title, was, now in moving.dates]
    said += [f"New: “{title}”." for title in moving.new]
    said += [f"No longer needed: “{title}”." for title in moving.gone]
    said += [
        f"“{title}” passes from the {was} to the {now}."
        for title, was, now in moving.owners
    ]
    said += moving.notes
    return tuple(said) or ("Nothing that is still to be done on this case changes.",)


def _left(case: Case, asking: Asking) -> dict[str, Line]:
    """Find every line still to be met, by its part."""
    known = lines(asking.procedure, case.anchors, asking.offices, case, asking.roster)
    return {line.part: line for line in known if not line.settled}


def _live(case: Case, procedure: Procedure) -> tuple[StepId, ...]:
    """List the steps that are still to be done, now or later."""
    return tuple(
        step.id for step in procedure.step if status(step, case, procedure) in _LIVE
    )


def _due(line: Line) -> Moment | None:
    return line.due.due if line.due else None


def _said(line: Line) -> str:
    due = _due(line)
    return words.moment(due) if due else _NOT_KNOWN


def _found_out(case: Case, then: Asking) -> Mapping[AnchorId, Moment]:
    """Find the new anchors whose day is known, because what sets them is done."""
    found: dict[AnchorId, Moment] = {}
    for step in then.procedure.step:
        shape = then.procedure.anchor.get(step.sets)
        mark = case.done.get(step.id)
        if shape is None or mark is None or step.sets in case.anchors or shape.planned:
            continue
        if shape.takes == "day":
            found[step.sets] = local_day(mark.on)
        elif isinstance(mark.on, datetime):
            found[step.sets] = mark.on
    for name, shape in then.procedure.anchor.items():
        if shape.set_by == "alert" and name not in case.anchors and case.raised:
            at = case.raised.at.astimezone(words.LONDON)
            found[name] = at if shape.takes == "time" else at.date()
    return found


def _notes(case: Case, after: Case, asking: Asking, then: Asking) -> Iterator[str]:
    """Say what would be left without a step, a choice, a day or an office."""
    old, new = asking.procedure, then.procedure
    for name in case.done:
        if name not in new.by_id and name in old.by_id:
            title = old.by_id[name].title
            yield f"“{title}” has been done. It leaves the steps and stays on record."
    for name, ruling in case.rulings.items():
        step = new.by_id.get(name)
        left = set(ruling.choice.split()) - {c.id for c in getattr(step, "choices", ())}
        if step and left:
            chosen = words.listed(
                routes.titles(old.by_id[name], " ".join(sorted(left)))
            )
            yield (
                f"“{step.title}” was decided: {chosen}. That can no longer be chosen: "
                "decide it again."
            )
    for name, value in case.anchors.items():
        if name not in new.anchor and name in old.anchor:
            yield (
                f"Nothing is counted any more from the day when "
                f"{old.anchor[name].title} ({words.moment(value)}). It stays on record."
            )
    yield from _unknown(case, after, new)
    owners = dict.fromkeys(new.by_id[name].owner for name in _live(after, new))
    for role in owners:
        if not then.roster.holders(role):
            yield f"Nobody on the roster is {then.said(role)} yet."


def _unknown(case: Case, after: Case, new: Procedure) -> Iterator[str]:
    """Say which days and answers the new version asks for, and nobody was asked."""
    questions = [q for s in new.forms["alert"].section for q in s.question]
    for question in questions:
        if question.sets and question.sets not in after.anchors and question.required:
            yield (
                f"Nobody was asked when {new.anchor[question.sets].title}, so what is "
                "counted from it waits."
            )
    asked = {
        name
        for step in new.step
        for way in step.when
        for name in way
        if name not in (DISPUTED, LATE) and name not in new.by_id
    }
    for question in questions:
        if question.id in asked and question.id not in case.facts:
            yield f"Nobody was asked “{question.asks}” Answer it on the case page."


def _stood(case: Case, after: Case, asking: Asking, then: Asking) -> Iterator[Stood]:
    """Find what is under way and would be lost."""
    new = then.procedure
    for step in asking.procedure.step:
        other = new.by_id.get(step.id)
        same = (
            other is not None
            and other.kind == step.kind
            and status(other, after, new) != "not-needed"
        )
        if isinstance(step, Meeting) and case.expected(step.id) and not same:
            yield Stood(
                f"“{step.title}” stands in people’s calendars, and would be no step "
                "any more.",
                "Hold it, or call it off, before the case is moved.",
            )
        if isinstance(step, Request) and not same and _unanswered(step.id, case):
            yield Stood(
                f"Agencies have been asked for “{step.title}”, and their returns could "
                "no longer be recorded.",
                "Record them, or go on without them, before the case is moved.",
            )
        if isinstance(step, SignOff) and _half_signed(step, other, case):
            yield Stood(
                f"“{step.title}” is being signed, and would go another way.",
                "Have it signed to the end, or sent back, before the case is moved.",
            )
    yield from _homeless(case, asking, then)


def _unanswered(step: StepId, case: Case) -> bool:
    waits = any(ask.sent and not ask.returned for ask in case.asks(step).values())
    return waits and step not in case.aside


def _half_signed(step: SignOff, other: object, case: Case) -> bool:
    """Say whether a text is on its way up a chain that would not be there."""
    chain = case.chain(step.id)
    if not chain.text or step.id in case.done or step.id in case.aside:
        return False
    if not isinstance(other, SignOff):
        return True
    return bool(chain.signatures) and other.links != step.links


def _homeless(case: Case, asking: Asking, then: Asking) -> Iterator[Stood]:
    """Find actions of the plan that would have no sheet, or no owner."""
    sheets = {stage.id for stage in then.procedure.stage}
    titles = {stage.id: stage.title for stage in asking.procedure.stage}
    for action in case.actions:
        if action.sheet not in sheets:
            yield Stood(
                f"Action {action.number} stands on the sheet "
                f"“{titles.get(action.sheet, action.sheet)}”, which would be gone.",
                "Keep that stage in the file, under the same id.",
            )
        if not action.done and action.owner not in then.procedure.role:
            yield Stood(
                f"Action {action.number} belongs to the {asking.said(action.owner)}, "
                "which would be no office any more.",
                "Give the action to another office before the case is moved.",
            )
