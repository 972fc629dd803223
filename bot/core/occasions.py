"""What can be wrong with when a step happens: planned, late, disputed, or again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Final

from bot.core.procedure import DISPUTED, LATE
from bot.core.sheet import Placed, Sheet, Wrong, conditions, text, texts, unknown
from bot.core.toml_lines import Path

_RESERVED: Final = (DISPUTED, LATE)


def _names(sheet: Sheet) -> Iterator[Wrong]:
    """Steps and questions with a name that means something else in ``when``."""
    named = [*sheet.steps, *((path, question) for _, path, question in sheet.questions)]
    for path, table in named:
        if text(table, "id") in _RESERVED:
            yield Wrong(
                (*path, "id"),
                f'"{text(table, "id")}" has a meaning of its own under when.',
                "Give this another name.",
            )


def _targets(sheet: Sheet) -> Iterator[Wrong]:
    """Targets that are no plan, or that nobody sets ahead."""
    setters = _setters(sheet)
    for path, step in sheet.steps:
        name, where = text(step, "target"), (*path, "target")
        if not name:
            continue
        anchor = sheet.anchors.get(name)
        if anchor is None:
            yield unknown(where, "anchor", name, sheet.anchors)
        elif isinstance(anchor, dict) and anchor.get("planned") is not True:
            yield Wrong(
                where,
                f'"{name}" is not a day that is set ahead.',
                f"Write planned = true under [anchor.{name}], or name another anchor.",
            )
        elif setters.get(name) == [path]:
            yield Wrong(
                where,
                f'Only this step sets "{name}", so it is never planned before it.',
                f'Write sets = "{name}" on the step that plans it.',
            )


def _setters(sheet: Sheet) -> Mapping[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path, table in _that_set(sheet):
        found.setdefault(text(table, "sets"), []).append(path)
    return found


def _that_set(sheet: Sheet) -> Iterator[Placed]:
    yield from sheet.steps
    yield from ((path, question) for _, path, question in sheet.questions)


def _alert(sheet: Sheet) -> Iterator[Wrong]:
    """Anchors that raising the alert sets, and that something else sets as well."""
    own = {
        name: anchor
        for name, anchor in sheet.anchors.items()
        if isinstance(anchor, dict) and anchor.get("set_by") == "alert"
    }
    for name, anchor in own.items():
        if anchor.get("planned") is True:
            yield Wrong(
                ("anchor", name, "planned"),
                "What raising the alert sets is now, and cannot be planned.",
                "Take planned out, or take set_by out.",
            )
    for path, table in _that_set(sheet):
        name = text(table, "sets")
        if name in own:
            yield Wrong(
                (*path, "sets"),
                f'"{name}" is set by raising the alert, and by nothing else.',
                f"Take this out, or take set_by out under [anchor.{name}].",
            )


def _again(sheet: Sheet) -> Iterator[Wrong]:
    """Steps that are done again and again, and do not say until when."""
    for path, step in sheet.steps:
        repeats, until = step.get("repeats") is True, text(step, "until")
        if repeats and not until:
            yield Wrong(
                (*path, "repeats"),
                "This is done again and again, and never ends.",
                'Write until = "..." with the step after which it is finished.',
            )
        elif until and not repeats:
            yield Wrong(
                (*path, "until"),
                "This says when it stops being done, and is done only once.",
                "Write repeats = true, or take until out.",
            )
        setters = [text(s, "id") for _, s in sheet.steps if text(s, "sets") == until]
        if until in sheet.anchors and setters:
            yield Wrong(
                (*path, "until"),
                f'"{until}" is a day, and this goes on until a step is done.',
                f'Write until = "{setters[0]}", which sets that day.',
            )
        elif until and until not in sheet.step_ids:
            yield unknown((*path, "until"), "step", until, sheet.step_ids)
        elif until and until == text(step, "id"):
            yield Wrong(
                (*path, "until"),
                "A step cannot go on until it is itself done.",
                "Name the step after which it is finished.",
            )


def _late(sheet: Sheet) -> Iterator[Wrong]:
    """Questions whether something is late that has no last day to be late for."""
    known = {text(step, "id"): step for _, step in sheet.steps}
    for path, step in sheet.steps:
        for where, name, wanted in conditions(step.get("when"), (*path, "when")):
            for place, of in texts(wanted, where) if name == LATE else ():
                due = text(known.get(of, {"due": "some day"}), "due").strip()
                if not due or due.lower().startswith("every "):
                    yield Wrong(
                        place,
                        f'"{of}" has no last day, so it is never late.',
                        "Give it due, or name the step that has a limit.",
                    )


def _circles(sheet: Sheet) -> Iterator[Wrong]:
    """Steps that only appear if they have appeared."""
    hangs: dict[str, set[str]] = {}
    reserved: set[tuple[str, str]] = set()
    places = {text(step, "id"): path for path, step in sheet.steps}
    for path, step in sheet.steps:
        name = text(step, "id")
        on = hangs.setdefault(name, set())
        for _, what, wanted in conditions(step.get("when"), (*path, "when")):
            if what in _RESERVED:
                found = {of for _, of in texts(wanted, ())} & sheet.step_ids
                reserved |= {(name, of) for of in found}
                on |= found
            elif what in sheet.step_ids:
                on.add(what)
    try:
        TopologicalSorter(hangs).prepare()
    except CycleError as problem:
        circle = [str(name) for name in reversed(problem.args[1])]
        if reserved.intersection(pairwise(circle)):
            told = " hangs on ".join(circle)
            yield Wrong(
                places[circle[0]],
                f"These steps can never come up: {told}.",
                "Take one of them out of the other's when.",
            )


CHECKS: Final[tuple[Callable[[Sheet], Iterator[Wrong]], ...]] = (
    _names, _targets, _alert, _again, _late, _circles,
)  # fmt: skip
"""Each is a function from the sheet to what it finds wrong."""
