"""Whose turn it is on a case: what waits for the one who looks, and for others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.core import words
from bot.core.cards import Button, Item
from bot.core.events import StepId
from bot.core.items import item_of, too_late
from bot.core.procedure import Meeting, SignOff
from bot.core.progress import (
    AnyStep,
    compared,
    local_day,
    rests,
    still_before,
    waits_for,
)
from bot.core.steps.sign_off import empty_seats, said_seat
from bot.counts import State, state_of, state_words
from bot.shown import View

_PUTS_OFF: Final = ("snooze", "set-aside")
_BESIDE: Final = ("change-answer", "move")
"""What is offered beside the answer or the version that it changes."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A step that somebody else is to do, or that has to wait.

    Attributes:
        note: What has to be done before it can be.
    """

    title: str
    role: str
    due: str
    state: State
    note: str = ""
    buttons: tuple[Button, ...] = ()


def mine(view: View) -> list[Item]:
    """List what waits for the person who looks, what is due first at the top."""
    return [_item(step, view) for step in _in_turn(view) if not _settled(step, view)]


def settled(view: View) -> list[Item]:
    """List what is arranged or done, and may be changed or done again by them."""
    return [_item(step, view) for step in _in_turn(view) if _settled(step, view)]


def _in_turn(view: View) -> list[AnyStep]:
    """List the open steps that the person who looks may do something about."""
    found = [
        step
        for step in view.asking.procedure.step
        if view.statuses.get(step.id) == "open"
        and _is_mine(view.buttons.get(step.id, ()))
    ]
    return sorted(found, key=lambda step: _first_day(step.id, view))


def _item(step: AnyStep, view: View) -> Item:
    made = item_of(step, view.case, view.lines, view.asking)
    return Item(made.title, made.facts, view.buttons.get(step.id, ()), made.late)


def _first_day(step_id: StepId, view: View) -> tuple[bool, date]:
    """Find the first day of a step that is not met yet; what is late comes first."""
    own = [ln for ln in view.lines if ln.step.id == step_id and not ln.settled]
    late = any(line.late(view.asking.now) for line in own)
    return not late, min((ln.day for ln in own if ln.day), default=date.max)


def _settled(step: AnyStep, view: View) -> bool:
    """Say whether nobody waits: done and free to be repeated, or in the diary."""
    if rests(step, view.case):
        return not _today(step, view)
    if not isinstance(step, Meeting) or view.case.to_come(step.id) is None:
        return False
    own = [line for line in view.lines if line.step.id == step.id]
    pressing = any(ln.late(view.asking.now) or too_late(ln, view.case) for ln in own)
    return not pressing and not _today(step, view)


def _today(step: AnyStep, view: View) -> bool:
    """Say whether a meeting was to be today or earlier, and can be recorded."""
    arranged = view.case.to_come(step.id)
    return arranged is not None and local_day(arranged.start) <= view.asking.today


def others(view: View) -> list[Turn]:
    """List what waits for somebody else, what is due first at the top."""
    found: list[tuple[tuple[bool, date], list[Turn]]] = []
    for step in view.asking.procedure.step:
        if view.statuses.get(step.id) != "open":
            continue
        buttons = view.buttons.get(step.id, ())
        # What has been done, and may be done again, waits for nobody.
        if not rests(step, view.case) and not _is_mine(buttons):
            turns = list(_turns(step.id, view))
            last = replace(turns[-1], buttons=buttons, note=_time_first(step, view))
            found.append((_first_day(step.id, view), [*turns[:-1], last]))
    found.sort(key=lambda one: one[0])
    return [turn for _, turns in found for turn in turns]


def _time_first(step: AnyStep, view: View) -> str:
    """Say which meeting needs a time before this one can have one."""
    if not isinstance(step, Meeting) or view.case.to_come(step.id):
        return ""
    for name in still_before(step, view.case, view.asking.procedure):
        if view.case.to_come(name) is None:
            title = view.asking.procedure.by_id[name].title
            return f"“{title}” has to have a time first"
    return ""


def _is_mine(buttons: tuple[Button, ...]) -> bool:
    """Say whether any button does the thing itself, and not only puts it off."""
    return any(button.does not in _PUTS_OFF for button in buttons)


def waiting(view: View) -> list[Turn]:
    """List what cannot be done yet, and what it waits for."""
    found = []
    for step in view.asking.procedure.step:
        if view.statuses.get(step.id) != "waiting":
            continue
        found.append(replace(next(_turns(step.id, view)), note=before(step, view)))
    return found


def before(step: AnyStep, view: View) -> str:
    """Say what a step waits for."""
    first = waits_for(step, view.case, view.asking.procedure)
    named = words.listed(f"“{earlier.title}”" for earlier in first)
    return f"After {named}" if named else "Depends on a decision"


def _turns(step_id: str, view: View) -> Iterator[Turn]:
    step = view.asking.procedure.by_id[step_id]
    own = [ln for ln in view.lines if ln.step.id == step_id and not ln.settled]
    dated = [line for line in own if line.due and line.due.due]
    if not dated:
        said = "" if not own else state_words(own[0], view)
        yield Turn(step.title, whose(step.id, step.owner, view), said, "unknown")
    for line in dated:
        due = line.due.due if line.due else None
        also = compared(line, view.asking.offices).removesuffix(".")
        said = ". ".join(filter(None, (words.moment(due) if due else "", also)))
        role = whose(step_id, line.role, view)
        yield Turn(line.title, role, said, state_of(line, view))


def whose(step_id: str, role: str, view: View) -> str:
    """Say whose turn it is: whoever must sign next, once there is a text to sign."""
    step, chain = view.asking.procedure.by_id[step_id], view.case.chain(step_id)
    if isinstance(step, SignOff) and chain.text:
        left = empty_seats(step, chain, view.asking)
        if left:
            seats = words.listed(said_seat(seat, view.asking) for seat in left)
            return f"Waits for {seats}"
    return words.begun(view.asking.said(role))


def about_the_whole(view: View) -> list[Button]:
    """List what may be done about the whole case that belongs nowhere else."""
    known = {f"{view.case.ref}/{anchor}" for anchor in view.case.anchors}
    return [
        button
        for button in view.buttons.get("", ())
        if button.does not in _BESIDE
        and not (button.does == "correct" and button.about in known)
    ]
