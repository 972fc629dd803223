"""A timeline in words: a table for each stage, or each day with its explanation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.core import words
from bot.core.notices import notices
from bot.core.progress import Line, compared
from bot.verbs.printed import table, wrapped
from bot.verbs.rows import Rows, counted, explained

_LIMITS: Final = {
    "statutory": "statutory limit",
    "national": "national expectation",
    "local": "",
}
_UNSURE: Final = "*"
"""Marks a date that rests on a reading nobody has confirmed."""


def told(rows: Rows, most: int, *, explain: bool) -> Iterator[str]:
    """Tell the deadlines in words, stage by stage.

    Args:
        rows: The deadlines.
        most: How wide a line may be.
        explain: Whether to say how each was come by, and what nobody has confirmed.
    """
    procedure = rows.procedure
    yield wrapped(f"{procedure.name}. Read from: {procedure.document}", most)
    for name, value in rows.anchors.items():
        title = words.begun(procedure.anchor[name].title)
        yield wrapped(f"{title} ({name}): {words.moment(value)}", most)
    for stage in procedure.stage:
        of_stage = [line for line in rows.lines if line.step.stage == stage.id]
        if of_stage:
            yield f"\n{stage.title}\n"
            yield from _of_stage(of_stage, rows, most, explain=explain)
    if any(rows.readings(line) for line in rows.lines):
        also = "" if explain else " Add --explain to see which, and why."
        yield ""
        yield wrapped(
            f"{_UNSURE} This rests on a reading of the document that nobody has "
            f"confirmed.{also}",
            most,
        )
    if explain:
        yield "\nTo know about this procedure\n"
        for notice in notices(procedure, rows.offices):
            yield wrapped(f"- {notice}", most, "  ")


def _of_stage(
    of_stage: Sequence[Line], rows: Rows, most: int, *, explain: bool
) -> Iterator[str]:
    cells = [_cells(line, rows, explain=explain) for line in of_stage]
    if not explain:
        yield from table([("Due", "What"), *cells], most, "  ")
        return
    for line, (due, what) in zip(of_stage, cells, strict=True):
        title, _, about = what.partition("\n")
        yield wrapped(f"{due}: {title}", most, "  ")
        yield wrapped(about, most, "      ")
        for sentence in explained(line, rows):
            yield wrapped(sentence, most, "      ")
        for reading in rows.readings(line):
            yield wrapped(
                f"Not confirmed ({reading.source.para}): {reading.reading} "
                f"Because: {reading.because}",
                most,
                "      ",
            )
        yield ""


def _cells(line: Line, rows: Rows, *, explain: bool) -> tuple[str, str]:
    procedure, step = rows.procedure, line.step
    about = [
        _count(line, rows),
        _LIMITS[step.limit],
        procedure.title_of(line.role),
        step.source.para,
    ]
    if step.optional:
        about.append("only if it is found necessary")
    if line.due and line.due.advised:
        aim = f": aim for {words.day(line.due.aim)}" if line.due.aim else ""
        about.append(f"not a working day{aim}")
    if line.due and line.due.earlier_if:
        names = words.listed(line.due.earlier_if)
        about.append(f"may become earlier when {names} is known")
    mark = f" {_UNSURE}" if rows.readings(line) else ""
    said = "; ".join(one for one in about if one)
    beside = "" if explain else compared(line, rows.offices)
    also = f"\n{beside}" if beside else ""
    return _when(line), f"{line.title}{mark}\n{said}{also}"


def _when(line: Line) -> str:
    due = line.due
    if due is None:
        return "Not known yet"
    if due.due is None:
        pending = words.listed(due.waiting_for)
        return f"Waits for {pending}" if pending else "Comes round no more"
    if line.deadline.manner == "window" and due.start is not None:
        first = words.short_day(due.start)
        return f"{words.moment(due.due)}, from {first}"
    return words.moment(due.due)


def _count(line: Line, rows: Rows) -> str:
    if line.deadline.with_step:
        return f"same day as {line.deadline.with_step}"
    count, unit, anchor = counted(line, rows.procedure)
    if unit is None:
        return f"on {anchor}"
    one = unit.removesuffix("s")
    if line.deadline.every:
        each = words.counted(line.deadline.every[0], one)
        return f"every {each} from {anchor}"
    sign = "after" if count > 0 else "before"
    return f"{words.counted(abs(count), one)} {sign} {anchor}"
