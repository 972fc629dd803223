"""What was typed and picked in a window, and what is wrong with it at its field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.core import fields
from bot.core.forms import Answer, Form, Problem, Question
from bot.handing import taken
from integrations.slack.limits import HINT, short
from integrations.slack.meta import Meta
from integrations.slack.reading import (
    boxes,
    named,
    option_values,
    place_of,
    places,
    standing,
)


def typed_in(view: Mapping[str, Any], form: Form) -> dict[str, Answer]:
    """Take what stands in a window, in the parts in which every platform keeps it.

    A field that is not in the window says nothing about its part; one that is there
    and empty empties it. With it goes which state of what somebody else typed in the
    section the window was drawn with.
    """
    by_part = {
        place.part: held
        for name, held in standing(view).items()
        if (place := place_of(name))
    }
    texts = boxes(view)
    typed: dict[str, Answer] = {}
    for question in form.questions:
        name = named(question.id)
        held, clock = by_part.get(name), by_part.get(named(f"{question.id}.time"))
        if name in texts:
            typed[question.id] = texts[name].text
        elif held is not None and question.kind in ("date", "time"):
            typed |= _moment(question, held, clock)
        elif held is not None:
            typed[question.id] = _chosen(question, held)
    return {**_seen(view), **typed}


def errors(
    problems: Iterable[Problem], view: Mapping[str, Any], form: Form
) -> dict[str, str]:
    """Put each problem at its field, as Slack shows them; one at a field."""
    found: dict[str, str] = {}
    for problem in problems:
        block = _block_of(problem, view, form)
        if block and block not in found:
            found[block] = short(problem.says, HINT)
    return found


def rest(
    problems: Iterable[Problem], view: Mapping[str, Any], form: Form
) -> tuple[Problem, ...]:
    """List the problems that no field in the window can show."""
    return tuple(one for one in problems if not _block_of(one, view, form))


def _block_of(problem: Problem, view: Mapping[str, Any], form: Form) -> str:
    """Find the field to put a problem at: of a moment, the part that is missing."""
    here = {place.part: name for name, place in reversed(places(view).items())}
    kinds = {question.id: question.kind for question in form.questions}
    day = here.get(named(problem.question), "")
    if kinds.get(problem.question) != "time":
        return day
    clock = here.get(named(f"{problem.question}.time"), "")
    held = standing(view)
    picked = held.get(day, {}).get("selected_date")
    return clock if picked and not held.get(clock, {}).get("selected_time") else day


def _moment(
    question: Question, held: Mapping[str, Any], clock: Mapping[str, Any] | None
) -> dict[str, Answer]:
    day = str(held.get("selected_date") or "")
    year, month, number = day.split("-") if day.count("-") == 2 else ("", "", "")  # noqa: PLR2004 - year, month and day
    parts = [number.lstrip("0"), month.lstrip("0"), year]
    if clock is not None:
        parts.append(str(clock.get("selected_time") or ""))
    return dict(zip(fields.parts_of(question), parts, strict=False))


def _chosen(question: Question, held: Mapping[str, Any]) -> Answer:
    ids = dict(
        zip(option_values(question), (o.id for o in question.options), strict=True)
    )
    many = held.get("selected_options") or []
    one = held.get("selected_option") or {}
    chosen = [ids.get(str(option.get("value")), "") for option in (*many, one)]
    known = tuple(name for name in chosen if name)
    if question.kind == "choices":
        return known
    return known[0] if known else ""


def _seen(view: Mapping[str, Any]) -> dict[str, Answer]:
    meta = Meta.read(view)
    section, _, version = meta.seen.partition(" ") if meta else ("", "", "")
    return {taken(section): version} if version else {}
