"""What can be wrong with the deadlines of a procedure file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from bot.core import clock
from bot.core.clock import ClockProblem, Deadline
from bot.core.sheet import Sheet, Wrong, text, unknown
from bot.core.toml_lines import Path

DEADLINES: Final = ("due", "national", "send_by", "invite_by")
_LIKE: Final = 'Write it like "by aware + 5 working days".'


def _deadlines(sheet: Sheet) -> Iterator[Wrong]:
    """Deadlines that cannot be read, or that count from what is not there."""
    for path, step in sheet.steps:
        for word in DEADLINES:
            written = text(step, word)
            if not written.strip():
                continue
            try:
                deadline = clock.read(written)
            except ClockProblem as problem:
                says, _, then = str(problem).partition(". ")
                then = _meant(written, sheet) or then or _LIKE
                yield Wrong((*path, word), f"{says.rstrip('.')}.", then)
            else:
                yield from _counted((*path, word), deadline, sheet)


def _counted(path: Path, deadline: Deadline, sheet: Sheet) -> Iterator[Wrong]:
    for name in sorted(deadline.anchors - sheet.anchors.keys()):
        if name in sheet.step_ids:
            yield _counted_from_step(path, name, sheet)
        else:
            yield unknown(path, "anchor", name, sheet.anchors)
    if deadline.with_step and deadline.with_step not in sheet.step_ids:
        yield unknown(path, "step", deadline.with_step, sheet.step_ids)
    for term in deadline.terms:
        anchor = sheet.anchors.get(term.anchor)
        days = isinstance(anchor, dict) and anchor.get("takes", "day") == "day"
        if term.unit == "hours" and days:
            yield Wrong(
                path,
                f'Hours are counted from "{term.anchor}", which is only a day.',
                f'Write takes = "time" under [anchor.{term.anchor}].',
            )


def _meant(written: str, sheet: Sheet) -> str:
    """Find the anchor whose title somebody wrote out, instead of its name."""
    for name, anchor in sheet.anchors.items():
        title = text(anchor, "title") if isinstance(anchor, dict) else ""
        if title and title.lower() in written.lower():
            return f'Days are counted from its short name: write "{name}" instead.'
    return ""


def _counted_from_step(path: Path, name: str, sheet: Sheet) -> Wrong:
    """Say how days are counted from a step: from the anchor that it sets."""
    step = next(step for _, step in sheet.steps if text(step, "id") == name)
    sets, due = text(step, "sets"), text(step, "due")
    if sets in sheet.anchors:
        then = f'Count from "{sets}", which it sets.'
    elif step.get("kind") == "request":
        then = "Let a task after it record the day, and count from the anchor it sets."
    else:
        before = f' ("{due}")' if due else ""
        then = (
            f'For its own day write "same day as {name}"; for days after it, give it '
            'sets = "..." and count from that anchor; for days before it, count from '
            f"the anchor that its own day is counted from{before}."
        )
    return Wrong(
        path, f'"{name}" is a step, and days are counted from an anchor.', then
    )


CHECKS: Final[tuple[Callable[[Sheet], Iterator[Wrong]], ...]] = (_deadlines,)
"""Each is a function from the sheet to what it finds wrong."""
