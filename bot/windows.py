"""What the window of a form shows, in whatever chat: its questions, and what was typed.

How it is drawn is for each chat; what there is to draw is the same in all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Final

from bot.core import fields, forms
from bot.core.fields import Typed
from bot.core.forms import Form, Question, Section
from bot.filling import Filling
from bot.handing import taken

_YEARS: Final = range(1900, 2101)
_TIMED: Final = 4
"""The parts of a moment with a time of day; the last is the time."""


def parted(filling: Filling, parts: Callable[[Section], list[Section]]) -> Filling:
    """Make several sections of each that asks more than one window can hold."""
    sections = [part for section in filling.form.sections for part in parts(section)]
    if len(sections) == filling.sections:
        return filling
    return replace(filling, form=replace(filling.form, sections=tuple(sections)))


def asked(filling: Filling) -> tuple[Question, ...]:
    """List what the section asks, given all that has been answered so far."""
    wanted = forms.shown(filling.form.questions, filling.answers)
    here = {question.id for question in filling.section.questions}
    return tuple(question for question in wanted if question.id in here)


def seen(filling: Filling) -> str:
    """Say which state of what somebody else typed in the section the window shows."""
    if filling.checking:
        return ""
    section = filling.section.id
    version = filling.typed.get(taken(section), "")
    return f"{section} {version}" if version else ""


def of_others(
    filling: Filling, section: Section, shortened: Callable[[str], str]
) -> list[str]:
    """Say who else was asked to complete a section, and what they answered.

    Args:
        filling: The form.
        section: Which section.
        shortened: Makes an answer short enough to be told.
    """
    return [
        line
        for one in filling.handed
        if one.section == section.id
        for line in (
            f"{one.name} has filled in this section. What you both wrote is below."
            if one.saved_at
            else f"{one.name} was asked to complete this section, and has not said "
            "yet that it is complete. What they have typed so far is below.",
            *(
                f"{asks} {one.name} answered: {shortened(said)}"
                for asks, said in filling.otherwise(one)
            ),
        )
    ]


def picked(question: Question, typed: Typed) -> tuple[str, str, str]:
    """Find the day and the time to pick, and what was typed that is neither."""
    whole = Form("", "", "", (Section("only", "", (question,)),), "")
    answer = str(fields.answers_of(whole, typed).get(question.id, ""))
    day, _, hour = answer.partition(" ")
    sound, clock = _day(day), _hour(hour)
    parts = [str(typed.get(part, "")).strip() for part in fields.parts_of(question)]
    half = any(parts[:3]) and not sound
    lost = len(parts) == _TIMED and bool(parts[-1]) and not clock
    return sound, clock, " ".join(filter(None, parts)) if half or lost else ""


def _day(written: str) -> str:
    try:
        return written if date.fromisoformat(written).year in _YEARS else ""
    except ValueError:
        return ""


def _hour(written: str) -> str:
    try:
        return f"{time.fromisoformat(written):%H:%M}"
    except ValueError:
        return ""
